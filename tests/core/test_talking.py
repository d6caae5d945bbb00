"""Rooms: user data, messages and voice between connections."""

from __future__ import annotations

import asyncio
import math
from contextlib import ExitStack
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odind.core.audio_format import AudioFormat, SampleFormat
from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    OdindError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.events import MessageReceived, PeerChanged
from odind.core.listening import ReceiveMode
from odind.core.outbox import Drained, HeardFrame, HeardTick
from odind.core.payload import Json
from odind.runtime.fake import FakeEncoder

from .fakes import House, open_house, pcm16, speech, turns, waiting

if TYPE_CHECKING:
    from odind.core.events import ConnectionView
    from odind.core.media import AudioStream

MONO = AudioFormat()
FLOAT = AudioFormat(sample_format=SampleFormat.F32LE)
MIX, PER_PEER = ReceiveMode.MIX, ReceiveMode.PER_PEER


async def events_of(house: House, view: ConnectionView, *, after: Any) -> list[Any]:
    """What a connection sees of what `after` does; the daemon stops then."""
    with house.rooms.watch([view.connection_id]) as (_, events):
        after()
        await turns()
        house.rooms.stop()
        return [item.event async for item in events]


async def test_user_data_reaches_the_others_and_our_own_view():
    async with open_house() as house:
        anna, bert = await house.join("anna"), await house.join("bert")
        seen = await events_of(
            house, bert, after=lambda: house.rooms.update_user_data(anna.connection_id, Json('{"a": [1]}'))
        )
        (changed,) = seen
        assert isinstance(changed, PeerChanged)
        assert (changed.peer.user_id, changed.peer.user_data) == ("anna", Json('{"a":[1]}'))
        assert house.rooms.get(anna.connection_id).user_data == Json('{"a": [1]}')


async def test_a_message_to_all_reaches_the_others_of_the_room():
    async with open_house() as house:
        anna, bert = await house.join("anna"), await house.join("bert")
        stranger = await house.join("carl", "attic")
        with house.rooms.watch([]) as (_, events):
            house.rooms.send_message(anna.connection_id, b"\x00\xff", [])
            await turns()
            house.rooms.stop()
            seen = [(item.connection_id, item.event) async for item in events]
        assert seen == [(bert.connection_id, MessageReceived(anna.own_peer_id, "anna", b"\x00\xff"))]
        assert stranger.connection_id not in [connection_id for connection_id, _ in seen]


async def test_a_message_to_some_reaches_only_them():
    async with open_house() as house:
        anna, bert, carl = [await house.join(name) for name in ("anna", "bert", "carl")]
        with house.rooms.watch([]) as (_, events):
            house.rooms.send_message(anna.connection_id, Json("1"), [carl.own_peer_id])
            await turns()
            house.rooms.stop()
            assert [item.connection_id async for item in events] == [carl.connection_id]
        assert bert.room_id == carl.room_id


async def test_a_message_to_a_peer_that_is_not_there_reaches_nobody():
    async with open_house() as house:
        anna, bert = await house.join("anna"), await house.join("bert")

        def send() -> None:
            with pytest.raises(NotFoundError) as caught:
                house.rooms.send_message(anna.connection_id, b"x", [bert.own_peer_id, 4_711])
            assert caught.value.reason == "PEER_NOT_FOUND"
            assert caught.value.metadata == {"peer_id": "4711", "connection_id": anna.connection_id}

        assert await events_of(house, bert, after=send) == []


async def test_we_are_no_peer_of_our_own():
    async with open_house() as house:
        anna = await house.join("anna")
        with pytest.raises(NotFoundError, match="PEER_NOT_FOUND"):
            house.rooms.send_message(anna.connection_id, b"x", [anna.own_peer_id])


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
                    call()
            else:
                call()
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
                call()
            assert caught.value.reason == "CONNECTION_NOT_JOINED"
            assert caught.value.metadata == {"connection_id": anna.connection_id, "state": "reconnecting"}
        assert house.rooms.get(anna.connection_id).user_data == b""


# Voice


class Call:
    """Two people in one room: anna speaks, bert listens."""

    def __init__(self, house: House, stack: ExitStack) -> None:
        self.house = house
        self._stack = stack

    async def attach(
        self,
        user_id: str,
        send: AudioFormat | None = None,
        receive: AudioFormat | None = None,
        mode: ReceiveMode = PER_PEER,
    ) -> AudioStream:
        view = await self.house.join(user_id)
        return self._stack.enter_context(self.house.rooms.audio(view.connection_id, send, receive, mode))


def frames_of(stream: AudioStream) -> list[HeardFrame]:
    return [frame for tick in waiting(stream) for frame in tick.frames]


def pcm_of(stream: AudioStream) -> bytes:
    return b"".join(frame.pcm for frame in frames_of(stream))


async def test_what_one_says_the_other_hears_exactly():
    async with open_house() as house:
        with ExitStack() as stack:
            call = Call(house, stack)
            anna = await call.attach("anna", send=MONO)
            bert = await call.attach("bert", receive=MONO)
            sound = pcm16(speech(48_000 // 2))
            assert anna.speaker
            await anna.speaker.push(sound)
            anna.speaker.finish()
            await house.tick(30)
            assert pcm_of(bert) == sound
            heard = frames_of(bert)
            assert {frame.user_id for frame in heard} == {"anna"}
            assert [frame.sequence for frame in heard] == list(range(1, 26))
            steps = {b.room_sample - a.room_sample for a, b in pairwise(heard)}
            assert steps == {960}
            assert [item async for item in anna.outbox] == [Drained(24_000, 0)]


@settings(max_examples=25)
@given(
    st.sampled_from([8_000, 11_025, 16_000, 22_050, 44_100, 48_000]),
    st.integers(1, 2),
    st.sampled_from(SampleFormat),
    st.lists(st.integers(0, 5_000), min_size=1, max_size=10),
)
async def test_equal_layouts_at_both_ends_lose_no_sample(
    rate: int, channels: int, sample_format: SampleFormat, sizes: list[int]
) -> None:
    audio_format = AudioFormat(rate, channels, sample_format)
    async with open_house() as house:
        with ExitStack() as stack:
            call = Call(house, stack)
            anna = await call.attach("anna", send=audio_format)
            bert = await call.attach("bert", receive=audio_format, mode=MIX)
            speaker = anna.speaker
            assert speaker
            sound = speech(sum(sizes) * channels)

            async def talk() -> None:
                start = 0
                for size in sizes:
                    await speaker.push(audio_format.encode(sound[start : start + size * channels]))
                    start += size * channels
                speaker.finish()

            heard = bytearray()
            async with asyncio.TaskGroup() as tasks:
                talking = tasks.create_task(talk())
                while not (talking.done() and speaker.drained):
                    await house.tick()
                    while bert.outbox._ticks:
                        item = await anext(bert.outbox)
                        assert isinstance(item, HeardTick)
                        heard += item.frames[0].pcm
            await house.tick(4)
            heard += pcm_of(bert)
            samples = audio_format.decode(bytes(heard))
            assert np.array_equal(samples[samples != 0], sound)


@pytest.mark.parametrize(
    ("send", "receive"),
    [
        (AudioFormat(16_000), AudioFormat(44_100, 2, SampleFormat.F32LE)),
        (AudioFormat(48_000, 2), AudioFormat(8_000)),
        (AudioFormat(11_025), AudioFormat(192_000, 2)),
        (AudioFormat(48_000), AudioFormat(11_025)),
    ],
)
async def test_other_layouts_are_converted_and_take_the_same_time(send: AudioFormat, receive: AudioFormat):
    async with open_house(receive_buffer_ms=5_000) as house:
        with ExitStack() as stack:
            call = Call(house, stack)
            anna = await call.attach("anna", send=send)
            bert = await call.attach("bert", receive=receive)
            at = np.arange(send.sample_rate_hz) / send.sample_rate_hz
            tone = (0.5 * np.cos(2 * math.pi * 200 * at) + 0.001).astype(np.float32)
            assert anna.speaker
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(anna.speaker.push(send.encode(np.repeat(tone, send.channels))))
                await house.tick(60)
            heard = receive.decode(pcm_of(bert)).reshape(-1, receive.channels)
            assert len(heard) == receive.sample_rate_hz
            expected = np.interp(np.arange(len(heard)) / receive.sample_rate_hz, at, tone)
            assert np.abs(heard - expected[:, None]).max() < 0.05


async def test_a_mix_is_the_sum_of_all_others():
    async with open_house() as house:
        with ExitStack() as stack:
            call = Call(house, stack)
            anna = await call.attach("anna", send=FLOAT, receive=FLOAT, mode=MIX)
            bert = await call.attach("bert", send=FLOAT)
            carl = await call.attach("carl", receive=FLOAT, mode=MIX)
            sounds = speech(1_920, seed=1), speech(1_920, seed=2)
            for stream, sound in zip((anna, bert), sounds, strict=True):
                assert stream.speaker
                await stream.speaker.push(sound.tobytes())
            await house.tick(4)
            heard = FLOAT.decode(pcm_of(carl))
            assert np.array_equal(heard[heard != 0], sounds[0] + sounds[1])
            own = FLOAT.decode(pcm_of(anna))
            assert np.array_equal(own[own != 0], sounds[1])


async def test_voice_of_a_peer_that_left_is_heard_no_more():
    async with open_house() as house:
        with ExitStack() as stack:
            call = Call(house, stack)
            anna = await call.attach("anna", send=MONO)
            bert = await call.attach("bert", receive=MONO)
            assert anna.speaker
            await anna.speaker.push(pcm16(speech(4_800)))
            await house.tick(3)
            said = len(frames_of(bert))
            house.runtime.link("anna").dismiss()
            await turns()
            await house.tick(5)
            assert said == len(frames_of(bert)) == 2


async def test_voice_of_a_peer_that_was_never_announced_is_ignored():
    async with open_house() as house:
        with ExitStack() as stack:
            bert = await Call(house, stack).attach("bert", receive=MONO)
            (connection,) = house.rooms._connections.values()
            connection.voice(4_711, FakeEncoder(48_000, 1).encode(speech(960))[0])
            await house.tick(2)
            assert frames_of(bert) == []


async def test_decoders_do_not_outlive_a_lost_link():
    async with open_house() as house:
        with ExitStack() as stack:
            call = Call(house, stack)
            anna = await call.attach("anna", send=MONO)
            bert = await call.attach("bert", receive=MONO)
            assert anna.speaker
            await anna.speaker.push(pcm16(speech(9_600)))
            await house.tick(3)
            house.runtime.link("bert").lose()
            await turns()
            await house.tick(2)
            (bert_connection,) = [
                c for c in house.rooms._connections.values() if c.state.view.user_id == "bert"
            ]
            (ear,) = bert_connection.media._ears.values()
            assert not ear._voices
            house.runtime.link("bert").enter()
            await turns()
            await house.tick(3)
            assert [frame.sequence for frame in frames_of(bert)] == [1, 2, 1, 2]


async def test_ticks_are_wanted_only_while_somebody_speaks_or_listens():
    async with open_house() as house:
        anna = await house.join("anna")
        assert not await house.tick()
        assert house.clock.woken == 0
        with house.rooms.audio(anna.connection_id, MONO, None, MIX):
            assert house.clock.woken == 1
            assert await house.tick()
        assert await house.tick()
        assert not await house.tick()


@pytest.mark.parametrize(
    ("directions", "kind", "reason"),
    [
        ((None, None), InvalidArgumentError, "DIRECTION_MISSING"),
        ((MONO, None), AlreadyExistsError, "SENDER_EXISTS"),
    ],
)
async def test_a_stream_that_cannot_be_is_refused_and_leaves_no_trace(
    directions: Any, kind: type[OdindError], reason: str
):
    async with open_house(max_audio_streams=2) as house:
        anna = await house.join("anna")
        with house.rooms.audio(anna.connection_id, MONO, None, MIX):
            for _ in range(3):
                with pytest.raises(kind) as caught:
                    house.rooms.audio(anna.connection_id, *directions, MIX).__enter__()
                assert caught.value.reason == reason
            with house.rooms.audio(anna.connection_id, None, MONO, MIX):
                pass


async def test_one_stream_too_many_is_refused_until_another_ends():
    async with open_house(max_audio_streams=1) as house:
        anna, bert = await house.join("anna"), await house.join("bert")
        with house.rooms.audio(anna.connection_id, None, MONO, MIX):
            with pytest.raises(ResourceExhaustedError) as caught:
                house.rooms.audio(bert.connection_id, None, MONO, MIX).__enter__()
            assert caught.value.reason == "TOO_MANY_STREAMS"
        with house.rooms.audio(bert.connection_id, None, MONO, MIX):
            pass


@pytest.mark.parametrize(
    ("end", "detail"),
    [
        ("leave", "left by us"),
        ("kick", "we were kicked"),
        ("give up", "no answer"),
    ],
)
async def test_a_stream_ends_with_its_connection_and_is_told_why(end: str, detail: str):
    async with open_house() as house:
        anna = await house.join("anna")
        with house.rooms.audio(anna.connection_id, MONO, MONO, MIX) as stream:
            assert stream.speaker
            await stream.speaker.push(pcm16(speech(4_800)))
            match end:
                case "leave":
                    await house.rooms.leave(anna.connection_id)
                case "kick":
                    house.runtime.link("anna").dismiss(detail)
                case _:
                    house.runtime.link("anna").close(UnavailableError("SERVER_UNREACHABLE", detail))
            await turns()
            with pytest.raises(FailedPreconditionError) as caught:
                await anext(stream.outbox)
        assert caught.value.reason == "CONNECTION_LEFT"
        assert caught.value.metadata == {"connection_id": anna.connection_id, "detail": detail}
        assert not await house.tick()


async def test_a_stream_outlives_a_reconnect():
    async with open_house() as house:
        with ExitStack() as stack:
            call = Call(house, stack)
            anna = await call.attach("anna", send=MONO)
            bert = await call.attach("bert", receive=MONO)
            house.runtime.link("anna").lose()
            await house.tick(2)
            house.runtime.link("anna").enter()
            assert anna.speaker
            await anna.speaker.push(pcm16(speech(1_920)))
            await house.tick(4)
            assert pcm_of(bert) == pcm16(speech(1_920))


async def test_stopping_ends_streams_and_refuses_new_ones():
    async with open_house() as house:
        anna = await house.join("anna")
        with house.rooms.audio(anna.connection_id, MONO, MONO, MIX) as stream:
            house.rooms.stop()
            with pytest.raises(UnavailableError, match="DAEMON_STOPPING"):
                await anext(stream.outbox)
            with pytest.raises(UnavailableError, match="DAEMON_STOPPING"):
                house.rooms.audio(anna.connection_id, None, MONO, MIX).__enter__()
        assert not await house.tick()


async def test_a_full_send_buffer_lets_go_when_the_connection_ends():
    async with open_house(send_buffer_ms=20) as house, asyncio.TaskGroup() as tasks:
        anna = await house.join("anna")
        with house.rooms.audio(anna.connection_id, MONO, None, MIX) as stream:
            assert stream.speaker
            pushing = tasks.create_task(stream.speaker.push(pcm16(speech(9_600))))
            await turns()
            assert not pushing.done()
            await house.rooms.leave(anna.connection_id)
            await turns()
            assert pushing.done()
