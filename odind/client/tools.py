"""Work on samples by the daemon, for programs that have no library for it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from odind.v1 import tools_pb2 as pb

from .failures import raised_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from odind.v1.audio_pb2 import AudioFormat
    from odind.v1.tools_pb2_grpc import ToolServiceAsyncStub


class Tools:
    """Converts and mixes sound. Each iteration raises what its RPC's comment in proto/ lists."""

    def __init__(self, stub: ToolServiceAsyncStub, target: str) -> None:
        self._stub = stub
        self._target = target

    async def resample(
        self, pieces: Iterable[bytes], audio_format: AudioFormat, wanted: AudioFormat
    ) -> AsyncIterator[bytes]:
        """Yield what becomes of pieces of sound in another rate, and what is left at the end."""
        config = pb.ResampleConfig(**{"from": audio_format}, to=wanted)
        later = (pb.ResampleRequest(pcm=piece) for piece in pieces)
        with raised_again(self._target):
            async for response in self._stub.Resample(chain([pb.ResampleRequest(config=config)], later)):
                yield response.pcm

    async def mix(
        self,
        pieces: Iterable[Sequence[bytes]],
        audio_format: AudioFormat,
        *,
        gain_db: Sequence[float] = (),
    ) -> AsyncIterator[bytes]:
        """Yield the sum of each set of pieces, one of every sound."""
        config = pb.MixConfig(format=audio_format, gain_db=gain_db)
        later = (pb.MixRequest(pieces=pb.MixPieces(pcm=sounds)) for sounds in pieces)
        with raised_again(self._target):
            async for response in self._stub.Mix(chain([pb.MixRequest(config=config)], later)):
                yield response.pcm
