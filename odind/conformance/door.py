"""The audio socket of the daemon that the runner plays."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from odind.framing import LENGTH_BYTES, framed
from odind.v1.audio_pb2 import AudioSocketHello, LaneEnded, StreamAudioRequest, StreamAudioResponse

if TYPE_CHECKING:
    from pathlib import Path

    from .lanes import AudioCall, AudioCalls


class Door:
    """Serves audio calls on a unix socket. `hellos` are what callers said of themselves."""

    def __init__(self, socket: Path, audio: AudioCalls) -> None:
        self.hellos: list[AudioSocketHello] = []
        self._socket, self._audio = socket, audio
        self._server: asyncio.Server
        self._serving: set[asyncio.Future[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_unix_server(self._serve, self._socket)
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._server.close()
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._call(reader, writer))  # noqa: TID251 - leaving the block waits for it
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _call(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.hellos.append(AudioSocketHello.FromString(await _receive(reader)))
        call = self._audio.begin()
        answering = asyncio.create_task(_answer(call, writer))  # noqa: TID251 - it ends with us
        try:
            while message := await _receive(reader):
                self._audio.hear(call, StreamAudioRequest.FromString(message))
            self._audio.half_close(call)
            await reader.read()
        except (asyncio.IncompleteReadError, ConnectionError):
            self._audio.break_off(call)
        finally:
            answering.cancel()
            writer.close()


async def _receive(reader: asyncio.StreamReader) -> bytes:
    size = int.from_bytes(await reader.readexactly(LENGTH_BYTES))
    return await reader.readexactly(size)


async def _answer(call: AudioCall, writer: asyncio.StreamWriter) -> None:
    while isinstance(answer := await call.answers.get(), StreamAudioResponse):
        writer.write(framed(answer.SerializeToString()))
    end = StreamAudioResponse(call_ended=answer or LaneEnded())
    writer.write(framed(end.SerializeToString()))
    writer.write_eof()
