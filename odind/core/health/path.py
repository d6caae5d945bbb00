"""The media path, tried in the process that would carry it: a chirp from one throw-away peer to another.

Both peers join, speak and listen as any connection does, through the gateway and the voice server. No caller
sees them.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.errors import NotFoundError, UnavailableError
from odind.core.rooms.actions import Action
from odind.core.rooms.events import LEFT_BY_US, ConnectionState, ConnectionView
from odind.core.rooms.ports import JoinSpec
from odind.core.rooms.settings import ConnectionSettings
from odind.core.sound.chirp import RECOGNISED, find_chirp, new_chirp
from odind.core.timing.clock import happens_within
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES, TICKS_PER_SECOND
from odind.core.values.portable import portable
from odind.core.voice.processing import Processing, VolumeGate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from odind.core.errors import OdindError
    from odind.core.rooms.local import LocalHost
    from odind.core.sound.samples import Samples
    from odind.core.timing.clock import Clock
    from odind.core.voice.outgoing import Outgoing

_LEAD_TICKS: Final = TICKS_PER_SECOND // 2
"""The server learns in this time that somebody listens."""
_TICKS: Final = 3 * TICKS_PER_SECOND
_PATIENCE_S: Final = 10.0
_UNTREATED: Final = ConnectionSettings(processing=Processing(volume_gate=VolumeGate(enabled=False)))


@portable
class PathReport:
    """How the chirp came through. `join_s` is how long the slower of both joins took.

    `delay_s` is from the encoder of one peer to the decoder of the other, jitter buffer included; `loss` is
    the share of packets that did not arrive, 0 to 1.
    """

    join_s: float
    heard: bool
    delay_s: float
    loss: float


@portable
class ProbePath(Action[PathReport]):
    """Join a room twice, and send a chirp from the first peer to the second."""

    speaker: JoinSpec
    listener: JoinSpec


class PathProbe:
    """Performs the action in a process that holds connections. Used on the loop's thread."""

    def __init__(self, host: LocalHost, clock: Clock) -> None:
        self._host = host
        self._clock = clock
        host.handle({ProbePath: self.probe})

    async def probe(self, action: ProbePath) -> PathReport:
        """Try the path; raises what a join raises, ResourceExhaustedError TOO_MANY_STREAMS."""
        began = self._clock.monotonic()
        async with self._joined(action.speaker) as speaker, self._joined(action.listener) as listener:
            joined = self._clock.monotonic()
            mouth, ear = Mouth(), EarPlug()
            with self._host.plugged_in(listener, ear), self._host.plugged_in(speaker, mouth):
                if not await happens_within(self._clock, _PATIENCE_S, ear.full.wait()):
                    raise UnavailableError("PROBE_SILENT", "no tick ran for {limit} s", limit=_PATIENCE_S)
                return self._report((joined - began) / 2, listener, mouth, ear)

    def _report(self, join_s: float, listener: str, mouth: Mouth, ear: EarPlug) -> PathReport:
        place, correlation = find_chirp(mouth.chirp, ear.sound)
        heard = correlation >= RECOGNISED
        decoders = [one.decoder for one in self._host.find(listener).media.decoders()]
        lost = sum(one.packets_lost for one in decoders)
        arrived = sum(one.packets_seen for one in decoders)
        return PathReport(
            join_s=join_s,
            heard=heard,
            delay_s=(place - _LEAD_TICKS * TICK_SAMPLES) / RATE_HZ if heard else 0.0,
            loss=lost / (lost + arrived) if arrived else 1.0,
        )

    @asynccontextmanager
    async def _joined(self, spec: JoinSpec) -> AsyncIterator[str]:
        """Join for the length of the block; give the id of the connection."""
        view = _view_of(spec)
        await self._host.join(view, spec, _UNTREATED, told=False)
        try:
            yield view.connection_id
        finally:
            with suppress(NotFoundError):  # its room has ended
                await self._host.leave(view.connection_id, LEFT_BY_US)


class Mouth:
    """Says silence, the chirp, and silence again."""

    speaks, hears, cancels_echo = 1, 0, False

    def __init__(self) -> None:
        self.chirp = new_chirp(RATE_HZ)
        self._sound = np.zeros(_TICKS * TICK_SAMPLES, np.float32)
        first = _LEAD_TICKS * TICK_SAMPLES
        self._sound[first : first + len(self.chirp)] = self.chirp
        self._said = 0

    def say(self, outgoing: Outgoing) -> Samples:  # noqa: ARG002 - it plays nothing
        """Return the next frame."""
        first, self._said = self._said, self._said + TICK_SAMPLES
        frame = self._sound[first : first + TICK_SAMPLES]
        return frame if len(frame) else np.zeros(TICK_SAMPLES, np.float32)

    def hear(self, heard: Mapping[int, Samples]) -> None:
        """Hear nobody."""

    def unplugged(self, error: OdindError) -> None:
        """The room has ended; the listener's has, too, or hears no more."""


class EarPlug:
    """Keeps what it hears, from its first tick on; `full` is set once that is enough."""

    speaks, hears, cancels_echo = 0, 1, False

    def __init__(self) -> None:
        self.full = asyncio.Event()
        self.sound = np.zeros(_TICKS * TICK_SAMPLES, np.float32)
        self._heard = 0

    def say(self, outgoing: Outgoing) -> Samples:  # noqa: ARG002 - it says nothing
        """Return silence."""
        return np.zeros(TICK_SAMPLES, np.float32)

    def hear(self, heard: Mapping[int, Samples]) -> None:
        """Keep a tick."""
        first, self._heard = self._heard, self._heard + TICK_SAMPLES
        for samples in heard.values():
            self.sound[first : first + TICK_SAMPLES] += samples[: len(self.sound) - first]
        if self._heard >= len(self.sound):
            self.full.set()

    def unplugged(self, error: OdindError) -> None:  # noqa: ARG002 - what is missing tells
        """The room has ended: nothing more will come."""
        self.full.set()


def _view_of(spec: JoinSpec) -> ConnectionView:
    return ConnectionView(
        connection_id=f"probe-{secrets.token_hex(8)}",
        room_id="",
        user_id="",
        customer="",
        gateway=spec.gateway,
        state=ConnectionState.JOINING,
        own_peer_id=0,
        user_data=b"",
        peers=(),
        created_at=0.0,
    )
