"""The daemon's sound devices: what a client asks of them, and the watches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from google.protobuf.field_mask_pb2 import FieldMask

from odind.v1 import devices_pb2

from .answers import answers_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from typing import TypedDict, Unpack

    from odind.v1.devices_pb2_grpc import DeviceServiceAsyncStub

    from .asking import Ask

    class Options(TypedDict, total=False):
        """The LineSettings but for the device."""

        follow_default: bool
        gain_db: float
        muted: bool
        peer_ids: Iterable[int]
        user_ids: Iterable[str]

    class Settings(Options, total=False):
        """All LineSettings."""

        device_id: str


DEFAULT_DEVICE: Final = "default"
DeviceEvent: TypeAlias = (
    devices_pb2.DeviceSnapshot
    | devices_pb2.DeviceAdded
    | devices_pb2.DeviceRemoved
    | devices_pb2.DefaultChanged
    | devices_pb2.LineOpened
    | devices_pb2.LineChanged
    | devices_pb2.LineClosed
)


class Devices:
    """The machine's microphones and speakers. Each call raises what its RPC's comment in proto/ lists."""

    def __init__(self, stub: DeviceServiceAsyncStub, ask: Ask, target: str) -> None:
        self._stub = stub
        self._ask = ask
        self._target = target

    async def list_devices(self) -> devices_pb2.ListDevicesResponse:
        """Look at the devices now; `problem` says why the machine's own are missing."""
        return await self._ask(self._stub.ListDevices, devices_pb2.ListDevicesRequest())

    async def list_lines(self) -> list[devices_pb2.Line]:
        """Return the open lines, oldest first."""
        return list((await self._ask(self._stub.ListLines, devices_pb2.ListLinesRequest())).lines)

    async def open_capture(
        self,
        connection_id: str,
        device_id: str = DEFAULT_DEVICE,
        *,
        line_format: devices_pb2.LineFormat | None = None,
        cancel_echo: bool = False,
        **settings: Unpack[Options],
    ) -> devices_pb2.Line:
        """Record a device into a connection; `settings` are LineSettings' other fields."""
        request = devices_pb2.OpenCaptureRequest(
            connection_id=connection_id,
            settings=devices_pb2.LineSettings(device_id=device_id, **settings),
            format=line_format,
            cancel_echo=cancel_echo,
        )
        return (await self._ask(self._stub.OpenCapture, request)).line

    async def open_playback(
        self,
        connection_id: str,
        device_id: str = DEFAULT_DEVICE,
        *,
        line_format: devices_pb2.LineFormat | None = None,
        **settings: Unpack[Options],
    ) -> devices_pb2.Line:
        """Play a connection on a device; `settings` are LineSettings' other fields."""
        request = devices_pb2.OpenPlaybackRequest(
            connection_id=connection_id,
            settings=devices_pb2.LineSettings(device_id=device_id, **settings),
            format=line_format,
        )
        return (await self._ask(self._stub.OpenPlayback, request)).line

    async def update(self, line_id: str, **settings: Unpack[Settings]) -> devices_pb2.Line:
        """Change the LineSettings that are named, nothing else."""
        request = devices_pb2.UpdateLineRequest(
            line_id=line_id,
            settings=devices_pb2.LineSettings(**settings),
            update_mask=FieldMask(paths=list(settings)),
        )
        return (await self._ask(self._stub.UpdateLine, request)).line

    async def close(self, line_id: str) -> None:
        """Close a line and wait until its device is free."""
        await self._ask(self._stub.CloseLine, devices_pb2.CloseLineRequest(line_id=line_id))

    async def test(
        self, playback_device_id: str = "", capture_device_id: str = ""
    ) -> devices_pb2.TestDevicesResponse:
        """Play a chirp on one device and look for it in what the other records."""
        request = devices_pb2.TestDevicesRequest(
            playback_device_id=playback_device_id, capture_device_id=capture_device_id
        )
        return await self._ask(self._stub.TestDevices, request)

    async def watch(self) -> AsyncIterator[DeviceEvent]:
        """Yield a snapshot, then every event after it, until the daemon stops."""
        call = self._stub.WatchDevices(devices_pb2.WatchDevicesRequest())
        async for answer in answers_of(call, self._target):
            yield getattr(answer, answer.WhichOneof("kind") or "")

    async def levels(
        self, line_ids: Iterable[str] = (), interval_s: float | None = None
    ) -> AsyncIterator[list[devices_pb2.LineLevel]]:
        """Yield the levels of some lines, or of all, at an interval."""
        request = devices_pb2.WatchLevelsRequest(line_ids=line_ids)
        if interval_s is not None:
            request.interval.FromNanoseconds(round(interval_s * 1e9))
        async for answer in answers_of(self._stub.WatchLevels(request), self._target):
            yield list(answer.levels)
