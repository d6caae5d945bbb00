"""Sound devices for real: installed daemons on virtual speakers and microphones of a PulseAudio server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from odind.client import AudioFormat
from odind.client.messages import LineFormat, LineLevel
from odind.core.errors import FailedPreconditionError
from odind.files.reader import SoundReader
from odind.v1 import devices_pb2
from tests.devices.pulse import MICROPHONE_FEED, SPEAKER, PulseServer, needs_pulse

from .calm import tried_calmly
from .daemons import running_daemon, running_guest
from .sounds import MUSIC
from .tones import RATE, delays_s, frequency_hz, level_dbfs, sweeps, tone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.client import Connection, Daemon

pytestmark = [needs_pulse, pytest.mark.timeout(180)]

MONO = LineFormat(channels=1)
BLOCK_S = 0.010
CLIP = Path(__file__).parents[2] / "examples/speech.wav"
FLOAT = AudioFormat(sample_rate_hz=RATE, channels=1, sample_format=2)


@dataclass
class House:
    """A sound server, and a daemon with its grid on it."""

    folder: Path
    pulse: PulseServer
    daemon: Daemon
    guest: Daemon | None = None

    @asynccontextmanager
    async def neighbour(self) -> AsyncIterator[Daemon]:
        """Another daemon in the same rooms, on the same sound server."""
        async with running_guest(
            self.folder / "guest", self.daemon, self.folder / "host", self.pulse.environment
        ) as guest:
            yield guest


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    (tmp_path / "pulse").mkdir()
    async with (
        PulseServer(tmp_path / "pulse") as pulse,
        running_daemon(tmp_path / "host", environment=pulse.environment) as daemon,
    ):
        yield House(tmp_path, pulse, daemon)


@pytest.fixture
async def call(house: House) -> AsyncIterator[House]:
    """The microphone of one daemon is heard at the speaker of another."""
    async with house.neighbour() as guest:
        talking = await house.daemon.join_room("room", user_id="talker")
        listening = await guest.join_room("room", user_id="listener")
        await talking.set_processing(MUSIC)
        await house.daemon.devices.open_capture(talking.connection_id)
        await guest.devices.open_playback(listening.connection_id, line_format=MONO)
        house.guest = guest
        yield house


async def test_a_tone_at_one_microphone_is_heard_at_the_other_speaker(call: House):
    player = await call.pulse.play(tone(1_000, -20, 120))
    await sounding(call.pulse)

    async def trial() -> None:
        heard = await call.pulse.record(3)
        assert frequency_hz(heard) == pytest.approx(1_000, abs=1)
        assert level_dbfs(heard) == pytest.approx(-20, abs=1)

    await tried_calmly(trial)
    player.terminate()
    await player.wait()


async def test_the_delay_is_one_and_stable(call: House):
    player = await call.pulse.play(sweeps(120))
    await sounding(call.pulse)

    async def trial() -> None:
        delays = await delays_between(call.pulse, 7)
        assert np.ptp(delays) < 0.002

    await tried_calmly(trial)
    player.terminate()
    await player.wait()


async def test_a_minute_of_capture_and_playback_drifts_less_than_a_block(
    call: House, record_property: Callable[[str, object], None]
):
    player = await call.pulse.play(sweeps(70))
    await sounding(call.pulse)
    delays = await delays_between(call.pulse, 63)
    levels = [await level_of(daemon) for daemon in (call.daemon, call.guest)]
    player.terminate()
    await player.wait()

    steps = np.diff(delays)
    jumps = np.abs(steps) > 0.005
    drift_s = 60 * float(np.median(steps))
    record_property("drift_ms", round(1000 * drift_s, 3))
    record_property("levels", [str(level).split("\n") for level in levels])
    record_property("delays_ms", (1000 * (delays - delays[0])).round(1).tolist())
    # A busy machine makes the delay jump (a late daemon, a jitter buffer that grew); clocks make it drift.
    assert abs(drift_s) < BLOCK_S
    assert jumps.any() or np.ptp(delays) < BLOCK_S


async def test_the_echo_of_the_speaker_is_cancelled_by_20_db(
    house: House, record_property: Callable[[str, object], None]
):
    with_echo = await echo_dbfs(house, cancel=False, times=1)
    without = await echo_dbfs(house, cancel=True, times=3)

    record_property("echo_dbfs", (round(with_echo, 1), round(without, 1)))
    assert with_echo > -40
    assert with_echo - without >= 20


async def test_devices_that_come_and_go_are_told(house: House):
    async with watching(house.daemon) as seen:
        module = await house.pulse.plug("extra")
        await seen(lambda event: _is(event, "added") and event.device.device_id == "pulse:extra")
        await house.pulse.pactl("set-default-sink", "extra")
        changed = await seen(lambda event: _is(event, "default_changed"))
        await house.pulse.unplug(module)
        await seen(lambda event: _is(event, "removed") and event.device.device_id == "pulse:extra")

    assert (changed.direction, changed.device_id) == (devices_pb2.DIRECTION_PLAYBACK, "pulse:extra")


async def test_an_unplugged_device_is_missed_and_resumed_when_it_returns(house: House):
    connection = await house.daemon.join_room("room", user_id="me")
    module = await house.pulse.plug("extra")
    async with watching(house.daemon) as seen:
        line = await house.daemon.devices.open_playback(connection.connection_id, "pulse:extra")
        await house.pulse.unplug(module)
        waiting = await seen(lambda event: _is(event, "line_changed", devices_pb2.LINE_STATE_WAITING))
        await house.pulse.plug("extra")
        back = await seen(lambda event: _is(event, "line_changed", devices_pb2.LINE_STATE_RUNNING))

    assert (waiting.line.line_id, waiting.line.device_id) == (line.line_id, "")
    assert "pulse:extra" in waiting.line.detail
    assert back.line.device_id == "pulse:extra"


async def test_a_line_falls_back_to_the_default_when_asked_to_and_returns(house: House):
    connection = await house.daemon.join_room("room", user_id="me")
    module = await house.pulse.plug("extra")
    async with watching(house.daemon) as seen:
        await house.daemon.devices.open_playback(connection.connection_id, "pulse:extra", follow_default=True)
        await house.pulse.unplug(module)
        fallen = await seen(lambda event: _on(event, f"pulse:{SPEAKER}"))
        await house.pulse.plug("extra")
        back = await seen(lambda event: _on(event, "pulse:extra"))

    assert fallen.line.settings.device_id == back.line.settings.device_id == "pulse:extra"


async def test_a_line_on_the_default_device_moves_with_it_only_when_asked_to(house: House):
    connection = await house.daemon.join_room("room", user_id="me")
    await house.pulse.plug("extra")
    async with watching(house.daemon) as seen:
        staying = await house.daemon.devices.open_playback(connection.connection_id)
        moving = await house.daemon.devices.open_playback(connection.connection_id, follow_default=True)
        await house.pulse.pactl("set-default-sink", "extra")
        moved = await seen(lambda event: _on(event, "pulse:extra"))

    assert moved.line.line_id == moving.line_id
    lines = {line.line_id: line.device_id for line in await house.daemon.devices.list_lines()}
    assert lines == {staying.line_id: f"pulse:{SPEAKER}", moving.line_id: "pulse:extra"}


async def test_a_killed_sound_server_is_survived_and_its_return_noticed(call: House):
    assert call.guest
    async with watching(call.daemon) as seen, watching(call.guest) as seen_there:
        await call.pulse.kill()
        for look in (seen, seen_there):
            lost = await look(lambda event: _is(event, "line_changed", devices_pb2.LINE_STATE_WAITING))
            assert "no PulseAudio or PipeWire server answers" in lost.line.detail
        await call.pulse.start()
        for look in (seen, seen_there):
            await look(lambda event: _is(event, "line_changed", devices_pb2.LINE_STATE_RUNNING))

    player = await call.pulse.play(tone(1_000, -20, 60))
    await sounding(call.pulse)
    assert frequency_hz(await call.pulse.record(1)) == pytest.approx(1_000, abs=1)
    player.terminate()
    await player.wait()


async def test_a_sound_server_that_hangs_is_noticed_and_its_recovery_too(house: House):
    connection = await house.daemon.join_room("room", user_id="me")
    await house.daemon.devices.open_playback(connection.connection_id)
    async with watching(house.daemon) as seen:
        house.pulse.signal(signal.SIGSTOP)
        stuck = await seen(lambda event: _is(event, "line_changed"))
        house.pulse.signal(signal.SIGCONT)
        await seen(lambda event: _is(event, "line_changed", devices_pb2.LINE_STATE_RUNNING))

    assert stuck.line.state == devices_pb2.LINE_STATE_RECOVERING
    assert stuck.line.detail == "its clock has stopped"


async def test_a_chirp_tells_latency_and_level_of_two_devices(house: House):
    trial = await house.daemon.devices.test(f"pulse:{SPEAKER}", f"pulse:{SPEAKER}.monitor")
    deaf = await house.daemon.devices.test(f"pulse:{SPEAKER}", f"pulse:{MICROPHONE_FEED}.monitor")

    assert trial.heard
    assert trial.heard_dbfs == pytest.approx(trial.played_dbfs, abs=0.5)
    assert 0 < trial.latency.ToMilliseconds() < 1_000
    assert not deaf.heard


async def test_without_a_sound_server_the_daemon_runs_and_says_what_to_do(tmp_path: Path):
    nowhere = {"PULSE_SERVER": f"unix:{tmp_path}/nothing", "HOME": str(tmp_path)}
    async with running_daemon(tmp_path / "host", environment=environment(nowhere)) as daemon:
        connection = await daemon.join_room("room", user_id="me")
        with pytest.raises(FailedPreconditionError) as refusal:
            await daemon.devices.open_capture(connection.connection_id)
        listed = await daemon.devices.list_devices()
        line = await daemon.devices.open_capture(connection.connection_id, "tone:440")

    assert refusal.value.reason == listed.problem.reason == "SOUND_SERVER_MISSING"
    assert "PULSE_SERVER" in refusal.value.message
    assert [device.device_id for device in listed.devices] == ["null:", "tone:440", "file:NAME.wav"]
    assert line.state == devices_pb2.LINE_STATE_RUNNING


@pytest.mark.parametrize(
    ("failure", "advice"),
    [
        ("ImportError", "pip install"),
        ("OSError", "apt install libportaudio2"),
    ],
)
async def test_without_a_library_the_daemon_runs_and_says_what_to_install(
    tmp_path: Path, failure: str, advice: str
):
    (tmp_path / "lacking").mkdir()
    chatter = "import os; os.write(2, b'ALSA lib: no cards found')"
    (tmp_path / "lacking/sounddevice.py").write_text(f"{chatter}; raise {failure}")
    path = os.pathsep.join(filter(None, (f"{tmp_path}/lacking", os.environ.get("PYTHONPATH"))))
    lacking = environment({"PYTHONPATH": path})
    async with running_daemon(tmp_path / "host", environment=lacking) as daemon:
        connection = await daemon.join_room("room", user_id="me")
        with pytest.raises(FailedPreconditionError) as refusal:
            await daemon.devices.open_playback(connection.connection_id)
        await daemon.devices.open_playback(connection.connection_id, "null:")

    assert refusal.value.reason == "SOUND_LIBRARY_MISSING"
    assert advice in refusal.value.message
    log = [json.loads(line) for line in (tmp_path / "host/log").read_text().splitlines()]
    assert {"device.chatter"} == {entry["event"] for entry in log if "ALSA" in entry.get("line", "")}


# what the tests share


async def echo_dbfs(house: House, *, cancel: bool, times: int) -> float:
    """How loud a talker hears itself, when the other's microphone stands at its speaker.

    It says a clip so many times. The second half counts, for a canceller has to learn first.
    """
    far = await house.daemon.join_room("echo", user_id="far")
    near = await house.daemon.join_room("echo", user_id="near")
    await near.set_processing(MUSIC)
    devices = house.daemon.devices
    await devices.open_playback(near.connection_id)
    await devices.open_capture(near.connection_id, f"pulse:{SPEAKER}.monitor", cancel_echo=cancel)
    with SoundReader(CLIP) as clip:
        speech = clip.read()[:, 0]
    heard = await spoken_and_heard(far, np.tile(speech, times))
    await near.leave()
    await far.leave()
    return level_dbfs(heard[len(heard) // 2 :])


async def spoken_and_heard(connection: Connection, sound: np.ndarray) -> np.ndarray:
    """Say something on a connection; return what it heard from the others meanwhile."""
    heard: list[np.ndarray] = []

    async def listen(stream: Any) -> None:
        async for frames in stream:
            heard.extend(np.frombuffer(frame.pcm, "<f4") for frame in frames.frames)

    async with (
        connection.audio(receive=FLOAT) as ears,
        connection.audio(send=FLOAT) as mouth,
        asyncio.TaskGroup() as tasks,
    ):
        listening = tasks.create_task(listen(ears))
        for start in range(0, len(sound), RATE):
            await mouth.write(sound[start : start + RATE].astype("<f4").tobytes())
        await mouth.drain()
        listening.cancel()
    return np.concatenate(heard)


async def delays_between(pulse: PulseServer, seconds: float) -> np.ndarray:
    """The delay from the microphone to the speaker in each second, but for a constant."""
    async with asyncio.TaskGroup() as tasks:
        said = tasks.create_task(pulse.record(seconds, f"{MICROPHONE_FEED}.monitor"))
        heard = tasks.create_task(pulse.record(seconds))
    return delays_s(heard.result()) - delays_s(said.result())


async def level_of(daemon: Daemon) -> LineLevel:
    """How the daemon's one line runs."""
    async with aclosing(daemon.devices.levels(interval_s=0.1)) as levels:
        (level,) = await anext(levels)
    return level


async def sounding(pulse: PulseServer) -> None:
    """Wait until something is heard at the speaker."""
    async with asyncio.timeout(30):
        while level_dbfs(await pulse.record(0.5)) < -50:
            pass


@asynccontextmanager
async def watching(daemon: Daemon) -> AsyncIterator[Callable[[Callable[[Any], bool]], Any]]:
    """Watch devices; what is yielded waits for an event."""
    async with AsyncExitStack() as stack:
        events = daemon.devices.watch()
        stack.push_async_callback(events.aclose)
        await anext(events)

        async def seen(wanted: Callable[[Any], bool]) -> Any:
            async with asyncio.timeout(60):
                async for event in events:
                    if wanted(event):
                        return event
            raise AssertionError("the watch ended")

        yield seen


def _is(event: Any, kind: str, state: int | None = None) -> bool:
    words = {"DeviceAdded": "added", "DeviceRemoved": "removed", "DefaultChanged": "default_changed"}
    name = words.get(type(event).__name__, "line_changed" if hasattr(event, "line") else "")
    return name == kind and (state is None or event.line.state == state)


def _on(event: Any, device_id: str) -> bool:
    return _is(event, "line_changed", devices_pb2.LINE_STATE_RUNNING) and event.line.device_id == device_id


def environment(changes: dict[str, str]) -> dict[str, str]:
    """Our own environment, without its sound server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PULSE_")} | changes
