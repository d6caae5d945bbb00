"""Levels of the peers of a room, one reading per interval."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypedDict

from odind.client import PER_PEER, ConnectionJoined, Event, PeerJoined, PeerLeft, Snapshot
from odind.core.timing.tasks import together

from .printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from odind.client import AudioFrames, AudioStream, Daemon, EventWatch, Peer, Watched

SILENCE_DBFS: Final = -127.0
_FLOOR_DBFS: Final = -60.0
_NAME_WIDTH: Final = 24
_FRAME_S: Final = 0.02
_MOST_FRAMES: Final = 50


class Level(TypedDict):
    """One reading of a meter, as a JSON document."""

    peer_id: int
    user_id: str
    level_dbfs: float
    speaking: bool


@dataclass
class Meter:
    """One peer's level since it was last read."""

    peer_id: int
    user_id: str
    _powers: list[float] = field(default_factory=list)

    def add(self, level_dbfs: float) -> None:
        """Add a frame."""
        self._powers.append(10 ** (level_dbfs / 10))

    def read(self, frames: int) -> Level:
        """Return the RMS level over the given number of frames, silence included, and reset."""
        powers, self._powers = self._powers, []
        power = sum(powers) / max(frames, len(powers), 1)
        level = round(max(10 * math.log10(power), SILENCE_DBFS), 1) if power > 0 else SILENCE_DBFS
        return Level(peer_id=self.peer_id, user_id=self.user_id, level_dbfs=level, speaking=bool(powers))


class Meters:
    """The meters of all peers in the room, by peer id."""

    def __init__(self) -> None:
        self._meters: dict[int, Meter] = {}

    def look(self, item: Watched) -> None:
        """Follow which peers are in the room."""
        match item:
            case Snapshot(connections=connections):
                for connection in connections:
                    self._set(connection.peers)
            case Event(ConnectionJoined(connection=connection)):
                self._set(connection.peers)
            case Event(PeerJoined(peer=peer)):
                self._meter(peer)
            case Event(PeerLeft(peer=peer)):
                self._meters.pop(peer.peer_id, None)

    def hear(self, frames: AudioFrames) -> None:
        """Add the frames of a tick; ignore those of peers that have left."""
        for frame in frames.frames:
            if meter := self._meters.get(frame.peer_id):
                meter.add(frame.level_dbfs)

    def read(self, frames: int) -> list[Level]:
        """Return every peer's level over the given number of frames, and reset."""
        return [meter.read(frames) for meter in self._meters.values()]

    def _set(self, peers: Iterable[Peer]) -> None:
        self._meters = {}
        for peer in peers:
            self._meter(peer)

    def _meter(self, peer: Peer) -> None:
        self._meters[peer.peer_id] = Meter(peer.peer_id, peer.user_id)


async def measure(
    daemon: Daemon,
    connection_id: str,
    interval: float,
    seconds: float | None,
    show: Callable[[list[Level]], None],
) -> None:
    """Show each peer's level once every `interval` seconds, for `seconds` or until the connection ends."""
    meters, frames = Meters(), max(1, round(interval / _FRAME_S))
    listening = daemon.listen(connection_id, mode=PER_PEER, frames_per_message=min(frames, _MOST_FRAMES))
    async with listening as listener, together() as tasks:
        looking = tasks.create_task(_look(daemon.watch_events(connection_id), meters))
        showing = tasks.create_task(_show(meters, interval, seconds, show))
        hearing = tasks.create_task(_hear(listener, meters))
        await asyncio.wait((showing, hearing), return_when=asyncio.FIRST_COMPLETED)
        for task in (looking, showing, hearing):
            task.cancel()


async def _look(watch: EventWatch, meters: Meters) -> None:
    async for item in watch:
        meters.look(item)


async def _hear(listener: AudioStream, meters: Meters) -> None:
    async for frames in listener:
        meters.hear(frames)


async def _show(
    meters: Meters, interval: float, seconds: float | None, show: Callable[[list[Level]], None]
) -> None:
    loop = asyncio.get_running_loop()
    times = math.inf if seconds is None else max(1, round(seconds / interval))
    due, shown = loop.time(), 0
    while shown < times:
        due = max(due + interval, loop.time())
        await asyncio.sleep(due - loop.time())
        show(meters.read(max(1, round(interval / _FRAME_S))))
        shown += 1


def meter_lines(levels: list[Level], width: int) -> list[str]:
    """Return the levels as bars, one line per peer."""
    return [_line(level, width) for level in levels] or ["nobody else is in the room"]


def _line(level: Level, width: int) -> str:
    name = printable(f"{level['user_id'] or 'peer'} ({level['peer_id']})")[:_NAME_WIDTH]
    mark = "speaking" if level["speaking"] else ""
    room = max(1, width - _NAME_WIDTH - len(" -100.0 dBFS  speaking") - 2)
    share = (level["level_dbfs"] - _FLOOR_DBFS) / -_FLOOR_DBFS
    bar = "#" * round(room * min(1.0, max(0.0, share)))
    return f"{name:{_NAME_WIDTH}} {level['level_dbfs']:6.1f} dBFS  {bar:{room}} {mark}".rstrip()
