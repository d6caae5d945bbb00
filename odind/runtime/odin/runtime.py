"""The official core as a runtime: one connection pool, and a task per room that reads it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Self

import odin_voice

from odind.core.base.errors import InvalidArgumentError
from odind.core.base.payload import to_value

from .codecs import NativeDecoder
from .datagram import build_positions, build_voice
from .encoder import VoiceEncoder
from .info import RUNTIME
from .link import NativeLink

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from odind.core.rooms.ports import JoinSpec, RoomSink
    from odind.core.space.place import Position

_CODING_THREADS: Final = 1
"""One keeps up with 180 streams that send ahead; two would only wait for each other's interpreter lock."""
_HEAR_NOBODY: Final = {0: 0}
"""A new connection asks the server for no voice until somebody listens."""


class OdinRuntime:
    """The native core, started with its `async with` block and shut down at its end. Belongs to the loop.

    Leave every room first: a room that is still open then is not left properly.
    """

    def __init__(self) -> None:
        self.info = RUNTIME
        self._pool = odin_voice.OdinConnectionPool()
        self._rooms = asyncio.TaskGroup()
        self._coding = ThreadPoolExecutor(_CODING_THREADS, "opus")

    async def __aenter__(self) -> Self:
        await self._rooms.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self._rooms.__aexit__(kind, error, trace)
        finally:
            self._coding.shutdown(cancel_futures=True)
            self._pool.shutdown()

    def join(self, spec: JoinSpec, sink: RoomSink) -> NativeLink:
        """Begin to join; raises InvalidArgumentError GATEWAY_INVALID when the core refuses the address."""
        try:
            room = self._pool.join_room(
                spec.gateway,
                token=spec.token,
                room_name=spec.room_id,
                user_data=to_value(spec.user_data) if spec.user_data != b"" else None,
                channel_masks=_HEAR_NOBODY,
            )
        except odin_voice.OdinError as error:
            raise InvalidArgumentError(
                "GATEWAY_INVALID", "the core refuses {gateway}: {detail}", gateway=spec.gateway, detail=error
            ) from None
        link = NativeLink(room, sink, spec.gateway)
        self._rooms.create_task(link.read())
        return link

    def encoder(self, sample_rate_hz: int, channels: int) -> VoiceEncoder:
        """Make an encoder for samples of that layout."""
        return VoiceEncoder(sample_rate_hz, channels, self._coding)

    def decoder(self, sample_rate_hz: int, channels: int) -> NativeDecoder:
        """Make a decoder to samples of that layout."""
        return NativeDecoder(sample_rate_hz, channels)

    def datagram(
        self,
        positions: Sequence[Position],
        opus: bytes | None = None,
        *,
        sequence: int = 0,
        media_timestamp: int = 0,
        ssrc: int = 0,
        last: bool = False,
    ) -> bytes:
        """Write an Opus packet, or positions alone, as a datagram; the core puts our peer id into it."""
        if opus is None:
            return build_positions(positions)
        return build_voice(
            opus,
            sequence=sequence,
            media_timestamp=media_timestamp,
            ssrc=ssrc,
            last=last,
            positions=positions,
        )
