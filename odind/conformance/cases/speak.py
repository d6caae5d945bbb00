"""Speaking: credit, marks, flushes, pauses."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from odind.conformance.case import FaultError, expect, expect_equal
from odind.conformance.driver import DriverError

from .audio import OnBothWires, Voice, as_base64

if TYPE_CHECKING:
    from odind.conformance.stage import Stage

_BOTH: Final = OnBothWires("speak")
GROUPS: Final = _BOTH.groups
_WRITTEN: Final = 2_000
_LARGEST_CHUNK: Final = 512 * 1024


@_BOTH.case("started")
async def _started(stage: Stage) -> None:
    """The formats that the daemon filled in are told."""
    voice = await Voice.open(stage, send={})
    expect_equal(voice.started["send"]["sample_rate_hz"], 48_000, "the rate that is told")
    expect_equal(voice.lane.config.connection_id, "c-1", "connection_id of the config")
    expect(not voice.lane.config.HasField("receive"), "who only speaks must not ask to listen")


async def _keep_credit(chunk: int, capacity: int, samples: int, stage: Stage) -> None:
    voice = await Voice.open(stage, capacity=capacity, send={"sample_rate_hz": 8_000})
    writing = voice.write(samples, chunk=chunk)
    await voice.speak_until(writing, piece=capacity // 3)
    voice.judge_sound(samples)


for _chunk, _capacity, _samples in ((1, 240, 2_000), (160, 800, 16_000), (100_000, 4_800, 100_000)):
    _keep = partial(_keep_credit, _chunk, _capacity, _samples)
    _keep.__doc__ = f"A program that writes {_chunk} samples at a time never sends beyond its credit."
    _BOTH.case(f"credit-is-kept/{_chunk}")(_keep)


@_BOTH.case("credit-resumes")
async def _credit_resumes(stage: Stage) -> None:
    """A writer that has used up its credit waits, and goes on as far as new credit reaches."""
    voice = await Voice.open(stage, capacity=1_000, send={})
    writing = voice.write(3_000)
    await voice.until(lambda: voice.lane.is_full)
    await voice.ask("status")
    expect_equal(voice.lane.taken, 1_000, "the number of samples that were sent on a credit of 1,000")
    expect(not writing.is_over, "writing must wait while there is no credit")
    voice.lane.speak(500)
    await voice.until(lambda: voice.lane.is_full)
    expect_equal(voice.lane.taken, 1_500, "the number of samples that were sent on a credit of 1,500")
    await voice.speak_until(writing, piece=1_000)
    voice.judge_sound(3_000)


@_BOTH.case("credit-in-opus", "opus")
async def _opus(stage: Stage) -> None:
    """A packet of Opus costs 960 samples, and packets come as they were written."""
    voice = await Voice.open(stage, capacity=9_600, send={"sample_format": "SAMPLE_FORMAT_OPUS"})
    packets = [as_base64(bytes((0xFC, n))) for n in range(30)]
    await voice.speak_until(voice.control("write_opus", packets=packets), piece=1_920)
    expect_equal([as_base64(packet) for packet in voice.lane.packets], packets, "the packets")
    voice.judge_credit()


@_BOTH.case("credit-per-channel")
async def _stereo(stage: Stage) -> None:
    """Credit counts samples per channel: two channels of floats take eight bytes each."""
    layout = {"channels": 2, "sample_format": "SAMPLE_FORMAT_F32LE"}
    voice = await Voice.open(stage, capacity=1_000, send=layout)
    writing = voice.control("write", base64=as_base64(bytes(8 * 1_500)))
    await voice.until(lambda: voice.lane.is_full)
    expect_equal(len(voice.lane.sound), 8_000, "the bytes that were sent on a credit of 1,000")
    await voice.speak_until(writing, piece=1_000)
    voice.judge_credit()


@_BOTH.case("large-write-is-cut")
async def _large_write(stage: Stage) -> None:
    """A write beyond the largest chunk is cut into several."""
    voice = await Voice.open(stage, capacity=1_000_000, send={})
    await voice.write(700_000, chunk=700_000).result()
    await voice.ask("status")
    voice.judge_sound(700_000)
    expect(voice.lane.largest <= _LARGEST_CHUNK + 16, f"a chunk had {voice.lane.largest} bytes")


@_BOTH.case("half-sample")
async def _half_sample(stage: Stage) -> None:
    """Half a sample is refused, by the client or by the daemon; it is not swallowed."""
    voice = await Voice.open(stage, send={})
    try:
        await voice.ask("write", base64=as_base64(b"abc"))
        await voice.ask("status")
    except DriverError as error:
        expect_equal((error.code, error.reason), ("INVALID_ARGUMENT", "CHUNK_NOT_WHOLE"), "code and reason")
    else:
        raise FaultError("half a sample was neither refused by the client nor sent")


@_BOTH.case("marks-in-order")
async def _marks(stage: Stage) -> None:
    """A mark is reached when what was written before it is spoken, and not earlier."""
    voice = await Voice.open(stage, send={})
    await voice.write(1_000).result()
    first = voice.control("mark", name="first")
    await voice.until(lambda: "mark" in voice.lane.order)
    await voice.write(1_000, start=1_000).result()
    second = voice.control("mark", name="second")
    await voice.until(lambda: voice.lane.taken == _WRITTEN and voice.lane.order[-1] == "mark")
    voice.lane.speak(1_500)
    expect_equal((await first.result())["position"], "1000", "the position of the first mark")
    await voice.ask("status")
    expect(not second.is_over, "the second mark must not be reached yet")
    voice.lane.speak(500)
    expect_equal((await second.result())["position"], "2000", "the position of the second mark")


@_BOTH.case("marks-of-one-name")
async def _marks_of_one_name(stage: Stage) -> None:
    """Marks of the same name are told apart by their order."""
    voice = await Voice.open(stage, send={})
    marks = []
    for n in range(3):
        await voice.write(100, start=100 * n).result()
        marks.append(voice.control("mark", name="same"))
        await voice.until(lambda wanted=n: voice.lane.order.count("mark") == wanted + 1)  # type: ignore[misc]
    voice.lane.speak()
    positions = [(await mark.result())["position"] for mark in marks]
    expect_equal(positions, ["100", "200", "300"], "the positions")


@_BOTH.case("flush")
async def _flush(stage: Stage) -> None:
    """A flush tells how much it dropped, and reaches the marks that waited."""
    voice = await Voice.open(stage, send={})
    await voice.write(2_000).result()
    mark = voice.control("mark", name="end")
    await voice.until(lambda: "mark" in voice.lane.order)
    voice.lane.speak(500)
    flushed = await voice.ask("flush")
    expect_equal(
        (flushed["dropped_samples"], flushed["spoken_samples"]), ("1500", "500"), "dropped and spoken"
    )
    expect((await mark.result())["flushed"], "flushed of the mark must be true")


@_BOTH.case("flush-while-blocked")
async def _flush_while_blocked(stage: Stage) -> None:
    """A flush overtakes a writer that waits for credit, and gives it credit again."""
    voice = await Voice.open(stage, capacity=1_000, send={})
    writing = voice.write(1_800)
    await voice.until(lambda: voice.lane.is_full)
    flushed = await voice.ask("flush")
    expect_equal(flushed["dropped_samples"], "1000", "dropped samples")
    await writing.result()
    await voice.ask("status")
    voice.judge_sound(1_800)


@_BOTH.case("pause")
async def _pause(stage: Stage) -> None:
    """A pause holds what waits until it is resumed; the writer keeps to its credit meanwhile."""
    voice = await Voice.open(stage, capacity=1_000, send={})
    writing = voice.write(1_500)
    await voice.until(lambda: voice.lane.is_full)
    await voice.ask("pause")
    await voice.until(lambda: voice.lane.paused)
    voice.lane.speak(1_000)
    expect((await voice.ask("status"))["paused"], "paused of the status must be true")
    expect_equal(voice.lane.taken, 1_000, "the number of samples that were sent")
    await voice.ask("resume")
    await voice.until(lambda: not voice.lane.paused)
    await voice.speak_until(writing, piece=1_000)
    voice.judge_sound(1_500)


@_BOTH.case("status")
async def _status(stage: Stage) -> None:
    """What waits is told to who asks."""
    voice = await Voice.open(stage, send={})
    await voice.write(700).result()
    await voice.ask("status")
    voice.lane.speak(200)
    status = await voice.ask("status")
    expect_equal((status["queued_samples"], status["spoken_samples"]), ("500", "200"), "queued and spoken")


@_BOTH.case("two-at-once")
async def _two(stage: Stage) -> None:
    """A speaker without credit holds no other speaker back."""
    blocked = await Voice.open(stage, capacity=500, send={})
    writing = blocked.write(1_000)
    await blocked.until(lambda: blocked.lane.is_full)
    free = await Voice.open(stage, capacity=5_000, send={})
    await free.write(4_000).result()
    await free.ask("status")
    free.judge_sound(4_000)
    expect(not writing.is_over, "the speaker without credit must still wait")
