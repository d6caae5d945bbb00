"""What a player says, frame by frame, and what it tells."""

from __future__ import annotations

import numpy as np
import pytest

from odind.core.errors import (
    FailedPreconditionError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.players.events import (
    EndReason,
    ItemEnded,
    ItemFailed,
    ItemStarted,
    ItemStuck,
    PlayerPaused,
    PlayerResumed,
    PlayerSeeked,
)
from odind.core.players.settings import Placing, PlayerSettings, Repeat
from odind.core.players.view import LaneState

from .stage import ANNOUNCEMENT, EFFECT, FRAME, MUSIC, RATE, Stage, constant, noise, sine


@pytest.mark.parametrize("ahead", [0, 15])
@pytest.mark.parametrize("cut", [24_000, 24_321])
def test_two_halves_of_a_sine_are_joined_without_a_gap_or_a_click(cut: int, ahead: int) -> None:
    stage = Stage()
    whole = sine(0, RATE)
    stage.add("one", whole[:cut])
    stage.add("two", whole[cut:])
    heard = stage.hear(50, ahead=ahead)
    assert np.array_equal(heard, whole)
    assert [event.item.item_id for event in stage.told(ItemStarted)] == ["p-one", "p-two"]


def test_what_has_ended_is_told_and_the_player_is_unplugged() -> None:
    stage = Stage()
    stage.add("one", constant(0.5, 0.1))
    assert len(stage.hear(50)) == 6 * FRAME
    assert not stage.plugged
    ended = stage.told(ItemEnded)
    assert [(one.reason, one.played_s) for one in ended] == [(EndReason.FINISHED, 0.1)]
    assert stage.player.view.music.state is LaneState.IDLE
    assert all(sound.closed for sound in stage.sounds.opened)


@pytest.mark.parametrize("ahead", [0, 15])
def test_a_pause_is_heard_in_the_next_frame_and_nothing_is_lost(ahead: int) -> None:
    stage = Stage()
    whole = constant(0.5, 2)
    stage.add("one", whole)
    stage.hear(10, ahead=ahead)
    stage.player.ahead(ahead)
    stage.update(paused=True)
    last = stage.hear(1)
    assert np.abs(last[FRAME // 2 :]).max() == 0
    assert np.abs(np.diff(last[:, 0])).max() < 0.02
    assert stage.player.view.music.settings.position == 10 * FRAME
    stage.hear(1)
    assert not stage.plugged
    stage.update(paused=False)
    heard = stage.hear(200)
    assert np.abs(np.diff(heard[:FRAME, 0])).max() < 0.02
    assert len(heard) == len(whole) - 10 * FRAME + FRAME
    assert stage.sounds.opened[0].closed
    assert [type(one) for one in stage.told(PlayerPaused, PlayerResumed)] == [PlayerPaused, PlayerResumed]
    assert len(stage.told(ItemStarted)) == 1


@pytest.mark.parametrize("ahead", [0, 15])
def test_a_skip_goes_on_in_the_next_frame_without_a_click(ahead: int) -> None:
    stage = Stage()
    stage.add("one", constant(0.5, 5))
    stage.add("two", constant(-0.5, 5))
    before = stage.hear(10, ahead=ahead)
    stage.player.ahead(ahead)
    stage.player.reorder(MUSIC, lambda lane: lane.skip(""))
    heard = np.concatenate((before, stage.hear(2)))
    assert np.abs(np.diff(heard[:, 0])).max() < 0.02
    assert heard[-1, 0] == -0.5
    ended = stage.told(ItemEnded)
    assert [(one.item.item_id, one.reason) for one in ended] == [("p-one", EndReason.SKIPPED)]
    assert ended[0].played_s == pytest.approx(0.2)


def test_a_seek_goes_to_the_sample() -> None:
    stage = Stage()
    whole = noise(1, 5)
    stage.add("one", whole)
    stage.hear(10)
    stage.update(position_s=100_000 / RATE)
    heard = stage.hear(2)
    assert np.array_equal(heard[FRAME:], whole[100_000 + FRAME : 100_000 + 2 * FRAME])
    assert stage.told(PlayerSeeked)[0].position_s == pytest.approx(100_000 / RATE)
    stage.player.reorder(MUSIC, lambda lane: lane.skip(""))
    assert stage.told(ItemEnded)[0].played_s == pytest.approx(12 * 0.02)


@pytest.mark.parametrize("ahead", [0, 15])
def test_a_crossfade_keeps_the_level(ahead: int) -> None:
    stage = Stage()
    stage.update(crossfade_s=1.0)
    stage.add("one", noise(1, 3))
    stage.add("two", noise(2, 3))
    heard = stage.hear(300, ahead=ahead)
    assert len(heard) == 5 * RATE + FRAME
    levels = [
        20 * np.log10(np.std(heard[start : start + RATE // 5])) for start in range(0, 5 * RATE, RATE // 5)
    ]
    assert max(levels) - min(levels) < 1.5
    assert [event.item.item_id for event in stage.told(ItemEnded)] == ["p-one", "p-two"]


def test_an_announcement_lowers_the_music_and_lets_it_return() -> None:
    stage = Stage()
    stage.update(ANNOUNCEMENT, duck_db=20.0, duck_fade_s=0.2)
    stage.add("music", constant(0.5, 10))
    stage.hear(20, ahead=15)
    stage.add("news", constant(0.25, 1), lane=ANNOUNCEMENT)
    heard = stage.hear(50)[:, 0] - 0.25
    assert heard[round(0.2 * RATE) :] == pytest.approx(0.05, abs=1e-4)
    assert heard[0] == pytest.approx(0.5, abs=0.02)
    returning = stage.hear(20)[:, 0]
    assert returning[-1] == pytest.approx(0.5)
    assert np.abs(np.diff(returning[FRAME:])).max() < 0.02


def test_effects_sound_at_once_without_the_silence_that_they_begin_with() -> None:
    stage = Stage()
    late = np.concatenate((constant(0, 0.5), constant(0.25, 1)))
    for number in range(3):
        stage.add(f"effect {number}", late, lane=EFFECT)
    assert stage.hear(1)[:, 0] == pytest.approx(0.75)
    assert len(stage.told(ItemStarted)) == 3


def test_one_effect_more_than_can_sound_at_once_is_refused() -> None:
    stage = Stage()
    for number in range(16):
        stage.add(f"effect {number}", constant(0.01, 1), lane=EFFECT)
    with pytest.raises(ResourceExhaustedError, match="TOO_MANY_EFFECTS"):
        stage.add("one more", constant(0.01, 1), lane=EFFECT)
    stage.add("instead", constant(0.01, 1), lane=EFFECT, placing=Placing.REPLACE)
    assert len(stage.player.view.effect.settings.items) == 1
    with pytest.raises(FailedPreconditionError, match="LANE_HAS_NO_QUEUE"):
        stage.player.reorder(EFFECT, lambda lane: lane.skip(""))
    with pytest.raises(FailedPreconditionError, match="LANE_HAS_NO_QUEUE"):
        stage.update(EFFECT, paused=True)


def test_what_cannot_be_had_is_told_and_the_next_one_plays() -> None:
    stage = Stage()
    stage.add("missing")
    stage.add("empty", constant(0, 0))
    stage.add("there", constant(0.5, 1))
    assert stage.hear(1)[-1, 0] == 0.5
    assert [event.failure.reason for event in stage.told(ItemFailed)] == ["FILE_NOT_FOUND", "SOUND_EMPTY"]
    assert {event.reason for event in stage.told(ItemEnded)} == {EndReason.LOAD_FAILED}


def test_a_sound_that_does_not_come_is_stuck_and_then_given_up() -> None:
    stage = Stage()
    stage.sounds.held = True
    stage.add("slow", constant(0.5, 10))
    stage.hear(60)
    assert stage.told(ItemStuck)[0].silent_s == pytest.approx(1.0)
    assert stage.player.view.music.state is LaneState.STUCK
    stage.sounds.held = False
    stage.add("next", constant(0.25, 1))
    stage.hear(15 * 50)
    assert stage.told(ItemFailed)[0].failure.reason == "SOUND_STUCK"
    assert stage.told(ItemStarted)[0].item.item_id == "p-next"


def test_a_sound_that_comes_again_goes_on_without_a_click() -> None:
    stage = Stage()
    stage.sounds.held = True
    stage.add("slow", constant(0.5, 10))
    stage.hear(3)
    (sound,) = stage.sounds.opened
    sound.decoded = 10 * FRAME + 100
    first = stage.hear(20)
    sound.decoded = 30 * FRAME
    heard = np.concatenate((first, stage.hear(10)))
    assert np.abs(np.diff(heard[FRAME:, 0])).max() < 0.02


def test_sounds_are_brought_to_one_loudness() -> None:
    stage = Stage()
    stage.update(loudness_target_lufs=-20.0)
    stage.sounds.loudnesses = {"loud": -8.0}
    stage.add("loud", constant(0.5, 1), gain_db=6.0)
    assert stage.hear(2)[-1, 0] == pytest.approx(0.5 * 10 ** (-6 / 20), rel=1e-3)


def test_items_fade_and_play_a_part() -> None:
    stage = Stage()
    stage.add("one", constant(0.5, 10), start_s=1.0, end_s=2.0, fade_in_s=0.2, fade_out_s=0.2)
    heard = stage.hear(100)[:, 0]
    assert len(heard) == RATE + FRAME
    assert heard[0] == pytest.approx(0.0, abs=0.01)
    assert heard[RATE // 2] == 0.5
    assert heard[RATE - 1] == pytest.approx(0.0, abs=0.01)
    assert np.abs(np.diff(heard)).max() < 0.02


def test_a_player_goes_on_elsewhere_where_it_was() -> None:
    stage, other = Stage(), Stage()
    whole = noise(1, 5)
    stage.update(volume_db=0.0, repeat=Repeat.ALL)
    stage.add("one", whole)
    stage.add("two", constant(0.5, 1))
    stage.hear(75, ahead=15)
    last = [note for note in stage.notes if isinstance(note, PlayerSettings)][-1]
    moved = [note for note in stage.notes if not isinstance(note, PlayerSettings)][-1]
    other.sounds.samples = stage.sounds.samples
    other.player.restore(last.at(moved))  # type: ignore[arg-type] # the other kind of note
    start = other.player.view.music.settings.position
    assert start in range(49 * FRAME, 76 * FRAME)
    heard = other.hear(2)
    assert np.array_equal(heard[FRAME:], whole[start + FRAME : start + 2 * FRAME])
    assert other.player.settings.music.repeat is Repeat.ALL


def test_to_look_at_a_player_leaves_what_was_made_ahead() -> None:
    stage = Stage()
    stage.add("one", noise(1, 5))
    stage.hear(10, ahead=15)
    (first, *_) = stage.player.ahead(15)
    assert stage.player.view.music.settings.position == 10 * FRAME
    assert stage.player.say(stage.outgoing) is first


def test_a_player_whose_sound_was_ended_plays_again() -> None:
    stage = Stage()
    stage.add("one", noise(1, 5))
    stage.hear(10)
    stage.plugged = False
    stage.player.unplugged(UnavailableError("AUDIO_FAILED", "a bug"))
    assert stage.told(ItemEnded)[0].reason is EndReason.CLEANUP
    stage.add("two", constant(0.5, 1))
    assert stage.hear(2)[-1, 0] == 0.5


def test_a_player_waits_while_nothing_may_be_said() -> None:
    stage = Stage()
    whole = noise(1, 5)
    stage.add("one", whole)
    stage.hear(10, ahead=15)
    stage.player.ahead(15)
    stage.outgoing.muted = True
    assert np.abs(stage.hear(3)[FRAME:]).max() == 0
    stage.outgoing.muted = False
    heard = stage.hear(2)
    assert np.array_equal(heard[FRAME:], whole[11 * FRAME : 12 * FRAME])
