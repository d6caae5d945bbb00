"""Rooms: user data, messages and voice between connections."""

from __future__ import annotations

import math
from contextlib import ExitStack, asynccontextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    OdindError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.rooms.events import ConnectionLeft, MessageReceived, PeerChanged, PeerLeft
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.space.place import ORIGIN
from odind.core.values.payload import Json
from odind.core.voice.events import MediaAdded, MediaRemoved, SpeakingStarted, SpeakingStopped
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from odind.core.voice.notices import Drained
from odind.core.voice.outbox import Gap
from odind.core.voice.ports import VoicePacket
from odind.runtime.fake_codecs import FakeEncoder
from tests.core.fakes import House, frames_of, notices_of, open_house, pcm16, speech, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.rooms.events import ConnectionView
    from odind.core.voice.call import AudioCall

MONO = AudioFormat()
FLOAT = AudioFormat(sample_format=SampleFormat.F32LE)
OPUS = AudioFormat(sample_format=SampleFormat.OPUS)
MIX, PER_PEER = ReceiveMode.MIX, ReceiveMode.PER_PEER


async def events_of(house: House, view: ConnectionView, *, after: Any) -> list[Any]:
    """What a connection sees of what `after` does; the daemon stops then."""
    async with house.watch([view.connection_id]) as (_, events):
        await after()
        await turns()
        house.stop()
        return [item.event async for item in events]


async def test_user_data_reaches_the_others_and_our_own_view():
    async with open_house() as house:
        anna, bert = await house.join("anna"), await house.join("bert")
        seen = await events_of(
            house,
            bert,
            after=lambda: house.rooms.update_user_data(anna.connection_id, Json('{"a": [1]}')),
        )
        (changed,) = seen
        assert isinstance(changed, PeerChanged)
        assert (changed.peer.user_id, changed.peer.user_data) == ("anna", Json('{"a":[1]}'))
        assert house.rooms.get(anna.connection_id).user_data == Json('{"a": [1]}')


async def test_a_message_to_all_reaches_the_others_of_the_room():
    async with open_house() as house:
        anna, bert = await house.join("anna"), await house.join("bert")
        stranger = await house.join("carl", "attic")
        async with house.watch([]) as (_, events):
            await house.rooms.send_message(anna.connection_id, b"\x00\xff", [])
            await turns()
            house.stop()
            seen = [(item.subject, item.event) async for item in events]
        assert seen == [(bert.connection_id, MessageReceived(anna.own_peer_id, "anna", b"\x00\xff"))]
        assert stranger.connection_id not in [connection_id for connection_id, _ in seen]


async def test_a_message_to_some_reaches_only_them():
    async with open_house() as house:
        anna, bert, carl = [await house.join(name) for name in ("anna", "bert", "carl")]
        async with house.watch([]) as (_, events):
            await house.rooms.send_message(anna.connection_id, Json("1"), [carl.own_peer_id])
            await turns()
            house.stop()
            assert [item.subject async for item in events] == [carl.connection_id]
        assert bert.room_id == carl.room_id


async def test_a_message_to_a_peer_that_is_not_there_reaches_nobody():
    async with open_house() as house:
        anna, bert = await house.join("anna"), await house.join("bert")

        async def send() -> None:
            with pytest.raises(NotFoundError) as caught:
                await house.rooms.send_message(anna.connection_id, b"x", [bert.own_peer_id, 4_711])
            assert caught.value.reason == "PEER_NOT_FOUND"
            assert caught.value.metadata == {"peer_id": "4711", "connection_id": anna.connection_id}

        assert await events_of(house, bert, after=send) == []


async def test_we_are_no_peer_of_our_own():
    async with open_house() as house:
        anna = await house.join("anna")
        with pytest.raises(NotFoundError, match="PEER_NOT_FOUND"):
            await house.rooms.send_message(anna.connection_id, b"x", [anna.own_peer_id])


@pytest.mark.parametrize(
    ("payload", "reasons"),
    [
        (Json("{"), ("PAYLOAD_NOT_JSON", "PAYLOAD_NOT_JSON")),
        (b"x" * 11, ("USER_DATA_TOO_LARGE", None)),
        (b"x" * 21, ("USER_DATA_TOO_LARGE", "MESSAGE_TOO_LARGE")),
    ],
)
async def test_payloads_that_cannot_be_sent_are_refused(payload: Any, reasons: tuple[str, str | None]):
    async with open_house(max_user_data_bytes=10, max_message_bytes=20) as house:
        anna = await house.join("anna")
        calls = (
            lambda: house.rooms.update_user_data(anna.connection_id, payload),
            lambda: house.rooms.send_message(anna.connection_id, payload, []),
        )
        for call, reason in zip(calls, reasons, strict=True):
            if reason:
                with pytest.raises(InvalidArgumentError, match=reason):
                    await call()
            else:
                await call()
        assert house.rooms.get(anna.connection_id).user_data == b""


async def test_nothing_is_sent_while_the_connection_is_restored():
    async with open_house() as house:
        anna = await house.join("anna")
        house.runtime.link("anna").lose()
        await turns()
        for call in (
            lambda: house.rooms.update_user_data(anna.connection_id, b"x"),
            lambda: house.rooms.send_message(anna.connection_id, b"x", []),
        ):
            with pytest.raises(FailedPreconditionError) as caught:
                await call()
            assert caught.value.reason == "CONNECTION_NOT_JOINED"
            assert caught.value.metadata == {"connection_id": anna.connection_id, "state": "reconnecting"}
        assert house.rooms.get(anna.connection_id).user_data == b""


# Voice


class Stage:
    """Calls of people in one room, closed at the end of the block."""

    def __init__(self, house: House, stack: ExitStack) -> None:
        self.house = house
        self._stack = stack

    async def attach(
        self,
        user_id: str,
        send: AudioFormat | None = None,
        receive: AudioFormat | None = None,
        mode: ReceiveMode = PER_PEER,
    ) -> AudioCall:
        view = await self.house.join(user_id)
        return self.attach_to(view, send, receive, mode)

    def attach_to(
        self,
        view: ConnectionView,
        send: AudioFormat | None = None,
        receive: AudioFormat | None = None,
        mode: ReceiveMode = PER_PEER,
        *,
        exclusive: bool = False,
    ) -> AudioCall:
        call = self._stack.enter_context(self.house.host.audio_call())
        reception = Reception(receive, mode) if receive else None
        call.attach(LaneConfig(view.connection_id, send, SendBuffer(), reception, exclusive))
        return call


@asynccontextmanager
async def open_stage(**limits: int) -> AsyncIterator[Stage]:
    async with open_house(**limits) as house:
        with ExitStack() as stack:
            yield Stage(house, stack)


def say(call: AudioCall, pcm: bytes) -> None:
    speaker = call.lane(0).speaker
    assert speaker
    speaker.push(pcm)


def pcm_of(call: AudioCall) -> bytes:
    return b"".join(frame.pcm for frame in frames_of(call))


async def test_what_one_says_the_other_hears_exactly():
    async with open_stage() as stage:
        anna = await stage.attach("anna", send=MONO)
        bert = await stage.attach("bert", receive=MONO)
        sound = pcm16(speech(48_000 // 2))
        say(anna, sound)
        anna.finish()
        await stage.house.tick(30)
        heard = frames_of(bert)
        assert pcm_of(bert)[: len(sound)] == sound
        assert {frame.user_id for frame in heard} == {"anna"}
        assert [frame.sequence for frame in heard] == list(range(1, len(heard) + 1))
        assert {b.room_sample - a.room_sample for a, b in pairwise(heard)} == {960}
        assert notices_of(anna) == [(0, Drained(24_000, 0))]


@settings(max_examples=25)
@given(
    st.sampled_from([8_000, 11_025, 16_000, 22_050, 44_100, 48_000]),
    st.integers(1, 2),
    st.sampled_from([SampleFormat.S16LE, SampleFormat.F32LE]),
    st.lists(st.integers(0, 5_000), min_size=1, max_size=10),
)
async def test_equal_layouts_at_both_ends_lose_no_sample(
    rate: int, channels: int, sample_format: SampleFormat, sizes: list[int]
) -> None:
    audio_format = AudioFormat(rate, channels, sample_format)
    async with open_stage(receive_buffer_ms=20_000) as stage:
        anna = await stage.attach("anna", send=audio_format)
        bert = await stage.attach("bert", receive=audio_format, mode=MIX)
        sound = speech(sum(sizes) * channels)
        start = 0
        for size in sizes:
            say(anna, audio_format.encode(sound[start : start + size * channels]))
            start += size * channels
        anna.finish()
        while not notices_of(anna):
            await stage.house.tick()
        await stage.house.tick(4)
        samples = audio_format.decode(pcm_of(bert))
        heard = samples[samples != 0]
        assert np.array_equal(heard[: len(sound)], sound)
        assert len(heard) - len(sound) <= 0.005 * rate * channels


@pytest.mark.parametrize(
    ("send", "receive"),
    [
        (AudioFormat(16_000), AudioFormat(44_100, 2, SampleFormat.F32LE)),
        (AudioFormat(48_000, 2), AudioFormat(8_000)),
        (AudioFormat(11_025), AudioFormat(192_000, 2)),
    ],
)
async def test_other_layouts_are_converted_and_take_the_same_time(send: AudioFormat, receive: AudioFormat):
    async with open_stage(receive_buffer_ms=5_000) as stage:
        anna = await stage.attach("anna", send=send)
        bert = await stage.attach("bert", receive=receive)
        at = np.arange(send.sample_rate_hz) / send.sample_rate_hz
        tone = (0.5 * np.cos(2 * math.pi * 200 * at) + 0.001).astype(np.float32)
        say(anna, send.encode(np.repeat(tone, send.channels)))
        await stage.house.tick(60)
        heard = receive.decode(pcm_of(bert)).reshape(-1, receive.channels)[: receive.sample_rate_hz]
        assert len(heard) == receive.sample_rate_hz
        expected = np.interp(np.arange(len(heard)) / receive.sample_rate_hz, at, tone)
        assert np.abs(heard - expected[:, None]).max() < 0.05


async def test_a_mix_is_the_sum_of_all_others():
    async with open_stage() as stage:
        anna = await stage.attach("anna", send=FLOAT, receive=FLOAT, mode=MIX)
        bert = await stage.attach("bert", send=FLOAT)
        carl = await stage.attach("carl", receive=FLOAT, mode=MIX)
        sounds = speech(1_920, seed=1), speech(1_920, seed=2)
        for call, sound in zip((anna, bert), sounds, strict=True):
            say(call, sound.tobytes())
        await stage.house.tick(4)
        heard, own = (FLOAT.decode(pcm_of(call)) for call in (carl, anna))
        assert np.array_equal(heard[heard != 0][:1_920], sounds[0] + sounds[1])
        assert np.array_equal(own[own != 0][:1_920], sounds[1])


async def test_packets_reach_the_others_as_they_were_sent():
    async with open_stage() as stage:
        anna = await stage.attach("anna", send=OPUS)
        bert = await stage.attach("bert", receive=OPUS)
        packets = [b"\xfc" + bytes([number]) for number in range(10)]
        speaker = anna.lane(0).speaker
        assert speaker
        speaker.push(b"", packets)
        await stage.house.tick(15)
        frames = frames_of(bert)
        assert [frame.opus for frame in frames] == [*packets, b"\xfc", b""]
        assert frames[-1].gap is Gap.SILENCE
        assert {b.room_sample - a.room_sample for a, b in pairwise(frames)} == {960}


async def test_voice_of_a_peer_that_left_is_heard_no_more():
    async with open_stage() as stage:
        anna = await stage.attach("anna", send=MONO)
        bert = await stage.attach("bert", receive=MONO)
        say(anna, pcm16(speech(4_800)))
        await stage.house.tick(3)
        said = len(frames_of(bert))
        stage.house.runtime.link("anna").dismiss()
        await turns()
        await stage.house.tick(5)
        assert said == len(frames_of(bert)) == 2


async def test_voice_of_a_peer_that_was_never_announced_is_ignored():
    async with open_stage() as stage:
        bert = await stage.attach("bert", receive=MONO)
        (connection,) = stage.house.host._connections.values()
        datagram = FakeEncoder(48_000, 1).encode(speech(960))[0]
        connection.voice(VoicePacket(4_711, datagram, ORIGIN, b"opus"))
        await stage.house.tick(2)
        assert frames_of(bert) == []


async def test_decoders_do_not_outlive_a_lost_link():
    async with open_stage() as stage:
        anna = await stage.attach("anna", send=MONO)
        bert = await stage.attach("bert", receive=MONO)
        say(anna, pcm16(speech(9_600)))
        await stage.house.tick(3)
        stage.house.runtime.link("bert").lose()
        await turns()
        await stage.house.tick(2)
        media = {one.state.view.user_id: one.media for one in stage.house.host._connections.values()}
        (ear,) = media["bert"]._ears.values()
        assert not ear._voices
        stage.house.runtime.link("bert").enter()
        await turns()
        await stage.house.tick(3)
        assert [frame.sequence for frame in frames_of(bert)] == [1, 2, 1, 2]


async def test_ticks_are_wanted_only_while_somebody_speaks_or_listens():
    async with open_stage() as stage:
        anna = await stage.house.join("anna")
        assert not await stage.house.tick()
        assert stage.house.clock.woken == 0
        call = stage.attach_to(anna, send=MONO)
        assert stage.house.clock.woken == 1
        assert await stage.house.tick()
        call.close(abandon=True)
        assert await stage.house.tick()
        assert not await stage.house.tick()


@pytest.mark.parametrize(
    ("send", "kind", "reason"),
    [
        (None, InvalidArgumentError, "DIRECTION_MISSING"),
        (MONO, AlreadyExistsError, "SENDER_EXISTS"),
    ],
)
async def test_a_call_that_cannot_be_is_refused_and_leaves_no_trace(
    send: AudioFormat | None, kind: type[OdindError], reason: str
):
    async with open_stage(max_audio_streams=2) as stage:
        anna = await stage.house.join("anna")
        stage.attach_to(anna, send=MONO)
        for _ in range(3):
            with pytest.raises(kind) as caught:
                stage.attach_to(anna, send=send, exclusive=True)
            assert caught.value.reason == reason
        stage.attach_to(anna, receive=MONO)


async def test_one_stream_too_many_is_refused_until_another_ends():
    async with open_stage(max_audio_streams=1) as stage:
        anna, bert = await stage.house.join("anna"), await stage.house.join("bert")
        first = stage.attach_to(anna, receive=MONO)
        with pytest.raises(ResourceExhaustedError) as caught:
            stage.attach_to(bert, receive=MONO)
        assert caught.value.reason == "TOO_MANY_STREAMS"
        first.close(abandon=True)
        stage.attach_to(bert, receive=MONO)


@pytest.mark.parametrize(
    ("end", "detail"),
    [
        ("kick", "we were kicked"),
        ("give up", "no answer"),
    ],
)
async def test_a_call_ends_with_its_connection_and_is_told_why(end: str, detail: str):
    async with open_stage() as stage:
        anna = await stage.house.join("anna")
        call = stage.attach_to(anna, send=MONO, receive=MONO)
        say(call, pcm16(speech(4_800)))
        link = stage.house.runtime.link("anna")
        if end == "kick":
            link.dismiss(detail)
        else:
            link.close(UnavailableError("SERVER_UNREACHABLE", detail))
        await turns()
        with pytest.raises(FailedPreconditionError) as caught:
            await anext(call.outbox)
        assert caught.value.reason == "CONNECTION_LEFT"
        assert caught.value.metadata == {"connection_id": anna.connection_id, "detail": detail}
        assert not await stage.house.tick()


async def test_a_call_outlives_a_reconnect():
    async with open_stage() as stage:
        anna = await stage.attach("anna", send=MONO)
        bert = await stage.attach("bert", receive=MONO)
        stage.house.runtime.link("anna").lose()
        await stage.house.tick(2)
        stage.house.runtime.link("anna").enter()
        say(anna, pcm16(speech(1_920)))
        await stage.house.tick(4)
        assert pcm_of(bert)[:3_840] == pcm16(speech(1_920))


async def test_stopping_ends_calls_and_refuses_new_ones():
    async with open_stage() as stage:
        anna = await stage.house.join("anna")
        call = stage.attach_to(anna, send=MONO, receive=MONO)
        stage.house.stop()
        with pytest.raises(UnavailableError, match="DAEMON_STOPPING"):
            await anext(call.outbox)
        with pytest.raises(UnavailableError, match="DAEMON_STOPPING"):
            stage.attach_to(anna, receive=MONO)
        assert not await stage.house.tick()


# Listening and speaking, as watchers see it


async def test_watchers_see_who_speaks_in_the_order_it_happened():
    async with open_stage() as stage:
        house = stage.house
        anna = await stage.attach("anna", send=MONO)
        bert = await house.join("bert")
        stage.attach_to(bert, receive=MONO)
        async with house.watch([bert.connection_id]) as (_, events):
            say(anna, pcm16(speech(1_920)))
            await house.tick(6)
            house.runtime.link("anna").dismiss()
            await turns()
            house.stop()
            seen = [item.event async for item in events]
        peer_id = seen[0].peer_id
        media_id = seen[0].media_id
        assert seen[:3] == [
            MediaAdded(peer_id, "anna", media_id),
            SpeakingStarted(peer_id, "anna", media_id),
            SpeakingStopped(peer_id, "anna", media_id),
        ]
        assert [type(event) for event in seen[3:]] == [PeerLeft, MediaRemoved]


async def test_nothing_is_told_of_a_connection_that_has_left():
    async with open_stage() as stage:
        house = stage.house
        anna = await stage.attach("anna", send=MONO)
        bert = await house.join("bert")
        stage.attach_to(bert, receive=MONO)
        say(anna, pcm16(speech(9_600)))
        await house.tick(3)
        async with house.watch([]) as (_, events):
            await house.rooms.leave(bert.connection_id)
            house.stop()
            seen = [item.event async for item in events if item.subject == bert.connection_id]
        assert [type(event) for event in seen] == [ConnectionLeft]


async def test_listening_changes_of_a_peer_are_all_made_or_none():
    async with open_stage() as stage:
        anna, bert = await stage.house.join("anna"), await stage.house.join("bert")
        update = stage.house.controls.update_listening
        for peers, reason in (
            ({bert.own_peer_id: {"muted": True}, 4_711: {"muted": True}}, "PEER_NOT_FOUND"),
            ({bert.own_peer_id: {"muted": True, "gain_db": 99.0}}, "GAIN_INVALID"),
        ):
            with pytest.raises(OdindError) as caught:
                await update(anna.connection_id, deafened=True, peers=peers)
            assert caught.value.reason == reason
        listening = await update(anna.connection_id, deafened=None, peers={})
        assert (listening.deafened, listening.peers) == (False, {})
        with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
            await update("c0", deafened=True, peers={})


async def test_what_is_said_of_a_peer_is_forgotten_when_it_leaves():
    async with open_stage() as stage:
        anna, bert = await stage.house.join("anna"), await stage.house.join("bert")
        listening = await stage.house.controls.update_listening(
            anna.connection_id, deafened=None, peers={bert.own_peer_id: {"muted": True}}
        )
        assert list(listening.peers) == [bert.own_peer_id]
        await stage.house.rooms.leave(bert.connection_id)
        await turns()
        assert stage.house.controls.settings(anna.connection_id).listening.peers == {}
        assert stage.house.host.find(anna.connection_id).media.listening.peers == {}
