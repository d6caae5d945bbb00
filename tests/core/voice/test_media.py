"""Media between a link that records and the codecs of the fake runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from odind.core.errors import (
    AlreadyExistsError,
    InvalidArgumentError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.call import AudioCall
from odind.core.voice.events import MediaAdded, MediaRemoved, SpeakingStarted, SpeakingStopped
from odind.core.voice.hearing import Listening
from odind.core.voice.lane_config import LaneConfig, Overflow, ReceiveMode, Reception, SendBuffer
from odind.core.voice.media import Media
from odind.core.voice.notices import Drained, LaneEnded
from odind.core.voice.outbox import Gap
from odind.runtime.fake import FakeRuntime
from odind.runtime.fake_codecs import FakeDecoder, FakeEncoder, FakeVoice, decode_voice
from tests.core.fakes import frames_of, notices_of, pcm16, speech, ticks_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from odind.core.rooms.events import RoomEvent
    from odind.core.sound.samples import Samples
    from odind.core.values.payload import Payload
    from odind.core.voice.lane import Lane
    from odind.core.voice.speaker import Speaker

FIRST_TICK = 500
MONO = AudioFormat()
FLOAT = AudioFormat(sample_format=SampleFormat.F32LE)
OPUS = AudioFormat(sample_format=SampleFormat.OPUS)
MIX, PER_PEER = ReceiveMode.MIX, ReceiveMode.PER_PEER


class FakeLink:
    """Writes down what is asked of it."""

    def __init__(self) -> None:
        self.voice: list[bytes] = []
        self.hearing: list[bool] = []

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        raise NotImplementedError

    def set_user_data(self, user_data: Payload) -> None:
        raise NotImplementedError

    def send_voice(self, datagram: bytes) -> None:
        self.voice.append(datagram)

    def set_channel_masks(self, masks: Mapping[int, int]) -> None:
        self.hearing.append(masks != {0: 0})

    async def aclose(self) -> None:
        raise NotImplementedError


class CountingRuntime(FakeRuntime):
    """Remembers the layouts that decoders were made for."""

    def __init__(self) -> None:
        super().__init__()
        self.decoders: list[tuple[int, int]] = []

    def decoder(self, sample_rate_hz: int, channels: int) -> FakeDecoder:
        self.decoders.append((sample_rate_hz, channels))
        return super().decoder(sample_rate_hz, channels)


class Studio:
    """Media with everything around it."""

    def __init__(self) -> None:
        self.link = FakeLink()
        self.runtime = CountingRuntime()
        self.events: list[RoomEvent] = []
        self.next_tick = FIRST_TICK
        self.own_peer_id = 9
        self.media = Media(
            self.runtime,
            self.link,
            FIRST_TICK,
            lambda peer_id: f"user {peer_id}",
            self.events.append,
            own_peer_id=lambda: self.own_peer_id,
        )
        self._encoders: dict[int, FakeEncoder] = {}

    def call(self, capacity: int = 5) -> AudioCall:
        call = AudioCall(capacity, self._open_lane)
        call.outbox.resize(1_000_000)
        return call

    def _open_lane(self, call: AudioCall, number: int, config: LaneConfig) -> Lane:
        return self.media.open_lane(call, number, config, self.next_tick)

    def attach(
        self,
        send: AudioFormat | None = None,
        receive: AudioFormat | None = None,
        mode: ReceiveMode = PER_PEER,
        call: AudioCall | None = None,
        *,
        exclusive: bool = False,
        own_voice: bool = False,
    ) -> AudioCall:
        """A call of one lane, or one lane more of a call."""
        reception = Reception(receive, mode, own_voice=own_voice) if receive else None
        call = call or self.call()
        call.attach(LaneConfig("c1", send, SendBuffer(), reception, exclusive))
        return call

    def tick(self, count: int = 1) -> None:
        for _ in range(count):
            self.media.speak(self.next_tick)
            self.media.hear(self.next_tick)
            self.next_tick += 1

    def say(self, peer_id: int, samples: Samples) -> None:
        """Let a peer's voice arrive, from one encoder each."""
        encoder = self._encoders.setdefault(peer_id, FakeEncoder(48_000, 1, ssrc=peer_id))
        for datagram in encoder.encode(samples):
            self.take(peer_id, datagram)

    def take(self, peer_id: int, datagram: bytes) -> None:
        self.media.take_voice(decode_voice(datagram).packet(peer_id, datagram))

    def set_peer(self, peer_id: int, **changes: float | bool) -> None:
        self.media.apply_listening(self.media.listening.updated({peer_id: changes}))

    def heard(self) -> list[tuple[int, bool]]:
        """Who began (True) or ended (False) to speak; take it."""
        told = [
            (event.peer_id, isinstance(event, SpeakingStarted))
            for event in self.events
            if isinstance(event, SpeakingStarted | SpeakingStopped)
        ]
        self.events.clear()
        return told


def lane_of(call: AudioCall, number: int = 0) -> Lane:
    lane = call.lane(number)
    assert lane
    return lane


def speaker_of(call: AudioCall, lane: int = 0) -> Speaker:
    speaker = lane_of(call, lane).speaker
    assert speaker
    return speaker


def sent(studio: Studio) -> list[FakeVoice]:
    return [decode_voice(datagram) for datagram in studio.link.voice]


# Lanes


def test_nothing_attached_needs_no_tick():
    studio = Studio()
    assert studio.media.idle
    call = studio.attach(receive=MONO)
    assert not studio.media.idle
    call.close(abandon=True)
    assert studio.media.idle


def test_voice_is_asked_for_with_the_first_listener_and_declined_with_the_last():
    studio = Studio()
    speaker = studio.attach(send=MONO)
    assert studio.link.hearing == []
    first, second = studio.attach(receive=MONO), studio.attach(receive=OPUS)
    first.close(abandon=True)
    assert studio.link.hearing == [True]
    second.close(abandon=True)
    speaker.close(abandon=True)
    assert studio.link.hearing == [True, False]


def test_listeners_of_one_layout_share_decoders_whatever_their_sample_format():
    studio = Studio()
    sound = speech(960)
    calls = [
        studio.attach(receive=MONO),
        studio.attach(receive=FLOAT),
        studio.attach(receive=AudioFormat(16_000)),
    ]
    studio.say(1, sound)
    studio.tick()
    assert sorted(studio.runtime.decoders) == [(16_000, 1), (48_000, 1)]
    first, second, third = (frames_of(call)[0].pcm for call in calls)
    assert first == pcm16(sound)
    assert second == sound.tobytes()
    assert len(third) == 640


def test_packets_that_are_passed_through_need_no_decoder():
    studio = Studio()
    call = studio.attach(receive=OPUS)
    studio.say(1, speech(960))
    studio.tick()
    assert [frame.opus for frame in frames_of(call)] == [speech(960).tobytes()]
    assert studio.runtime.decoders == []


def test_a_listener_that_goes_takes_no_decoder_from_another():
    studio = Studio()
    first, second = studio.attach(receive=MONO), studio.attach(receive=MONO)
    studio.say(1, speech(1_920))
    studio.tick()
    first.close(abandon=True)
    studio.tick()
    assert [frame.peer_id for frame in frames_of(second)] == [1, 1]
    assert len(studio.runtime.decoders) == 1


def test_voice_that_nobody_listens_to_costs_nothing_and_tells_nothing():
    studio = Studio()
    studio.attach(send=MONO)
    studio.say(1, speech(960))
    assert studio.runtime.decoders == []
    assert studio.heard() == []


def test_positions_begin_where_the_connection_began():
    studio = Studio()
    studio.tick(25)
    call = studio.attach(receive=MONO, mode=MIX)
    assert call.lane(0).room_tick == 25
    studio.tick(2)
    assert [frame.room_sample for frame in frames_of(call)] == [25 * 960, 26 * 960]


def test_a_slow_listener_loses_the_oldest_ticks_and_disturbs_nobody():
    studio = Studio()
    slow, patient = studio.attach(receive=MONO, mode=MIX, call=studio.call(5)), studio.call(50)
    studio.attach(receive=MONO, mode=MIX, call=patient)
    studio.tick(12)
    assert [frame.sequence for frame in frames_of(slow)] == [8, 9, 10, 11, 12]
    assert [frame.sequence for frame in frames_of(patient)] == list(range(1, 13))


def test_a_peer_that_is_gone_is_heard_no_more_and_counts_anew():
    studio = Studio()
    call = studio.attach(receive=MONO)
    studio.say(1, speech(1_920))
    studio.tick()
    studio.set_peer(1, gain_db=-20.0)
    studio.media.forget_peer(1)
    studio.media.drop_settings(1)
    studio.tick()
    studio.say(1, speech(960))
    studio.tick()
    assert [frame.sequence for frame in frames_of(call)] == [1, 1]
    assert [frame.media_id for frame in frames_of(call)] == [1, 2]
    assert frames_of(call)[1].pcm == pcm16(speech(960))


def test_after_a_stall_what_is_heard_is_live():
    studio = Studio()
    call = studio.attach(receive=MONO)
    studio.say(1, speech(9_600))
    studio.tick()
    studio.next_tick += 60
    studio.tick()
    fresh = speech(960, seed=2)
    studio.say(1, fresh)
    studio.tick()
    assert [frame.pcm for frame in frames_of(call)[1:]] == [pcm16(fresh)]


# Our own voice


@pytest.mark.parametrize("rate_hz", [48_000, 16_000])
def test_a_lane_that_wants_to_hears_us_among_the_others_as_the_peer_that_we_are(rate_hz: int):
    studio = Studio()
    both, without = [
        studio.attach(receive=AudioFormat(rate_hz), mode=MIX | PER_PEER, own_voice=own)
        for own in (True, False)
    ]
    speaker = studio.attach(send=FLOAT)
    speaker_of(speaker).push(speech(2_880).tobytes())
    for _ in range(3):
        studio.say(1, speech(960, seed=2))
        studio.tick()
    peers = [{frame.peer_id for frame in frames_of(call)} for call in (both, without)]
    assert peers == [{0, 1, 9}, {0, 1}]
    heard = {frame.peer_id: np.frombuffer(frame.pcm, "<i2").astype(int) for frame in frames_of(both)}
    assert np.abs(heard[0] - heard[1] - heard[9]).max() <= 2
    assert {frame.user_id for frame in frames_of(both) if frame.peer_id == 9} == {"user 9"}


def test_packets_of_ours_are_passed_through_as_they_were_sent():
    studio = Studio()
    call = studio.attach(receive=OPUS, own_voice=True)
    speaker_of(studio.attach(send=OPUS)).push(b"", [b"\xfc1", b"\xfc2"])
    studio.tick(2)
    assert [(frame.peer_id, frame.opus) for frame in frames_of(call)] == [(9, b"\xfc1"), (9, b"\xfc2")]
    assert studio.runtime.decoders == []


def test_while_we_are_nobody_in_the_room_nobody_hears_us():
    studio = Studio()
    studio.own_peer_id = 0
    call = studio.attach(receive=MONO, own_voice=True)
    speaker_of(studio.attach(send=MONO)).push(pcm16(speech(2_880)))
    studio.tick(3)
    assert frames_of(call) == []


def test_our_voice_is_decoded_for_as_long_as_somebody_hears_it():
    studio = Studio()
    call = studio.attach(receive=MONO, own_voice=True)
    speaker_of(studio.attach(send=FLOAT)).push(speech(9_600).tobytes())
    studio.tick()
    assert len(studio.runtime.decoders) == 1
    call.close(abandon=True)
    studio.tick()
    studio.attach(receive=MONO)
    studio.tick()
    assert len(studio.runtime.decoders) == 1


# Speaking


def test_what_is_said_is_sent_frame_by_frame():
    studio = Studio()
    call = studio.attach(send=FLOAT)
    sound = np.concatenate((speech(2_879), np.zeros(1, np.float32)))
    speaker_of(call).push(sound.tobytes())
    studio.tick(4)
    assert b"".join(voice.samples for voice in sent(studio)) == sound.tobytes()


def test_packets_are_sent_as_they_came():
    studio = Studio()
    call = studio.attach(send=OPUS)
    speaker_of(call).push(b"", [b"\xfc1", b"\xfc2"])
    studio.tick(3)
    assert [(voice.opus, voice.last) for voice in sent(studio)] == [
        (b"\xfc1", False),
        (b"\xfc2", False),
        (b"\xfc", True),
    ]


@pytest.mark.parametrize("second", [MONO, OPUS])
def test_beside_an_exclusive_sender_another_is_refused_and_leaves_no_trace(second: AudioFormat):
    studio = Studio()
    first = studio.attach(send=MONO, exclusive=True)
    for call in (None, first):
        with pytest.raises(AlreadyExistsError) as caught:
            studio.attach(send=second, receive=MONO, call=call)
        assert caught.value.reason == "SENDER_EXISTS"
    assert studio.link.hearing == []
    assert studio.media.attached == 1
    first.close(abandon=True)
    studio.attach(send=second)


def test_a_sender_that_has_said_all_makes_room_for_another():
    studio = Studio()
    call = studio.attach(send=MONO, receive=MONO)
    speaker_of(call).push(pcm16(speech(1_920)))
    call.finish()
    studio.tick(5)
    assert notices_of(call) == [(0, Drained(1_920, 0))]
    studio.attach(send=MONO)


async def test_a_call_that_only_sends_ends_when_all_is_said():
    studio = Studio()
    call = studio.attach(send=MONO)
    call.finish()
    studio.tick()
    assert notices_of(call) == [(0, Drained(0, 0))]
    assert [item async for item in call.outbox] == []
    assert studio.media.idle


def test_what_is_asked_of_a_lane_that_is_drained_is_answered():
    studio = Studio()
    call = studio.attach(send=MONO, receive=MONO)
    call.finish()
    studio.tick()
    notices_of(call)
    speaker = call.lane(0).require_speaker()
    speaker.flush()
    speaker.status()
    speaker.pause(paused=True)
    speaker.finish()
    assert len(notices_of(call)) == 2
    with pytest.raises(InvalidArgumentError) as caught:
        speaker.push(b"\0\0")
    assert caught.value.reason == "LANE_FINISHED"


def test_a_sender_that_goes_ends_its_speech_and_nothing_is_left():
    studio = Studio()
    call = studio.attach(send=MONO)
    speaker_of(call).push(pcm16(speech(9_600)))
    studio.tick(2)
    call.close(abandon=True)
    assert not studio.media.idle
    studio.tick(3)
    assert studio.media.idle
    loud = [voice.samples for voice in sent(studio)]
    assert b"".join(loud[:2]) == speech(1_920).tobytes()
    assert len(loud) == 4  # the ramp into silence and the end follow
    assert loud[3] == b""


def test_a_new_sender_takes_the_word_from_one_that_is_gone():
    studio = Studio()
    first = studio.attach(send=MONO)
    speaker_of(first).push(pcm16(speech(9_600)))
    studio.tick(2)
    first.close(abandon=True)
    second = studio.attach(send=MONO)
    second.close(abandon=True)
    studio.tick()
    assert studio.media.idle


def test_who_was_given_nothing_to_say_lets_another_speak_at_once():
    studio = Studio()
    studio.attach(send=FLOAT).close(abandon=False)
    speaker_of(studio.attach(send=MONO)).push(b"\1\0" * 960)
    studio.tick(3)
    assert sent(studio)


def test_a_last_word_that_is_not_given_up_is_said_before_another_may_speak_alone():
    studio = Studio()
    first = studio.attach(send=FLOAT)
    speaker_of(first).push(speech(9_600).tobytes())
    speaker_of(first).pause(paused=True)
    studio.tick(2)
    first.close(abandon=False)
    with pytest.raises(AlreadyExistsError) as caught:
        studio.attach(send=MONO, exclusive=True)
    assert caught.value.reason == "SENDER_EXISTS"
    listening = studio.attach(receive=MONO)
    studio.tick(10)
    assert b"".join(voice.samples for voice in sent(studio)[:10]) == speech(9_600).tobytes()
    studio.tick(3)
    listening.close(abandon=True)
    assert studio.media.idle
    studio.attach(send=MONO, exclusive=True)


async def test_what_overflows_ends_the_call_and_all_that_was_accepted_is_said():
    studio = Studio()
    call = studio.call()
    call.attach(LaneConfig("c1", FLOAT, SendBuffer(overflow=Overflow.FAIL), None))
    notices_of(call)
    sound = speech(48_000)
    for _ in range(21):
        await call.push(0, sound.tobytes())
    with pytest.raises(ResourceExhaustedError, match="QUEUE_FULL"):
        await anext(call.outbox)
    studio.tick(1_003)
    assert studio.media.idle
    said = b"".join(voice.samples for voice in sent(studio)[:1_000])
    assert said == sound.tobytes() * 20


# Speaking events


def test_speech_of_others_is_told_with_its_end():
    studio = Studio()
    studio.attach(receive=MONO)
    studio.say(1, speech(1_920))
    assert studio.events == [MediaAdded(1, "user 1", 1), SpeakingStarted(1, "user 1", 1)]
    studio.tick(3)
    studio.say(1, np.zeros(960, np.float32))
    assert studio.heard() == [(1, True), (1, False)]
    studio.tick(30)
    assert studio.heard() == []


def test_speech_that_ends_without_a_word_is_told_later():
    studio = Studio()
    studio.attach(receive=OPUS)
    studio.say(1, speech(960))
    studio.tick(11)
    assert studio.heard() == [(1, True)]
    studio.tick()
    assert studio.heard() == [(1, False)]


def test_our_own_speech_is_told_as_peer_0():
    studio = Studio()
    call = studio.attach(send=MONO)
    studio.tick(3)
    speaker_of(call).push(pcm16(speech(1_920)))
    studio.tick(2)
    assert studio.events == [SpeakingStarted(0, "")]
    studio.tick(3)
    assert studio.heard() == [(0, True), (0, False)]
    assert len([voice for voice in sent(studio) if voice.last]) == 1


@pytest.mark.parametrize("abandon", [True, False])
def test_our_own_speech_ends_with_the_last_word(abandon: bool):  # noqa: FBT001 - pytest's
    studio = Studio()
    call = studio.attach(send=OPUS)
    speaker_of(call).push(b"", [b"\xfc"] * 4)
    studio.tick(2)
    call.close(abandon=abandon)
    while not studio.media.idle:
        studio.tick()
    assert studio.heard() == [(0, True), (0, False)]


def test_when_nobody_listens_any_more_nobody_is_said_to_speak():
    studio = Studio()
    call = studio.attach(receive=MONO)
    studio.say(1, speech(960))
    call.close(abandon=True)
    assert studio.heard() == [(1, True), (1, False)]
    studio.say(1, speech(960))
    assert studio.heard() == []


def test_the_end_of_a_connection_says_enough():
    studio = Studio()
    studio.attach(receive=MONO)
    studio.say(1, speech(960))
    studio.heard()
    studio.media.end(UnavailableError("GONE", "gone"))
    assert studio.heard() == []


# How peers are heard


@pytest.mark.parametrize("gain_db", [-60.0, -20.0, -6.0, 0.0, 6.0])
def test_a_gain_changes_one_peer_on_its_own_and_in_the_mix(gain_db: float):
    studio = Studio()
    apart = studio.attach(receive=FLOAT)
    mixed = studio.attach(receive=FLOAT, mode=MIX)
    studio.set_peer(1, gain_db=gain_db)
    studio.say(1, np.full(960, 0.1, np.float32))
    studio.say(2, np.full(960, 0.2, np.float32))
    studio.tick()
    one, two = (FLOAT.decode(frame.pcm)[0] for frame in frames_of(apart))
    assert one == pytest.approx(0.1 * 10 ** (gain_db / 20), rel=1e-6)
    assert two == np.float32(0.2)
    assert FLOAT.decode(frames_of(mixed)[0].pcm)[0] == pytest.approx(one + two)


def test_a_gain_beyond_full_scale_is_clipped():
    studio = Studio()
    call = studio.attach(receive=MONO)
    studio.set_peer(1, gain_db=24.0)
    studio.say(1, np.full(960, 0.5, np.float32))
    studio.tick()
    assert frames_of(call)[0].pcm == np.full(960, 32_767, "<i2").tobytes()


@pytest.mark.parametrize("gain_db", [-60.1, 24.1, float("nan"), float("inf"), float("-inf")])
def test_a_gain_out_of_range_is_refused_and_changes_nothing(gain_db: float):
    studio = Studio()
    with pytest.raises(InvalidArgumentError) as caught:
        studio.set_peer(1, gain_db=gain_db)
    assert caught.value.reason == "GAIN_INVALID"
    assert studio.media.listening == Listening()


def test_what_is_not_said_of_a_peer_stays():
    studio = Studio()
    studio.set_peer(1, gain_db=-6.0)
    studio.set_peer(1, muted=True)
    hearing = studio.media.listening.peers[1]
    assert (hearing.gain_db, hearing.muted, hearing.paused) == (-6.0, True, False)


@pytest.mark.parametrize("receive", [FLOAT, OPUS])
def test_one_that_is_muted_is_heard_by_no_lane_and_again_from_the_next_frame(receive: AudioFormat):
    studio = Studio()
    call = studio.attach(receive=receive, call=studio.call(50))
    changes: list[dict[str, Any]] = [{"muted": True}, {"muted": False}]
    heard = []
    for change in [{}, *changes]:
        studio.set_peer(1, **change)
        before = len(frames_of(call))
        for _ in range(3):
            studio.say(1, speech(960))
            studio.say(2, speech(960))
            studio.tick()
        heard.append([f.peer_id for f in frames_of(call)[before:] if f.gap is Gap.NONE])
    assert heard == [[1, 2] * 3, [2] * 3, [1, 2] * 3]


def test_the_deaf_ask_for_nothing_and_hear_nothing():
    studio = Studio()
    mixed = studio.attach(receive=MONO, mode=MIX)
    apart = studio.attach(receive=MONO)
    packets = studio.attach(receive=OPUS)
    studio.media.apply_listening(Listening(deafened=True))
    assert studio.link.hearing == [True, False]
    studio.say(1, speech(1_920))
    studio.tick(2)
    assert [frame.pcm for frame in frames_of(mixed)] == [bytes(1_920)] * 2
    assert frames_of(apart) == frames_of(packets) == []
    assert studio.heard() == []
    studio.media.apply_listening(Listening())
    assert studio.link.hearing == [True, False, True]
    studio.say(1, speech(960, seed=2))
    studio.tick()
    assert frames_of(apart)[-1].pcm == pcm16(speech(960, seed=2))


def test_the_deaf_stay_deaf_whoever_comes_and_goes():
    studio = Studio()
    studio.media.apply_listening(Listening(deafened=True))
    call = studio.attach(receive=MONO)
    studio.attach(receive=OPUS)
    call.close(abandon=True)
    assert studio.link.hearing == []


# The end


async def test_the_end_of_the_connection_ends_every_call_that_has_no_other():
    studio = Studio()
    calls = [studio.attach(send=MONO, receive=MONO), studio.attach(receive=OPUS)]
    studio.say(1, speech(960))
    studio.tick()
    studio.media.end(UnavailableError("GONE", "gone"))
    for call in calls:
        with pytest.raises(UnavailableError, match="GONE"):
            await anext(call.outbox)
        assert not lane_of(call).live
        call.close(abandon=True)
    assert studio.media.idle
    assert studio.link.hearing == [True, False]


async def test_two_lanes_of_one_connection_end_one_after_the_other():
    studio = Studio()
    call = studio.attach(send=MONO)
    studio.attach(receive=MONO, call=call)
    error = UnavailableError("GONE", "gone {where}", where="away")
    studio.media.end(error)
    assert notices_of(call) == [(0, LaneEnded(error))]
    with pytest.raises(UnavailableError, match="GONE"):
        await anext(call.outbox)


# Ten minutes


@pytest.mark.parametrize("rate", [48_000, 44_100, 11_025])
def test_recordings_that_began_at_different_times_stay_together_for_ten_minutes(rate: int):
    """Both peers make the same click now and then; both recordings must have it at the same place."""
    studio = Studio()
    receive = AudioFormat(rate, 1, SampleFormat.F32LE)
    click = np.zeros(960, np.float32)
    click[300:310] = 0.9
    places: dict[int, list[int]] = {1: [], 2: []}
    first = studio.attach(receive=receive)
    second: AudioCall | None = None
    for tick in range(30_000):
        if tick == 777:
            second = studio.attach(receive=receive)
        if tick % 100 == 50:
            studio.say(1, click)
            studio.say(2, click)
            studio.say(1, np.zeros(960, np.float32))
            studio.say(2, np.zeros(960, np.float32))
        studio.tick()
        for peer_id, call in ((1, first), (2, second)):
            for heard in [] if call is None else ticks_of(call):
                for frame in heard.frames:
                    loud = np.flatnonzero(receive.decode(frame.pcm) > 0.4)
                    if frame.peer_id == peer_id and len(loud):
                        places[peer_id].append(frame.room_sample + int(loud[0]))
            if call:
                call.outbox._ticks.clear()
    early = places[1][-len(places[2]) :]
    assert len(places[2]) == 292
    assert max(abs(one - two) for one, two in zip(early, places[2], strict=True)) <= 1
    expected = [(tick * 960 + 300) * rate / 48_000 for tick in range(850, 30_000, 100)]
    assert max(abs(one - place) for one, place in zip(expected, places[2], strict=True)) <= 2


def test_sources_come_and_go_while_somebody_listens():
    studio = Studio()
    lane = studio.attach(receive=MONO)
    studio.say(1, speech(960))
    studio.tick(30)
    lane.close(abandon=True)
    assert studio.events == [
        MediaAdded(1, "user 1", 1),
        SpeakingStarted(1, "user 1", 1),
        SpeakingStopped(1, "user 1", 1),
        MediaRemoved(1, "user 1", 1),
    ]


def test_a_reset_decodes_peers_anew():
    studio = Studio()
    studio.attach(receive=MONO)
    for peer_id in (1, 2):
        studio.say(peer_id, speech(960))
    studio.tick()
    ears = list(studio.media._ears.values())
    before = dict(ears[0]._voices)
    studio.media.reset((1,))
    studio.say(1, speech(960))
    assert ears[0]._voices[1] is not before[1]
    assert ears[0]._voices[2] is before[2]
    studio.media.reset(())
    assert ears[0].peer_ids == ()
