"""What a trial calls a fault."""

from __future__ import annotations

from .trial import judging
from .trial.judging import Hearing, Presence
from .trial.report import Figure, Step, broken, remarks, table

ROOM, USER = "room", "anna"


def stay(peer_id: int, came: float, **more: float) -> Presence:
    return Presence(ROOM, USER, peer_id, came, **more)


def test_a_user_is_twice_in_its_room_unless_one_of_both_is_a_ghost() -> None:
    assert judging.most_at_once([stay(1, 0, went=5), stay(2, 5)]) == 1
    assert judging.most_at_once([stay(1, 0, went=5), stay(2, 4)]) == 2
    assert judging.most_at_once([stay(1, 0, went=30, dead=3), stay(2, 7)]) == 1
    assert judging.present([stay(1, 0, dead=3), stay(2, 7)]) == {USER: 1}
    assert judging.ghosts([stay(1, 0, dead=3), stay(2, 7)]) == [stay(1, 0, dead=3)]


def test_absence_and_silence_are_the_longest_gaps_within_a_time() -> None:
    stays = [stay(1, 0, dead=3), stay(2, 7, went=8), stay(3, 10)]
    assert judging.longest_absence(stays, 1, 20) == 4
    assert judging.longest_absence(stays, 1, 5) == 2
    assert judging.longest_silence([0.5, 1.5, 4.0, 9.0], 1, 6) == 2.5
    assert judging.longest_silence([], 1, 6) == 5


def test_a_ghost_that_speaks_is_told_once_its_user_is_back() -> None:
    stays = [stay(1, 0, dead=3), stay(2, 7)]
    assert judging.spoke_twice([(2, 1), (6, 1), (7, 2), (9, 2)], stays) == 0
    assert judging.spoke_twice([(8, 1), (9, 1), (9, 2)], stays) == 2


def test_messages_must_be_told_once_of_all_who_were_there_long_enough() -> None:
    stays = [stay(1, 0, dead=10), stay(2, 20)]
    sent = [(ROOM, 1, 5.0), (ROOM, 2, 9.5), (ROOM, 3, 15.0), (ROOM, 4, 25.0), ("hall", 5, 5.0)]
    told = [Hearing("one", USER, ROOM, 1), Hearing("two", USER, ROOM, 4)]
    assert judging.lost(sent, stays, told) == []
    assert judging.lost(sent, stays, told[:1]) == [(USER, 4, 25.0)]
    assert judging.doubled(told) == []
    assert judging.doubled([*told, Hearing("two", USER, ROOM, 1)]) == [(USER, 1)]


def test_bounds_that_do_not_hold_are_named() -> None:
    figures = [Figure("back", 5.5, "s", most=5), Figure("joins", 3, least=3), Figure("told", 9)]
    steps = [Step("kill", figures, ["why"])]
    assert broken(steps) == ["kill: back"]
    assert remarks(steps) == ["why"]
    assert "| kill | back | 5.5 s | at most 5 | BROKEN |" in table(steps)
