from __future__ import annotations

import asyncio

import pytest

from odind.clock import FakeClock
from odind.core.captions.line import EngineLine, for_engines
from odind.core.captions.ports import Heard, Hints
from odind.core.errors import InvalidArgumentError, ResourceExhaustedError, UnavailableError

from .fakes import FakeEngine, meanwhile, pitch, settle, tone

AWAY = UnavailableError("CAPTION_ENGINE_AWAY", "it is away")
HINTS = Hints("en", "odind")
VOICE = tone(1)


async def test_engines_get_16_khz_without_what_they_cannot_have():
    speech = await for_engines(tone(1, 440), FakeClock())
    assert len(speech) == 16_000
    assert pitch(speech) == 440
    above = await for_engines(tone(1, 12_000), FakeClock())
    assert abs(above[100:-100]).max() < 100


async def test_an_engine_that_fails_is_asked_again_after_a_pause():
    clock, engine = FakeClock(), FakeEngine()
    engine.says = [AWAY, AWAY, Heard("hello")]
    line = EngineLine(engine, clock)
    heard = await meanwhile(clock, 5, 5, work=line.ask(VOICE, HINTS))
    assert heard == Heard("hello")
    assert engine.heard == [HINTS] * 3
    assert (line.counts.asked, line.counts.failed) == (1, 0)


async def test_an_engine_that_stays_away_is_given_up_and_counted():
    clock, engine = FakeClock(), FakeEngine()
    engine.says = [AWAY] * 3
    line = EngineLine(engine, clock)
    assert await meanwhile(clock, 5, 5, work=line.ask(VOICE, HINTS)) is AWAY
    assert line.counts.failed == 1


async def test_what_an_engine_refuses_is_not_asked_again():
    engine = FakeEngine()
    engine.says = [InvalidArgumentError("CAPTIONS_REFUSED", "too long")]
    with pytest.raises(InvalidArgumentError):
        await EngineLine(engine, FakeClock()).ask(VOICE, HINTS)
    assert len(engine.heard) == 1


async def test_an_engine_that_hangs_is_left_after_its_time():
    clock, engine = FakeClock(), FakeEngine()
    engine.open.clear()
    line = EngineLine(engine, clock, patience_s=10)
    slow = await meanwhile(clock, *[10] * 6, work=line.ask(VOICE, HINTS))
    assert isinstance(slow, UnavailableError)
    assert slow.reason == "CAPTION_ENGINE_SLOW"
    assert line.idle


async def test_what_does_not_fit_is_refused_at_once_and_the_patient_wait():
    clock, engine = FakeClock(), FakeEngine()
    engine.open.clear()
    line = EngineLine(engine, clock, depth=2)
    async with asyncio.TaskGroup() as tasks:
        asking = [tasks.create_task(line.ask(VOICE, HINTS)) for _ in range(2)]
        await settle()
        with pytest.raises(ResourceExhaustedError, match="2 utterances wait"):
            await line.ask(VOICE, HINTS)
        asking.append(tasks.create_task(line.ask(VOICE, HINTS, patient=True)))
        await settle()
        assert (line.waiting, line.counts.dropped, line.idle) == (3, 1, False)
        clock.advance(3)
        engine.open.set()
    assert [one.result().text for one in asking] == ["440 hertz"] * 3
    assert (line.lag_s, line.waiting) == (3, 0)
