"""ToolService: rate conversion and mixing, which concern no connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.sound.mixing import Mixer
from odind.pack.audio import unpack_format
from odind.v1 import tools_pb2

from .audio import config_expected, request_empty

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from odind.core.sound.samples import Samples
    from odind.v1 import audio_pb2

    from .calls import Call

_BIT_SAMPLES: Final = 2_048
"""Per channel: converting more at once would hold the loop up for longer than a tick may be late."""


class ToolServicer:
    """ToolService. FFmpeg's libraries are loaded with the first call."""

    async def Resample(self, request_iterator: AsyncIterator[tools_pb2.ResampleRequest], call: Call) -> None:
        """Convert a stream of samples to another rate."""
        from odind.resampling import RateConverter  # noqa: PLC0415 - slow to load

        config = await anext(request_iterator, None)
        if config is None or not config.HasField("config"):
            raise config_expected()
        come, go = _pcm(getattr(config.config, "from")), _pcm(config.config.to)
        _require_same_channels(come, go)
        converter = RateConverter(come.sample_rate_hz, go.sample_rate_hz, come.channels)
        async for request in request_iterator:
            if not request.HasField("pcm"):
                raise request_empty()
            for bit in _bits(_samples(come, request.pcm), come.channels):
                await call.write(tools_pb2.ResampleResponse(pcm=go.encode(converter.convert(bit))))
        await call.write(tools_pb2.ResampleResponse(pcm=go.encode(converter.finish())))

    async def Mix(self, request_iterator: AsyncIterator[tools_pb2.MixRequest], call: Call) -> None:
        """Add up sounds, piece by piece."""
        config = await anext(request_iterator, None)
        if config is None or not config.HasField("config"):
            raise config_expected()
        audio_format, mixer = _pcm(config.config.format), Mixer(config.config.gain_db)
        async for request in request_iterator:
            if not request.HasField("pieces"):
                raise request_empty()
            total = mixer.mix(_all_samples(audio_format, request.pieces.pcm))
            await call.write(tools_pb2.MixResponse(pcm=audio_format.encode(total)))


def _pcm(audio_format: audio_pb2.AudioFormat) -> AudioFormat:
    """Return a format of samples; raises what its fields may, and FORMAT_INVALID for Opus."""
    unpacked = unpack_format(audio_format)
    if unpacked.sample_format is SampleFormat.OPUS:
        raise InvalidArgumentError(
            "FORMAT_INVALID",
            "the sample format {number} is not one of samples: use S16LE or F32LE",
            number=audio_format.sample_format,
        )
    return unpacked


def _require_same_channels(come: AudioFormat, go: AudioFormat) -> None:
    if come.channels != go.channels:
        raise InvalidArgumentError(
            "FORMATS_DIFFER",
            "the sound has {come} channels, and {go} are wanted: both must be the same",
            come=come.channels,
            go=go.channels,
        )


def _samples(audio_format: AudioFormat, pcm: bytes) -> Samples:
    if len(pcm) % audio_format.bytes_per_sample:
        raise InvalidArgumentError(
            "CHUNK_NOT_WHOLE",
            "a chunk is {size} bytes and must be a whole number of samples of {sample} bytes",
            size=len(pcm),
            sample=audio_format.bytes_per_sample,
        )
    return audio_format.decode(pcm)


def _bits(samples: Samples, channels: int) -> Iterator[Samples]:
    """Cut interleaved samples; a piece without any is one bit, so that it is answered."""
    step = _BIT_SAMPLES * channels
    return (samples[start : start + step] for start in range(0, max(1, len(samples)), step))


def _all_samples(audio_format: AudioFormat, pieces: Iterable[bytes]) -> list[Samples]:
    return [_samples(audio_format, pcm) for pcm in pieces]
