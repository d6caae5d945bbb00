"""Sound devices, lines and levels as lines of text and as JSON documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .documents import document
from .printable import printable

if TYPE_CHECKING:
    from odind.client import messages
    from odind.client.devices import DeviceEvent
    from odind.core.values.json_text import JsonObject

DEVICE_HEADER: Final = ("DEFAULT", "DEVICE", "IN", "OUT", "RATE", "NAME")
LINE_HEADER: Final = ("LINE", "CONNECTION", "DIRECTION", "DEVICE", "STATE", "DETAIL")
_METER_WIDTH: Final = 40
_METER_FLOOR_DBFS: Final = -60.0
_DIRECTION_CAPTURE: Final = 1
_STATES: Final = ("unknown", "running", "waiting", "recovering", "closed")
_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")


def device_row(device: messages.Device) -> list[str]:
    """Return the cells of a device, as in `DEVICE_HEADER`."""
    marks = ("i" if device.default_input else "-") + ("o" if device.default_output else "-")
    name = f"{device.name} (monitor)" if device.monitor else device.name
    rate = f"{device.default_sample_rate_hz} Hz"
    return [marks, device.device_id, str(device.input_channels), str(device.output_channels), rate, name]


def event_line(event: DeviceEvent) -> tuple[JsonObject, str]:
    """Return a message of a watch as a document with its `kind`, and as one line of text."""
    kind = _CAPITAL.sub("_", event.DESCRIPTOR.name.removeprefix("Device")).lower()
    return {"kind": kind, **document(event)}, printable(f"{kind.replace('_', ' '):16} {_about(event)}")


def _about(event: DeviceEvent) -> str:
    from odind.client import messages  # noqa: PLC0415 - loads gRPC

    match event:
        case messages.DeviceSnapshot():
            text = f"{len(event.devices)} devices, {len(event.lines)} lines"
            return f"{text}; {event.problem.message}" if event.HasField("problem") else text
        case messages.DeviceAdded() | messages.DeviceRemoved():
            return f"{event.device.device_id}  {event.device.name}"
        case messages.DefaultChanged():
            side = "input" if event.direction == _DIRECTION_CAPTURE else "output"
            return f"{side}: {event.device_id or 'none'}"
    return line_text(event.line)


def line_text(line: messages.Line) -> str:
    """Return a device line as one line of text."""
    verb = "captures" if line.direction == _DIRECTION_CAPTURE else "plays on"
    over = _STATES[line.state] == "closed"
    device = line.device_id or line.settings.device_id + ("" if over else " (not there)")
    detail = f": {line.detail}" if line.detail else ""
    return printable(f"{line.line_id}  {verb} {device}  {_STATES[line.state]}{detail}")


def line_document(line: messages.Line) -> JsonObject:
    """Return a device line as a document with its `kind`."""
    return {"kind": "line", **document(line)}


def line_row(line: messages.Line) -> list[str]:
    """Return the cells of a line, as in `LINE_HEADER`."""
    verb = "capture" if line.direction == _DIRECTION_CAPTURE else "playback"
    device = line.device_id or line.settings.device_id
    return [line.line_id, line.connection_id, verb, device, _STATES[line.state], line.detail]


def level_document(level: messages.LineLevel) -> JsonObject:
    """Return a reading as a document with its `kind`."""
    return {"kind": "level", **document(level)}


def level_line(level: messages.LineLevel) -> str:
    """Return a reading as a meter and figures."""
    return (
        f"{level.line_id}  {_meter(level)}  {level.rms_dbfs:6.1f} dBFS  {level.delay_ms:5.1f} ms  "
        f"{level.drift_ppm:+5.0f} ppm  {level.missed_frames} missed"
    )


def _meter(level: messages.LineLevel) -> str:
    def place(dbfs: float) -> int:
        return round((1 - max(dbfs, _METER_FLOOR_DBFS) / _METER_FLOOR_DBFS) * _METER_WIDTH)

    bar, peak = min(place(level.rms_dbfs), _METER_WIDTH), min(place(level.peak_dbfs), _METER_WIDTH)
    return "#" * bar + "-" * max(peak - bar, 0) + " " * (_METER_WIDTH - max(bar, peak))


def trial_text(trial: messages.TestDevicesResponse) -> str:
    """Return the result of a device test as text."""
    way = printable(f"{trial.playback_device_id} -> {trial.capture_device_id}")
    if not trial.heard:
        return f"{way}: not heard; {trial.heard_dbfs:.1f} dBFS recorded (correlation {trial.correlation:.2f})"
    return (
        f"{way}: {trial.latency.ToMilliseconds()} ms late, {trial.played_dbfs:.1f} dBFS played, "
        f"{trial.heard_dbfs:.1f} dBFS heard, {trial.noise_dbfs:.1f} dBFS of noise (correlation "
        f"{trial.correlation:.2f})"
    )
