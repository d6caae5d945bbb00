"""What recordings cost: CPU time for a track of Opus and for a mix, of a daemon that only hears and records.

Peers of one room speak through another daemon without a pause. Spells of each kind take turns, so that what
else the machine does strikes all. Then many rooms are recorded at once, and ticks that are late are compared
with those of the same rooms without recordings.
"""

from __future__ import annotations

import asyncio
import statistics
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from odind.client import PER_PEER, S16LE, AudioFormat, connect
from odind.client.formats import OPUS
from odind.client.readiness import wait_until_serving
from odind.core.timing.tick import RATE_HZ

from .cases import daemon_for
from .load import hear, speak
from .speech import load_speech
from .variants import named

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from odind.client import Connection, Daemon

    from .cases import Ground
    from .processes import Process

_MOST_PEERS: Final = 10
_SETTLE_S: Final = 1.0
_PATIENCE_S: Final = 60.0
_LAYOUTS: Final = ("", "per_peer", "mix")
_CHUNK_MS: Final = 100
_MONO: Final = AudioFormat(sample_rate_hz=RATE_HZ, channels=1, sample_format=S16LE)
_PACKETS: Final = AudioFormat(sample_format=OPUS)


@dataclass(frozen=True)
class Rooms:
    """What rooms cost with one speaker each: a share of a core, and the share of ticks that were late."""

    cpu: float
    late: float


@dataclass(frozen=True)
class RecordingCosts:
    """Shares of a core. `track` and `mix` are above `hearing` the peers of one room as packets."""

    peers: int
    hearing: float
    track: float
    mix: float
    rooms: int
    heard: Rooms
    recorded: Rooms

    def text(self) -> str:
        """Return the costs as lines of text."""
        return "\n".join(
            (
                "recordings, in shares of a core",
                f"  hearing {self.peers} peers that all speak, as packets: {self.hearing:.2%}",
                f"  recording each of them as Opus, above that: {self.track:.3%} a track",
                f"  a mix of them in FLAC, above that: {self.mix:.2%}",
                f"  {self.rooms} rooms heard: {self.heard.cpu:.1%}, {self.heard.late:.2%} of ticks late",
                f"  and recorded: {self.recorded.cpu:.1%}, {self.recorded.late:.2%} of ticks late",
            )
        )


async def measure_recordings(
    ground: Ground, rooms: int, seconds: float, rounds: int, progress: Callable[[str], None]
) -> RecordingCosts:
    """Measure recordings of one room and of many; raises UnavailableError BENCH_PROCESS_FAILED."""
    async with _daemon(ground) as (_, speaking), _daemon(ground) as (process, recording):
        bench = _Bench(process, speaking, recording, seconds)
        peers = min(_MOST_PEERS, rooms)
        progress(f"recordings of {peers} peers")
        shares = await bench.one_room(peers, rounds)
        progress(f"recordings of {rooms} rooms")
        heard, recorded = await bench.many_rooms(rooms)
    hearing, per_peer, mix = (shares[layout] for layout in _LAYOUTS)
    track = (per_peer - hearing) / peers
    return RecordingCosts(peers, hearing, track, mix - hearing, rooms, heard, recorded)


@asynccontextmanager
async def _daemon(ground: Ground) -> AsyncIterator[tuple[Process, Daemon]]:
    """Start a daemon, and connect to it once it serves."""
    async with (
        daemon_for(ground, ground.next_case(), named("s16")) as (process, target),
        connect(await wait_until_serving(target, seconds=_PATIENCE_S)) as daemon,
    ):
        yield process, daemon


class _Bench:
    """Speaks through one daemon, and measures another that hears and records."""

    def __init__(self, process: Process, speaking: Daemon, recording: Daemon, seconds: float) -> None:
        self._process = process
        self._speaking = speaking
        self._recording = recording
        self._seconds = seconds
        self._chunks = load_speech().chunks("s16", _CHUNK_MS)

    async def one_room(self, peers: int, rounds: int) -> dict[str, float]:
        """Return the share of a core that each layout takes, "" without a recording."""
        names = [("room", f"peer {number}") for number in range(peers)]
        found: dict[str, list[float]] = {layout: [] for layout in _LAYOUTS}
        async with self._heard(names, ["room"]) as (bot,):
            for _ in range(rounds):
                for layout, shares in found.items():
                    shares.append((await self._spell([bot] if layout else [], bot, layout)).cpu)
        return {layout: statistics.median(shares) for layout, shares in found.items()}

    async def many_rooms(self, count: int) -> tuple[Rooms, Rooms]:
        """Return what as many rooms cost while they are heard, and while they are recorded too."""
        rooms = [f"room {number}" for number in range(count)]
        async with self._heard([(room, "peer") for room in rooms], rooms) as bots:
            return await self._spell([], bots[0], ""), await self._spell(bots, bots[0], "per_peer")

    @asynccontextmanager
    async def _heard(
        self, speakers: Iterable[tuple[str, str]], rooms: Iterable[str]
    ) -> AsyncIterator[list[Connection]]:
        """Have somebody speak in rooms, and a bot listen in each; yield the bots."""
        async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
            running = []
            for room, user_id in speakers:
                connection = await self._speaking.join_room(room, user_id=user_id)
                stream = await stack.enter_async_context(connection.audio(send=_MONO))
                running.append(tasks.create_task(speak(stream, self._chunks)))
            bots = [await self._recording.join_room(room, user_id="bot") for room in rooms]
            for bot in bots:
                stream = await stack.enter_async_context(bot.audio(receive=_PACKETS, mode=PER_PEER))
                running.append(tasks.create_task(hear(stream)))
            yield bots
            for task in running:
                task.cancel()

    async def _spell(self, recorded: Iterable[Connection], bot: Connection, layout: str) -> Rooms:
        """Measure for a while, during which these connections are recorded; ticks are those of `bot`."""
        recordings = self._recording.recordings
        started = [await recordings.start(one.connection_id, layout) for one in recorded]
        await asyncio.sleep(_SETTLE_S)
        before, usage = await self._pace(bot), self._process.usage()
        await asyncio.sleep(self._seconds)
        after, spent = await self._pace(bot), self._process.usage()
        for one in started:
            await recordings.stop(one.recording_id)
            await recordings.ended(one.recording_id)
        late = (after[1] - before[1]) / max(1, after[0] - before[0])
        return Rooms((spent.cpu_s - usage.cpu_s) / (spent.moment - usage.moment), late)

    async def _pace(self, bot: Connection) -> tuple[int, int]:
        pace = (await self._recording.statistics(bot.connection_id)).pace
        return pace.ticks, pace.late
