"""The native decoder's counters."""

from __future__ import annotations

from odind.runtime.odin.codecs import NativeDecoder, NativeEncoder

from .sound import FRAME, RATE, raw, speech


def test_what_waits_in_a_jitter_buffer_is_counted():
    encoder, decoder = NativeEncoder(RATE, 1, raw()), NativeDecoder(RATE, 1)
    for frame in speech(0.2).reshape(-1, FRAME):
        for datagram in encoder.encode(frame):
            decoder.push(datagram)
    assert decoder.stats().packets_waiting == 10
    for _ in range(20):
        decoder.pop(FRAME)
    assert decoder.stats().packets_waiting <= 1  # the first packet is counted as seen alone
