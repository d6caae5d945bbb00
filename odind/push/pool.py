"""The threads that encode for all pushes."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from .encoding import encoder_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.push.plan import PushPlan


class Pool:
    """Two threads: codecs never wait, and let go of the interpreter's lock while they work."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(2, "push-encoder")

    async def encoding(self, plan: PushPlan) -> Encoding:
        """Return an encoder that the plan asks for."""
        make = partial(encoder_of, plan.place.scheme.protocol, plan.codec, plan.bit_rate, plan.title)
        encoder = await asyncio.get_running_loop().run_in_executor(self._threads, make)
        return Encoding(self._threads, encoder.encode)


class Encoding:
    """Encodes one stream, a call after the other."""

    def __init__(self, threads: ThreadPoolExecutor, encode: Callable[[bytes], list[bytes]]) -> None:
        self._threads = threads
        self._encode = encode

    async def pieces(self, pcm: bytes) -> list[bytes]:
        """Return the pieces that are complete with these samples."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._encode, pcm)
