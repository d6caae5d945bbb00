"""Converts between core's sound devices and the proto's. Decides nothing but defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, assert_never

from odind.core.devices.events import (
    DefaultChanged,
    DeviceAdded,
    DeviceEvent,
    DeviceRemoved,
    DevicesSnapshot,
    LineChanged,
    LineClosed,
    LineOpened,
)
from odind.core.devices.ports import DEFAULT, Direction
from odind.core.devices.settings import LineSettings, LineShape
from odind.core.devices.standing import LineState
from odind.core.errors import InvalidArgumentError
from odind.v1 import devices_pb2

from .times import pack_seconds, pack_time, unpack_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.devices.actions import LineLevel
    from odind.core.devices.devices import Watched
    from odind.core.devices.ports import Device, Inventory
    from odind.core.devices.standing import LineView
    from odind.core.devices.trial import Trial
    from odind.core.log.log import Entry

    Opening = devices_pb2.OpenCaptureRequest | devices_pb2.OpenPlaybackRequest

_DIRECTIONS: Final = {
    Direction.CAPTURE: devices_pb2.DIRECTION_CAPTURE,
    Direction.PLAYBACK: devices_pb2.DIRECTION_PLAYBACK,
}
_STATES: Final = {
    LineState.RUNNING: devices_pb2.LINE_STATE_RUNNING,
    LineState.WAITING: devices_pb2.LINE_STATE_WAITING,
    LineState.RECOVERING: devices_pb2.LINE_STATE_RECOVERING,
    LineState.CLOSED: devices_pb2.LINE_STATE_CLOSED,
}
_SETTINGS: Final = ("device_id", "follow_default", "gain_db", "muted", "peer_ids", "user_ids")
_CHANNELS: Final = {Direction.CAPTURE: 1, Direction.PLAYBACK: 2}
_INTERVAL_S: Final = 0.1


def pack_device(device: Device, *, default_input: str = "", default_output: str = "") -> devices_pb2.Device:
    """Return the proto's message for a device."""
    return devices_pb2.Device(
        **vars(device),
        default_input=device.device_id == default_input,
        default_output=device.device_id == default_output,
    )


def pack_inventory(
    inventory: Inventory,
) -> tuple[list[devices_pb2.Device], devices_pb2.DeviceProblem | None]:
    """Return the proto's messages for the devices and for the inventory's problem."""
    problem = inventory.problem
    defaults = {"default_input": inventory.default_input, "default_output": inventory.default_output}
    return (
        [pack_device(device, **defaults) for device in inventory.devices],
        devices_pb2.DeviceProblem(reason=problem.reason, message=problem.message) if problem else None,
    )


def pack_watched(item: Watched) -> devices_pb2.WatchDevicesResponse:
    """Return the response for an item of a watch."""
    return _pack_snapshot(item) if isinstance(item, DevicesSnapshot) else _pack_event(item)


def _pack_snapshot(snapshot: DevicesSnapshot) -> devices_pb2.WatchDevicesResponse:
    found, problem = pack_inventory(snapshot.inventory)
    return devices_pb2.WatchDevicesResponse(
        snapshot=devices_pb2.DeviceSnapshot(
            devices=found,
            lines=map(pack_line, snapshot.lines),
            problem=problem,
            sequence=snapshot.sequence,
            missed=snapshot.missed,
        )
    )


def _pack_event(entry: Entry[DeviceEvent]) -> devices_pb2.WatchDevicesResponse:
    event = entry.event
    answer = devices_pb2.WatchDevicesResponse(sequence=entry.sequence, time=pack_time(entry.time))
    match event:
        case DeviceAdded(device):
            answer.added.device.CopyFrom(pack_device(device))
        case DeviceRemoved(device):
            answer.removed.device.CopyFrom(pack_device(device))
        case DefaultChanged(direction, device_id):
            answer.default_changed.direction = _DIRECTIONS[direction]
            answer.default_changed.device_id = device_id
        case LineOpened(line):
            answer.line_opened.line.CopyFrom(pack_line(line))
        case LineChanged(line):
            answer.line_changed.line.CopyFrom(pack_line(line))
        case LineClosed(line):
            answer.line_closed.line.CopyFrom(pack_line(line))
        case _:
            assert_never(event)
    return answer


def pack_line(line: LineView) -> devices_pb2.Line:
    """Return the proto's message for a line."""
    shape, settings = line.shape, line.settings
    return devices_pb2.Line(
        line_id=line.line_id,
        direction=_DIRECTIONS[shape.direction],
        connection_id=shape.connection_id,
        settings=devices_pb2.LineSettings(**{name: getattr(settings, name) for name in _SETTINGS}),
        format=devices_pb2.LineFormat(
            sample_rate_hz=shape.sample_rate_hz,
            channels=shape.channels,
            block_ms=shape.block_ms,
            buffer_ms=shape.buffer_ms,
        ),
        state=_STATES[line.state],
        device_id=line.device_id,
        detail=line.detail,
        cancel_echo=shape.cancel_echo,
    )


def pack_level(level: LineLevel) -> devices_pb2.LineLevel:
    """Return the proto's message for a reading."""
    return devices_pb2.LineLevel(**vars(level))


def pack_trial(trial: Trial) -> devices_pb2.TestDevicesResponse:
    """Return the response for the trial of two devices."""
    return devices_pb2.TestDevicesResponse(
        playback_device_id=trial.playback_id,
        capture_device_id=trial.capture_id,
        heard=trial.heard,
        latency=pack_seconds(trial.latency_s) if trial.heard else None,
        played_dbfs=trial.played_dbfs,
        heard_dbfs=trial.heard_dbfs,
        noise_dbfs=trial.noise_dbfs,
        correlation=trial.correlation,
    )


def unpack_shape(direction: Direction, request: Opening, *, cancel_echo: bool = False) -> LineShape:
    """Return the shape of a line with its defaults; raises what LineShape raises."""
    wanted, default = request.format, LineShape(direction, request.connection_id)
    return LineShape(
        direction=direction,
        connection_id=request.connection_id,
        channels=wanted.channels or _CHANNELS[direction],
        sample_rate_hz=wanted.sample_rate_hz or default.sample_rate_hz,
        block_ms=wanted.block_ms or default.block_ms,
        buffer_ms=wanted.buffer_ms or default.buffer_ms,
        cancel_echo=cancel_echo,
    )


def unpack_settings(settings: devices_pb2.LineSettings) -> LineSettings:
    """Return a line's settings; raises what LineSettings raises."""
    return LineSettings(**changes_of(settings, _SETTINGS))


def changes_of(settings: devices_pb2.LineSettings, paths: Iterable[str]) -> dict[str, Any]:
    """Return the named settings by their names; raises InvalidArgumentError UPDATE_MASK_INVALID."""
    changes: dict[str, Any] = {}
    for path in paths:
        if path not in _SETTINGS:
            raise InvalidArgumentError(
                "UPDATE_MASK_INVALID",
                "{path} must be a setting of a line: {known}",
                path=path,
                known=", ".join(_SETTINGS),
            )
        value = getattr(settings, path)
        changes[path] = tuple(value) if path in ("peer_ids", "user_ids") else value
    if changes.get("device_id") == "":
        changes["device_id"] = DEFAULT
    return changes


def unpack_interval(request: devices_pb2.WatchLevelsRequest) -> float:
    """Return the interval in seconds, the default when it is unset."""
    if not request.HasField("interval"):
        return _INTERVAL_S
    return unpack_seconds(request.interval)
