"""Fragments: what was said at a sample is heard at that sample."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

from odind.hls.encoding import FragmentEncoder
from odind.hls.renditions import Encoding

RATE = 48_000
CLICKS = (RATE, 2 * RATE + 500)
"""The samples of clicks in three seconds of silence."""
TICK = 960


def encoded(encoding: Encoding) -> bytes:
    """Clicks as an init segment and the fragments after it."""
    sound = np.zeros(3 * RATE, "<i2")
    sound[list(CLICKS)] = 30_000
    encoder, fragments = FragmentEncoder(encoding), list[bytes]()
    for begin in range(0, len(sound), TICK):
        fragments += encoder.encode(sound[begin : begin + TICK].tobytes())
    fragments += encoder.finish()
    return encoder.init + b"".join(fragments)


@pytest.mark.parametrize("bit_rate", [48_000, 96_000, 256_000])
def test_a_click_in_aac_is_heard_at_its_sample(bit_rate: int) -> None:
    with av.open(io.BytesIO(encoded(Encoding("aac", "mp4a.40.2", bit_rate)))) as container:
        frames = list(container.decode(audio=0))
    assert frames[0].pts == 0
    heard = np.abs(np.concatenate([frame.to_ndarray()[0] for frame in frames]))
    assert len(heard) >= 3 * RATE
    for click in CLICKS:
        around = slice(click - RATE // 4, click + RATE // 4)
        assert abs(around.start + int(heard[around].argmax()) - click) <= 1
