"""When the gateway counts as answering, and when it is dialled."""

from __future__ import annotations

from contextlib import suppress

from odind.clock import FakeClock
from odind.core.errors import NotFoundError, OdindError, UnavailableError
from odind.core.health.checks import CheckState
from odind.core.health.gateway import GatewayWatch
from odind.core.rooms.outcomes import JoinOutcomes
from tests.core.fakes import open_daemon

OURS = "gateway.example"


class Dialled:
    """A gateway that a test switches off, and how often it was dialled."""

    def __init__(self) -> None:
        self.problem = ""
        self.times = 0

    async def __call__(self, gateway: str) -> str:
        assert gateway == OURS
        self.times += 1
        return self.problem


class Watched:
    """A watch, its gateway and its clock."""

    def __init__(self, gateway: str = OURS) -> None:
        self.clock = FakeClock()
        self.dial = Dialled()
        self.outcomes = JoinOutcomes(gateway, self.clock)
        self.watch = GatewayWatch(gateway, self.outcomes, self.clock, self.dial)

    async def state(self) -> CheckState:
        return (await self.watch.check()).state


def unreachable() -> OdindError:
    return UnavailableError("GATEWAY_UNREACHABLE", "the gateway cannot be reached: it sleeps")


async def test_a_gateway_of_which_nothing_was_heard_is_dialled_once_in_a_while():
    watched = Watched()
    assert [await watched.state() for _ in range(3)] == [CheckState.OK] * 3
    assert watched.dial.times == 1
    watched.clock.advance(30)
    await watched.state()
    assert watched.dial.times == 2


async def test_a_gateway_that_answers_joins_is_never_dialled():
    watched = Watched()
    for _ in range(10):
        watched.outcomes.joined(OURS)
        watched.clock.advance(20)
        assert await watched.state() is CheckState.OK
    assert watched.dial.times == 0


async def test_a_refusal_is_an_answer():
    watched = Watched()
    watched.outcomes.failed(OURS, NotFoundError("TOKEN_REFUSED", "no"))
    assert await watched.state() is CheckState.OK
    assert watched.dial.times == 0


async def test_a_gateway_that_does_not_answer_is_dialled_at_every_look_until_it_does():
    watched = Watched()
    watched.dial.problem = "nobody listens"
    check = await watched.watch.check()
    assert (check.state, check.detail) == (CheckState.FAILED, "nobody listens")
    assert await watched.state() is CheckState.FAILED
    watched.dial.problem = ""
    assert await watched.state() is CheckState.OK
    assert watched.dial.times == 3


async def test_a_join_that_finds_it_unreachable_tells_at_once():
    watched = Watched()
    await watched.state()
    watched.dial.problem = "still away"
    watched.outcomes.failed(OURS, unreachable())
    assert (await watched.watch.check()).detail == "still away"


async def test_joins_elsewhere_and_time_outs_tell_nothing_about_it():
    watched = Watched()
    watched.outcomes.failed("other.example", unreachable())
    watched.outcomes.joined("other.example")
    watched.outcomes.failed(OURS, UnavailableError("JOIN_TIMEOUT", "too slow"))
    assert watched.outcomes.answered_at is None
    assert watched.outcomes.problem == ""
    assert watched.outcomes.counts == {"GATEWAY_UNREACHABLE": 1, "JOINED": 1, "JOIN_TIMEOUT": 1}


async def test_without_a_gateway_there_is_something_to_look_at():
    assert await Watched("").state() is CheckState.WARNING


async def test_every_join_is_counted_by_its_outcome():
    async with open_daemon() as daemon:
        await daemon.join()
        daemon.host.refuse(unreachable())
        for _ in range(2):
            with suppress(UnavailableError):
                await daemon.join()
        assert daemon.plane.outcomes.counts == {"JOINED": 1, "GATEWAY_UNREACHABLE": 2}
        assert daemon.plane.outcomes.problem == "the gateway cannot be reached: it sleeps"
