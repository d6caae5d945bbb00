"""What a process that decodes does with an order. It opens nothing: its descriptors are all that it has."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from odind.files.error import SoundFileError
from odind.files.reader import SoundReader

from .hurry import hurry, unhurried
from .inputs import FileInput, input_of
from .loudness import LoudnessMeter
from .packets import BLOCK, CHANNELS, END, INFO, RATE_HZ, SAMPLES, Info, SoundEnd, packed

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Sequence

    from odind.core.sound.ring import Frames
    from odind.files.reader import Bytes

    from .packets import Order

FORMATS: Final = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,flac,flv,matroska,mov,mp3,mpc,mpc8,mpegts,ogg,tta,w64,wav,wv"
)
"""FFmpeg's names of what is looked for: formats with sound in them, none of which names other files."""
_MOST_MEASURED: Final = 3_600 * RATE_HZ
_NICENESS: Final = 5
"""What is decoded ahead, and measured, gives way to all other work; the beginning of a sound does not."""
_SHORT_S: Final = 0.5
_SHORT_PART: Final = 0.01


def decode(order: Order, descriptors: Sequence[int], out: socket.socket) -> None:
    """Carry an order out, and say how it ended. Raises OSError when nobody listens any more."""
    try:
        source = input_of(order, descriptors)
        end = _measured(source) if order.measured else _told(order, source, out)
    except SoundFileError as error:
        empty = SoundEnd("SOUND_EMPTY", "the file is empty")
        end = empty if _is_empty(source) else SoundEnd("SOUND_UNREADABLE", str(error))
    except MemoryError:
        end = SoundEnd("SOUND_TOO_COMPLEX", "to decode it takes more memory than a sound may have")
    out.send(packed(END, end))


def _told(order: Order, source: Bytes, out: socket.socket) -> SoundEnd:
    """Send the samples; return how they ended."""
    reader = _opened(source, order.start)
    length = None if reader.seconds is None else round(reader.seconds * RATE_HZ)
    out.send(packed(INFO, Info(length, reader.title)))
    sent = order.start
    for block in _blocks(reader):
        out.send(SAMPLES + block.tobytes())
        if sent == order.start:
            os.nice(_NICENESS)
        sent += len(block)
        if sent >= order.most:
            return SoundEnd("SOUND_TOO_LONG", f"it lasts longer than {order.most / RATE_HZ:g} s")
    return _ending(source, length, sent)


def _ending(source: Bytes, length: int | None, sent: int) -> SoundEnd:
    """Say whether a file was whole. A pipe may be a part of something longer."""
    if not isinstance(source, FileInput):
        return SoundEnd()
    if source.overwritten:
        return SoundEnd("SOUND_CHANGED", "the file was overwritten while it was read")
    missing = (length or 0) - sent
    if missing > _SHORT_S * RATE_HZ and missing > _SHORT_PART * (length or 0):
        detail = (
            f"it ends after {sent / RATE_HZ:.1f} s and says that it lasts {(length or 0) / RATE_HZ:.1f} s"
        )
        return SoundEnd("SOUND_TRUNCATED", detail)
    return SoundEnd()


def _measured(source: Bytes) -> SoundEnd:
    """Measure the first hour of a sound."""
    os.nice(_NICENESS)
    reader, meter, at = _opened(source, 0), LoudnessMeter(), 0
    for block in _blocks(reader):
        meter.add(block)
        at += len(block)
        if at >= _MOST_MEASURED:
            at = round((reader.seconds or 0) * RATE_HZ)
            break
    return SoundEnd(loudness_lufs=meter.lufs, length=at)


def _opened(source: Bytes, start: int) -> SoundReader:
    hurry()
    return SoundReader(source, formats=FORMATS, layout=(RATE_HZ, CHANNELS), start=start)


def _blocks(reader: SoundReader) -> Iterator[Frames]:
    """Yield a sound. The decoder must hurry, whoever takes the blocks need not."""
    hurry()
    while len(block := reader.read(BLOCK)):
        with unhurried():
            yield block


def _is_empty(source: Bytes) -> bool:
    return isinstance(source, FileInput) and not source.size
