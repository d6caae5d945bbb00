"""The installed version takes over from a daemon that runs, which goes on when that one would not start."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import httpx
import numpy as np
import pytest

from odind.client import MUTE, S16LE, AudioFormat, ConnectionState, DaemonStopping, Event, Snapshot
from odind.core.errors import FailedPreconditionError, UnavailableError
from tests.http.installed import free_port

from .processes import PATIENCE, run
from .tape import taped

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from odind.client import Connection, Daemon

    from .processes import DaemonProcess
    from .tape import Tape

MONO = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
JOINED = ConnectionState.CONNECTION_STATE_JOINED
LOUD_DBFS = -30


async def started_at(client: Daemon) -> datetime:
    return (await client.info()).started_at.ToDatetime()


async def back(client: Daemon) -> list[Connection]:
    """Wait until every connection is in its room, and return all."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = [connection async for connection in client.connections()]
            if found and all(one.view.state == JOINED for one in found):
                return found
            await asyncio.sleep(0.05)


async def last_sequence(client: Daemon) -> int:
    with closing(client.watch_events()) as watch:
        snapshot = await anext(watch)
        assert isinstance(snapshot, Snapshot)
        return snapshot.sequence


async def events_of(client: Daemon) -> list[Event]:
    """All events from the first to the last."""
    last = await last_sequence(client)
    with closing(client.watch_events(after_sequence=0)) as watch:
        events = []
        while not events or events[-1].sequence < last:
            item = await anext(watch)
            assert isinstance(item, Event)
            events.append(item)
    return events


@pytest.mark.parametrize("workers", ["0", "2"])
async def test_the_installed_version_has_the_connections_and_all_events_under_the_same_process_id(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    own = await start_daemon("--workers", workers).ready()
    async with own.connect() as client:
        for user_id in ("anna", "ben"):
            await client.join_room("lobby", user_id=user_id)
        held = await client.join_room("lobby", user_id="held", linger=timedelta(minutes=5), on_lost=MUTE)
        before, seen = await started_at(client), await last_sequence(client)
        async with client.hold(held.connection_id, holder="bot"):
            ids = [connection.connection_id async for connection in client.connections()]
            version = await client.upgrade()
    await own.ready()
    async with own.connect() as client:
        assert [connection.connection_id for connection in await back(client)] == ids
        assert (await client.info()).version == version
        assert await started_at(client) > before
        events = await events_of(client)
    sequences = [event.sequence for event in events]
    assert sequences[0] == 1
    assert all(after == one + 1 for one, after in pairwise(sequences))
    stops = [event for event in events if isinstance(event.kind, DaemonStopping)]
    assert [(stop.kind.reason, stop.sequence > seen) for stop in stops] == [("UPGRADE", True)]
    assert own.process.poll() is None


async def test_the_installed_version_ends_as_the_one_before_it_would_have(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    own = await start_daemon().ready()
    own.kill(signal.SIGUSR2)
    own.wait_until("RELOADING=1")
    await own.ready()
    own.kill(signal.SIGTERM)
    assert await own.exit_code() == 0
    assert [event["event"] for event in own.events()].count("daemon.ready") == 2


async def test_callers_over_http_wait_and_none_is_refused(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    place = f"127.0.0.1:{free_port()}"
    environment = {"ODIND_HTTP__SOCKET": str(tmp_path / "http.sock")}
    own = await start_daemon("--http", place, environment=environment).ready()
    answers: list[int] = []
    over = asyncio.Event()

    async def ask(transport: httpx.AsyncHTTPTransport) -> None:
        async with httpx.AsyncClient(transport=transport, timeout=PATIENCE) as http:
            while not over.is_set():
                answers.append((await http.get(f"http://{place}/healthz")).status_code)

    async with asyncio.TaskGroup() as tasks:
        for how in ({}, {"uds": str(tmp_path / "http.sock")}):
            limits = httpx.Limits(max_keepalive_connections=0)
            tasks.create_task(ask(httpx.AsyncHTTPTransport(limits=limits, **how)))
        async with own.connect() as client:
            await client.upgrade()
        await own.ready()
        answers.clear()
        async with asyncio.timeout(PATIENCE):
            while answers.count(200) < 10:  # noqa: ASYNC110 - it is what happens
                await asyncio.sleep(0.01)
        over.set()
    own.end()
    assert not (tmp_path / "http.sock").exists()


async def test_a_version_that_would_not_start_changes_nothing(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    settings, keys = tmp_path / "odind.toml", tmp_path / "keys.toml"
    settings.write_text("")
    keys.write_text("no toml")
    own = await start_daemon("--config", str(settings)).ready()
    async with own.connect() as client:
        before = await started_at(client)
        connection = await client.join_room("lobby", user_id="anna")
        async with connection.audio(send=MONO) as stream:
            for wrong, problem in {
                "[servers]\n": "unknown setting servers",
                '[odin]\npasswords_dir = "/nowhere"\n': "passwords_dir",
                f'[access]\nkeys_file = "{keys}"\n': str(keys),
                '[access.sockets.a]\npath = "/a.sock"\ngroup = "nobodys"\nverbs = ["read"]\n': "nobodys",
                "no toml": str(settings),
            }.items():
                settings.write_text(wrong)
                with pytest.raises(FailedPreconditionError) as caught:
                    await client.upgrade()
                assert caught.value.reason == "UPGRADE_FAILED"
                assert problem in caught.value.metadata["problem"]
            await stream.write(bytes(9_600))
            assert (await stream.drain()).samples == 4_800
        assert await started_at(client) == before
        own.kill(signal.SIGUSR2)
        await told(own, "upgrade.failed")
        assert await started_at(client) == before


async def test_a_version_that_cannot_read_the_store_changes_nothing(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    own = await start_daemon().ready()
    async with own.connect() as client:
        before = await started_at(client)
        store = own.folder / "state" / "store.sqlite3"
        with closing(sqlite3.connect(store, isolation_level=None)) as database:
            database.execute("update alembic_version set version_num = '9999'")
        with pytest.raises(FailedPreconditionError, match="9999"):
            await client.upgrade()
        assert await started_at(client) == before


async def test_a_daemon_that_drains_is_not_upgraded(start_daemon: Callable[..., DaemonProcess]) -> None:
    own = await start_daemon().ready()
    async with own.connect() as client:
        await client.join_room("lobby", user_id="anna")
        await client.drain(timedelta(hours=1))
        with pytest.raises(UnavailableError) as caught:
            await client.upgrade()
    assert caught.value.reason == "DRAINING"


async def test_odindctl_returns_when_the_installed_version_serves(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    own = await start_daemon().ready()
    async with own.connect() as client:
        before = await started_at(client)
        ended = await run("odindctl", "upgrade", "--target", own.target)
        assert (ended.code, ended.errors) == (0, "")
        assert "serves" in ended.output
        assert await started_at(client) > before


async def told(own: DaemonProcess, event: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while event not in (one["event"] for one in own.events()):  # noqa: ASYNC110 - a file tells nobody
            await asyncio.sleep(0.05)


async def speak_for_ever(client: Daemon, connection_id: str) -> None:
    """Speak on a connection, and begin again when the daemon is away."""
    time = np.arange(4_800) / 48_000
    tone = np.rint(8_000 * np.sin(2 * np.pi * 440 * time)).astype("<i2").tobytes()
    while True:
        try:
            async with client.speak(connection_id, MONO) as stream:
                while True:
                    await stream.write(tone)
        except UnavailableError:
            await asyncio.sleep(0.02)


def loud(tape: Tape) -> list[int]:
    """Where in the room's time the frames are that were no silence, in samples."""
    return [frame.room_sample for frame in tape.heard() if frame.level_dbfs > LOUD_DBFS]


async def test_a_room_hears_a_speaker_again_after_the_upgrade(
    daemon: DaemonProcess,
    start_daemon: Callable[..., DaemonProcess],
    room: str,
    record_property: Callable[[str, object], None],
) -> None:
    state = daemon.folder / "state"
    async with daemon.connect() as here:
        gateway = (await here.info()).gateway
        own = await start_daemon(
            *("--gateway", gateway, "--access-key-file", str(state / "access.key")),
            environment={"SSL_CERT_FILE": str(state / "trusted.pem")},
        ).ready()
        listener = await here.join_room(room, user_id="listener")
        async with own.connect() as there, listener.listen(MONO) as stream, taped(stream) as tape:
            speaker = await there.join_room(room, user_id="speaker")
            async with asyncio.TaskGroup() as tasks:
                speaking = tasks.create_task(speak_for_ever(there, speaker.connection_id))
                await tape.until(lambda: len(loud(tape)) > 50)
                spoken = len(loud(tape))
                await there.upgrade()
                await own.ready()
                await tape.until(lambda: loud(tape)[-1] - loud(tape)[spoken] > 48_000)
                await tape.more(50)
                speaking.cancel()
        silence_s = max(np.diff(loud(tape))) / 48_000
        record_property("silence_s", float(round(silence_s, 2)))
        print(f"\nsilence of an upgrade: {silence_s:.2f} s")  # noqa: T201 - what is to be known
        await listener.leave()
    assert len(loud(tape)) > spoken + 25
