"""What every sound system does for core: clocked devices, the fake, and PortAudio on a PulseAudio server."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing, asynccontextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from odind.core.devices.ports import Direction, OpenSpec
from odind.core.errors import OdindError
from odind.devices.fake import FakeSoundSystem
from odind.devices.system import SoundDevices

from .pulse import PulseServer, needs_pulse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from odind.core.devices.ports import OpenDevice, SoundSystem


class House:
    """A sound system, its ids, and what moves its devices on."""

    def __init__(
        self, system: SoundSystem, microphone: str, speaker: str, turn: Callable[[], Awaitable[Any]]
    ) -> None:
        self.system = system
        self.microphone = microphone
        self.speaker = speaker
        self._turn = turn

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await self._turn()

    def spec(self, direction: Direction, **more: int) -> OpenSpec:
        return OpenSpec(
            self.microphone if direction is Direction.CAPTURE else self.speaker, direction, **more
        )


@asynccontextmanager
async def clocked_house(tmp_path: Path, _: pytest.MonkeyPatch) -> AsyncIterator[House]:
    async with SoundDevices(tmp_path, hardware=False) as system:
        yield House(system, "tone:440", "null:", lambda: asyncio.sleep(0.005))


@asynccontextmanager
async def fake_house(tmp_path: Path, _: pytest.MonkeyPatch) -> AsyncIterator[House]:
    system = FakeSoundSystem(tmp_path)

    async def turn() -> None:
        system.now_ns = time.monotonic_ns()
        for device in system.open_devices:
            if device.spec.direction is Direction.CAPTURE:
                device.record(np.full((480, device.channels), 0.1, np.float32))
            else:
                device.play(480)

    yield House(system, "fake:mic", "fake:box", turn)


@asynccontextmanager
async def pulse_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    async with PulseServer(tmp_path) as pulse:
        for name in ("HOME", "PULSE_SERVER", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
            monkeypatch.setenv(name, pulse.environment[name])
        player = await pulse.play(np.full(48_000 * 60, 0.1, np.float32))
        async with SoundDevices(tmp_path) as system:
            yield House(system, "pulse:vmic", "pulse:vspk", lambda: asyncio.sleep(0.01))
        player.kill()
        await player.wait()


HOUSES = (
    pytest.param(clocked_house, id="clocked"),
    pytest.param(fake_house, id="fake"),
    pytest.param(pulse_house, id="pulse", marks=needs_pulse),
)


@pytest.fixture(params=HOUSES)
async def house(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    async with request.param(tmp_path, monkeypatch) as opened:
        yield opened


def drawn(device: OpenDevice) -> np.ndarray:
    frames = np.empty((device.ring.depth, device.channels), np.float32)
    device.ring.read_into(frames)
    return frames


async def test_the_inventory_always_has_the_clocked_devices(house: House):
    found = await house.system.inventory()

    assert {"null:", "tone:440"} <= {device.device_id for device in found.devices}
    assert all(
        found.usable(device.device_id, Direction.CAPTURE) for device in found.devices if device.input_channels
    )


async def test_ids_are_unique_and_defaults_are_among_them(house: House):
    found = await house.system.inventory()
    ids = [device.device_id for device in found.devices]

    assert len(set(ids)) == len(ids)
    assert {found.default_input, found.default_output} <= {*ids, ""}


@pytest.mark.parametrize("channels", [1, 2])
async def test_a_capture_fills_its_ring_and_stamps_it(house: House, channels: int):
    before = time.monotonic_ns()
    async with aclosing(
        await house.system.open(house.spec(Direction.CAPTURE, channels=channels), print)
    ) as device:
        await house.until(lambda: device.ring.depth >= 24_000)
        sound = drawn(device)[-4_800:]

        assert device.channels == channels
        assert np.sqrt(np.mean(sound**2)) == pytest.approx(0.1, rel=0.2)
        assert before < device.ring.last_turn_ns <= time.monotonic_ns()


async def test_a_playback_uses_its_ring_up_and_plays_silence_after_it(house: House):
    async with aclosing(await house.system.open(house.spec(Direction.PLAYBACK), print)) as device:
        device.ring.write(np.full((9_600, 1), 0.1, np.float32))
        await house.until(lambda: device.ring.read == 9_600)
        missed = device.ring.missed
        await house.until(lambda: device.ring.missed > missed)

        assert device.ring.depth == 0


async def test_two_devices_run_beside_each_other(house: House):
    async with (
        aclosing(await house.system.open(house.spec(Direction.CAPTURE), print)) as ears,
        aclosing(await house.system.open(house.spec(Direction.PLAYBACK), print)) as mouth,
    ):
        await house.until(lambda: ears.ring.written > 9_600 and mouth.ring.missed > 9_600)


async def test_a_closed_device_moves_no_more_and_says_nothing(house: House):
    told: list[str] = []
    device = await house.system.open(house.spec(Direction.CAPTURE), told.append)
    await house.until(lambda: device.ring.written > 0)
    await device.aclose()
    written = device.ring.written
    second = await house.system.open(house.spec(Direction.CAPTURE), told.append)
    await house.until(lambda: second.ring.written > 4_800)
    await second.aclose()

    assert device.ring.written == written
    assert not told


async def test_a_full_ring_drops_what_is_newest_and_counts_it(house: House):
    async with aclosing(await house.system.open(house.spec(Direction.CAPTURE, ring_ms=50), print)) as device:
        await house.until(lambda: device.ring.dropped > 0)

        assert device.ring.depth == device.ring.capacity


async def test_a_device_that_is_not_there_is_refused(house: House):
    with pytest.raises(OdindError):
        await house.system.open(OpenSpec("alsa:nothing", Direction.CAPTURE), print)
