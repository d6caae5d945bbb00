"""The native runtime as core's port: codecs, and a task for each room."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, Self

import odin_voice

from odind.core.bounds.limits import Limits
from odind.core.errors import InvalidArgumentError
from odind.core.values.foreign import bounded
from odind.core.values.payload import to_value
from odind.resampling import RateConverter

from .cipher import Derivation, NativeCipher
from .codecs import NativeDecoder
from .datagram import DatagramError, build_positions, build_voice, parse_voice
from .encoder import VoiceEncoder
from .failures import runtime_failed
from .health import Health
from .info import RUNTIME
from .link import NativeLink
from .opus_packets import OpusPackets
from .panics import contain
from .pipeline import load_effects
from .pools import Pools

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from odind.core.rooms.ports import Cipher, JoinSpec, RoomSink
    from odind.core.space.place import Position
    from odind.core.voice.ports import VoicePacket

    from .pools import Pool

_CODING_THREADS: Final = 1
"""One thread keeps up with 180 streams that send ahead; two would wait for each other's interpreter lock."""
_HEAR_NOBODY: Final = {0: 0}
"""A new connection asks the server for no voice until somebody listens."""


_DEFAULT_LIMITS: Final = Limits()


class OdinRuntime:
    """The native runtime, started with its `async with` block and shut down at its end. Belongs to the loop.

    Leave every room first: the end of the block waits for rooms that are open, and after an error it drops
    them without a leave. What peers send is held to `limits`. `failed` is set when no join can succeed any
    more; rooms that are open may go on.
    """

    def __init__(self, limits: Limits = _DEFAULT_LIMITS) -> None:
        self.info = RUNTIME
        self._limits = limits
        self._health = Health()
        self._pools = Pools()
        self._rooms = asyncio.TaskGroup()
        self._coding = ThreadPoolExecutor(_CODING_THREADS, "opus")
        self._derivation = Derivation()

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

    def load_effects(self) -> None:
        """Load what the first effect would have everybody wait for; see `pipeline.load_effects`."""
        load_effects()

    @property
    def failed(self) -> asyncio.Event:
        """Set when no join can succeed any more."""
        return self._health.failed

    async def cipher(self, password: str) -> NativeCipher:
        """Make the cipher of one room; raises UnavailableError RUNTIME_FAILED."""
        native = await self._derivation.run(lambda: odin_voice.OdinCipher(password))
        return NativeCipher(native, self._derivation)

    def join(self, spec: JoinSpec, sink: RoomSink, cipher: Cipher | None = None) -> NativeLink:
        """Begin to join.

        Raises InvalidArgumentError GATEWAY_INVALID when the native runtime refuses the address, and
        UnavailableError RUNTIME_FAILED when it cannot even begin.
        """
        pool = self._take_pool()
        try:
            room = pool.native.join_room(
                spec.gateway,
                token=spec.token,
                room_name=spec.room_id,
                user_data=to_value(spec.user_data) if spec.user_data != b"" else None,
                channel_masks=_HEAR_NOBODY,
                cipher=cipher.native if isinstance(cipher, NativeCipher) else None,
            )
        except odin_voice.OdinError as error:
            pool.release()
            raise InvalidArgumentError(
                "GATEWAY_INVALID",
                "the gateway address {gateway} is refused: {detail}",
                gateway=spec.gateway,
                detail=error,
            ) from None
        link = NativeLink(pool, room, sink, gateway=spec.gateway, limits=self._limits, health=self._health)
        self._rooms.create_task(link.run()).add_done_callback(lambda _: link.release())
        return link

    def _take_pool(self) -> Pool:
        try:
            return self._pools.take()
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "pool")
            self._health.on_failure()
            raise runtime_failed(bounded(str(error))) from None

    def encoder(self, sample_rate_hz: int, channels: int) -> VoiceEncoder:
        """Make an encoder for samples of that layout."""
        return VoiceEncoder(sample_rate_hz, channels, self._coding)

    def decoder(self, sample_rate_hz: int, channels: int) -> NativeDecoder:
        """Make a decoder to samples of that layout."""
        return NativeDecoder(sample_rate_hz, channels)

    def packet(self, datagram: bytes) -> VoicePacket | None:
        """Read a datagram of ours."""
        try:
            return parse_voice(datagram)
        except DatagramError:
            return None

    def converter(self, from_hz: int, to_hz: int, channels: int) -> RateConverter:
        """Make a converter of rates."""
        return RateConverter(from_hz, to_hz, channels)

    def packet_decoder(self) -> OpusPackets:
        """Make a decoder of Opus packets."""
        return OpusPackets()

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
        """Write an Opus packet, or positions alone, as a datagram; the native runtime adds our peer id."""
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
