"""What a process that decodes does with an order. It opens nothing: its descriptors are all that it has."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from odind.files.error import SoundFileError
from odind.files.reader import SoundReader

from .hurry import hurry, unhurried
from .inputs import FileInput, input_of
from .loudness import LoudnessMeter
from .packets import BLOCK, CHANNELS, END, INFO, RATE_HZ, SAMPLES, Info, Input, SoundEnd, packed

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
        end = empty if source.empty else SoundEnd("SOUND_UNREADABLE", str(error))
    except MemoryError:
        end = SoundEnd("SOUND_TOO_COMPLEX", "to decode it takes more memory than a sound may have")
    out.send(packed(END, end))


def _told(order: Order, source: Bytes, out: socket.socket) -> SoundEnd:
    """Send the samples; return how they ended."""
    leaps, coming = order.input is Input.FILE, order.input is Input.SPOOL
    reader = _opened(source, order.start, prompt=order.prompt, track=order.track, leaps=leaps, coming=coming)
    seconds = reader.true_seconds
    length = None if seconds is None else round(seconds * RATE_HZ)
    out.send(packed(INFO, Info(length, reader.title)))
    sent = order.start
    for block in _blocks(reader):
        out.send(SAMPLES + block.tobytes())
        if sent == order.start:
            os.nice(_NICENESS)
        sent += len(block)
        if sent >= order.most:
            return SoundEnd("SOUND_TOO_LONG", f"it lasts longer than {order.most / RATE_HZ:g} s")
    return _ending(source, reader.promised_s, sent)


def _ending(source: Bytes, promised_s: float | None, sent: int) -> SoundEnd:
    """Say whether a file was whole. A pipe may be a part of something longer."""
    if not isinstance(source, FileInput):
        return SoundEnd()
    if source.overwritten:
        return SoundEnd("SOUND_CHANGED", "the file was overwritten while it was read")
    lasts_s, sent_s = promised_s or 0.0, sent / RATE_HZ
    if lasts_s - sent_s > max(_SHORT_S, _SHORT_PART * lasts_s):
        detail = f"it ends after {sent_s:.1f} s and says that it lasts {lasts_s:.1f} s"
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
            at = round((reader.true_seconds or reader.seconds or 0) * RATE_HZ)
            break
    return SoundEnd(loudness_lufs=meter.lufs, length=at)


def _opened(
    source: Bytes,
    start: int,
    *,
    prompt: bool = False,
    track: int = 0,
    leaps: bool = False,
    coming: bool = False,
) -> SoundReader:
    hurry()
    return SoundReader(
        source,
        formats=FORMATS,
        layout=(RATE_HZ, CHANNELS),
        start=start,
        prompt=prompt,
        track=track,
        leaps=leaps,
        coming=coming,
    )


def _blocks(reader: SoundReader) -> Iterator[Frames]:
    """Yield a sound. The decoder must hurry, whoever takes the blocks need not."""
    hurry()
    while len(block := reader.read(BLOCK)):
        with unhurried():
            yield block
