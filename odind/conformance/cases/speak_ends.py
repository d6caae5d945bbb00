"""How speaking ends: drained, given up, refused, left, lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.conformance.case import expect, expect_equal
from odind.conformance.stage import refusal_of

from .audio import OF_TOMORROW, OnBothWires, Voice

if TYPE_CHECKING:
    from odind.conformance.stage import Stage

_BOTH: Final = OnBothWires("speak")
GROUPS: Final = _BOTH.groups


@_BOTH.case("drain")
async def _drain(stage: Stage) -> None:
    """Who drains waits until everything was spoken."""
    voice = await Voice.open(stage, send={})
    await voice.write(1_000).result()
    draining = voice.control("drain")
    await voice.until(lambda: voice.lane.finished)
    voice.lane.speak(999)
    expect(not draining.is_over, "draining must wait for the last sample")
    voice.lane.speak(1)
    expect_equal((await draining.result())["samples"], "1000", "the samples that were spoken")
    voice.judge_sound(1_000)


@_BOTH.case("close-drops")
async def _close(stage: Stage) -> None:
    """Who closes gives up what waits, at once."""
    voice = await Voice.open(stage, send={})
    await voice.write(1_000).result()
    await voice.ask("status")
    await voice.ask("close")
    await voice.call.result()
    await voice.until(lambda: voice.at_daemon.broken_off)
    expect("finish" not in voice.lane.order, "closing must not wait for what is left")


@_BOTH.case("sender-exists")
async def _sender_exists(stage: Stage) -> None:
    """A refused connection is told with reason and metadata."""
    await stage.connect()
    error = await stage.refusal("audio", connection_id="c-refused", send={})
    expect_equal((error.code, error.reason), ("ALREADY_EXISTS", "SENDER_EXISTS"), "code and reason")
    expect_equal(error.metadata, {"connection_id": "c-refused"}, "metadata")


async def _blocked(stage: Stage) -> Voice:
    """Return a voice that has used up its credit."""
    return await Voice.open(stage, capacity=1_000, send={})


@_BOTH.case("left-while-blocked")
async def _left(stage: Stage) -> None:
    """A writer that waits is told when its connection was left."""
    voice = await _blocked(stage)
    writing = voice.write(2_000)
    await voice.until(lambda: voice.lane.is_full)
    voice.lane.end("FAILED_PRECONDITION", "CONNECTION_LEFT", "left by us", connection_id="c-1")
    error = await refusal_of(writing)
    expect_equal((error.code, error.reason), ("FAILED_PRECONDITION", "CONNECTION_LEFT"), "code and reason")


@_BOTH.case("worker-lost")
async def _worker_lost(stage: Stage) -> None:
    """A writer that waits is told when the worker was lost; attaching again works."""
    voice = await _blocked(stage)
    writing = voice.write(2_000)
    await voice.until(lambda: voice.lane.is_full)
    voice.lane.end("UNAVAILABLE", "WORKER_LOST", "the worker was lost", connection_id="c-1")
    error = await refusal_of(writing)
    expect_equal((error.code, error.reason), ("UNAVAILABLE", "WORKER_LOST"), "code and reason")
    again = await Voice.open(stage, send={})
    await again.write(500).result()
    await again.ask("status")
    again.judge_sound(500)


@_BOTH.case("mark-of-the-lost")
async def _mark_of_the_lost(stage: Stage) -> None:
    """Who waits for a mark is told why it is never reached."""
    voice = await Voice.open(stage, send={})
    await voice.write(1_000).result()
    mark = voice.control("mark", name="never")
    await voice.until(lambda: "mark" in voice.lane.order)
    voice.lane.end("UNAVAILABLE", "WORKER_LOST", "the worker was lost", connection_id="c-1")
    error = await refusal_of(mark)
    expect_equal(error.reason, "WORKER_LOST", "reason")
    expect_equal(error.metadata, {"connection_id": "c-1"}, "metadata")


@_BOTH.case("unknown-answer")
async def _unknown_answer(stage: Stage) -> None:
    """What a newer daemon says beside what is known is skipped."""
    voice = await _blocked(stage)
    writing = voice.write(1_500)
    await voice.until(lambda: voice.lane.is_full)
    voice.at_daemon.say_bytes(OF_TOMORROW)
    await voice.speak_until(writing, piece=1_000)
    voice.judge_sound(1_500)


@_BOTH.case("draining-daemon")
async def _draining(stage: Stage) -> None:
    """That the daemon will stop disturbs nobody who speaks."""
    voice = await _blocked(stage)
    writing = voice.write(1_500)
    await voice.until(lambda: voice.lane.is_full)
    voice.at_daemon.say(daemon_draining={})
    await voice.speak_until(writing, piece=1_000)
    voice.judge_sound(1_500)
