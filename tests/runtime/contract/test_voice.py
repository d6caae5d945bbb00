"""Sound through a runtime: encoder, link, link, decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from sound import compare

from odind.core.rooms.signals import MessageArrived
from odind.core.voice.processing import PRESETS, Preset

from .houses import EVERYTHING, FRAME, NOTHING, RATE, Guest, Visits, tones

if TYPE_CHECKING:
    from odind.core.sound.samples import Samples
    from odind.core.voice.ports import Decoder, Encoder

SECONDS = 1.5
LAYOUTS = [(48_000, 1), (48_000, 2), (16_000, 1), (44_100, 2), (8_000, 1)]


def encode(encoder: Encoder, samples: Samples, rate: int, channels: int) -> list[bytes]:
    """Encode in chunks of 20 ms."""
    step = rate // 50 * channels
    return [
        packet
        for start in range(0, len(samples), step)
        for packet in encoder.encode(samples[start : start + step])
    ]


def decode(decoder: Decoder, packets: list[bytes], frame: int, tail: int = 12) -> Samples:
    """Decode one packet per tick, and `tail` ticks more; silence becomes zeros."""
    silence = np.zeros(frame, np.float32)
    heard = []
    for packet in (*packets, *[b""] * tail):
        if packet:
            decoder.push(packet)
        popped = decoder.pop(frame)
        heard.append(silence if popped is None else popped)
    return np.concatenate(heard)


async def pair(visits: Visits, *, listening: bool = True) -> tuple[Guest, Guest, int]:
    """A talker, a listener, and the talker's peer id."""
    talker, confirmed = await visits.enter("talker")
    listener, _ = await visits.enter("listener")
    await wants_to_hear(listener, talker, wanted=listening)
    return talker, listener, confirmed.own_peer_id


async def wants_to_hear(listener: Guest, talker: Guest, *, wanted: bool) -> None:
    """Say whether to send voice, and wait until the server has surely taken note."""
    listener.link.set_channel_masks(EVERYTHING if wanted else NOTHING)
    listener.link.send_message((), b"taken note")
    await talker.sees(MessageArrived)


@pytest.mark.parametrize(("rate", "channels"), LAYOUTS)
async def test_sound_comes_out_as_it_went_in(visits: Visits, rate: int, channels: int) -> None:
    talker, listener, peer_id = await pair(visits)
    sound = tones(SECONDS, rate, channels)
    encoder = visits.runtime.encoder(rate, channels)
    encoder.configure(PRESETS[Preset.MUSIC])
    packets = encode(encoder, sound, rate, channels)
    for packet in packets:
        talker.link.send_voice(packet)
    arrived = await listener.hears(len(packets))
    assert {sender for sender, _ in listener.packets} == {peer_id}
    heard = decode(visits.runtime.decoder(rate, channels), arrived, rate // 50 * channels)
    for channel in range(channels):
        likeness = compare(
            sound[channel::channels].astype(np.float64), heard[channel::channels].astype(np.float64)
        )
        assert likeness.correlation > 0.95
        assert likeness.lag < rate / 5


async def test_a_speaker_in_one_layout_is_heard_in_another(visits: Visits) -> None:
    packets = encode(visits.runtime.encoder(16_000, 1), tones(SECONDS, 16_000), 16_000, 1)
    heard = decode(visits.runtime.decoder(RATE, 2), packets, FRAME * 2)
    for channel in (heard[::2], heard[1::2]):
        likeness = compare(tones(SECONDS).astype(np.float64), channel.astype(np.float64))
        assert likeness.correlation > 0.9


async def test_silence_is_not_sent(visits: Visits) -> None:
    encoder = visits.runtime.encoder(RATE, 1)
    assert encoder.silent
    assert encode(encoder, np.zeros(RATE, np.float32), RATE, 1) == []
    assert encoder.silent


async def test_a_speaker_is_silent_again_soon_after_the_last_sound(visits: Visits) -> None:
    encoder = visits.runtime.encoder(RATE, 1)
    assert encode(encoder, tones(0.5), RATE, 1)
    assert not encoder.silent
    encode(encoder, np.zeros(RATE, np.float32), RATE, 1)
    assert encoder.silent
    assert encode(encoder, np.zeros(RATE, np.float32), RATE, 1) == []


async def test_a_listener_hears_nothing_before_and_after_speech(visits: Visits) -> None:
    decoder = visits.runtime.decoder(RATE, 1)
    assert decoder.pop(FRAME) is None
    encoder = visits.runtime.encoder(RATE, 1)
    speech = np.concatenate((tones(0.5), np.zeros(RATE, np.float32)))
    assert np.any(decode(decoder, encode(encoder, speech, RATE, 1), FRAME))
    assert decoder.pop(FRAME) is None


async def test_chunks_of_any_length_make_the_same_number_of_packets(visits: Visits) -> None:
    sound = tones(1.0)
    whole = visits.runtime.encoder(RATE, 1).encode(sound)
    encoder = visits.runtime.encoder(RATE, 1)
    pieces = [packet for cut in np.array_split(sound, 137) for packet in encoder.encode(cut)]
    assert len(pieces) == len(whole) == 50


@pytest.mark.parametrize("cut", [0, 1, 5, 12, 30])
async def test_a_datagram_that_is_cut_short_does_no_harm(visits: Visits, cut: int) -> None:
    sound = tones(SECONDS)
    packets = encode(visits.runtime.encoder(RATE, 1), sound, RATE, 1)
    decoder = visits.runtime.decoder(RATE, 1)
    for packet in packets[:20]:
        decoder.push(packet[:cut])
        decoder.push(packet[: len(packet) - 1 - cut])
        decoder.pop(FRAME)
    # a talkspurt that comes afterwards is heard whole
    later = encode(visits.runtime.encoder(RATE, 1), sound, RATE, 1)
    heard = decode(decoder, later, FRAME).astype(np.float64)
    assert compare(sound.astype(np.float64), heard).correlation > 0.9


async def test_garbage_does_no_harm(visits: Visits) -> None:
    random = np.random.default_rng(7)
    decoder = visits.runtime.decoder(RATE, 1)
    for size in range(200):
        decoder.push(random.bytes(size))
        decoder.pop(FRAME)
    sound = tones(SECONDS)
    packets = encode(visits.runtime.encoder(RATE, 1), sound, RATE, 1)
    heard = decode(decoder, packets, FRAME).astype(np.float64)
    assert compare(sound.astype(np.float64), heard).correlation > 0.9


async def test_garbage_on_the_way_out_does_no_harm(visits: Visits) -> None:
    talker, listener, _ = await pair(visits)
    talker.link.send_voice(b"")
    talker.link.send_voice(b"\xc1garbage")
    for packet in encode(visits.runtime.encoder(RATE, 1), tones(0.2), RATE, 1):
        talker.link.send_voice(packet)
    await listener.hears(10)


async def test_samples_that_are_no_numbers_do_no_harm(visits: Visits) -> None:
    encoder = visits.runtime.encoder(RATE, 1)
    encoder.encode(np.full(FRAME, np.nan, np.float32))
    encoder.encode(np.full(FRAME, np.inf, np.float32))
    assert encode(encoder, tones(0.5), RATE, 1)


async def test_who_does_not_want_to_hear_is_sent_no_voice(visits: Visits) -> None:
    talker, listener, _ = await pair(visits, listening=False)
    eager, _ = await visits.enter("eager")
    await wants_to_hear(eager, talker, wanted=True)
    packets = encode(visits.runtime.encoder(RATE, 1), tones(0.4), RATE, 1)
    for packet in packets:
        talker.link.send_voice(packet)
    await eager.hears(len(packets))
    talker.link.send_message((), b"that was all")
    await listener.sees(MessageArrived)
    assert listener.packets == []
    await wants_to_hear(listener, talker, wanted=True)
    talker.link.send_voice(packets[0])
    await listener.hears(1)


@pytest.mark.parametrize("prefetched", [False, True], ids=["in its tick", "ahead"])
async def test_a_second_channel_amid_speech_is_heard_as_one_sound(
    visits: Visits, *, prefetched: bool
) -> None:
    encoder = visits.runtime.encoder(RATE, 1)
    encoder.configure(PRESETS[Preset.MUSIC])
    if prefetched:
        encoder.prefetch(list(tones(0.2).reshape(-1, FRAME)))
    packets = encode(encoder, tones(SECONDS), RATE, 1)
    encoder.reshape(RATE, 2)
    rest = np.repeat(tones(2 * SECONDS)[round(SECONDS * RATE) :] * np.float32(0.5**0.5), 2)
    packets += encode(encoder, rest, RATE, 2)
    heard = decode(visits.runtime.decoder(RATE, 1), packets, FRAME)
    likeness = compare(tones(2 * SECONDS).astype(np.float64), heard.astype(np.float64))
    assert len(packets) in range(int(2 * SECONDS * 50) - 2, int(2 * SECONDS * 50) + 2)
    assert likeness.correlation > 0.9


async def test_packets_are_decoded_one_by_one_and_a_damaged_one_is_silence(visits: Visits) -> None:
    decoder = visits.runtime.packet_decoder()
    for packet in (b"\xfc\xff\xfe", b"\x03", b"", b"\xff" * 40):
        assert decoder.decode(packet).shape == (2 * FRAME,)
