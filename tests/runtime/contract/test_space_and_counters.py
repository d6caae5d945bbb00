"""Channels, places and counters through a runtime."""

from __future__ import annotations

import numpy as np
import pytest

from odind.core.rooms.signals import MessageArrived
from odind.core.space.place import ORIGIN, Position
from odind.core.voice.processing import Preset, preset_with

from .houses import EVERYTHING, FRAME, RATE, Guest, Visits, tones

PLACES = (Position(0, 0.5, -0.25, 0.0), Position(9, 1.0, 0.0, -1.0))


async def settled(guest: Guest, other: Guest) -> None:
    """Wait until the server has surely taken note of what a guest asked for."""
    guest.link.send_message((), b"taken note")
    await other.sees(MessageArrived)


async def pair(visits: Visits, masks: dict[int, int] | None = None) -> tuple[Guest, Guest, int]:
    talker, confirmed = await visits.enter("talker")
    listener, _ = await visits.enter("listener")
    listener.link.set_channel_masks(EVERYTHING if masks is None else masks)
    await settled(listener, talker)
    return talker, listener, confirmed.own_peer_id


def say(visits: Visits, guest: Guest, positions: tuple[Position, ...] = ORIGIN) -> int:
    """Say 100 ms somewhere; return how many packets that made."""
    encoder = visits.runtime.encoder(RATE, 1)
    encoder.place(positions)
    packets = encoder.encode(tones(0.1))
    for packet in packets:
        guest.link.send_voice(packet)
    return len(packets)


async def test_places_travel_with_voice(visits: Visits) -> None:
    talker, listener, _ = await pair(visits)
    await listener.hears(say(visits, talker, PLACES))
    assert {packet.positions for packet in listener.heard} == {PLACES}


async def test_places_travel_without_an_encoder(visits: Visits) -> None:
    talker, listener, peer_id = await pair(visits)
    talker.link.send_voice(visits.runtime.datagram(PLACES))
    await listener.hears(1)
    (packet,) = listener.heard
    assert (packet.peer_id, packet.positions, packet.opus) == (peer_id, PLACES, None)


async def test_an_opus_packet_is_passed_on_as_it_is(visits: Visits) -> None:
    talker, listener, peer_id = await pair(visits)
    datagram = visits.runtime.datagram(
        PLACES, b"\xfc\xff\xfe", sequence=7, media_timestamp=1_800, ssrc=9, last=True
    )
    talker.link.send_voice(datagram)
    await listener.hears(1)
    (packet,) = listener.heard
    assert (packet.peer_id, packet.opus, packet.positions) == (peer_id, b"\xfc\xff\xfe", PLACES)
    assert (packet.sequence, packet.media_timestamp, packet.ssrc, packet.last) == (7, 1_800, 9, True)


@pytest.mark.parametrize(
    ("default", "of_the_talker", "heard"),
    [
        (1 << 9, None, True),
        (1 << 8, None, False),
        (2**64 - 1, 0, False),
        (2**64 - 1, 1, True),
        (0, 1 << 9, True),
        (0, 1 << 8, False),
    ],
)
async def test_masks_choose_channels_and_peers(
    visits: Visits, default: int, of_the_talker: int | None, *, heard: bool
) -> None:
    talker, listener, peer_id = await pair(visits)
    other, _ = await visits.enter("other")
    other.link.set_channel_masks(EVERYTHING)
    listener.link.set_channel_masks(
        {0: default} | ({} if of_the_talker is None else {peer_id: of_the_talker})
    )
    await settled(listener, talker)
    await settled(other, talker)
    count = say(visits, talker, PLACES)
    await other.hears(count)
    talker.link.send_message((), b"that was all")
    await listener.sees(MessageArrived)
    listener.link.set_channel_masks(EVERYTHING)
    await settled(listener, talker)
    more = say(visits, talker)
    await listener.hears(count + more if heard else more)
    assert len(listener.heard) == (count + more if heard else more)


async def test_a_gain_that_is_configured_is_heard(visits: Visits) -> None:
    levels = []
    for gain_db in (0.0, 12.0):
        encoder, decoder = visits.runtime.encoder(RATE, 1), visits.runtime.decoder(RATE, 1)
        encoder.configure(preset_with(Preset.MUSIC, {"pre_gain_db": gain_db}))
        sound = tones(0.5) / 10
        heard = []
        for start in range(0, len(sound), FRAME):
            for packet in encoder.encode(sound[start : start + FRAME]):
                decoder.push(packet)
            popped = decoder.pop(FRAME)
            if popped is not None:
                heard.append(popped)
        levels.append(float(np.sqrt(np.mean(np.square(np.concatenate(heard))))))
    assert levels[1] / levels[0] == pytest.approx(4, rel=0.05)


async def test_a_decoder_counts_what_it_is_given(visits: Visits) -> None:
    encoder, decoder = visits.runtime.encoder(RATE, 1), visits.runtime.decoder(RATE, 1)
    assert decoder.stats().packets_seen == 0
    for packet in encoder.encode(tones(0.2)):
        decoder.push(packet)
    assert decoder.stats().packets_seen == 10


async def test_a_link_counts_until_it_is_closed(visits: Visits) -> None:
    guest, _ = await visits.enter("guest")
    stats = guest.link.stats()
    assert stats is not None
    assert stats.rtt_ms > 0
    assert 0 <= stats.tx_loss <= 1
    assert stats.congestion_window_bytes > 0
    assert guest.link.malformed == 0
    await guest.link.aclose()
    assert guest.link.stats() is None
