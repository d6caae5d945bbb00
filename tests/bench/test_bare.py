"""The floor does the same work as the daemon."""

from __future__ import annotations

import numpy as np

from odind.bench.bare import new_encoder
from odind.bench.echo import unsigned
from odind.bench.speech import load_speech
from odind.core.timing.tick import TICK_SAMPLES
from odind.runtime.odin.codecs import NativeEncoder
from odind.runtime.odin.datagram import build_voice, parse_voice

SPEECH = load_speech()


def sizes(datagrams: list[bytes]) -> list[int]:
    return [len(parse_voice(datagram).opus) for datagram in datagrams]


def test_the_floor_sends_as_much_and_falls_silent_as_the_daemon_does():
    floor, daemon = new_encoder(), NativeEncoder(48_000, 1)
    sound = np.concatenate([SPEECH.sound, np.zeros(48_000, np.float32), SPEECH.sound[:48_000]])
    bare, ours = [], []
    for start in range(0, len(sound), TICK_SAMPLES):
        frame = np.ascontiguousarray(sound[start : start + TICK_SAMPLES])
        floor.push(frame.data)
        while (packet := floor.pop()) is not None:
            bare.append(packet[0])
        ours += daemon.encode(frame)
    assert sizes(bare) == sizes(ours)
    assert len(bare) < len(sound) // TICK_SAMPLES


def test_an_echo_is_signed_anew_whatever_the_width_of_the_peer_id():
    ours = build_voice(b"opus", sequence=1, media_timestamp=2, ssrc=3)
    for signature in (b"\x07", b"\xcc\xc8", b"\xcd\x12\x34", b"\xce\x00\x01\x00\x00"):
        theirs = ours[:2] + signature + ours[3:]
        assert parse_voice(theirs).peer_id > 0
        assert unsigned(theirs) == ours
