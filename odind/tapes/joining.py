"""Makes one file of the parts of a track, with silence where no take was, as long as all other tracks."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final

import av
import av.error
import numpy as np

from odind.core.recordings.plan import Encoding
from odind.core.sound.opus import is_stereo
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES

from .formats import LAYOUTS
from .parts import OpusPart, PcmPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from av.audio.stream import AudioStream

    from .journal import TakeSpan
    from .safe import Safe
    from .sink import Sink

_PAGE_MS: Final = 1_000
_SLOTS_AT_ONCE: Final = 50
_S16_BYTES: Final = 2


class JoinError(OSError):
    """The joined file could not be written."""


def join_parts(
    parts: Mapping[int, Path],
    spans: Sequence[TakeSpan],
    slots: int,
    target: Path,
    encoding: Encoding,
    *,
    safe: Safe,
) -> None:
    """Write `target`, of so many slots, from the parts by their take; raises JoinError.

    A part that is shorter than its take, or damaged, is followed by silence.
    """
    draft = target.with_name(f"{target.name}.draft")
    draft.unlink(missing_ok=True)
    sink = safe.sink(draft)
    opus = encoding is Encoding.OPUS
    writer = _Packets(sink, parts, safe) if opus else _Samples(sink, parts, encoding, safe)
    for span, following in zip(spans, [*(span.start for span in spans[1:]), slots], strict=True):
        writer.silence_until(span.start)
        if span.number in parts:
            writer.copy(parts[span.number], following)
    writer.silence_until(slots)
    writer.close()
    sink.close()
    if sink.failure:
        draft.unlink(missing_ok=True)
        raise JoinError(*sink.failure)
    draft.replace(target)


def length_of(part: Path, safe: Safe) -> int:
    """Return how many whole slots of a part can be read, however it ended."""
    samples = 0
    with suppress(av.error.FFmpegError, OSError), safe.sound(part) as container:
        for packet in container.demux(audio=0):
            samples += _samples_of(packet)
    return samples // TICK_SAMPLES


def _samples_of(packet: av.Packet[AudioStream]) -> int:
    if not packet.duration or packet.time_base is None:
        return 0
    return round(packet.duration * packet.time_base * RATE_HZ)


class _Packets:
    """Copies Opus packets."""

    def __init__(self, sink: Sink, parts: Mapping[int, Path], safe: Safe) -> None:
        first = next((packet for path in parts.values() for packet in _packets(path, safe)), b"\x08")
        self._safe = safe
        self._part = OpusPart(sink, 1 + is_stereo(first), _PAGE_MS)
        self._slots = 0

    def silence_until(self, slot: int) -> None:
        self._part.write([None] * (slot - self._slots))
        self._slots = max(slot, self._slots)

    def copy(self, path: Path, until: int) -> None:
        for packet in _packets(path, self._safe):
            if self._slots == until:
                return
            self._part.write([packet])
            self._slots += 1

    def close(self) -> None:
        self._part.close()


def _packets(path: Path, safe: Safe) -> Iterator[bytes]:
    with suppress(av.error.FFmpegError, OSError), safe.sound(path) as container:
        for packet in container.demux(audio=0):
            if packet.size and _samples_of(packet) == TICK_SAMPLES:
                yield bytes(packet)


class _Samples:
    """Decodes and encodes again."""

    def __init__(self, sink: Sink, parts: Mapping[int, Path], encoding: Encoding, safe: Safe) -> None:
        self._safe = safe
        self._channels = next((_channels(part, safe) for part in parts.values()), 1)
        self._part = PcmPart(sink, encoding, self._channels)
        self._samples = 0

    def silence_until(self, slot: int) -> None:
        while (missing := slot * TICK_SAMPLES - self._samples) > 0:
            self._write(bytes(min(missing, _SLOTS_AT_ONCE * TICK_SAMPLES) * _S16_BYTES * self._channels))

    def copy(self, path: Path, until: int) -> None:
        for pcm in samples_in(path, self._safe):
            room = until * TICK_SAMPLES - self._samples
            self._write(pcm[: room * _S16_BYTES * self._channels])

    def close(self) -> None:
        self._part.close()

    def _write(self, pcm: bytes) -> None:
        if pcm:
            self._part.encode(pcm)
            self._samples += len(pcm) // (_S16_BYTES * self._channels)


def samples_in(path: Path, safe: Safe) -> Iterator[bytes]:
    """Yield the sound of a file, as far as it can be read: 16 bits at 48 kHz, channels interleaved."""
    with suppress(av.error.FFmpegError, OSError), safe.sound(path) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler("s16", LAYOUTS[min(2, stream.codec_context.channels)], RATE_HZ)
        for frame in container.decode(stream):
            for one in resampler.resample(frame):
                yield np.ascontiguousarray(one.to_ndarray()).tobytes()


def _channels(path: Path, safe: Safe) -> int:
    with suppress(av.error.FFmpegError, OSError), safe.sound(path) as container:
        return min(2, container.streams.audio[0].codec_context.channels)
    return 1


def join_tracks(tracks: Sequence[Path], titles: Sequence[str], target: Path, safe: Safe) -> None:
    """Write one Matroska file with a track for each of these Ogg files; raises JoinError."""
    draft = target.with_name(f"{target.name}.draft")
    draft.unlink(missing_ok=True)
    sink = safe.sink(draft)
    with ExitStack() as opened:
        inputs = [opened.enter_context(safe.sound(path)) for path in tracks]
        output = opened.enter_context(av.open(sink, "w", format="matroska"))
        streams = [output.add_stream_from_template(one.streams.audio[0]) for one in inputs]
        for stream, title in zip(streams, titles, strict=True):
            stream.metadata["title"] = title
        waiting = [(one.demux(audio=0), stream) for one, stream in zip(inputs, streams, strict=True)]
        while waiting:
            waiting = [(packets, stream) for packets, stream in waiting if _mux_next(output, packets, stream)]
    sink.close()
    if sink.failure:
        draft.unlink(missing_ok=True)
        raise JoinError(*sink.failure)
    draft.replace(target)


def _mux_next(
    output: av.container.OutputContainer, packets: Iterator[av.Packet[AudioStream]], stream: AudioStream
) -> bool:
    packet = next(packets, None)
    if packet is None or packet.dts is None:
        return False
    packet.stream = stream
    output.mux(packet)
    return True
