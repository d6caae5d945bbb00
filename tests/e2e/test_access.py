"""Keys, sessions and sockets with grants, of an installed daemon, in one process and with workers."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from odind.client import ConnectionLeft, Event, Tls, connect
from odind.core.errors import NotFoundError, PermissionDeniedError

from .processes import BIN, PATIENCE, run
from .test_starting import free_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from odind.client import Daemon

    from .processes import DaemonProcess

WORKERS = pytest.mark.parametrize("workers", ["0", "2"])


async def key_of(owner: Daemon, *verbs: str, **more: Any) -> tuple[str, str]:
    made = await owner.access.create_key(verbs, **more)
    return made.key.key_id, made.text


async def ends(work: Any) -> str:
    """Follow a stream to its end; return the reason."""
    try:
        async for _ in work:
            pass
    except PermissionDeniedError as error:
        return error.reason
    return "none"


@WORKERS
async def test_a_revoked_key_loses_its_streams_and_its_connections_and_nobody_else_does(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    daemon = await start_daemon("--workers", workers).ready()
    async with asyncio.timeout(PATIENCE), daemon.connect() as owner:
        key_id, text = await key_of(owner, "read", "join", "speak", "listen", rooms=["lobby"])
        others = await owner.join_room("lobby", user_id="ben")
        async with connect(daemon.target, api_key=text) as bot:
            mine = await bot.join_room("lobby", user_id="anna")
            assert mine.view.audio_target == ""
            assert [one.connection_id async for one in bot.connections()] == [mine.connection_id]
            with pytest.raises(NotFoundError):
                await bot.leave_room(others.connection_id)
            with closing(owner.watch_events(mine.connection_id)) as watch:
                await anext(watch)
                with closing(bot.watch_events()) as own:
                    await anext(own)
                    async with bot.listen(mine.connection_id) as heard, asyncio.TaskGroup() as tasks:
                        endings = [tasks.create_task(ends(stream)) for stream in (own, heard)]
                        await owner.access.revoke_key(key_id)
                    assert [ending.result() for ending in endings] == ["GRANT_REVOKED"] * 2
                reasons = [
                    item.kind.reason
                    async for item in watch
                    if isinstance(item, Event) and isinstance(item.kind, ConnectionLeft)
                ]
            assert reasons == ["GRANT_OVER"]
            with pytest.raises(PermissionDeniedError, match="KEY_WRONG"):
                await bot.access.who_am_i()
        assert [one.connection_id async for one in owner.connections()] == [others.connection_id]


@WORKERS
async def test_keys_sessions_and_whose_is_what_outlive_the_daemon(
    start_daemon: Callable[..., DaemonProcess], workers: str
) -> None:
    daemon = await start_daemon("--workers", workers, name="same").ready()
    async with daemon.connect() as owner:
        _, text = await key_of(owner, "read", "join", rooms=["lobby"])
        async with connect(daemon.target, api_key=text) as bot:
            mine = (await bot.join_room("lobby", user_id="anna")).connection_id
            session = (await bot.access.create_session("lobby", "cleo")).text
        await owner.join_room("lobby", user_id="ben")
    daemon.kill()
    await daemon.exit_code()
    again = await start_daemon("--workers", workers, name="same").ready()
    async with connect(again.target, api_key=text) as bot:
        assert [one.connection_id async for one in bot.connections()] == [mine]
        await bot.leave_room(mine)
    async with connect(again.target, api_key=session) as page:
        assert list((await page.access.who_am_i()).grant.users) == ["cleo"]
        assert [one async for one in page.connections()] == []


async def test_a_socket_has_its_mode_and_its_grant_and_a_file_its_keys(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    settings = tmp_path / "odind.toml"
    await asyncio.to_thread(
        settings.write_text,
        f"""
        [access.sockets.watchers]
        path = "{tmp_path}/watchers.sock"
        mode = "0606"
        group = "{os.getgid()}"
        verbs = ["read"]
        [access]
        keys_file = "{tmp_path}/keys.toml"
        """,
    )
    await asyncio.to_thread((tmp_path / "keys.toml").write_text, "")
    daemon = await start_daemon("--config", str(settings)).ready()
    watchers = tmp_path / "watchers.sock"
    assert (await asyncio.to_thread(watchers.stat)).st_mode & 0o777 == 0o606
    async with daemon.connect() as owner, connect(f"unix:{watchers}") as watcher:
        await owner.join_room("lobby", user_id="ben")
        await watcher.info()
        assert [one async for one in watcher.connections()] == []
        with pytest.raises(PermissionDeniedError, match="VERB_NOT_GRANTED"):
            await watcher.join_room("lobby", user_id="anna")
        _, text = await key_of(owner, "join", "read")
        async with connect(f"unix:{watchers}", api_key=text) as bot:
            await bot.join_room("lobby", user_id="anna")
    assert "keys.declared" in json.dumps(daemon.events())


async def test_a_wrong_file_of_keys_stops_the_start_with_one_line(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    await asyncio.to_thread((tmp_path / "keys.toml").write_text, "[[key]]\nid = 'a'\nverbs = ['read']\n")
    daemon = start_daemon(environment={"ODIND_ACCESS__KEYS_FILE": str(tmp_path / "keys.toml")})
    assert await daemon.exit_code() == 2
    assert "must have one of hash and secret_file" in daemon.log()
    assert "Traceback" not in daemon.log()


async def test_a_certificate_has_the_grant_of_its_name_and_no_other_is_let_in(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    for command in (("init", keys, "--client", "bot-1"), ("client", keys, "stranger")):
        assert (await run(BIN / "odind", "tls", *map(str, command))).code == 0
    settings = tmp_path / "odind.toml"
    await asyncio.to_thread(
        settings.write_text,
        """
        [access.certificates.bot-1]
        verbs = ["read", "join"]
        rooms = ["lobby"]
        """,
    )
    address = free_address()
    daemon = start_daemon(
        *("--config", str(settings), "--mutual-listen", address, "--tls-client-ca", str(keys / "ca.pem")),
        *("--tls-certificate", str(keys / "server.pem"), "--tls-key", str(keys / "server.key")),
    )
    await daemon.ready()
    bot, stranger = (
        Tls(keys / "ca.pem", keys / f"{name}.pem", keys / f"{name}.key") for name in ("bot-1", "stranger")
    )
    async with daemon.connect() as owner, connect(address, tls=bot) as client:
        await owner.join_room("lobby", user_id="ben")
        mine = await client.join_room("lobby", user_id="anna")
        assert [one.connection_id async for one in client.connections()] == [mine.connection_id]
        assert (await client.access.who_am_i()).name == "@certificate-bot-1"
        with pytest.raises(PermissionDeniedError, match="ROOM_NOT_GRANTED"):
            await client.join_room("hall", user_id="anna")
        _, text = await key_of(owner, "read")
    async with connect(address, tls=stranger) as client:
        with pytest.raises(PermissionDeniedError, match="CERTIFICATE_NOT_GRANTED"):
            await client.info()
    async with connect(address, tls=stranger, api_key=text) as client:
        assert (await client.info()).version


async def test_a_key_speaks_and_listens_at_the_worker_itself_until_it_is_revoked(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    daemon = await start_daemon("--workers", "1", environment={"ODIND_AUDIT__TO": "file"}).ready()
    audit = daemon.folder / "state/audit-worker-0.jsonl"
    async with asyncio.timeout(2 * PATIENCE), daemon.connect() as owner:
        key_id, text = await key_of(owner, "read", "join", "listen", rooms=["lobby"])
        async with connect(daemon.target, api_key=text) as bot:
            mine = await bot.join_room("lobby", user_id="anna")
            shown = (await bot.connection(mine.connection_id)).view
            assert shown.audio_target
            assert shown.audio_ticket.startswith("odt_")
            assert (await owner.connection(mine.connection_id)).view.audio_ticket == ""
            with pytest.raises(PermissionDeniedError, match="VERB_NOT_GRANTED"):
                async with bot.speak(mine.connection_id):
                    pass
            async with bot.listen(mine.connection_id) as heard:
                await owner.access.revoke_key(key_id)
                assert await ends(heard) == "GRANT_REVOKED"
    calls = [json.loads(line) for line in audit.read_text().splitlines()]
    told = {(line["who"], line["call"], line["code"], line["reason"]) for line in calls}
    assert (key_id, "AudioService/StreamAudio", "PERMISSION_DENIED", "VERB_NOT_GRANTED") in told
    assert (key_id, "AudioService/StreamAudio", "BEGUN", "") in told
