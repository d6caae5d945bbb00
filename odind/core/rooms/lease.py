"""How long a connection stays while no call holds it, and which calls do."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from odind.core.values.late import dataclass

from .holder import Holder, HolderKind, OnLost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.core.timing.clock import Clock, Timer

    from .events import ConnectionView


class LeaseSink(Protocol):
    """Learns how a connection's lease stands, on the loop's thread."""

    def lease_expired(self, connection_id: str) -> None:
        """Leave the connection."""

    def lease_changed(self, connection_id: str, lease: Lease) -> None:
        """Handle that a call holds the connection after none did, or that none does any more."""


@dataclass(eq=False)
class Hold:
    """A call's hold of one connection. `ended` is set once it holds it no more, for whatever reason.

    `adopter` is who took the connection over, None while nobody has.
    """

    connection_id: str
    holder: Holder
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    adopter: str | None = None


class Lease:
    """Tells `sink` when no call has held a connection for its `linger_s`; never when that is None.

    Calls hold it here (`hold`) or, with audio, in the process that holds the connection (`attend`). Time runs
    only while that process has the connection, from `begin` until `suspend`. With LEAVE, the end of the last
    call is the end of the time. Belongs to the loop.
    """

    def __init__(self, clock: Clock, view: ConnectionView, sink: LeaseSink) -> None:
        self.last_holder = view.last_holder
        self._clock = clock
        self._connection_id = view.connection_id
        self._linger_s = view.linger_s
        self.on_lost = view.on_lost
        self._sink = sink
        self._holds: list[Hold] = []
        self._audio: Holder | None = None
        self._held = False
        self._present = False
        self._over = False
        self._timer: Timer | None = None
        self.leaves_at: float | None = None
        """When it expires, in seconds since the epoch; None while no time runs."""

    @property
    def holders(self) -> tuple[Holder, ...]:
        """The calls that hold the connection, oldest first."""
        audio = (self._audio,) if self._audio else ()
        return tuple(sorted((*audio, *(hold.holder for hold in self._holds)), key=lambda one: one.since))

    @property
    def calls(self) -> int:
        """How many calls of the control plane hold it."""
        return len(self._holds)

    @property
    def silences(self) -> bool:
        """Whether the connection must be silent now."""
        return self.on_lost is OnLost.MUTE and not self._held

    @property
    def terminable(self) -> bool:
        """Whether the connection is ever left for want of a call."""
        return self._linger_s is not None

    @contextmanager
    def hold(self, kind: HolderKind, name: str = "") -> Iterator[Hold]:
        """Keep the connection for the length of the block, or until it is adopted."""
        hold = Hold(self._connection_id, Holder(name, kind, self._clock.now()))
        self.last_holder = name or self.last_holder
        self._holds.append(hold)
        if self._over:
            hold.ended.set()
        self._settle()
        try:
            yield hold
        finally:
            self._drop(hold)

    def belongs_to(self, name: str) -> bool:
        """Whether a call of that name holds the connection, or was the last one when no named call does."""
        names = {hold.holder.name for hold in self._holds} - {""}
        return name in (names or {self.last_holder})

    def adopt(self, adopting: Hold) -> None:
        """End what other programs hold, for the one that has begun to hold it too."""
        for hold in tuple(self._holds):
            if hold is not adopting and hold.holder.kind is HolderKind.HOLD:
                hold.adopter = adopting.holder.name
                self._drop(hold)

    def attend(self, *, attended: bool) -> None:
        """Note whether an audio call has attached the connection."""
        self._audio = Holder("", HolderKind.AUDIO, self._clock.now()) if attended else None
        self._settle(released=not attended)

    def begin(self) -> None:
        """Let time run: the connection is in its room, for the first time or again."""
        self._present = True
        self._settle()

    def suspend(self) -> None:
        """Stop time: the process that held the connection is lost, and its audio calls with it."""
        self._present, self._audio = False, None
        self._settle()

    def end(self) -> None:
        """Stop for good: the connection is over, or the daemon is."""
        self._over, self._present = True, False
        self._run_timer()
        for hold in self._holds:
            hold.ended.set()

    def _drop(self, hold: Hold) -> None:
        hold.ended.set()
        if hold in self._holds:
            self._holds.remove(hold)
            self._settle(released=True)

    def _settle(self, *, released: bool = False) -> None:
        """Tell what has changed; `released` says that a call has ended by itself, not with its process."""
        if self._over:
            return
        before, self._held = self._held, bool(self._holds or self._audio)
        self._run_timer()
        if self._held is not before:
            self._sink.lease_changed(self._connection_id, self)
        if released and not self._held and self.on_lost is OnLost.LEAVE:
            self._expire()

    def _run_timer(self) -> None:
        """Run the timer exactly while nobody holds the connection."""
        idle = self._present and not self._held and self._linger_s is not None
        if self._timer and not idle:
            self._timer.cancel()
            self._timer = self.leaves_at = None
        elif idle and not self._timer and self._linger_s is not None:
            self.leaves_at = self._clock.now() + self._linger_s
            self._timer = self._clock.call_at(self._clock.monotonic() + self._linger_s, self._expire)

    def _expire(self) -> None:
        self._sink.lease_expired(self._connection_id)
