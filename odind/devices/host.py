"""A process that runs one open PortAudio device and moves samples between it and a ring in shared memory.

`python -m odind.devices.host SPEC`, where SPEC is JSON. It prints `{"opened": ...}` or `{"failed": ...}` as a
line of JSON, later perhaps `{"lost": ...}`, and ends when its standard input is closed. Native libraries
print to standard error, which the daemon reads into its log.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import threading
import time
from typing import Any, Final, NoReturn

from odind.core.sound.ring import Ring

from .naming import PULSE, portaudio_ids

_GLANCE_S: Final = 0.5
_PATIENCE_S: Final = 3.0
"""A device whose callback is not called for so long is stuck, whatever the sound server reports."""


def main(spec: dict[str, Any]) -> None:
    """Run the device until told to stop, or until it stops by itself."""
    stop = threading.Event()
    threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    ring = _ring(spec)
    finished = threading.Event()
    try:
        stream = _opened(spec, ring, finished)
        stream.start()
    except Exception as error:  # noqa: BLE001 - whatever PortAudio says goes to the daemon
        _say(failed=str(error))
        return
    _say(opened={"sample_rate_hz": int(stream.samplerate)})
    detail = _until_over(ring, stop, finished)
    if detail:
        _say(lost=detail)
    stream.abort(ignore_errors=True)
    os._exit(0)  # without waiting for the libraries


def _ring(spec: dict[str, Any]) -> Ring:
    size = Ring.size(spec["capacity"], spec["channels"])
    return Ring(spec["capacity"], spec["channels"], memoryview(mmap.mmap(spec["ring_fd"], size)))


def _opened(spec: dict[str, Any], ring: Ring, finished: threading.Event) -> Any:
    import sounddevice  # noqa: PLC0415 - slow, and may print

    capture = spec["direction"] == "capture"
    kind = sounddevice.InputStream if capture else sounddevice.OutputStream
    return kind(
        device=_index(sounddevice, spec["device_id"]),
        samplerate=spec["sample_rate_hz"],
        channels=spec["channels"],
        dtype="float32",
        blocksize=spec["sample_rate_hz"] * spec["block_ms"] // 1000,
        latency=max(3 * spec["block_ms"] / 1000, 0.02),
        callback=_recorder(ring) if capture else _player(ring),
        finished_callback=finished.set,
    )


def _index(sounddevice: Any, device_id: str) -> int:
    """Find the device; one of a sound server is selected by the environment that the daemon has set."""
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


def _recorder(ring: Ring) -> Any:
    def record(samples: Any, _frames: int, times: Any, status: Any) -> None:
        ring.write(samples, time.monotonic_ns())
        ring.note(latency_us=int((times.currentTime - times.inputBufferAdcTime) * 1e6), fault=bool(status))

    return record


def _player(ring: Ring) -> Any:
    def play(samples: Any, _frames: int, times: Any, status: Any) -> None:
        ring.read_into(samples, time.monotonic_ns())
        ring.note(latency_us=int((times.outputBufferDacTime - times.currentTime) * 1e6), fault=bool(status))

    return play


def _until_over(ring: Ring, stop: threading.Event, finished: threading.Event) -> str:
    """Wait; return why the device stopped by itself, or "" when the process was told to stop."""
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


def _say(**words: Any) -> None:
    print(json.dumps(words), flush=True)  # noqa: T201 - the answer


def run() -> NoReturn:
    """Run as a command."""
    main(json.loads(sys.argv[1]))
    sys.exit(0)


if __name__ == "__main__":
    run()
