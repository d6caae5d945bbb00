"""Sound files for the tests, written and read with the library that odindctl uses, and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import av
import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    Sound = npt.NDArray[np.float64]

LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}
_SCALES = {"u8": (np.uint8, 128, 128), "s16": (np.int16, 32_768, 0), "s32": (np.int32, 2**31, 0)}


def write(path: Path, sound: Sound, rate: int, codec: str = "pcm_s16le", samples: str = "s16") -> None:
    """Write samples of -1 to 1, shape (length, channels); `samples` is what the codec is handed."""
    layout = LAYOUTS[sound.shape[1]]
    with av.open(str(path), "w") as file:
        stream: Any = file.add_stream(codec, rate=rate, layout=layout)
        if codec == "flac":
            stream.codec_context.format = samples  # else it takes the first that it can
        file.start_encoding()
        for start in range(0, len(sound), rate):
            block = sound[start : start + rate].reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(_converted(block, samples), format=samples, layout=layout)
            frame.sample_rate = rate
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def read(path: Path) -> npt.NDArray[np.int16]:
    """Read all samples as 16-bit integers, shape (length, channels)."""
    with av.open(str(path)) as file:
        stream = file.streams.audio[0]
        converter = av.AudioResampler("s16", LAYOUTS[stream.channels], stream.rate)
        frames = [
            converted.to_ndarray().reshape(-1, stream.channels)
            for frame in (*file.decode(audio=0), None)
            for converted in converter.resample(frame)
        ]
    return np.concatenate([np.zeros((0, stream.channels), np.int16), *frames])


def rate_of(path: Path) -> int:
    """The sample rate of a file."""
    with av.open(str(path)) as file:
        return file.streams.audio[0].rate


def likeness(one: Sound, other: Sound) -> float:
    """Correlation of two mono sounds where they are most alike, whichever is later; 1 is identical."""
    size = len(one) + len(other)
    product = np.fft.irfft(np.fft.rfft(other, size) * np.conj(np.fft.rfft(one, size)), size)
    return float(product.max() / np.sqrt((one @ one) * (other @ other)))


def _converted(block: Sound, samples: str) -> npt.NDArray[Any]:
    if samples == "flt":
        return block.astype(np.float32)
    kind, scale, offset = _SCALES[samples]
    limits = np.iinfo(kind)
    return np.clip(np.rint(block * scale) + offset, limits.min, limits.max).astype(kind)
