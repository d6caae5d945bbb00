"""`odindctl socket`: bytes from one command's stdin to another's stdout, through a daemon and a grid."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .household import PATIENCE, Household

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

COMMAND = Path(sys.executable).with_name("odindctl")
DATA = secrets.token_bytes(1_000_000)


@asynccontextmanager
async def running(household: Household, *arguments: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *(COMMAND, "--target", household.daemon.target, "socket", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if not name.startswith("ODIND_")},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_what_one_command_reads_another_writes_and_both_tell_how_much(household: Household):
    anna, ben = await household.join("anna"), await household.join("ben")
    async with (
        asyncio.timeout(PATIENCE),
        running(household, "listen", "-c", ben.connection_id, "--label", "7") as listening,
    ):
        assert listening.stderr is not None
        assert await listening.stderr.readline() == b"listening\n"
        called = running(household, "connect", "ben", "-c", anna.connection_id, "--label", "7", "--json")
        async with called as calling, asyncio.TaskGroup() as tasks:
            one = tasks.create_task(calling.communicate(DATA))
            other = tasks.create_task(listening.communicate(DATA[::-1]))
    assert other.result()[0] == DATA
    assert one.result()[0] == DATA[::-1]
    assert b"sent 1000000 bytes, received 1000000" in other.result()[1]
    told = json.loads(one.result()[1])
    assert (told["sent_bytes"], told["received_bytes"], told["label"]) == (len(DATA), len(DATA), 7)
    assert (calling.returncode, listening.returncode) == (0, 0)


async def test_a_file_is_sent_and_the_command_returns_though_the_peer_stays(
    household: Household, tmp_path: Path
):
    file = tmp_path / "data.bin"
    file.write_bytes(DATA)
    anna, ben = await household.join("anna"), await household.join("ben")
    sockets = household.daemon.sockets
    async with asyncio.timeout(PATIENCE), sockets.listen(ben.connection_id) as offers:
        sending = running(household, "send", str(ben.view.own_peer_id), str(file), "-c", anna.connection_id)
        async with sending as process:
            offer = await anext(offers)
            async with sockets.accept(ben.connection_id, offer.socket_id) as stream:
                assert b"".join([data async for data in stream]) == DATA
            assert await process.wait() == 0


async def test_a_user_that_is_not_there_is_named(household: Household):
    anna = await household.join("anna")
    async with running(household, "connect", "nobody", "-c", anna.connection_id) as process:
        _, stderr = await process.communicate(b"")
    assert process.returncode != 0
    assert b"nobody" in stderr
    assert b"PEER_NOT_FOUND" in stderr
