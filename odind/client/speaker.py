"""Speaking on a connection: a call that sends alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from typing import Any

    from odind.v1 import audio_pb2

    from .audio import AudioStream


class Speaker:
    """Speaks until it is drained or closed. Writing waits while the daemon has no room for more."""

    def __init__(self, stream: AudioStream) -> None:
        self._stream = stream

    async def write(self, pcm: bytes | bytearray | memoryview) -> None:
        """Speak any number of whole samples, after those written before."""
        await self._stream.send(pcm)

    async def write_opus(self, packets: Iterable[bytes]) -> None:
        """Speak Opus packets of 20 ms; an empty one is silence."""
        await self._stream.send_opus(packets)

    async def mark(self, name: str) -> Mark:
        """Set a mark behind what was written so far; awaiting it waits until that was spoken or dropped."""
        await self._stream.mark(name)
        return Mark(self._stream, name)

    async def flush(self) -> audio_pb2.Flushed:
        """Drop the audio that waits to be spoken, and return how much that was."""
        await self._stream.flush()
        flushed: audio_pb2.Flushed = await self._stream.answer("flushed")
        return flushed

    async def pause(self) -> None:
        """Hold the audio that waits to be spoken."""
        await self._stream.pause()

    async def resume(self) -> None:
        """Go on after a pause."""
        await self._stream.resume()

    async def status(self) -> audio_pb2.QueueStatus:
        """Return what waits to be spoken."""
        await self._stream.get_queue_status()
        status: audio_pb2.QueueStatus = await self._stream.answer("queue_status")
        return status

    async def drain(self) -> audio_pb2.SendDrained:
        """Wait until everything was spoken, which a pause holds up. Nothing can be written afterwards."""
        await self._stream.finish_lane(0)
        drained: audio_pb2.SendDrained = await self._stream.answer("drained")
        return drained

    async def close(self) -> None:
        """End the call at once, spoken or not."""
        await self._stream.aclose()


class Mark:
    """A point in what a speaker says. Await it once."""

    def __init__(self, stream: AudioStream, name: str) -> None:
        self._stream = stream
        self._name = name

    def __await__(self) -> Generator[Any, None, audio_pb2.MarkReached]:
        return self._stream.answer("mark_reached", self._name).__await__()
