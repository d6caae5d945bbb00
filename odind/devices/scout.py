"""A process that lists the machine's sound devices, so that native code cannot crash the daemon.

`python -m odind.devices.scout list` prints the devices as one line of JSON and ends. `... watch` prints a
line whenever they may have changed, until its standard input is closed.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec

from odind.core.devices.ports import Device
from odind.core.values.late import dataclass

from .naming import PULSE, portaudio_ids, pulse_id

if TYPE_CHECKING:
    from types import ModuleType

    from pulsectl import Pulse, PulseSinkInfo, PulseSourceInfo
    from pulsectl._pulsectl import PA_SINK_INFO, PA_SOURCE_INFO

    from .naming import PortAudioDevice

    Listed = list[tuple[str, PortAudioDevice]]

POLL_S: Final = 5.0
"""Pause between looks where no sound server reports changes."""
_FIRST_PAUSE_S: Final = 0.25
_GATHER_S: Final = 0.1


@dataclass(frozen=True)
class Report:
    """The answer to `list`: an `Inventory` whose problem is a reason and a sentence."""

    devices: tuple[Device, ...]
    default_input: str = ""
    default_output: str = ""
    problem: tuple[str, str] | None = None


class LackError(Exception):
    """Something is not installed or does not run; the arguments are a reason and a sentence."""


def main(arguments: list[str]) -> None:
    """Run the command of the command line."""
    if arguments == ["watch"]:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
        _watch()
    print(msgspec.json.encode(_inventory()).decode())  # noqa: T201 - the answer


def _inventory() -> Report:
    pulse = _connected("odind-list")  # before PortAudio, which lists the server only if it answers already
    try:
        sounddevice = _sounddevice()
        listed = list(portaudio_ids(sounddevice.query_devices(), sounddevice.query_hostapis()))
        return _pulse_inventory(pulse, listed) if pulse else _portaudio_inventory(sounddevice, listed)
    except LackError as lack:
        return Report((), problem=lack.args)


def _sounddevice() -> ModuleType:
    try:
        return importlib.import_module("sounddevice")
    except ImportError:
        raise LackError(
            "SOUND_LIBRARY_MISSING",
            "the Python package sounddevice is missing: install it with `pip install 'odind[devices]'`",
        ) from None
    except OSError:
        raise LackError(
            "SOUND_LIBRARY_MISSING",
            "the PortAudio library is missing: install it with `apt install libportaudio2` or "
            "`brew install portaudio`",
        ) from None


def _pulse_inventory(pulse: Pulse, listed: Listed) -> Report:
    """Return the devices of a PulseAudio or PipeWire server, and PortAudio's other devices."""
    _have_rates_read()
    with pulse:
        server, sinks, sources = pulse.server_info(), pulse.sink_list(), pulse.source_list()
    if (sinks or sources) and not any(device["name"] == PULSE for _, device in listed):
        raise LackError(
            "SOUND_LIBRARY_MISSING",
            "ALSA's bridge to the sound server is missing: install it with `apt install libasound2-plugins`",
        )
    devices = [_pulse_device(sink, output_channels=sink.channel_count) for sink in sinks]
    devices += [_pulse_device(source, input_channels=source.channel_count) for source in sources]
    names = {device.device_id for device in devices}
    devices += [_device(i, d) for i, d in listed if d["name"] not in (PULSE, "default")]
    default_input, default_output = pulse_id(server.default_source_name), pulse_id(server.default_sink_name)
    return Report(
        tuple(devices),
        default_input if default_input in names else "",
        default_output if default_output in names else "",
    )


def _have_rates_read() -> None:
    """Copy rates while pulsectl builds its objects: `sample_spec` points into memory that is freed later."""
    import pulsectl  # noqa: PLC0415 - present, or there is no connection

    def copy(found: PulseSinkInfo | PulseSourceInfo, struct: PA_SINK_INFO | PA_SOURCE_INFO) -> None:
        found.rate_hz = int(struct.sample_spec.rate)

    for kind in (pulsectl.PulseSinkInfo, pulsectl.PulseSourceInfo):
        kind._init_from_struct = copy  # noqa: SLF001 - its hook for subclasses


def _pulse_device(
    found: PulseSinkInfo | PulseSourceInfo, *, input_channels: int = 0, output_channels: int = 0
) -> Device:
    return Device(
        device_id=pulse_id(found.name),
        name=found.description or found.name,
        host_api="PulseAudio",
        input_channels=input_channels,
        output_channels=output_channels,
        default_sample_rate_hz=found.rate_hz,
        monitor=bool(getattr(found, "monitor_of_sink_name", None)),
    )


def _portaudio_inventory(sounddevice: ModuleType, listed: Listed) -> Report:
    if not listed:
        raise LackError(
            "SOUND_SERVER_MISSING",
            "there is no sound device: no PulseAudio or PipeWire server answers "
            f"({os.environ.get('PULSE_SERVER') or 'PULSE_SERVER is not set'}) and the system knows no sound "
            'card; start a server or set PULSE_SERVER, or use a device that needs neither, such as "null:"',
        )
    by_index = {device["index"]: device_id for device_id, device in listed}
    defaults = sounddevice.query_hostapis(listed[0][1]["hostapi"])
    return Report(
        tuple(_device(device_id, device) for device_id, device in listed),
        by_index.get(defaults["default_input_device"], ""),
        by_index.get(defaults["default_output_device"], ""),
    )


def _device(device_id: str, device: PortAudioDevice) -> Device:
    return Device(
        device_id=device_id,
        name=device["name"],
        host_api=device_id.partition(":")[0].upper(),
        input_channels=device["max_input_channels"],
        output_channels=device["max_output_channels"],
        default_sample_rate_hz=int(device["default_samplerate"]),
    )


def _connected(name: str) -> Pulse | None:
    """Return a connection to the sound server, or None."""
    try:
        import pulsectl  # noqa: PLC0415 - may be missing, with its library
    except (ImportError, OSError):
        return None
    pulse = pulsectl.Pulse(name, connect=False)
    try:
        pulse.connect(autospawn=False)
    except pulsectl.PulseError:
        pulse.close()
        return None
    return pulse


def _watch() -> NoReturn:
    """Report at once every event of the sound server, its end and its return; poll while there is none."""
    pause = 0.0
    while True:
        pulse = _connected("odind-watch")
        if pulse:
            pause = 0.0
            _follow(pulse)
        _tell()
        pause = min(max(2 * pause, _FIRST_PAUSE_S), POLL_S)
        time.sleep(pause)


def _follow(pulse: Pulse) -> None:
    """Subscribe, report what may have changed before, then report the server's events until it ends."""
    import pulsectl  # noqa: PLC0415 - present, or there is no connection

    def stop(_event: object) -> None:
        raise pulsectl.PulseLoopStop

    with pulse:
        try:
            pulse.event_mask_set("sink", "source", "server", "card")
            pulse.event_callback_set(stop)
            _tell()
            while True:
                pulse.event_listen()
                deadline = time.monotonic() + _GATHER_S
                while (rest := deadline - time.monotonic()) > 0:
                    pulse.event_listen(rest)
                _tell()
        except pulsectl.PulseError:
            return


def _tell() -> None:
    print("look", flush=True)  # noqa: T201 - the answer


def _end_with_stdin() -> NoReturn:
    while sys.stdin.buffer.read(1):
        pass
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
