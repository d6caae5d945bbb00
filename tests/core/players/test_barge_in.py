"""A lane gives way to speech, and goes on or not, as a caller or the deadline decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from odind.core.errors import FailedPreconditionError, InvalidArgumentError
from odind.core.players.events import (
    BargeInEnded,
    BargeInStarted,
    EndReason,
    ItemEnded,
    QueueChanged,
)
from odind.core.players.player import Player
from odind.core.players.settings import LaneKind, PlayerSettings
from odind.core.players.view import LaneState
from odind.core.voice.barge_in import BargeIn, BargeInOutcome
from odind.core.voice.talkers import Utterance

from .stage import FRAME, MUSIC, RATE, Stage, constant, item, noise, sine

if TYPE_CHECKING:
    from odind.core.sound.ring import Frames

RAMP = RATE * 5 // 1_000
STEP = 2 * np.pi * 440 / RATE * 0.5
"""The steepest that a sine of the tests rises from one sample to the next."""


class Room(Stage):
    """A player that speech matters to, and peers that speak."""

    def __init__(self, lane: LaneKind = MUSIC, **rule: Any) -> None:
        super().__init__()
        self.lane = lane
        self.update(lane, barge_in=BargeIn(**{"after_s": 0.1, "deadline_s": 0.5, **rule}))

    def spoken_over(self, ticks: int, *, ahead: int = 0, user_id: str = "anna", since: int = 0) -> Frames:
        """What is said while a peer speaks."""
        heard = []
        for ticked in range(ticks):
            self.utterances = [Utterance(7, user_id, since, ticked + 1)]
            heard.append(self.hear(1, ahead=ahead))
        return np.concatenate(heard)

    def answer(self, *, confirm: bool) -> None:
        self.player.reorder(self.lane, lambda lane: lane.answer(confirm=confirm))

    @property
    def state(self) -> LaneState:
        return self.player.view.lane(self.lane).state


@pytest.mark.parametrize("lane", [MUSIC, LaneKind.ANNOUNCEMENT])
@pytest.mark.parametrize("ahead", [0, 15])
def test_a_lane_is_silent_two_ticks_after_speech_has_lasted_long_enough(lane: LaneKind, ahead: int) -> None:
    room = Room(lane)
    room.add("song", constant(0.5, 5), lane)
    room.hear(10, ahead=ahead)
    heard = room.spoken_over(20, ahead=ahead)
    silent_from = int(np.flatnonzero(heard.any(axis=1))[-1]) + 1
    assert 4 * FRAME < silent_from <= (5 + 2) * FRAME
    (began,) = room.told(BargeInStarted)
    assert (began.lane, began.item_id, began.peer_id, began.user_id) == (lane, "p-song", 7, "anna")
    assert room.state is LaneState.INTERRUPTED


@pytest.mark.parametrize("ahead", [0, 15])
@pytest.mark.parametrize("by_deadline", [False, True])
def test_a_lane_that_was_not_interrupted_goes_on_at_the_sample_where_it_stopped(
    ahead: int, *, by_deadline: bool
) -> None:
    room = Room()
    song = noise(1, 5)
    room.add("song", song)
    before = room.hear(10, ahead=ahead)
    while_speaking = room.spoken_over(10, ahead=ahead)
    if not by_deadline:
        room.answer(confirm=False)
    after = np.concatenate([while_speaking, room.hear(60, ahead=ahead)])
    (began,), (ended,) = room.told(BargeInStarted), room.told(BargeInEnded)
    stopped = round(began.position_s * RATE)
    assert np.array_equal(np.concatenate([before, after[: stopped - len(before)]]), song[:stopped])
    assert (ended.outcome, ended.by_deadline) == (BargeInOutcome.REJECTED, by_deadline)
    resumed = after[-20 * FRAME :]
    position = room.player.view.music.settings.position
    assert np.array_equal(resumed, song[position - len(resumed) : position])
    silent = (25 if by_deadline else 6) * FRAME
    assert len(before) + len(after) - position == silent


def test_stopping_and_going_on_make_no_click() -> None:
    room = Room()
    room.add("song", sine(0, 5 * RATE))
    heard = np.concatenate([room.hear(10), room.spoken_over(12), room.hear(60)])
    assert np.abs(np.diff(heard[:, 0])).max() <= STEP + 0.5 / RAMP + 1e-6


def test_speech_that_is_too_short_does_not_matter() -> None:
    room = Room()
    room.add("song", sine(0, 2 * RATE))
    heard = np.concatenate([room.spoken_over(4), room.hear(20)])
    assert np.array_equal(heard, sine(0, len(heard)))
    assert not room.told(BargeInStarted)


def test_others_than_those_that_were_chosen_do_not_matter() -> None:
    room = Room(user_ids=("berta",))
    room.add("song", sine(0, 2 * RATE))
    room.spoken_over(20)
    assert not room.told(BargeInStarted)
    room.spoken_over(20, user_id="berta")
    assert [event.user_id for event in room.told(BargeInStarted)] == ["berta"]


@pytest.mark.parametrize("by_deadline", [False, True])
def test_a_confirmed_interruption_drops_what_plays_and_what_follows(*, by_deadline: bool) -> None:
    room = Room(confirms_itself=True)
    room.add("song", constant(0.5, 5))
    room.add("more", constant(0.5, 5))
    room.hear(10)
    room.spoken_over(6)
    if not by_deadline:
        room.answer(confirm=True)
    room.hear(40)
    (ended,) = room.told(ItemEnded)
    assert (ended.item.item_id, ended.reason) == ("p-song", EndReason.INTERRUPTED)
    assert ended.played_s == room.told(BargeInStarted)[0].position_s
    assert room.told(QueueChanged)[-1].item_count == 0
    assert room.told(BargeInEnded) == [BargeInEnded(MUSIC, BargeInOutcome.CONFIRMED, by_deadline)]
    assert not room.plugged


def test_with_a_duck_the_lane_goes_on_lower_and_returns() -> None:
    room = Room(duck_db=20.0)
    room.add("song", constant(0.5, 5))
    room.hear(10)
    lower = room.spoken_over(15)
    assert np.allclose(lower[-FRAME:], 0.05, atol=1e-6)
    assert np.allclose(room.hear(40)[-FRAME:], 0.5)
    assert np.allclose(lower[: 4 * FRAME], 0.5)


def test_what_is_being_said_when_it_was_decided_does_not_interrupt_again() -> None:
    room = Room()
    room.add("song", constant(0.5, 9))
    room.spoken_over(8)
    room.answer(confirm=False)
    room.spoken_over(30)
    assert len(room.told(BargeInStarted)) == 1
    room.spoken_over(8, since=100)
    assert len(room.told(BargeInStarted)) == 2


def test_a_pause_a_skip_and_the_end_overtake_it() -> None:
    for overtake in (
        lambda room: room.update(paused=True),
        lambda room: room.player.reorder(MUSIC, lambda lane: lane.skip("")),
        lambda room: room.update(never_gives_way=True),
        lambda room: room.player.close(),
    ):
        room = Room()
        room.add("song", constant(0.5, 5))
        room.spoken_over(8)
        overtake(room)
        assert [event.outcome for event in room.told(BargeInEnded)] == [BargeInOutcome.OVERTAKEN]
        with pytest.raises(FailedPreconditionError) as caught:
            room.answer(confirm=True)
        assert caught.value.reason == "NO_BARGE_IN"


def test_a_lane_that_comes_to_its_end_meanwhile_rests() -> None:
    room = Room(duck_db=6.0, deadline_s=10.0)
    room.add("song", constant(0.5, 0.3))
    room.spoken_over(30)
    assert [event.outcome for event in room.told(BargeInEnded)] == [BargeInOutcome.OVERTAKEN]
    assert not room.plugged


def test_silence_is_not_interrupted() -> None:
    room = Room()
    room.add("song", constant(0.5, 5))
    room.update(paused=True)
    room.spoken_over(20)
    assert not room.told(BargeInStarted)


def test_the_rule_comes_back_with_the_player() -> None:
    room, other = Room(user_ids=("anna",)), Stage()
    room.add("song", constant(0.5, 5))
    settings = room.player.settings
    assert isinstance(other.player, Player)
    other.sounds.samples["song"] = constant(0.5, 5)
    other.player.restore(settings)
    assert other.player.gives_way
    assert other.player.settings.music.barge_in == BargeIn(("anna",), 0.1, None, 0.5)
    assert not Stage().player.gives_way
    assert settings != PlayerSettings()


def test_effects_do_not_give_way() -> None:
    stage = Stage()
    with pytest.raises(FailedPreconditionError) as caught:
        stage.update(LaneKind.EFFECT, barge_in=BargeIn())
    assert caught.value.reason == "LANE_HAS_NO_QUEUE"


@pytest.mark.parametrize(
    "rule",
    [
        {"after_s": 0.001},
        {"after_s": 60.0},
        {"deadline_s": 0.0},
        {"deadline_s": 3600.0},
        {"duck_db": -1.0},
        {"user_ids": ("",)},
        {"user_ids": ("x",) * 101},
    ],
)
def test_a_rule_out_of_its_bounds_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        BargeIn(**rule)
    assert caught.value.reason == "BARGE_IN_INVALID"


def test_an_item_named_in_the_event_is_the_one_that_plays() -> None:
    room = Room()
    room.add("one", constant(0.5, 0.2))
    room.add("two", constant(0.5, 5))
    room.hear(15)
    room.spoken_over(8)
    assert room.told(BargeInStarted)[0].item_id == item("two").item_id


def test_what_must_not_be_interrupted_goes_on_while_peers_speak() -> None:
    room = Room()
    room.add("warning", sine(0, RATE), interruptible=False)
    room.add("song", constant(0.5, 5))
    heard = room.spoken_over(50)
    assert np.array_equal(heard, sine(0, RATE))
    assert not room.told(BargeInStarted)
    room.spoken_over(3, since=60)
    assert not room.told(BargeInStarted)
    room.spoken_over(7, since=60)
    assert [began.item_id for began in room.told(BargeInStarted)] == ["p-song"]
