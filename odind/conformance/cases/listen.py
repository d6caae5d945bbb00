"""Listening: frames as they are, what was dropped, and how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from odind.conformance.case import expect, expect_equal
from odind.conformance.driver import DriverError
from odind.conformance.sound import digest, sawtooth
from odind.v1.audio_pb2 import GAP_KIND_LOSS, GAP_KIND_SILENCE, AudioFrame, LaneEnded

from .audio import OF_TOMORROW, OnBothWires, Voice, as_base64

if TYPE_CHECKING:
    from odind.conformance.driver import Call
    from odind.conformance.stage import Stage

_BOTH: Final = OnBothWires("listen")
GROUPS: Final = _BOTH.groups
_FRAME: Final = 960
_UNREAD: Final = 700
_LARGEST: Final = 2**64 - 1


def _frame(number: int, **fields: Any) -> AudioFrame:
    return AudioFrame(sequence=number, pcm=sawtooth(_FRAME, _FRAME * number), **fields)


def _judge_frame(frame: dict[str, Any], number: int) -> None:
    expect_equal(frame["sequence"], str(number), "the sequence of a frame")
    expect_equal(frame["sha256"], digest(sawtooth(_FRAME, _FRAME * number)), f"the sound of frame {number}")


async def _listening(stage: Stage, **arguments: Any) -> Voice:
    return await Voice.open(stage, receive={}, **arguments)


async def _frames(reading: Call) -> list[dict[str, Any]]:
    frames: list[dict[str, Any]] = (await reading.result())["frames"]
    return frames


@_BOTH.case("started")
async def _started(stage: Stage) -> None:
    """Who only listens does not ask to speak, and is told the formats."""
    voice = await _listening(stage)
    expect_equal(voice.started["receive"]["sample_rate_hz"], 48_000, "the rate that is told")
    expect(not voice.lane.config.HasField("send"), "who only listens must not ask to speak")


@_BOTH.case("frames")
async def _as_they_are(stage: Stage) -> None:
    """Frames come bit by bit as they were sent, in their order."""
    voice = await _listening(stage)
    for number in range(1, 6):
        voice.at_daemon.heard(_frame(number))
    for number, frame in enumerate(await _frames(voice.control("read", frames=5)), 1):
        _judge_frame(frame, number)


@_BOTH.case("frames-of-one-message")
async def _of_one_message(stage: Stage) -> None:
    """A message with the frames of several peers gives all of them."""
    voice = await _listening(stage, mode="RECEIVE_MODE_PER_PEER")
    expect_equal(voice.lane.config.receive_mode, 2, "receive_mode of the config")
    heard = [_frame(1, peer_id=7, user_id="Änne"), _frame(9, peer_id=2**32 - 1, user_id="bob")]
    voice.at_daemon.heard(*heard)
    frames = await _frames(voice.control("read", frames=2))
    told = [(frame["peer_id"], frame["user_id"], frame["sequence"]) for frame in frames]
    expect_equal(told, [(7, "Änne", "1"), (2**32 - 1, "bob", "9")], "peers, users and sequences")


@_BOTH.case("sequence-of-64-bits", "u64")
async def _sequence(stage: Stage) -> None:
    """A sequence has 64 bits."""
    voice = await _listening(stage)
    voice.at_daemon.heard(_frame(_LARGEST))
    frames = await _frames(voice.control("read", frames=1))
    expect_equal(frames[0]["sequence"], str(_LARGEST), "the sequence")


@_BOTH.case("opus-gaps", "opus")
async def _opus(stage: Stage) -> None:
    """Packets come as they are, and what is missing says why."""
    voice = await Voice.open(
        stage, receive={"sample_format": "SAMPLE_FORMAT_OPUS"}, mode="RECEIVE_MODE_PER_PEER"
    )
    packet = AudioFrame(peer_id=1, sequence=1, opus=b"\xfc\x01")
    loss = AudioFrame(peer_id=1, sequence=2, gap=GAP_KIND_LOSS)
    silence = AudioFrame(peer_id=1, sequence=3, gap=GAP_KIND_SILENCE)
    voice.at_daemon.heard(packet, loss, silence)
    frames = await _frames(voice.control("read", frames=3))
    told = [(frame["opus"], frame["gap"]) for frame in frames]
    wanted = [
        (as_base64(b"\xfc\x01"), "GAP_KIND_UNSPECIFIED"),
        ("", "GAP_KIND_LOSS"),
        ("", "GAP_KIND_SILENCE"),
    ]
    expect_equal(told, wanted, "packets and gaps")


@_BOTH.case("dropped-is-told")
async def _dropped(stage: Stage) -> None:
    """That the daemon dropped messages is passed on."""
    voice = await _listening(stage)
    voice.at_daemon.heard(_frame(4), dropped=3)
    frames = await _frames(voice.control("read", frames=1))
    expect_equal(frames[0]["dropped"], 3, "dropped of the frame")


@_BOTH.case("unknown-answer")
async def _unknown(stage: Stage) -> None:
    """What a newer daemon says beside what is known is skipped."""
    voice = await _listening(stage)
    voice.at_daemon.say_bytes(OF_TOMORROW)
    voice.at_daemon.heard(_frame(1))
    frames = await _frames(voice.control("read", frames=1))
    _judge_frame(frames[0], 1)


@_BOTH.case("ends-when-left")
async def _left(stage: Stage) -> None:
    """Who leaves has heard what there was, and no error."""
    voice = await _listening(stage)
    voice.at_daemon.heard(_frame(1))
    voice.lane.end("FAILED_PRECONDITION", "CONNECTION_LEFT", "left by us", connection_id="c-1")
    result = await voice.ask("read", frames=5)
    expect_equal((len(result["frames"]), result["ended"]), (1, True), "the frames, and whether it ended")


@_BOTH.case("ends-with-reason")
async def _ends_with_reason(stage: Stage) -> None:
    """A call that fails gives what came before, and then the error."""
    voice = await _listening(stage)
    voice.at_daemon.heard(_frame(1))
    ended = LaneEnded(code="UNAVAILABLE", reason="DAEMON_STOPPING", detail="the daemon stops")
    voice.at_daemon.end(ended)
    frames = await _frames(voice.control("read", frames=1))
    _judge_frame(frames[0], 1)
    error = await stage.refusal("control", call=voice.call.number, do="read", frames=1)
    expect_equal((error.code, error.reason), ("UNAVAILABLE", "DAEMON_STOPPING"), "code and reason")


@_BOTH.case("unread-frames-hold-no-credit-back", "speak")
async def _unread(stage: Stage) -> None:
    """Who speaks and does not read what is heard still gets credit; reading goes on with the newest."""
    voice = await Voice.open(stage, capacity=1_000, send={}, receive={})
    writing = voice.write(2_000)
    for number in range(1, _UNREAD + 1):
        voice.at_daemon.heard(_frame(number))
    await voice.speak_until(writing, piece=500)
    voice.judge_sound(2_000)
    frames = await _frames(voice.control("read", frames=1))
    number = int(frames[0]["sequence"])
    expect_equal(frames[0]["dropped"], number - 1, f"what was dropped before frame {number}")


@_BOTH.case("close")
async def _close(stage: Stage) -> None:
    """Who closes is gone at the daemon, too."""
    voice = await _listening(stage)
    reading = voice.control("read", frames=1)
    await voice.ask("close")
    await voice.until(lambda: voice.at_daemon.broken_off)
    try:
        expect_equal((await reading.result())["frames"], [], "what a reader gets whose call is closed")
    except DriverError as error:
        expect(error.code in ("UNAVAILABLE", "CANCELLED"), f"the reader must hear of the end, not {error}")
