"""Globs, grants and whose things are whose."""

from __future__ import annotations

import fnmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.access.globs import covers, matches
from odind.core.access.grant import FULL, Grant
from odind.core.access.principal import NOBODY, OWNER, Principal, maker_of
from odind.core.access.verbs import ALL, Verb
from odind.core.errors import PermissionDeniedError

LETTERS = st.text(alphabet="ab*", max_size=8)
TEXTS = st.text(alphabet="ab", max_size=10)


@given(LETTERS, TEXTS)
def test_a_star_is_any_text_and_all_else_itself(glob: str, text: str) -> None:
    assert matches(glob, text) == fnmatch.fnmatchcase(text, glob)


@given(LETTERS, LETTERS, TEXTS)
def test_what_a_covered_glob_matches_the_covering_one_does(glob: str, other: str, text: str) -> None:
    if covers([glob], [other]) and matches(other, text):
        assert matches(glob, text)


@pytest.mark.parametrize("special", ["[ab]", "?", "a.b", "\\", "(", "ü"])
def test_nothing_else_is_special(special: str) -> None:
    assert matches(special, special)
    assert not matches(special, "a")
    assert matches(f"*{special}", f"x{special}")


def test_admin_includes_every_verb_but_token_and_device() -> None:
    admin = Grant(frozenset({Verb.ADMIN}))
    assert {verb for verb in ALL if not admin.allows(verb)} == {Verb.TOKEN, Verb.DEVICE}


@pytest.mark.parametrize("verb", sorted(ALL - {Verb.ADMIN}, key=str))
def test_no_other_verb_includes_another(verb: Verb) -> None:
    grant = Grant(frozenset({verb}))
    assert {one for one in ALL if grant.allows(one)} == {verb}


@pytest.mark.parametrize(
    ("less", "is_within"),
    [
        (Grant(frozenset({Verb.READ}), ("lobby-1",), ("anna",), 10.0), True),
        (Grant(frozenset({Verb.READ}), ("lobby-*",), ("a*",), 20.0), True),
        (Grant(frozenset({Verb.READ, Verb.JOIN}), ("lobby-1",), ("anna",), 10.0), False),
        (Grant(frozenset({Verb.READ}), ("*",), ("anna",), 10.0), False),
        (Grant(frozenset({Verb.READ}), ("lobby-1", "hall"), ("anna",), 10.0), False),
        (Grant(frozenset({Verb.READ}), ("lobby-1",), ("bob",), 10.0), False),
        (Grant(frozenset({Verb.READ}), ("lobby-1",), ("anna",), 21.0), False),
        (Grant(frozenset({Verb.READ}), ("lobby-1",), ("anna",)), False),
    ],
)
def test_what_is_passed_on_is_within_what_is_granted(less: Grant, is_within: bool) -> None:  # noqa: FBT001
    assert less.within(Grant(frozenset({Verb.READ}), ("lobby-*",), ("a*",), 20.0)) == is_within
    assert less.within(FULL)


def test_things_belong_to_their_maker_and_to_the_key_above_it() -> None:
    some = Grant(ALL - {Verb.ADMIN})
    key, session, other = Principal("k1", some), Principal("k1/anna", some), Principal("k2", some)
    things = {one: one.new_id("c") for one in (OWNER, key, session, other)}
    assert {one.name for one, thing in things.items() if key.sees(thing, "room")} == {"k1", "k1/anna"}
    assert {one.name for one, thing in things.items() if session.sees(thing, None)} == {"k1/anna"}
    assert all(OWNER.sees(thing, "room") for thing in things.values())
    assert not any(NOBODY.sees(thing, None) for thing in things.values())
    assert maker_of(things[key]) == maker_of(things[session]) != maker_of(things[other])
    assert len({*things.values(), key.new_id("c")}) == len(things) + 1


def test_who_controls_everything_does_so_in_the_rooms_of_the_grant() -> None:
    chief = Principal("k3", Grant(frozenset({Verb.ADMIN}), ("lobby",)))
    assert chief.sees("c0", "lobby")
    assert not chief.sees("c0", "hall")


def test_names_that_two_choose_do_not_meet() -> None:
    one, two = Principal("k1", FULL), Principal("k2", FULL)
    assert len({one.own("billing"), two.own("billing"), OWNER.own("billing")}) == 3
    assert one.chosen(one.own("billing")) == "billing"
    assert one.chosen(two.own("billing")) is None
    assert one.own("") == ""


def test_rooms_and_users_beyond_the_grant_are_refused() -> None:
    some = Principal("k1", Grant(ALL, ("lobby-*",), ("bot-*",)))
    some.require_room("lobby-1")
    some.require_user("bot-7")
    with pytest.raises(PermissionDeniedError, match="ROOM_NOT_GRANTED"):
        some.require_room("hall")
    with pytest.raises(PermissionDeniedError, match="USER_NOT_GRANTED"):
        some.require_user("anna")
