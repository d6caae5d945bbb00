"""An audio call over the daemon's audio socket, in the hands of tests that are written for gRPC's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

from odind.framing import framed
from odind.v1 import audio_pb2

if TYPE_CHECKING:
    from pathlib import Path

    from google.protobuf.message import Message

NO_HELLO = framed(b"")


class DoorCaller:
    """A program at the other end of an audio socket, which reads no more than it is asked for."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.ended: audio_pb2.LaneEnded | None = None
        self.reader = reader
        self.writer = writer

    @classmethod
    async def dial(cls, path: Path, opening: bytes = NO_HELLO) -> Self:
        """Connect, and send these bytes."""
        caller = cls(*await asyncio.open_unix_connection(path))
        caller.writer.write(opening)
        return caller

    async def write(self, message: Message) -> None:
        """Send a request, which waits here while the daemon reads nothing."""
        self.writer.write(framed(message.SerializeToString()))

    async def done_writing(self) -> None:
        """End the requests."""
        self.writer.write(framed(b""))

    async def read(self) -> object:
        """Return the next response, or gRPC's EOF; raise gRPC's error for what ends the call."""
        if self.ended is None:
            size = int.from_bytes(await self.reader.readexactly(4))
            answer = audio_pb2.StreamAudioResponse.FromString(await self.reader.readexactly(size))
            if not answer.HasField("call_ended"):
                return answer
            self.ended = answer.call_ended
            assert await self.reader.read() == b""
            self.writer.close()
        if self.ended.code:
            raise error_of(self.ended)
        return grpc.aio.EOF

    async def code(self) -> grpc.StatusCode:
        """Return how the call ended."""
        while await self.read() is not grpc.aio.EOF:
            pass
        return grpc.StatusCode.OK

    async def initial_metadata(self) -> None:
        """Raise the error that has ended the call."""
        await self.read()

    def cancel(self) -> None:
        """Hang up."""
        self.writer.transport.abort()


def error_of(ended: audio_pb2.LaneEnded) -> grpc.aio.AioRpcError:
    """The error that gRPC would have raised."""
    info = AnyMessage()
    info.Pack(ErrorInfo(reason=ended.reason, domain="odind", metadata=ended.metadata))
    code = grpc.StatusCode[ended.code]
    status = rpc_status.to_status(Status(code=code.value[0], message=ended.detail, details=[info]))
    trailers = grpc.aio.Metadata(*status.trailing_metadata)
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), trailers, details=ended.detail)
