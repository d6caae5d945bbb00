"""What cases of audio share: they are played over gRPC, and again on the audio socket."""

from __future__ import annotations

import base64
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from odind.conformance.case import Group, expect, expect_equal
from odind.conformance.sound import sawtooth

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.conformance.case import Play
    from odind.conformance.driver import Call
    from odind.conformance.lane import Lane
    from odind.conformance.stage import Stage

OF_TOMORROW: Final = bytes((0xFA, 0xFF, 0x07, 0))
"""A field that no message has yet, number 16,383, and which a newer daemon may add."""


class OnBothWires:
    """Cases that are played as GROUP/NAME over gRPC and as door/GROUP/NAME on the audio socket."""

    def __init__(self, name: str, *needs: str) -> None:
        self.groups = (Group(name, name, "grpc", *needs), Group(f"door/{name}", name, "door", *needs))

    def case(self, name: str, *needs: str) -> Callable[[Play], Play]:
        """Make two cases of a function; its docstring says what a client must do."""

        def add(play: Play) -> Play:
            self.groups[0].case(name, *needs)(play)
            behind_door = partial(_behind_door, play)
            behind_door.__doc__ = play.__doc__
            self.groups[1].case(name, *needs)(behind_door)
            return play

        return add


async def _behind_door(play: Play, stage: Stage) -> None:
    door = await stage.open_door()
    await play(stage)
    expect(door.hellos, "the client must take the audio socket beside the daemon's, and did not")


class Voice:
    """An audio call that the driver has opened, and the lane that it is at the daemon."""

    def __init__(self, stage: Stage, call: Call, started: dict[str, Any], lane: Lane) -> None:
        self.stage, self.call, self.started, self.lane = stage, call, started, lane
        self.at_daemon = stage.audio.calls[-1]

    @classmethod
    async def open(cls, stage: Stage, *, capacity: int = 48_000, **arguments: Any) -> Voice:
        """Connect if that is not done, and open an audio call."""
        stage.audio.capacity = capacity
        if not stage.audio.calls:
            await stage.connect()
        call = stage.driver.begin("audio", connection_id="c-1", **arguments)
        started = (await call.item())["started"]
        return cls(stage, call, started, await stage.audio.lane(len(stage.audio.calls) - 1))

    def control(self, do: str, **arguments: Any) -> Call:
        """Begin to do something with it."""
        return self.stage.driver.begin("control", call=self.call.number, do=do, **arguments)

    async def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Do something with it, and return the result."""
        return await self.control(do, **arguments).result()

    def write(self, samples: int, start: int = 0, chunk: int = 960) -> Call:
        """Begin to write sound of the cases."""
        return self.control("write", samples=samples, start=start, chunk=chunk)

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is true of what the daemon heard."""
        await self.stage.audio.until(true)

    async def speak_until(self, call: Call, piece: int) -> None:
        """Speak what comes, a piece at a time, until an operation of the driver is over."""
        over = call.over()
        while not over.done():
            self.lane.speak(piece)
            await self.stage.audio.next_news(over)
        await call.result()
        await self.ask("status")  # whose answer comes when all before it has come

    def judge_sound(self, samples: int, start: int = 0) -> None:
        """Judge whether exactly this sound came, within its credit."""
        expect_equal(self.lane.taken, samples, "the number of samples that the daemon got")
        expect(self.lane.sound == sawtooth(samples, start), "the daemon got other samples than were written")
        self.judge_credit()

    def judge_credit(self) -> None:
        """Judge whether the credit was kept."""
        expect_equal(self.lane.overrun, 0, "how many samples were sent beyond the credit")


def as_base64(data: bytes) -> str:
    """Return bytes as they pass through the driver's pipe."""
    return base64.b64encode(data).decode()
