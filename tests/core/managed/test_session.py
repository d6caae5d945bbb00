"""A session as a value: whatever is seen and missed, its stays are in order and agree with who is there."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from odind.core.managed.session import (
    MAX_PARTICIPANTS,
    MAX_STAYS,
    EndReason,
    RoomSession,
    Visitor,
    new_session,
)

PEERS = st.integers(1, 6)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("joins"), PEERS),
        st.tuples(st.just("leaves"), PEERS),
        st.tuples(st.just("out of sight"), st.just(0)),
        st.tuples(st.just("in sight"), st.sets(PEERS)),
    ),
    max_size=40,
)


def visitor(peer_id: int) -> Visitor:
    """A peer, of whom two at a time are one user; every third user is a bot."""
    return Visitor(peer_id, f"user-{peer_id // 2}", bot=peer_id // 2 == 2)


def played(steps: list[tuple[str, object]]) -> tuple[RoomSession, set[int]]:
    """Return a session after these steps, one a second, and the peers that are there as far as it is seen."""
    session, there = new_session("s1", "m1", "lobby", 1, 0.0), set[int]()
    for at, (step, what) in enumerate(steps, 1):
        match step, what:
            case "joins", int(peer_id) if peer_id not in there and not session.blind:
                there.add(peer_id)
                session = session.joined(visitor(peer_id), at)
            case "leaves", int(peer_id) if not session.blind:
                there.discard(peer_id)
                session = session.left(peer_id, at)
            case "out of sight", _:
                session = session.lost_sight(at)
            case "in sight", set(peers) if session.blind:
                there = set(peers)
                session = session.regained_sight({one: visitor(one) for one in peers}, at)
            case _:
                pass
    return session, there


@given(STEPS)
def test_who_is_there_is_whoever_has_a_stay_without_an_end(steps: list[tuple[str, object]]):
    session, there = played(steps)
    assert set(session.present) == there
    humans = [peer_id for peer_id in there if not visitor(peer_id).bot]
    if not session.blind and session.participants:
        assert (session.nobody_since is None) == bool(there)
        assert (session.no_human_since is None) == bool(humans)


@given(STEPS)
def test_stays_and_gaps_are_in_order_and_what_was_not_seen_is_at_the_edge_of_a_gap(
    steps: list[tuple[str, object]],
):
    session = played(steps)[0].ended(len(steps) + 1.0, EndReason.CALL)
    assert not session.present
    assert all(gap.ended_at is not None and gap.began_at <= gap.ended_at for gap in session.gaps)
    assert all((one.ended_at or 0) <= two.began_at for one, two in pairwise(session.gaps))
    begins, ends = {gap.began_at for gap in session.gaps}, {gap.ended_at for gap in session.gaps}
    for stay in (stay for one in session.participants.values() for stay in one.stays):
        assert stay.left_at is not None
        assert stay.joined_at <= stay.left_at
        assert stay.join_seen or stay.joined_at in ends
        assert stay.leave_seen or stay.left_at in begins


def test_of_many_stays_the_latest_are_kept_and_the_others_counted():
    session = new_session("s1", "m1", "lobby", 1, 0.0)
    for at in range(MAX_STAYS + 5):
        session = session.joined(Visitor(at, "anna"), at).left(at, at + 0.5)
    (anna,) = session.participants.values()
    assert (len(anna.stays), anna.stays_left_out, anna.stays[-1].peer_id) == (MAX_STAYS, 5, MAX_STAYS + 4)


def test_of_very_many_participants_the_first_are_kept_and_the_others_counted():
    session = new_session("s1", "m1", "lobby", 1, 0.0)
    for peer_id in range(MAX_PARTICIPANTS + 3):
        session = session.joined(Visitor(peer_id, f"user-{peer_id}"), peer_id)
    assert (len(session.participants), session.participants_left_out) == (MAX_PARTICIPANTS, 3)
