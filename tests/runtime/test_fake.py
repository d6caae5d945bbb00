"""The fake runtime keeps the contract of core's ports."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.rooms.events import Peer
from odind.core.rooms.ports import JoinSpec, RoomLink, RoomSink, Runtime
from odind.core.rooms.signals import (
    Dismissed,
    JoinConfirmed,
    LinkClosed,
    LinkLost,
    MessageArrived,
    PeerAppeared,
    PeerUpdated,
    PeerVanished,
    Signal,
)
from odind.core.sound.format import AudioFormat
from odind.core.space.place import ORIGIN
from odind.core.values.payload import Json
from odind.runtime.fake import FakeLink, FakeRuntime
from odind.runtime.fake_codecs import FakeDecoder, FakeEncoder
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from odind.core.values.payload import Payload
    from odind.core.voice.ports import Decoder, Encoder, VoicePacket

KEY = AccessKey.generate()


class FakeSink:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.signals: list[Signal] = []
        self.voices: list[tuple[int, bytes]] = []

    def signal(self, signal: Signal) -> None:
        self.signals.append(signal)

    def voice(self, packet: VoicePacket) -> None:
        self.voices.append((packet.peer_id, packet.opus or b""))

    def news(self) -> list[Signal]:
        """What is new since the last time."""
        news, self.signals = self.signals, []
        return news


def spec(user_id: str, *, room_id: str | None = None, user_data: Payload = b"", **claims: Any) -> JoinSpec:
    token = KEY.sign(json.dumps({"rid": "lobby", "uid": user_id, **claims}))
    return JoinSpec("gateway", token, room_id, user_data)


def voice(opus: bytes) -> bytes:
    return FakeRuntime().datagram(ORIGIN, opus)


async def deliver() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def enter(runtime: FakeRuntime, user_id: str, **more: Any) -> tuple[FakeLink, FakeSink]:
    sink = FakeSink()
    link = runtime.join(spec(user_id, **more), sink)
    assert sink.signals == []
    await deliver()
    return link, sink


async def two() -> tuple[FakeLink, FakeSink, FakeLink, FakeSink]:
    """Two peers in one room who know of each other."""
    runtime = FakeRuntime()
    anna, anna_sink = await enter(runtime, "anna")
    bert, bert_sink = await enter(runtime, "bert")
    anna_sink.news()
    bert_sink.news()
    return anna, anna_sink, bert, bert_sink


def test_it_fits_the_ports():
    runtime: Runtime = FakeRuntime()
    encoder: Encoder = runtime.encoder(48_000, 1)
    decoder: Decoder = runtime.decoder(48_000, 1)
    link: type[RoomLink] = FakeLink
    sink: RoomSink = FakeSink()
    assert runtime.info.name == "fake"
    assert None not in (encoder, decoder, link, sink)


async def test_the_first_in_a_room_is_alone():
    _, sink = await enter(FakeRuntime(), "anna", cid="acme")
    assert sink.signals == [JoinConfirmed(1, "lobby", "acme")]


async def test_peers_already_there_are_announced_before_the_join_is_confirmed():
    runtime = FakeRuntime()
    _, anna = await enter(runtime, "anna", user_data=b"a")
    _, bert = await enter(runtime, "bert", user_data=Json("[1]"))
    assert bert.signals == [PeerAppeared(Peer(1, "anna", b"a")), JoinConfirmed(2, "lobby", "")]
    assert anna.signals[1:] == [PeerAppeared(Peer(2, "bert", b"\x01"))]


async def test_rooms_do_not_see_each_other():
    runtime = FakeRuntime()
    _, anna = await enter(runtime, "anna")
    _, bert = await enter(runtime, "bert", rid=["attic", "lobby"])
    _, carl = await enter(runtime, "carl", rid=["attic", "lobby"], room_id="lobby")
    assert [type(signal) for signal in bert.signals] == [JoinConfirmed]
    assert anna.signals[1:] == [PeerAppeared(Peer(3, "carl"))]
    assert carl.signals[-1] == JoinConfirmed(3, "lobby", "")


async def test_messages_reach_all_others_or_those_that_are_named():
    runtime = FakeRuntime()
    (anna, anna_sink), (_, bert_sink), (carl, carl_sink) = [
        await enter(runtime, name) for name in ("anna", "bert", "carl")
    ]
    for sink in (anna_sink, bert_sink, carl_sink):
        sink.news()
    anna.send_message([], Json('{"a": 1}'))
    anna.send_message([carl.own_peer_id], Json("[255]"))
    assert bert_sink.signals == []
    await deliver()
    assert anna_sink.news() == []
    assert bert_sink.news() == [MessageArrived(1, Json('{"a":1}'))]
    assert carl_sink.news() == [MessageArrived(1, Json('{"a":1}')), MessageArrived(1, b"\xff")]


async def test_user_data_reaches_those_here_and_those_to_come():
    anna, anna_sink, _, bert_sink = await two()
    anna.set_user_data(b"new")
    await deliver()
    assert anna_sink.news() == []
    assert bert_sink.news() == [PeerUpdated(1, user_data=b"new")]
    _, carl_sink = await enter(anna._runtime, "carl")
    assert PeerAppeared(Peer(1, "anna", b"new")) in carl_sink.signals


async def test_voice_reaches_those_that_want_to_hear():
    anna, anna_sink, bert, bert_sink = await two()
    anna.send_voice(voice(b"unheard"))
    bert.set_channel_masks({})
    anna.set_channel_masks({})
    anna.send_voice(voice(b"heard"))
    assert bert_sink.voices == []
    await deliver()
    assert (anna_sink.voices, bert_sink.voices) == ([], [(1, b"heard")])
    bert.set_channel_masks({0: 0})
    anna.send_voice(voice(b"unheard"))
    await deliver()
    assert bert_sink.voices == [(1, b"heard")]


async def test_leaving_is_seen_by_the_others_and_ends_everything():
    anna, anna_sink, bert, bert_sink = await two()
    anna.set_channel_masks({})
    bert.send_message([], b"too late")
    bert.send_voice(voice(b"too late"))
    await anna.aclose()
    await anna.aclose()
    anna.send_message([], b"from the grave")
    anna.set_user_data(b"from the grave")
    anna.send_voice(voice(b"from the grave"))
    anna.enter()
    await deliver()
    assert (anna_sink.signals, anna_sink.voices) == ([], [])
    assert bert_sink.news() == [PeerVanished(1)]
    assert anna._runtime.links == [bert]


async def test_a_lost_link_comes_back_under_another_number():
    anna, anna_sink, bert, bert_sink = await two()
    anna.lose("cable cut")
    anna.send_message([], b"lost")
    bert.send_message([], b"lost")
    await deliver()
    assert anna_sink.news() == [LinkLost("cable cut")]
    assert bert_sink.news() == [PeerVanished(1)]
    anna.enter()
    anna.enter()
    await deliver()
    assert anna_sink.news() == [PeerAppeared(Peer(2, "bert")), JoinConfirmed(3, "lobby", "")]
    assert bert_sink.news() == [PeerAppeared(Peer(3, "anna"))]


async def test_being_sent_away_is_told():
    anna, anna_sink, _, bert_sink = await two()
    anna.dismiss("we were kicked")
    await deliver()
    assert anna_sink.news() == [Dismissed("we were kicked")]
    assert bert_sink.news() == [PeerVanished(1)]


async def test_a_runtime_that_gives_up_tells_what_came_before():
    anna, anna_sink, bert, bert_sink = await two()
    bert.send_message([], b"in time")
    error = UnavailableError("SERVER_UNREACHABLE", "no answer")
    anna.close(error)
    await deliver()
    assert anna_sink.news() == [MessageArrived(2, b"in time"), LinkClosed(error)]
    assert bert_sink.news() == [PeerVanished(1)]
    assert anna._runtime.links == [bert]


async def test_joins_are_refused_until_they_are_allowed_again():
    runtime = FakeRuntime()
    runtime.refuse_joins()
    _, sink = await enter(runtime, "anna")
    (closed,) = sink.signals
    assert isinstance(closed, LinkClosed)
    assert closed.error.reason == "TOKEN_REFUSED"
    assert closed.error.metadata == {"detail": "not authorized"}
    error = UnavailableError("GATEWAY_UNREACHABLE", "no answer")
    runtime.refuse_joins(error)
    _, sink = await enter(runtime, "anna")
    assert sink.signals == [LinkClosed(error)]
    assert runtime.links == []
    runtime.allow_joins()
    _, sink = await enter(runtime, "anna")
    assert sink.signals == [JoinConfirmed(1, "lobby", "")]


async def test_joins_are_held_until_they_are_allowed_again():
    runtime = FakeRuntime()
    runtime.hold_joins()
    anna, anna_sink = await enter(runtime, "anna")
    bert, bert_sink = await enter(runtime, "bert")
    assert (anna_sink.signals, bert_sink.signals) == ([], [])
    assert runtime.links == [anna, bert]
    await bert.aclose()
    runtime.allow_joins()
    await deliver()
    assert anna_sink.signals == [JoinConfirmed(1, "lobby", "")]
    assert bert_sink.signals == []
    assert runtime.link("anna") is anna
    with pytest.raises(KeyError):
        runtime.link("bert")


async def test_a_token_that_is_none_is_refused_at_once():
    with pytest.raises(InvalidArgumentError, match="TOKEN_MALFORMED"):
        FakeRuntime().join(JoinSpec("gateway", "no token"), FakeSink())


# Codecs


def sound(samples: int) -> np.ndarray:
    return np.linspace(0.001, 0.9, samples, dtype=np.float32)


@given(
    st.sampled_from([8_000, 11_025, 22_050, 44_100, 48_000]),
    st.integers(1, 2),
    st.lists(st.integers(0, 3_000), max_size=20),
)
def test_codecs_of_one_layout_carry_every_sample(rate: int, channels: int, sizes: list[int]) -> None:
    audio_format = AudioFormat(rate, channels)
    encoder, decoder = FakeEncoder(rate, channels), FakeDecoder(rate, channels)
    spoken = sound(sum(sizes) * channels)
    heard: list[np.ndarray] = []
    start = tick = 0
    for size in [*sizes, 0]:
        end = start + size * channels
        chunk = spoken[start:end] if size else np.zeros(2 * audio_format.samples_in(tick), np.float32)
        for datagram in encoder.encode(chunk):
            decoder.push(datagram)
            samples = decoder.pop(audio_format.samples_in(tick))
            tick += 1
            heard += [] if samples is None else [samples]
        start = end
    rest = decoder.pop(len(spoken) + rate)
    heard += [] if rest is None else [rest]
    everything = np.concatenate(heard) if heard else np.zeros(0, np.float32)
    assert np.array_equal(everything[everything != 0], spoken)


def test_silence_is_not_sent_and_ends_a_talkspurt_once():
    encoder = FakeEncoder(48_000, 1)
    silence = np.zeros(960, np.float32)
    assert encoder.silent
    assert encoder.encode(silence) == []
    assert len(encoder.encode(sound(960))) == 1
    assert not encoder.silent
    (end,) = encoder.encode(silence)
    assert encoder.silent
    assert encoder.encode(silence) == []
    assert len(end) < len(encoder.encode(sound(960))[0]) / 10


def test_an_encoder_waits_for_whole_frames():
    encoder = FakeEncoder(48_000, 2)
    assert encoder.encode(sound(1_919)) == []
    assert len(encoder.encode(sound(1))) == 1
    assert len(encoder.encode(sound(1_920 * 3))) == 3


def test_a_decoder_gives_whole_pieces_or_nothing_until_speech_ends():
    encoder, decoder = FakeEncoder(48_000, 1), FakeDecoder(48_000, 1)
    assert decoder.pop(960) is None
    decoder.push(encoder.encode(sound(960))[0])
    assert decoder.pop(1_000) is None
    first = decoder.pop(900)
    assert first is not None
    assert np.array_equal(first, sound(960)[:900])
    assert decoder.pop(960) is None
    decoder.push(encoder.encode(np.zeros(960, np.float32))[0])
    last = decoder.pop(960)
    assert last is not None
    assert np.array_equal(last[:60], sound(960)[900:])
    assert not last[60:].any()
    assert decoder.pop(960) is None


def test_a_decoder_that_nobody_reads_keeps_two_seconds():
    encoder, decoder = FakeEncoder(8_000, 2), FakeDecoder(8_000, 2)
    for datagram in encoder.encode(sound(8_000 * 2 * 5)):
        decoder.push(datagram)
    assert len(decoder._waiting) == 8_000 * 2 * 2


@pytest.mark.parametrize("datagram", [b"", b"\x00", b"\x00" * 5, b"\xff" * 40, b"\x80\xbb\x00\x00\x01abc"])
def test_what_no_encoder_made_is_ignored(datagram: bytes):
    decoder = FakeDecoder(48_000, 1)
    decoder.push(datagram)
    assert decoder.pop(960) is None
