"""Peers that send what no client of ODIN's would."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from odind.client import PER_PEER, S16LE, AudioFormat
from odind.grid.wire import address

from .clients import guest
from .tools import daemon_of, damaged, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.client import Connection, Daemon
    from tests.grid.raw_client import RawClient
    from tests.hostile.ground import Target

PACK = msgspec.msgpack.encode
ROOM = "attacked"
OURS = 5
LARGE = PACK(b"x" * 131_000)
LARGE_EACH = 30
"""Messages a peer: three seconds at the rate that the grid allows."""
RATE_S = 0.1
BURST = 50
NESTED = tuple(
    (header * depth + b"\xc0")[:60_000]
    for header in (b"\x91", b"\x81\xa1k", b"\x81\xc0", b"\xdc\x00\x01", b"\xdd\x00\x00\x00\x01")
    for depth in (125, 126, 127, 500, 12_000)
)
BOMBS = 40
MONO = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
VOICE = bytes.fromhex("00016591908401ceccb1c95602ce27b008d004c40361626305ce699d7532")
DATAGRAMS = 3_000


@asynccontextmanager
async def attacked_room(daemon: Daemon, connections: int = 2) -> AsyncIterator[list[Connection]]:
    """Connections of the daemon in one room, all of which must still be there at the end as they were."""
    ours = [await daemon.join_room(ROOM, user_id=f"ours {number}") for number in range(connections)]
    yield ours
    newcomer = await daemon.join_room(ROOM, user_id="newcomer")
    for one in ours:
        before = one.view.own_peer_id
        assert (await one.refresh()).own_peer_id == before, "a connection was lost"
        await one.leave()
    await newcomer.leave()


async def deeply_nested_values_of_a_peer(target: Target) -> str:
    async with daemon_of(target) as daemon, attacked_room(daemon) as ours:
        sent = Counter[str]()
        for number in range(BOMBS):
            value = NESTED[number % len(NESTED)]
            async with guest(target, ROOM, f"bomber {number}") as (raw, _):
                raw.say("ChangeSelf", user_data=value)
                raw.say("SendMessage", peer_ids=[], message=value)
                raw.send(b"\x81\xaaChangeSelf\x81\xaaparameters\x81\xa1p" + value[:8_000])
                sent["values"] += 3
                await asyncio.sleep(0)
        malformed = [(await daemon.statistics(one.connection_id)).malformed for one in ours]
    return f"{told(sent)}, malformed at ours: {malformed}"


async def large_messages_of_peers(target: Target) -> str:
    async with daemon_of(target) as daemon, attacked_room(daemon, OURS), AsyncExitStack() as stack:
        raws = [(await stack.enter_async_context(guest(target, ROOM, f"loud {n}")))[0] for n in range(2)]
        for _ in range(LARGE_EACH):
            for raw in raws:
                raw.say("SendMessage", peer_ids=[], message=LARGE)
            await asyncio.sleep(RATE_S)
    return f"{len(raws) * LARGE_EACH} messages of {len(LARGE)} bytes to {OURS} connections"


async def a_burst_of_large_messages(target: Target) -> str:
    """Send as many messages at once as the grid lets a peer send."""
    async with (
        daemon_of(target) as daemon,
        attacked_room(daemon, OURS),
        guest(target, ROOM, "loud") as (raw, _),
    ):
        for _ in range(BURST):
            raw.say("SendMessage", peer_ids=[], message=LARGE)
        await asyncio.sleep(2)
    return f"{BURST} messages of {len(LARGE)} bytes to {OURS} connections, which stay"


async def messages_to_a_watcher_that_reads_nothing(target: Target) -> str:
    async with daemon_of(target) as daemon, attacked_room(daemon) as ours:
        watch = daemon.watch_events()
        await anext(watch)
        async with guest(target, ROOM, "talkative") as (raw, _):
            for _ in range(LARGE_EACH):
                raw.say("SendMessage", peer_ids=[], message=PACK(b"x" * 30_000))
                await asyncio.sleep(RATE_S)
        watch.close()
    return f"{LARGE_EACH * len(ours)} events of 30,000 bytes unread"


async def malformed_voice_of_a_peer(target: Target) -> str:
    noise = random.Random(1)  # noqa: S311 - meant to be repeatable
    async with (
        daemon_of(target) as daemon,
        attacked_room(daemon) as ours,
        ours[0].audio(receive=MONO, mode=PER_PEER),
        guest(target, ROOM, "noisy") as (raw, peer_id),
    ):
        for number in range(DATAGRAMS):
            raw.send_datagram(_datagram(peer_id, number, noise))
            if number % 50 == 0:
                await asyncio.sleep(0.02)
        malformed = (await daemon.statistics(ours[0].connection_id)).malformed
    return f"{DATAGRAMS} datagrams, {malformed} malformed at ours"


def _datagram(peer_id: int, number: int, noise: random.Random) -> bytes:
    """Voice of random bytes, or any bytes."""
    if number % 2:
        return damaged(VOICE, noise)
    voice: dict[int, Any] = {1: number, 2: number * 1_800, 4: noise.randbytes(noise.randrange(60)), 5: 1}
    return b"\x00\x01" + PACK(peer_id) + b"\x91\x90" + PACK(voice)


async def sockets_that_nobody_asked_for(target: Target) -> str:
    async with (
        daemon_of(target) as daemon,
        attacked_room(daemon) as ours,
        guest(target, ROOM, "plumber") as (raw, _),
    ):
        for one in ours:
            await _flood_sockets(raw, one.view.own_peer_id)
    return f"{len(ours) * 20} sockets, 40,000 bytes each"


async def _flood_sockets(raw: RawClient, peer_id: int) -> None:
    for port in range(20):
        place = address.encode(address.SocketAddress(peer_id, port + 1, is_answer=False))
        head = b"\x40\x54\x00" + PACK({"Socket": {"address": place, "priority": 0, "label": 0}})
        raw.open_uni(head + (PACK(4_000) + bytes(4_000)) * 10)
        await asyncio.sleep(0.02)
