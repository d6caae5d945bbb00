"""Opus packets on their way out: what their datagrams say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError, ResourceExhaustedError
from odind.core.space.place import ORIGIN, Position
from odind.core.voice.desk import Desk
from odind.core.voice.lane_config import Overflow, SendBuffer
from odind.core.voice.notices import Drained, FlowControl, Flushed, MarkReached, Notice
from odind.core.voice.outgoing import Outgoing
from odind.core.voice.source import OpusSource
from odind.core.voice.speaker import Speaker
from odind.runtime.fake import FakeRuntime

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = (Position(3, 1.0, 2.0, 3.0),)
PACKET = b"\xfc packet"


class VoiceLinkToNowhere:
    """Sends nothing."""

    def send_voice(self, datagram: bytes) -> None:
        raise NotImplementedError

    def set_channel_masks(self, masks: Mapping[int, int]) -> None:
        raise NotImplementedError


class Booth:
    """A speaker of packets, and the datagrams that it sent, one list a tick."""

    def __init__(self) -> None:
        self.ticks: list[list[dict[str, object]]] = []
        self.heard: list[Notice] = []
        self.place: Sequence[Position] = ORIGIN
        runtime = FakeRuntime()
        desk = Desk(runtime, Outgoing(runtime, VoiceLinkToNowhere()))
        strip = desk.strip(48_000, 2, packets=True)
        self.source = OpusSource(self._write, lambda: self.place, strip, runtime.packet_decoder)
        self.speaker = Speaker(
            self.source, self._send, SendBuffer(1_000, overflow=Overflow.FAIL), self.heard.append
        )
        self._written: list[dict[str, object]] = []

    def _write(self, positions: Sequence[Position], opus: bytes | None = None, **fields: object) -> bytes:
        self._written.append({"positions": positions, "opus": opus, **fields})
        return bytes([len(self._written) - 1])

    def _send(self, datagram: bytes) -> None:
        self.ticks[-1].append(self._written[datagram[0]])

    def tick(self, count: int = 1) -> None:
        for _ in range(count):
            self.ticks.append([])
            self.speaker.tick(len(self.ticks))

    def say(self, *packets: bytes) -> None:
        self.speaker.push(b"", packets)

    def sent(self) -> list[dict[str, object]]:
        return [datagram for tick in self.ticks for datagram in tick]

    def field(self, name: str) -> list[int]:
        return [int(str(datagram[name])) for datagram in self.sent()]


def packets(count: int) -> list[bytes]:
    return [PACKET + bytes([number]) for number in range(count)]


def test_one_packet_goes_out_a_tick_just_as_it_came():
    booth = Booth()
    booth.say(*packets(3))
    booth.say(*packets(2))
    booth.tick(5)
    assert [[datagram["opus"] for datagram in tick] for tick in booth.ticks] == [
        [packet] for packet in packets(3) + packets(2)
    ]
    assert {datagram["last"] for datagram in booth.sent()} == {False}


def test_sequence_and_media_clock_count_from_anywhere_and_the_source_stays_the_same():
    booth = Booth()
    booth.say(*packets(10))
    booth.tick(10)
    sequences, clocks = booth.field("sequence"), booth.field("media_timestamp")
    assert [number - sequences[0] for number in sequences] == list(range(10))
    assert [clock - clocks[0] for clock in clocks] == [number * 1_800 for number in range(10)]
    assert len({datagram["ssrc"] for datagram in booth.sent()}) == 1


def test_a_talkspurt_ends_with_a_packet_that_says_nothing_and_is_marked():
    booth = Booth()
    booth.say(*packets(2))
    booth.tick(8)
    assert [len(tick) for tick in booth.ticks] == [1, 1, 1, 0, 0, 0, 0, 0]
    end = booth.sent()[-1]
    assert (end["opus"], end["last"]) == (b"\xfc", True)
    assert booth.speaker.silent
    sequences, clocks = booth.field("sequence"), booth.field("media_timestamp")
    assert (sequences[2] - sequences[0], clocks[2] - clocks[0]) == (2, 3_600)


@pytest.mark.parametrize(
    ("packet", "end"),
    [
        (b"\x03\x02xx", b"\x03\x02"),  # two frames of 10 ms with a count
        (b"\x03\xc2\x01xxxx", b"\x03\x02"),  # the same of two sizes and padded
        (b"\x01xx", b"\x01"),  # two frames of 10 ms and of one size
        (b"\x02\x01xxx", b"\x01"),  # and of two
        (b"\xfcx", b"\xfc"),
    ],
)
def test_the_ending_packet_is_as_long_as_the_one_before(packet: bytes, end: bytes):
    booth = Booth()
    booth.say(packet, packet)
    booth.tick(3)
    assert booth.sent()[-1]["opus"] == end


def test_the_media_clock_goes_on_in_silence_but_the_sequence_does_not():
    booth = Booth()
    booth.say(*packets(2))
    booth.tick(12)
    booth.say(*packets(2))
    booth.tick(2)
    sequences, clocks = booth.field("sequence"), booth.field("media_timestamp")
    assert [number - sequences[0] for number in sequences] == [0, 1, 2, 3, 4]
    assert [(clock - clocks[0]) // 1_800 for clock in clocks] == [0, 1, 2, 12, 13]


def test_an_empty_packet_is_twenty_milliseconds_of_silence():
    booth = Booth()
    booth.say(PACKET, b"", b"", PACKET)
    booth.tick(4)
    assert [[datagram["last"] for datagram in tick] for tick in booth.ticks] == [[False], [True], [], [False]]
    assert booth.speaker.spoken == 4 * 960
    assert booth.speaker.underruns == 0
    clocks = booth.field("media_timestamp")
    assert [(clock - clocks[0]) // 1_800 for clock in clocks] == [0, 1, 3]


def test_silence_alone_is_never_sent():
    booth = Booth()
    booth.say(b"", b"", b"")
    booth.tick(6)
    assert booth.sent() == []
    booth.speaker.finish()
    booth.tick()
    assert booth.heard[-1] == Drained(2_880, 0)


def test_a_packet_says_where_we_are_when_it_is_sent():
    booth = Booth()
    booth.say(PACKET, PACKET)
    booth.tick()
    booth.place = HERE
    booth.tick(2)
    assert [datagram["positions"] for datagram in booth.sent()] == [ORIGIN, HERE, HERE]


def test_packets_count_as_960_samples_in_all_that_is_told():
    booth = Booth()
    booth.say(*packets(5))
    booth.speaker.mark("five")
    booth.tick(3)
    booth.speaker.flush()
    assert booth.heard == [
        Flushed(2 * 960, 3 * 960),
        MarkReached("five", 5 * 960, flushed=True),
        FlowControl(48_000 + 5 * 960, queued_ms=0),
    ]
    with pytest.raises(ResourceExhaustedError) as caught:
        booth.say(*packets(51))
    assert caught.value.reason == "QUEUE_FULL"


def test_a_flush_and_a_pause_end_the_talkspurt():
    for interrupt in (lambda speaker: speaker.flush(), lambda speaker: speaker.pause(paused=True)):
        booth = Booth()
        booth.say(*packets(5))
        booth.tick(2)
        interrupt(booth.speaker)
        booth.tick(4)
        assert [datagram["last"] for datagram in booth.sent()] == [False, False, True]


def test_finishing_ends_the_talkspurt_and_then_drains():
    booth = Booth()
    booth.say(PACKET)
    booth.speaker.finish()
    booth.tick()
    assert booth.heard == []
    booth.tick(2)
    assert [datagram["last"] for datagram in booth.sent()] == [False, True]
    assert booth.heard == [Drained(960, 0)]


@pytest.mark.parametrize(
    ("pcm", "opus", "reason"),
    [
        (b"\0\0", [], "CHUNK_KIND_INVALID"),
        (b"\0\0", [PACKET], "CHUNK_KIND_INVALID"),
        (b"", [PACKET, b"\xf4 ten milliseconds"], "OPUS_INVALID"),
        (b"", [b"\xfc" + bytes(1_275)], "OPUS_INVALID"),
        (b"", [b"\xfc" + bytes(1_000)] * 524, "CHUNK_TOO_LARGE"),
    ],
)
def test_what_is_no_packet_of_twenty_milliseconds_is_refused_whole(
    pcm: bytes, opus: list[bytes], reason: str
):
    booth = Booth()
    with pytest.raises(InvalidArgumentError) as caught:
        booth.speaker.push(pcm, opus)
    assert caught.value.reason == reason
    assert booth.source.queued == 0


def test_there_is_no_echo_to_cancel_in_packets():
    with pytest.raises(InvalidArgumentError) as caught:
        Booth().speaker.reverse(b"\0\0")
    assert caught.value.reason == "CHUNK_KIND_INVALID"


@given(st.lists(st.one_of(st.just("tick"), st.booleans()), max_size=60))
def test_the_media_clock_is_the_tick_that_a_packet_was_sent_in(steps: list[str | bool]) -> None:
    booth = Booth()
    for step in steps:
        if step == "tick":
            booth.tick()
        elif booth.source.queued < 40 * 960:
            booth.say(PACKET if step else b"")
    booth.speaker.finish()
    booth.tick(50)
    stamped = [
        (number, int(str(datagram["media_timestamp"])))
        for number, tick in enumerate(booth.ticks)
        for datagram in tick
    ]
    assert len({clock - number * 1_800 for number, clock in stamped}) <= 1
    sequences = booth.field("sequence")
    assert [number - sequences[0] for number in sequences] == list(range(len(sequences)))
    if stamped:
        assert booth.sent()[-1]["last"]
