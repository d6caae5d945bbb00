"""The official encoder's settings compared without a network: encoded, some packets dropped, decoded."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import odin_voice

if TYPE_CHECKING:
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

_RATE = 48_000
_FRAME = 960
ENCODERS = {
    "music 64k (CELT)": {"application_voip": False, "bitrate_bps": 64_000},
    "music 32k (CELT)": {"application_voip": False, "bitrate_bps": 32_000},
    "voip 64k (FEC)": {"application_voip": True, "bitrate_bps": 64_000},
    "voip 32k (FEC)": {"application_voip": True, "bitrate_bps": 32_000},
}


def through_encoder(sound: Sound, settings: dict[str, object], loss: float, seed: int) -> Sound:
    """Return mono sound after the encoder, independent losses and the decoder's concealment."""
    lost = random.Random(seed)  # noqa: S311 - meant to be repeatable
    config = odin_voice.OdinAudioEncoderConfig(sample_rate=_RATE, stereo=False, **settings)
    encoder = odin_voice.OdinEncoder(config)
    encoder.pipeline.insert_vad(0, _open())
    decoder = odin_voice.OdinDecoder(odin_voice.OdinAudioDecoderConfig(sample_rate=_RATE, stereo=False))
    padded = np.pad(sound, (0, _RATE // 2))
    heard = []
    for start in range(0, len(padded) - _FRAME + 1, _FRAME):
        encoder.push(padded[start : start + _FRAME].astype(np.float32).data)
        while (packet := encoder.pop()) is not None:
            if lost.random() >= loss:
                decoder.push(packet[0])
        heard.append(decoder.pop(_FRAME)[0])
    return np.concatenate(heard).astype(np.float32)


def _open() -> odin_voice.OdinVadConfig:
    """A gate that lets everything through."""
    config = odin_voice.OdinVadConfig()
    config.voice_activity = None
    config.volume_gate = None
    return config
