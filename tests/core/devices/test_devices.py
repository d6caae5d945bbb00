"""The use cases around sound devices, on fake rooms and a fake sound system."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from odind.clock import SystemClock
from odind.core.devices.events import (
    DefaultChanged,
    DeviceAdded,
    DeviceRemoved,
    DevicesSnapshot,
    LineChanged,
    LineClosed,
    LineOpened,
)
from odind.core.devices.lines import Lines
from odind.core.devices.ports import Device, Direction
from odind.core.devices.settings import LineSettings, LineShape
from odind.core.devices.standing import LineState, LineView
from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.events import SpeakingStarted, SpeakingStopped
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from odind.core.voice.processing import PRESETS, EchoCanceller, Preset
from tests.core.fakes import House, frames_of, open_house, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from odind.core.devices.events import DeviceEvent
    from odind.core.log.log import Entry
    from odind.core.voice.call import AudioCall
    from odind.core.voice.outgoing import Outgoing

EXTRA = Device("fake:extra", "Headset", "fake", 1, 2)
FLOATS = AudioFormat(48_000, 1, SampleFormat.F32LE)
TICK = 960


class StudioClock(SystemClock):
    """The clock of the ticks, moved by hand; waiting takes real time."""

    def __init__(self) -> None:
        self.ns = 1_000_000_000

    def monotonic(self) -> float:
        return self.ns / 1e9


class Studio:
    """A house with a sound system; its hand moves ticks and devices together."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.sound = house.sound
        self.devices = house.plane.devices
        self.clock = StudioClock()
        self.lines = Lines(house.host, house.lookout, self.clock, house.clock)
        self.connection_id = ""

    async def capture(self, device_id: str = "default", **more: Any) -> LineView:
        shape = LineShape(Direction.CAPTURE, self.connection_id, cancel_echo=more.pop("cancel_echo", False))
        return await self.devices.open(shape, LineSettings(device_id, **more))

    async def playback(self, device_id: str = "default", **more: Any) -> LineView:
        shape = LineShape(Direction.PLAYBACK, self.connection_id)
        return await self.devices.open(shape, LineSettings(device_id, **more))

    async def tick(self, ticks: int = 1, level: float = 0.25) -> dict[str, np.ndarray]:
        """Run devices and rooms for so many ticks; return what each playback played."""
        played: dict[str, list[np.ndarray]] = {}
        for _ in range(ticks):
            for half in (10_000_000, 20_000_000):
                self.sound.now_ns = self.clock.ns + half - 7_000_000
                for device in self.sound.open_devices:
                    if device.spec.direction is Direction.CAPTURE:
                        device.record(np.full((480, device.channels), level, np.float32))
                    else:
                        played.setdefault(device.spec.device_id, []).append(device.play(480))
            self.clock.ns += 20_000_000
            await self.house.tick()
        return {device_id: np.concatenate(blocks) for device_id, blocks in played.items()}

    @asynccontextmanager
    async def watch(self) -> AsyncIterator[tuple[DevicesSnapshot, AsyncIterator[Any]]]:
        """Watch devices and lines for the length of the block: a snapshot, and what follows it."""
        async with aclosing(self.devices.watch()) as items:
            first = await anext(items)
            assert isinstance(first, DevicesSnapshot)
            yield first, items

    @contextmanager
    def speaking(
        self, connection_id: str, level: float, ticks: int = 49, *, exclusive: bool = False
    ) -> Iterator[None]:
        """Have a connection speak for so many ticks; it is still there afterwards."""
        with self.house.host.audio_call() as call:
            lane = call.attach(LaneConfig(connection_id, FLOATS, SendBuffer(), None, exclusive))
            lane.require_speaker().push(np.full(TICK * ticks, level, "<f4").tobytes())
            yield

    @contextmanager
    def listening(self, connection_id: str) -> Iterator[AudioCall]:
        """Have a connection listen to the mix."""
        with self.house.host.audio_call() as call:
            call.attach(LaneConfig(connection_id, None, SendBuffer(), Reception(FLOATS, ReceiveMode.MIX)))
            yield call

    @property
    def outgoing(self) -> Outgoing:
        """What the connection with the lines sends."""
        return self.house.host.find(self.connection_id).media.outgoing


@asynccontextmanager
async def open_studio(**limits: int) -> AsyncIterator[Studio]:
    async with open_house(**limits) as house:
        studio = Studio(house)
        async with studio.lines:
            studio.connection_id = (await house.join("me")).connection_id
            yield studio


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    async with open_studio() as opened:
        yield opened


async def next_of(events: AsyncIterator[Entry[DeviceEvent]], kind: type[Any]) -> Any:
    async with asyncio.timeout(10):
        async for entry in events:
            if isinstance(entry.event, kind):
                return entry.event
    raise AssertionError("the watch ended")


async def test_what_a_device_records_is_heard_by_the_others_with_gain(studio: Studio):
    listening = await studio.house.join("other")
    await studio.capture(gain_db=6.0)
    with studio.listening(listening.connection_id) as call:
        await studio.tick(40)
        frames = frames_of(call)

    sound = np.frombuffer(frames[-1].pcm, "<f4")
    assert np.allclose(sound, 0.25 * 10 ** (6 / 20), atol=1e-3)


async def test_what_the_others_say_is_played(studio: Studio):
    other = await studio.house.join("other")
    await studio.playback()
    with studio.speaking(other.connection_id, 0.25):
        played = (await studio.tick(30))["fake:box"]

    assert np.allclose(played[-TICK:], 0.25, atol=1e-3)


async def test_only_the_chosen_peers_are_played(studio: Studio):
    loud, quiet = await studio.house.join("loud"), await studio.house.join("quiet")
    line = await studio.playback(user_ids=("quiet",))
    with (
        studio.speaking(loud.connection_id, 0.5),
        studio.speaking(quiet.connection_id, 0.1),
    ):
        by_user = (await studio.tick(20))["fake:box"][-TICK:]
        await studio.devices.update(line.line_id, {"user_ids": (), "peer_ids": (loud.own_peer_id,)})
        by_peer = (await studio.tick(15))["fake:box"][-TICK:]

    assert np.allclose(by_user, 0.1, atol=1e-3)
    assert np.allclose(by_peer, 0.5, atol=1e-3)


async def test_a_mute_takes_effect_within_a_tick_and_does_not_click(studio: Studio):
    other = await studio.house.join("other")
    line = await studio.playback()
    with studio.speaking(other.connection_id, 0.25):
        await studio.tick(20)
        await studio.devices.update(line.line_id, {"muted": True})
        played = (await studio.tick(10))["fake:box"][:, 0]

    assert np.abs(np.diff(played)).max() < 0.01
    assert not played[-TICK * 5 :].any()


async def test_a_capture_keeps_exclusive_lanes_away_until_it_is_closed(studio: Studio):
    line = await studio.capture()
    with pytest.raises(AlreadyExistsError), studio.speaking(studio.connection_id, 0.25, exclusive=True):
        pass
    await studio.devices.close(line.line_id)
    assert studio.sound.open_devices == []
    with studio.speaking(studio.connection_id, 0.25, exclusive=True):
        pass


async def test_a_line_ends_with_its_connection_and_frees_its_device(studio: Studio):
    async with studio.watch() as (_, events):
        line = await studio.capture()
        assert (await next_of(events, LineOpened)).line == line
        await studio.house.rooms.leave(studio.connection_id)
        closed = await next_of(events, LineClosed)

    assert closed.line.state is LineState.CLOSED
    assert "over" in closed.line.detail
    assert studio.sound.open_devices == []
    assert studio.devices.lines() == ()


async def test_devices_that_come_go_and_become_the_default_are_told(studio: Studio):
    async with studio.watch() as (snapshot, events):
        assert snapshot.inventory.default_input == "fake:mic"
        studio.sound.plug(EXTRA)
        assert await next_of(events, DeviceAdded) == DeviceAdded(EXTRA)
        studio.sound.set_defaults(default_input="fake:extra")
        assert await next_of(events, DefaultChanged) == DefaultChanged(Direction.CAPTURE, "fake:extra")
        studio.sound.unplug("fake:extra")
        assert await next_of(events, DeviceRemoved) == DeviceRemoved(EXTRA)
        assert await next_of(events, DefaultChanged) == DefaultChanged(Direction.CAPTURE, "")


async def test_a_line_waits_for_its_device_and_resumes(studio: Studio):
    studio.sound.plug(EXTRA)
    await studio.capture("fake:extra")
    async with studio.watch() as (_, events):
        studio.sound.unplug("fake:extra")
        waiting = (await next_of(events, LineChanged)).line
        await studio.tick(3)
        studio.sound.plug(EXTRA)
        back = (await next_of(events, LineChanged)).line

    assert (waiting.state, waiting.device_id, waiting.detail) == (
        LineState.WAITING,
        "",
        "fake:extra is not there",
    )
    assert (back.state, back.device_id, back.detail) == (LineState.RUNNING, "fake:extra", "")


async def test_a_line_falls_back_to_the_default_and_returns_when_asked_to(studio: Studio):
    studio.sound.plug(EXTRA)
    await studio.playback("fake:extra", follow_default=True)
    async with studio.watch() as (_, events):
        studio.sound.unplug("fake:extra")
        fallen = (await next_of(events, LineChanged)).line
        studio.sound.plug(EXTRA)
        back = (await next_of(events, LineChanged)).line

    assert (fallen.device_id, back.device_id) == ("fake:box", "fake:extra")
    assert [device.spec.device_id for device in studio.sound.open_devices] == ["fake:extra"]


async def test_a_default_that_changes_moves_only_who_follows_it(studio: Studio):
    studio.sound.plug(EXTRA)
    staying, moving = await studio.playback(), await studio.playback(follow_default=True)
    async with studio.watch() as (_, events):
        studio.sound.set_defaults(default_output="fake:extra")
        moved = (await next_of(events, LineChanged)).line

    assert moved.line_id == moving.line_id
    assert {line.line_id: line.device_id for line in studio.devices.lines()} == {
        staying.line_id: "fake:box",
        moving.line_id: "fake:extra",
    }


async def test_another_device_can_be_chosen_while_the_line_is_open(studio: Studio):
    studio.sound.plug(EXTRA)
    line = await studio.capture()
    async with studio.watch() as (_, events):
        await studio.devices.update(line.line_id, {"device_id": "fake:extra"})
        asked = (await next_of(events, LineChanged)).line
        moved = (await next_of(events, LineChanged)).line
        await studio.devices.update(line.line_id, {"device_id": "default"})
        await next_of(events, LineChanged)
        returned = (await next_of(events, LineChanged)).line

    assert [asked.device_id, moved.device_id, returned.device_id] == ["fake:mic", "fake:extra", "fake:mic"]


async def test_a_device_that_stops_by_itself_is_tried_again_with_pauses(studio: Studio):
    await studio.capture()
    async with studio.watch() as (_, events):
        studio.clock.ns += 10_000_000_000
        studio.sound.refuse(UnavailableError("DEVICE_OPEN_FAILED", "busy"))
        studio.sound.device("fake:mic").lose("it was unplugged")
        details = [(await next_of(events, LineChanged)).line.detail for _ in range(2)]
        studio.sound.refuse(None)
        studio.clock.ns += 10_000_000_000
        studio.sound.plug(EXTRA)
        back = (await next_of(events, LineChanged)).line

    assert details == ["it was unplugged", "busy"]
    assert back.state is LineState.RUNNING


async def test_a_problem_of_the_sound_system_is_what_callers_are_told(studio: Studio):
    problem = FailedPreconditionError("SOUND_SERVER_MISSING", "start one")
    line = await studio.capture()
    async with studio.watch() as (_, events):
        studio.sound.break_down(problem)
        waiting = (await next_of(events, LineChanged)).line
    with pytest.raises(FailedPreconditionError, match="start one"):
        await studio.playback()
    await studio.playback("null:")

    assert (waiting.line_id, waiting.state, waiting.detail) == (line.line_id, LineState.WAITING, "start one")


async def test_what_is_played_reaches_the_canceller_of_what_is_recorded(studio: Studio):
    other = await studio.house.join("other")
    await studio.playback()
    await studio.capture(cancel_echo=True)
    encoder = studio.outgoing._encoder
    with studio.speaking(other.connection_id, 0.25):
        await studio.tick(40)
    played, rate_hz, channels, delay_ms = encoder.playback[-1]

    assert encoder.processing.echo_canceller.enabled
    assert (played.shape, rate_hz, channels) == ((TICK,), 48_000, 1)
    assert np.allclose(played, 0.25, atol=1e-3)
    assert 40 <= delay_ms <= 120


async def test_a_line_that_cancels_no_echo_leaves_the_processing_alone(studio: Studio):
    other = await studio.house.join("other")
    studio.outgoing.configure(PRESETS[Preset.VOICE])
    await studio.playback()
    await studio.capture()
    with studio.speaking(other.connection_id, 0.25):
        await studio.tick(10)

    assert studio.outgoing.processing == PRESETS[Preset.VOICE]
    assert studio.outgoing._encoder.playback == []


async def test_the_echo_canceller_is_off_again_when_its_line_is_closed(studio: Studio):
    studio.outgoing.configure(
        voice := replace(PRESETS[Preset.VOICE], echo_canceller=EchoCanceller(delay_ms=7))
    )
    line = await studio.capture(cancel_echo=True)
    during = studio.outgoing.effective_processing
    await studio.devices.close(line.line_id)
    await turns()

    assert during == replace(voice, echo_canceller=EchoCanceller(enabled=True, delay_ms=7))
    assert studio.outgoing.effective_processing == studio.outgoing.processing == voice


async def test_settings_made_while_a_line_cancels_echo_outlive_it(studio: Studio):
    wanted = replace(PRESETS[Preset.RAW], echo_canceller=EchoCanceller(enabled=True, delay_ms=40))
    line = await studio.capture(cancel_echo=True)
    studio.outgoing.configure(wanted)
    await studio.devices.close(line.line_id)
    await turns()

    assert studio.outgoing.processing == wanted


async def test_a_capture_and_an_exclusive_lane_do_not_speak_at_once(studio: Studio):
    line = await studio.capture()
    with (
        pytest.raises(AlreadyExistsError) as refusal,
        studio.speaking(studio.connection_id, 0.25, exclusive=True),
    ):
        pass
    await studio.devices.close(line.line_id)
    with (
        studio.speaking(studio.connection_id, 0.25, exclusive=True),
        pytest.raises(AlreadyExistsError) as other_way,
    ):
        await studio.capture()

    assert refusal.value.reason == other_way.value.reason == "SENDER_EXISTS"


async def test_a_line_counts_as_an_audio_stream():
    async with open_studio(max_audio_streams=1) as studio:
        await studio.capture()
        with pytest.raises(ResourceExhaustedError, match="may hold 1 audio streams at once"):
            await studio.playback()


async def test_peers_are_told_to_speak_and_masks_asked_for_by_lines_as_by_lanes(studio: Studio):
    link = studio.house.runtime.links[0]
    async with studio.house.watch() as (_, events):
        before = link.hears
        await studio.playback()
        line = await studio.capture()
        await studio.tick(20)
        await studio.devices.close(line.line_id)
        await studio.tick(5)
        told = [item.event for item in (await anext(events), await anext(events))]

    assert (before, link.hears) == (False, True)
    assert told == [SpeakingStarted(0, ""), SpeakingStopped(0, "")]


async def test_levels_are_those_since_the_last_reading_and_end_with_the_line(studio: Studio):
    line = await studio.capture()
    readings = studio.devices.levels([line.line_id], 0.02)
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(anext(readings))
        await turns()
        await studio.tick(30, level=0.1)
        studio.house.clock.advance(0.02)
    (level,) = first.result()
    await studio.devices.close(line.line_id)
    async with asyncio.TaskGroup() as tasks:
        second = tasks.create_task(anext(readings, None))
        await turns()
        studio.house.clock.advance(0.02)

    assert level.rms_dbfs < 0
    assert second.result() is None


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        ("GAIN_INVALID", {"gain_db": 41.0}),
        ("GAIN_INVALID", {"gain_db": float("nan")}),
    ],
)
def test_settings_that_make_no_sense_are_refused(reason: str, wrong: dict[str, Any]):
    with pytest.raises(InvalidArgumentError) as refusal:
        LineSettings(**wrong)
    assert refusal.value.reason == reason


async def test_calls_for_what_is_not_there_are_refused(studio: Studio):
    for call in (
        studio.devices.close("l-none"),
        studio.devices.update("l-none", {}),
        anext(studio.devices.levels(["l-none"], 0.1)),
        studio.capture("fake:none"),
    ):
        with pytest.raises(NotFoundError):
            await call


async def test_nothing_watches_the_sound_system_once_nobody_cares(studio: Studio):
    line = await studio.capture()
    async with studio.watch():
        assert studio.house.lookout._watching
    assert studio.house.lookout._watching
    await studio.devices.close(line.line_id)
    assert studio.house.lookout._watching is None


async def test_stopping_ends_watches_and_lines_and_refuses_new_ones(studio: Studio):
    line = await studio.capture()
    async with studio.watch() as (_, events):
        studio.house.stop()
        studio.lines.stop()
        seen = [type(entry.event) async for entry in events]
    for call in (studio.playback(), studio.devices.close(line.line_id)):
        with pytest.raises(UnavailableError, match="stopping"):
            await call

    assert LineClosed not in seen
    await turns(20)
    assert studio.sound.open_devices == []


async def test_lines_that_are_stopping_open_no_new_ones(studio: Studio):
    studio.lines.stop()
    with pytest.raises(UnavailableError, match="stopping"):
        await studio.playback()


async def test_a_slow_watcher_gets_a_new_snapshot_that_says_so():
    async with open_studio(event_buffer=3) as studio:
        line = await studio.capture()
        async with studio.watch() as (first, events):
            for gain_db in (1.0, 2.0, 3.0, 4.0):
                await studio.devices.update(line.line_id, {"gain_db": gain_db})
            again = await anext(events)
            await studio.devices.update(line.line_id, {"gain_db": 5.0})
            entry = await anext(events)

        assert isinstance(again, DevicesSnapshot)
        assert (first.missed, "are not kept" in again.missed) == ("", True)
        assert again.lines[0].settings.gain_db == 4.0
        assert again.inventory == first.inventory
        assert (entry.sequence, entry.event.line.settings.gain_db) == (again.sequence + 1, 5.0)


async def test_settings_of_a_line_that_are_changed_at_the_same_time_are_all_made(studio: Studio):
    line = await studio.capture()
    await asyncio.gather(
        studio.devices.update(line.line_id, {"gain_db": 3.0}),
        studio.devices.update(line.line_id, {"muted": True}),
    )

    (view,) = studio.devices.lines()
    assert (view.settings.gain_db, view.settings.muted) == (3.0, True)


async def test_lines_of_a_lost_host_are_closed(studio: Studio):
    line = await studio.capture()
    async with studio.watch() as (_, events):
        studio.house.plane.lost(studio.house.host, "it crashed")
        closed = (await next_of(events, LineClosed)).line

    assert (closed.line_id, closed.state, closed.device_id) == (line.line_id, LineState.CLOSED, "")
    assert closed.detail == "its worker process was lost"
    assert studio.devices.lines() == ()
