"""Measures how loud stored sounds are, one at a time, and keeps what was found for each content."""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from odind.core.errors import OdindError

from .packets import DIED, END, MOST_BYTES, Input, Order, SoundEnd
from .stored import found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.core.players.source import SoundSource, SourceKind

    from .decoders import Decoders
    from .stored import Find

Name = TypeVar("Name")
_KEPT: Final = 4_096


class Measuring:
    """What is known of the loudness of the sources that the functions find, each for one kind."""

    def __init__(self, finds: Mapping[SourceKind, Find], decoders: Decoders) -> None:
        self._finds = finds
        self._decoders = decoders
        self._one_at_a_time = asyncio.Lock()
        self._running: set[SoundSource] = set()
        self._contents: OrderedDict[tuple[int, ...], float | None] = OrderedDict()
        self._known: OrderedDict[SoundSource, float | None] = OrderedDict()

    def measures(self, source: SoundSource) -> bool:
        """Whether a source can be measured."""
        return source.kind in self._finds

    def due(self, source: SoundSource) -> bool:
        """Whether to look at a source; one that is known already may be another file by now."""
        return source not in self._running

    def known(self, source: SoundSource) -> float | None:
        """Return the loudness of a source in LUFS; None for silence, and for what is unknown."""
        return self._known.get(source)

    async def measure(self, source: SoundSource) -> None:
        """Measure a source, unless its content is known. What cannot be measured stays unknown."""
        self._running.add(source)
        try:
            with suppress(OdindError):
                async with found(self._finds[source.kind], source.name) as descriptor:
                    _keep(self._known, source, await self._loudness(descriptor))
        finally:
            self._running.discard(source)

    async def _loudness(self, descriptor: int) -> float | None:
        status = os.fstat(descriptor)
        content = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        async with self._one_at_a_time:
            if content not in self._contents:
                end = await measured(self._decoders, descriptor)
                _keep(self._contents, content, end.loudness_lufs)
        return self._contents.get(content)


async def measured(decoders: Decoders, descriptor: int) -> SoundEnd:
    """Return the length and the loudness of a file, or why it has none."""
    with await decoders.begin(Order(Input.FILE, measured=True), [descriptor]) as packets:
        packet = await asyncio.get_running_loop().sock_recv(packets, MOST_BYTES)
    return msgspec.json.decode(packet[1:], type=SoundEnd) if packet[:1] == END else DIED


def _keep(kept: OrderedDict[Name, float | None], name: Name, loudness: float | None) -> None:
    kept[name] = loudness
    kept.move_to_end(name)
    if len(kept) > _KEPT:
        kept.popitem(last=False)
