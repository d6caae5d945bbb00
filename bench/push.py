"""What pushes take to encode a second of sound: CPU time of the encoding thread."""

from __future__ import annotations

import time
from pathlib import Path

import av
import numpy as np

from odind.core.push.address import CODECS
from odind.push.encoding import encoder_of

_SPEECH = Path(__file__).parents[1] / "examples" / "speech.wav"
_PIECE = 4_800
_RATE = 48_000
_BIT_RATE = 128_000
_REPEATS = 5


def main() -> None:
    """Print a line for each."""
    with av.open(str(_SPEECH)) as file:
        speech = np.concatenate([frame.to_ndarray()[0] for frame in file.decode(audio=0)])
    for protocol, codecs in CODECS.items():
        for codec in codecs:
            encoder = encoder_of(protocol, codec, _BIT_RATE)
            began = time.thread_time()
            for _ in range(_REPEATS):
                for first in range(0, len(speech), _PIECE):
                    encoder.encode(speech[first : first + _PIECE].tobytes())
            taken = time.thread_time() - began
            seconds = _REPEATS * len(speech) / _RATE
            print(f"{protocol.value:9} {codec.value:4} {1_000 * taken / seconds:6.2f} ms for a second")


if __name__ == "__main__":
    main()
