"""The messages between the benchmark's processes. Times are those of the machine's monotonic clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from .variants import Variant  # noqa: TC001 - msgspec reads the annotations


@dataclass(frozen=True)
class Entrance:
    """The gateway and the key with which a process joins rooms."""

    gateway: str
    access_key_file: str


@dataclass(frozen=True)
class GridReady(Entrance):
    """The line that a grid prints when it is ready, as far as the benchmark reads it."""

    ca_file: str


@dataclass(frozen=True)
class BareJob:
    """Speak and listen on the native runtime alone, on one connection for each of `rooms`."""

    entrance: Entrance
    rooms: list[str]
    sample_format: str


@dataclass(frozen=True)
class EchoJob:
    """Send back every datagram of these rooms."""

    entrance: Entrance
    rooms: list[str]


@dataclass(frozen=True)
class CallersJob:
    """Speak and listen through a daemon as a variant says, on one connection for each of `rooms`."""

    target: str
    rooms: list[str]
    variant: Variant


@dataclass(frozen=True)
class BesideJob:
    """Carry so many streams, each speaking and listening, 20 ms a frame.

    A program for ODIN joins `rooms`, one connection for each: two that follow one another are the same room,
    and hear one another. Others have rooms of their own.
    """

    streams: int
    rooms: list[str]
    gateway: str
    access_key_file: str


@dataclass(frozen=True)
class BesideHeard:
    """Since READY, over all streams: the frames that were to be heard, and those that were; all by choice.

    `latencies_ms` are measured in the way of the program.
    """

    due: int = 0
    heard: int = 0
    latencies_ms: list[float] = field(default_factory=list)


@dataclass
class Losses:
    """The counts of one measurement over all connections, in frames of 20 ms.

    `due` frames should have been spoken, `sent` frames left the program, `heard` frames of speech arrived.
    Jitter buffers synthesised `concealed` frames for missing packets, skipped `skipped` frames and dropped
    `dropped` packets when they were too full. `unread` frames were lost on the way to a caller that read too
    slowly. `underruns` are ticks of silence because a caller's sound was late.
    """

    due: int = 0
    sent: int = 0
    heard: int = 0
    concealed: int = 0
    skipped: int = 0
    dropped: int = 0
    unread: int = 0
    underruns: int = 0

    @property
    def lost(self) -> int:
        """Frames that were not heard as they were spoken."""
        return self.concealed + self.skipped + self.dropped + self.unread


@dataclass
class Pace:
    """Ticks of 20 ms of the program under test; `late` ones are late by its own rule."""

    ticks: int = 0
    late: int = 0


@dataclass
class Heard:
    """The result of a measurement in the process that spoke and listened.

    `queued_ms` is the longest queue of a connection in the daemon at the end; it is part of the latency.
    Since the start of the process, the daemon skipped `given_up` ticks after it had stalled, and no caller
    sent a chunk more than `tardy_ms` late.
    """

    seconds: float
    latencies_ms: list[float] = field(default_factory=list)
    clicks_due: int = 0
    losses: Losses = field(default_factory=Losses)
    pace: Pace = field(default_factory=Pace)
    queued_ms: int = 0
    given_up: int = 0
    tardy_ms: float = 0.0
