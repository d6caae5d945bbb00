"""A process that runs one open PortAudio device and moves samples between it and a ring in shared memory.

`python -m odind.devices.host SPEC`, where SPEC is JSON: an `OpenSpec` and the ring's descriptor. It prints
`{"opened": ...}` or `{"failed": ...}` as a line of JSON, later perhaps `{"lost": ...}`, and ends when its
standard input is closed. Native libraries print to standard error, which the daemon copies to its log.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Final, NoReturn, Protocol

import msgspec

from odind.core.devices.ports import Direction, OpenSpec
from odind.core.sound.ring import Ring

from .naming import PULSE, portaudio_ids

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from sounddevice import InputStream, OutputStream

    from odind.core.sound.ring import Frames

    Callback = Callable[[Frames, int, "Times", object], None]

_GLANCE_S: Final = 0.5
_PATIENCE_S: Final = 3.0
"""A device whose callback is not called for so long is stuck, whatever the sound server reports."""


class Times(Protocol):
    """PortAudio's PaStreamCallbackTimeInfo, in seconds of the stream's clock."""

    currentTime: float  # noqa: N815 - PortAudio's name, like the next two
    inputBufferAdcTime: float  # noqa: N815
    outputBufferDacTime: float  # noqa: N815


def main(spec: OpenSpec, ring_fd: int) -> None:
    """Run the device until standard input is closed or the device stops by itself.

    PortAudio calls the callback on a thread of its own; this thread only watches the ring.
    """
    stop = threading.Event()
    threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    ring = _ring(spec, ring_fd)
    finished = threading.Event()
    try:
        stream = _opened(spec, ring, finished)
        stream.start()
    except Exception as error:  # noqa: BLE001 - any error of PortAudio goes to the daemon
        _say(failed=str(error))
        return
    _say(opened={"sample_rate_hz": int(stream.samplerate)})
    detail = _until_over(ring, stop, finished)
    if detail:
        _say(lost=detail)
    stream.abort(ignore_errors=True)
    os._exit(0)  # without waiting for the libraries


def _ring(spec: OpenSpec, ring_fd: int) -> Ring:
    size = Ring.size(spec.ring_frames, spec.channels)
    return Ring(spec.ring_frames, spec.channels, memoryview(mmap.mmap(ring_fd, size)))


def _opened(spec: OpenSpec, ring: Ring, finished: threading.Event) -> InputStream | OutputStream:
    import sounddevice  # noqa: PLC0415 - slow, and may print

    capture = spec.direction is Direction.CAPTURE
    kind = sounddevice.InputStream if capture else sounddevice.OutputStream
    return kind(
        device=_index(sounddevice, spec.device_id),
        samplerate=spec.sample_rate_hz,
        channels=spec.channels,
        dtype="float32",
        blocksize=spec.sample_rate_hz * spec.block_ms // 1000,
        latency=max(3 * spec.block_ms / 1000, 0.02),
        callback=_recorder(ring) if capture else _player(ring),
        finished_callback=finished.set,
    )


def _index(sounddevice: ModuleType, device_id: str) -> int:
    """Return the device's index; the environment that the daemon set selects a device of a sound server."""
    devices = sounddevice.query_devices()
    if device_id.startswith(f"{PULSE}:"):
        ids = iter([(device["name"], device) for device in devices])
        device_id = PULSE
    else:
        ids = portaudio_ids(devices, sounddevice.query_hostapis())
    for found, device in ids:
        if found == device_id:
            return int(device["index"])
    raise LookupError(f"PortAudio does not list {device_id}")


def _recorder(ring: Ring) -> Callback:
    def record(samples: Frames, _frames: int, times: Times, status: object) -> None:
        ring.write(samples, time.monotonic_ns())
        ring.note(latency_us=int((times.currentTime - times.inputBufferAdcTime) * 1e6), fault=bool(status))

    return record


def _player(ring: Ring) -> Callback:
    def play(samples: Frames, _frames: int, times: Times, status: object) -> None:
        ring.read_into(samples, time.monotonic_ns())
        ring.note(latency_us=int((times.outputBufferDacTime - times.currentTime) * 1e6), fault=bool(status))

    return play


def _until_over(ring: Ring, stop: threading.Event, finished: threading.Event) -> str:
    """Wait until the device stops by itself and return why, or return "" when standard input is closed."""
    moved_at, seen = time.monotonic(), ring.last_turn_ns
    while not stop.wait(_GLANCE_S):
        if finished.is_set():
            return "the sound system closed it"
        if ring.last_turn_ns != seen:
            moved_at, seen = time.monotonic(), ring.last_turn_ns
        elif time.monotonic() - moved_at > _PATIENCE_S:
            return "its clock has stopped"
    return ""


def _wait_for_end(stop: threading.Event) -> None:
    while sys.stdin.buffer.read(1):
        pass
    stop.set()


def _say(**words: object) -> None:
    print(json.dumps(words), flush=True)  # noqa: T201 - the answer


def run() -> NoReturn:
    """Run as a command."""
    main(*msgspec.json.decode(sys.argv[1], type=tuple[OpenSpec, int]))
    sys.exit(0)


if __name__ == "__main__":
    run()
