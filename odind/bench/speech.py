"""The speech of all voices: without pauses, so that no gate closes, and with clicks; cut into chunks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from odind.core.errors import FailedPreconditionError
from odind.core.timing.tick import RATE_HZ, TICK_S, TICK_SAMPLES
from odind.files.reader import SoundReader

from .clicks import place_clicks
from .variants import OPUS, PCM_FORMATS

if TYPE_CHECKING:
    import numpy.typing as npt

    from .clicks import Positions, Sound, Times

FRAME_SAMPLES: Final = TICK_SAMPLES
FRAME_S: Final = TICK_S
_HERE: Final = Path(__file__).parent
_FILES: Final = (_HERE / "speech.wav", _HERE.parents[1] / "examples/speech.wav")
"""The path in the wheel, and the path in the repository."""
_PAUSE_RMS: Final = 0.006
_LEVEL: Final = 0.35
"""The gain of the speech: low enough that clicks stand out and are not clipped."""
_WHOLE_FRAMES: Final = 30
"""The loop's length is a multiple of this, and so of each chunk length."""
_SEED: Final = 1
_BITRATE_BPS: Final = 64_000
_S16_SCALE: Final = 32_768


@dataclass(frozen=True)
class Speech:
    """A loop of sound with clicks at known samples."""

    sound: Sound
    clicks: Positions

    @cached_property
    def _s16(self) -> npt.NDArray[np.int16]:
        return np.clip(np.rint(self.sound * _S16_SCALE), -_S16_SCALE, _S16_SCALE - 1).astype("<i2")

    @property
    def frames(self) -> int:
        """Frames of 20 ms in the loop."""
        return len(self.sound) // FRAME_SAMPLES

    def chunks(self, sample_format: str, chunk_ms: int) -> list[bytes]:
        """Return the loop in chunks of PCM."""
        pcm = self._s16 if sample_format == "s16" else self.sound.astype(PCM_FORMATS[sample_format])
        step = chunk_ms * RATE_HZ // 1000
        return [pcm[start : start + step].tobytes() for start in range(0, len(pcm), step)]

    def packets(self) -> list[bytes]:
        """Return the loop as Opus packets of 20 ms."""
        encoder = av.CodecContext.create("libopus", "w")
        encoder.sample_rate, encoder.layout, encoder.format = RATE_HZ, "mono", "s16"
        encoder.bit_rate = _BITRATE_BPS
        encoder.options = {"frame_duration": "20", "application": "audio", "vbr": "off"}
        made: list[bytes] = []
        for start in range(0, len(self._s16), FRAME_SAMPLES):
            frame = av.AudioFrame.from_ndarray(self._s16[None, start : start + FRAME_SAMPLES], "s16", "mono")
            frame.sample_rate = RATE_HZ
            made += [bytes(packet) for packet in encoder.encode(frame)]
        made += [bytes(packet) for packet in encoder.encode(None)]
        return made[: self.frames]

    def entries(self, *, offset_frames: int, start: float, until: float) -> Times:
        """Return the time of each click at its source, until `until`.

        The stream begins at `start`, `offset_frames` into the loop. The time of a sample is that of the
        source's clock, even if the program is late.
        """
        length = len(self.sound)
        middles = np.sort((self.clicks - offset_frames * FRAME_SAMPLES) % length)
        rounds = int(max(0.0, until - start) * RATE_HZ // length) + 1
        stream = (middles[None, :] + np.arange(rounds)[:, None] * length).ravel()
        times: Times = start + stream / RATE_HZ
        return times[times <= until]


def load_speech() -> Speech:
    """Return the speech of all voices. Raises FailedPreconditionError SPEECH_MISSING."""
    for path in _FILES:
        if path.is_file():
            with SoundReader(path) as file:
                return make_speech(file.read()[:, 0])
    raise FailedPreconditionError("SPEECH_MISSING", "{path} is missing: install odind again", path=_FILES[0])


def make_speech(sound: Sound) -> Speech:
    """Return the sound without pauses and with clicks, as a loop of whole chunks."""
    frames = sound[: len(sound) // FRAME_SAMPLES * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    loud = frames[np.sqrt((frames**2).mean(axis=1)) > _PAUSE_RMS]
    kept = loud[: len(loud) // _WHOLE_FRAMES * _WHOLE_FRAMES].ravel()
    return Speech(*place_clicks(kept * np.float32(_LEVEL), _SEED))


def decode_packets(packets: list[bytes]) -> Sound:
    """Decode Opus packets of 20 ms; an empty packet is silence."""
    decoder = AudioCodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = RATE_HZ, "mono"
    sound = np.zeros((len(packets), FRAME_SAMPLES), np.float32)
    for number, packet in enumerate(packets):
        for frame in decoder.decode(av.Packet(packet)) if packet else ():
            sound[number] = frame.to_ndarray().ravel().astype(np.float32) / _S16_SCALE
    return sound.ravel()


def as_sound(heard: list[bytes], sample_format: str) -> Sound:
    """Return received frames of a sample format as sound."""
    if sample_format == OPUS:
        return decode_packets(heard)
    pcm = np.frombuffer(b"".join(heard), PCM_FORMATS[sample_format])
    return (pcm / np.float32(_S16_SCALE if sample_format == "s16" else 1)).astype(np.float32)
