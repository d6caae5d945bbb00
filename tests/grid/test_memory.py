"""What clients without a token can make the grid store: little, and not after they are gone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.grid.raw_client import RawClient, raw_client

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

STATM = Path(f"/proc/{os.getpid()}/statm")
CLIENTS = 40
WAVES = 2
PIECE = 1100
IDLE_KIB = 160
"""Generous: QUIC, TLS and HTTP/3 need about 63 KiB for a client that sends nothing."""
HOSTILE_KIB = 128
"""90 streams of QUIC need about 1.2 KiB each."""
KEPT_KIB = 32
"""What another wave of the same attack may add, as it comes into what the first has left."""
PATIENT = "[grid.times]\nconnect_timeout = 60.0\nidle_timeout = 120.0\n"
"""On a busy machine 40 clients need more than the 5 s after which the grid hangs up on those without a token;
memory that is measured when some are gone already is compared with that of others who all are there."""


def send_in_pieces(client: RawClient, data: bytes, **how: Any) -> None:
    for start in range(0, len(data), PIECE):
        client.send(data[start : start + PIECE], **how)


def nothing(_client: RawClient) -> None:
    """Stay connected, without a word."""


def nested_arrays(client: RawClient) -> None:
    send_in_pieces(client, b"\xdc\xff\xff" * 340)


def nested_maps(client: RawClient) -> None:
    send_in_pieces(client, b"\xdf\x00\x0f\xff\xff\x00" * 200)


def endless_token(client: RawClient) -> None:
    send_in_pieces(client, b"\x81\xa4Room\x81\xa5token\xdb\x7f\xff\xff\xff" + b"x" * 100_000)


def endless_headers(client: RawClient) -> None:
    stream = client.quic.get_next_available_stream_id()
    send_in_pieces(client, b"\x01\x80\x03\xff\xff" + bytes(100_000), stream=stream)


def streams_of_one_byte(client: RawClient) -> None:
    for _ in range(90):
        client.open_uni(b"\x40")


ATTACKS = [nested_arrays, nested_maps, endless_token, endless_headers, streams_of_one_byte]


class GridProcess:
    """A grid whose memory can be measured."""

    def __init__(self, process: asyncio.subprocess.Process, udp_address: str) -> None:
        self._pid = process.pid
        self._party: Any = SimpleNamespace(grid=SimpleNamespace(udp_address=udp_address))

    def memory_kib(self) -> int:
        pages = int(Path(f"/proc/{self._pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") // 1024

    async def withstand(self, attack: Callable[[RawClient], None]) -> int:
        """Let many clients attack, and return the memory while all of them are connected."""
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(CLIENTS):
                client = await stack.enter_async_context(raw_client(self._party))
                assert await client.request() == b"200"
                attack(client)
            await asyncio.sleep(0.3)
            most = self.memory_kib()
        await asyncio.sleep(0.5)
        return most


@contextlib.asynccontextmanager
async def grid_process(state: Path) -> AsyncIterator[GridProcess]:
    config = state / "grid.toml"
    config.write_text(PATIENT)
    command = (sys.executable, "-m", "odind", "grid", "--state", str(state), "--config", str(config))
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=DEVNULL)
    try:
        yield GridProcess(process, json.loads(await process.stdout.readline())["udp"])
    finally:
        process.terminate()
        await process.communicate()


@pytest.mark.skipif(not STATM.exists(), reason="memory is measured in /proc")
async def test_clients_without_a_token_use_little_memory_and_give_it_back(tmp_path: Path):
    async with grid_process(tmp_path) as grid:
        start = grid.memory_kib()
        idle = await grid.withstand(nothing)
        assert idle - start < CLIENTS * IDLE_KIB
        for attack in ATTACKS:
            peaks = [await grid.withstand(attack) for _ in range(WAVES)]
            assert max(peaks) - idle < CLIENTS * HOSTILE_KIB, attack.__name__
            assert peaks[-1] - peaks[0] < CLIENTS * KEPT_KIB, attack.__name__
