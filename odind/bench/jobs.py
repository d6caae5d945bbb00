"""What the processes of the benchmark tell one another. Times are of the machine's monotonic clock."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entrance:
    """How a bare process enters rooms."""

    gateway: str
    access_key_file: str


@dataclass(frozen=True)
class BareJob:
    """Speak and listen on the core alone, on one connection for each of `rooms`."""

    entrance: Entrance
    rooms: list[str]
    sample_format: str


@dataclass(frozen=True)
class EchoJob:
    """Send back whatever is said in these rooms."""

    entrance: Entrance
    rooms: list[str]


@dataclass(frozen=True)
class CallersJob:
    """Speak and listen through a daemon, on one connection for each of `rooms`; `lanes` in one call."""

    target: str
    rooms: list[str]
    sample_format: str
    frames_per_message: int
    chunk_ms: int
    ahead_ms: int
    head_start_ms: int | None
    direct: bool
    lanes: bool


@dataclass
class Losses:
    """What was counted while one measured, over all connections. Frames are of 20 ms.

    `due` are the frames that the connections had to say, `sent` those that left the program, `heard` those of
    speech that reached the listeners. Of these, `concealed` were made up because their packet was not there.
    `skipped` were left out by a jitter buffer that was too full, `dropped` are packets it threw away,
    `unread` frames lost on their way to a caller who read too slowly. `underruns` are ticks of silence
    because a caller's sound was late.
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
        """Frames that were not heard as they were said."""
        return self.concealed + self.skipped + self.dropped + self.unread


@dataclass
class Pace:
    """Ticks of 20 ms of the program under test, and how many of them were late by its own rule."""

    ticks: int = 0
    late: int = 0


@dataclass
class Heard:
    """What came of a measurement in the process that spoke and listened.

    `queued_ms` is the most that waited in the daemon, for any connection, to be spoken at the end: it is a
    part of the latency. Since the beginning, `given_up` ticks were left out by the daemon after it stood
    still, and `tardy_ms` is by how much a caller sent a chunk too late at worst.
    """

    seconds: float
    latencies_ms: list[float] = field(default_factory=list)
    clicks_due: int = 0
    losses: Losses = field(default_factory=Losses)
    pace: Pace = field(default_factory=Pace)
    queued_ms: int = 0
    given_up: int = 0
    tardy_ms: float = 0.0
