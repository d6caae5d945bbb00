"""The use cases around sound devices, on fake rooms and a fake sound system."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from odind.audio.fake import FakeSoundSystem
from odind.core.audio_format import AudioFormat, SampleFormat
from odind.core.device_events import (
    DefaultChanged,
    DeviceAdded,
    DeviceRemoved,
    LineChanged,
    LineClosed,
    LineOpened,
)
from odind.core.device_keeping import LONGEST_PAUSE_S, Backoff
from odind.core.device_lines import LineClock, LineSettings, LineShape, LineState, LineView
from odind.core.device_ports import Device, Direction
from odind.core.devices import Devices
from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    UnavailableError,
)
from odind.core.limits import Limits
from odind.core.listening import ReceiveMode

from .fakes import House, open_house, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.device_events import DeviceEvent
    from odind.core.hub import Subscription

EXTRA = Device("fake:extra", "Headset", "fake", 1, 2)
FLOATS = AudioFormat(48_000, 1, SampleFormat.F32LE)
TICK = 960


class Studio:
    """A house with a sound system; its hand moves ticks and devices together."""

    def __init__(self, house: House, sound: FakeSoundSystem, devices: Devices) -> None:
        self.house = house
        self.sound = sound
        self.devices = devices
        self.connection_id = ""
        self.ns = 1_000_000_000

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
                self.sound.now_ns = self.ns + half - 7_000_000
                for device in self.sound.open_devices:
                    if device.spec.direction is Direction.CAPTURE:
                        device.record(np.full((480, device.channels), level, np.float32))
                    else:
                        played.setdefault(device.spec.device_id, []).append(device.play(480))
            self.ns += 20_000_000
            await self.house.tick()
        return {device_id: np.concatenate(blocks) for device_id, blocks in played.items()}

    def now_ns(self) -> int:
        return self.ns


@asynccontextmanager
async def open_studio(**limits: int) -> AsyncIterator[Studio]:
    async with open_house(**limits) as house:
        sound = FakeSoundSystem()
        devices = Devices(
            sound, house.rooms, LineClock(lambda: studio.ns, house.clock.tick), Limits(**limits)
        )
        studio = Studio(house, sound, devices)
        async with devices:
            studio.connection_id = (await house.join("me")).connection_id
            yield studio


@pytest.fixture
async def studio() -> AsyncIterator[Studio]:
    async with open_studio() as opened:
        yield opened


async def next_of(events: Subscription[DeviceEvent], kind: type[Any]) -> Any:
    async with asyncio.timeout(10):
        async for event in events:
            if isinstance(event, kind):
                return event
    raise AssertionError("the watch ended")


async def test_what_a_device_records_is_heard_by_the_others_with_gain(studio: Studio):
    listening = await studio.house.join("other")
    await studio.capture(gain_db=6.0)
    with studio.house.rooms.audio(listening.connection_id, None, FLOATS, ReceiveMode.MIX) as stream:
        await studio.tick(40)
        ticks = list(stream.outbox._ticks)

    sound = np.frombuffer(ticks[-1].frames[0].pcm, "<f4")
    assert np.allclose(sound, 0.25 * 10 ** (6 / 20), atol=1e-3)


async def test_what_the_others_say_is_played(studio: Studio):
    other = await studio.house.join("other")
    await studio.playback()
    with studio.house.rooms.audio(other.connection_id, FLOATS, None, ReceiveMode.MIX) as stream:
        assert stream.speaker
        await stream.speaker.push(np.full(TICK * 40, 0.25, "<f4").tobytes())
        played = (await studio.tick(30))["fake:box"]

    assert np.allclose(played[-TICK:], 0.25, atol=1e-3)


async def test_only_the_chosen_peers_are_played(studio: Studio):
    loud, quiet = await studio.house.join("loud"), await studio.house.join("quiet")
    line = await studio.playback(user_ids=("quiet",))
    with (
        studio.house.rooms.audio(loud.connection_id, FLOATS, None, ReceiveMode.MIX) as first,
        studio.house.rooms.audio(quiet.connection_id, FLOATS, None, ReceiveMode.MIX) as second,
    ):
        assert first.speaker
        assert second.speaker
        await first.speaker.push(np.full(TICK * 49, 0.5, "<f4").tobytes())
        await second.speaker.push(np.full(TICK * 49, 0.1, "<f4").tobytes())
        by_user = (await studio.tick(20))["fake:box"][-TICK:]
        await studio.devices.update(line.line_id, {"user_ids": (), "peer_ids": (loud.own_peer_id,)})
        by_peer = (await studio.tick(15))["fake:box"][-TICK:]

    assert np.allclose(by_user, 0.1, atol=1e-3)
    assert np.allclose(by_peer, 0.5, atol=1e-3)


async def test_a_mute_takes_effect_within_a_tick_and_does_not_click(studio: Studio):
    other = await studio.house.join("other")
    line = await studio.playback()
    with studio.house.rooms.audio(other.connection_id, FLOATS, None, ReceiveMode.MIX) as stream:
        assert stream.speaker
        await stream.speaker.push(np.full(TICK * 45, 0.25, "<f4").tobytes())
        await studio.tick(20)
        await studio.devices.update(line.line_id, {"muted": True})
        played = (await studio.tick(10))["fake:box"][:, 0]

    assert np.abs(np.diff(played)).max() < 0.01
    assert not played[-TICK * 5 :].any()


async def test_a_capture_holds_the_senders_place_until_it_is_closed(studio: Studio):
    line = await studio.capture()
    with pytest.raises(AlreadyExistsError):
        await studio.capture("null:")
    assert len(studio.sound.open_devices) == 1
    await studio.devices.close(line.line_id)
    assert studio.sound.open_devices == []
    await studio.capture("null:")


async def test_a_line_ends_with_its_connection_and_frees_its_device(studio: Studio):
    async with studio.devices.watch() as (_, events):
        line = await studio.capture()
        assert (await next_of(events, LineOpened)).line == line
        await studio.house.rooms.leave(studio.connection_id)
        closed = await next_of(events, LineClosed)

    assert closed.line.state is LineState.CLOSED
    assert "over" in closed.line.detail
    assert studio.sound.open_devices == []
    assert studio.devices.lines() == ()


async def test_devices_that_come_go_and_become_the_default_are_told(studio: Studio):
    async with studio.devices.watch() as (snapshot, events):
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
    async with studio.devices.watch() as (_, events):
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
    async with studio.devices.watch() as (_, events):
        studio.sound.unplug("fake:extra")
        fallen = (await next_of(events, LineChanged)).line
        studio.sound.plug(EXTRA)
        back = (await next_of(events, LineChanged)).line

    assert (fallen.device_id, back.device_id) == ("fake:box", "fake:extra")
    assert [device.spec.device_id for device in studio.sound.open_devices] == ["fake:extra"]


async def test_a_default_that_changes_moves_only_who_follows_it(studio: Studio):
    studio.sound.plug(EXTRA)
    staying, moving = await studio.playback(), await studio.playback(follow_default=True)
    async with studio.devices.watch() as (_, events):
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
    async with studio.devices.watch() as (_, events):
        await studio.devices.update(line.line_id, {"device_id": "fake:extra"})
        asked = (await next_of(events, LineChanged)).line
        moved = (await next_of(events, LineChanged)).line
        await studio.devices.update(line.line_id, {"device_id": "default"})
        await next_of(events, LineChanged)
        returned = (await next_of(events, LineChanged)).line

    assert [asked.device_id, moved.device_id, returned.device_id] == ["fake:mic", "fake:extra", "fake:mic"]


async def test_a_device_that_stops_by_itself_is_tried_again_with_pauses(studio: Studio):
    await studio.capture()
    async with studio.devices.watch() as (_, events):
        studio.ns += 10_000_000_000
        studio.sound.refuse(UnavailableError("DEVICE_OPEN_FAILED", "busy"))
        studio.sound.device("fake:mic").lose("it was unplugged")
        details = [(await next_of(events, LineChanged)).line.detail for _ in range(2)]
        studio.sound.refuse(None)
        studio.ns += 10_000_000_000
        studio.sound.plug(EXTRA)
        back = (await next_of(events, LineChanged)).line

    assert details == ["it was unplugged", "busy"]
    assert back.state is LineState.RUNNING


def test_pauses_grow_to_a_bound_and_begin_anew_after_a_steady_run():
    backoff = Backoff()
    pauses = [backoff.pause_s(0.0) for _ in range(9)]

    assert pauses[:4] == [0.0, 0.25, 0.5, 1.0]
    assert pauses[-1] == LONGEST_PAUSE_S
    assert backoff.pause_s(60.0) == 0.0
    assert backoff.pause_s(0.0) == 0.25


async def test_a_problem_of_the_sound_system_is_what_callers_are_told(studio: Studio):
    problem = FailedPreconditionError("SOUND_SERVER_MISSING", "start one")
    line = await studio.capture()
    async with studio.devices.watch() as (_, events):
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
    encoder = studio.house.rooms._connections[studio.connection_id].media._streams[-1].speaker._encoder
    with studio.house.rooms.audio(other.connection_id, FLOATS, None, ReceiveMode.MIX) as stream:
        await stream.speaker.push(np.full(TICK * 49, 0.25, "<f4").tobytes())
        await studio.tick(40)
    played, delay_ms = encoder.reversed[-1]

    assert encoder.cancels_echo
    assert played.shape == (TICK,)
    assert np.allclose(played, 0.25, atol=1e-3)
    assert 40 <= delay_ms <= 120


async def test_levels_are_those_since_the_last_reading_and_end_with_the_line(studio: Studio):
    line = await studio.capture()
    readings = studio.devices.levels([line.line_id], 0.02)
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(anext(readings))
        await turns()
        await studio.tick(30, level=0.1)
    (level,) = first.result()
    await studio.devices.close(line.line_id)
    rest = [reading async for reading in readings]

    assert level.rms_dbfs < 0
    assert rest == []


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
    async with studio.devices.watch():
        assert studio.devices._lookout
    assert studio.devices._lookout
    await studio.devices.close(line.line_id)
    assert studio.devices._lookout is None


async def test_stopping_ends_watches_and_lines_and_refuses_new_ones(studio: Studio):
    await studio.capture()
    async with studio.devices.watch() as (_, events):
        studio.devices.stop()
        seen = [type(event) async for event in events]
    with pytest.raises(UnavailableError, match="stopping"):
        await studio.playback()

    assert LineClosed not in seen
    await turns(20)
    assert studio.sound.open_devices == []
