"""How the daemon starts, refuses to start, and shows its settings."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
import sys
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from odind.client import connect
from odind.core.errors import PermissionDeniedError
from odind.tokens.access_key import AccessKey
from tests.http.installed import free_port

from .disks import disk, fill, make_read_only
from .processes import PATIENCE, DaemonProcess, Ended, descendants, environment_of, run

if TYPE_CHECKING:
    from collections.abc import Callable

NO_HOME = "user 54321 has no home folder: name a state folder with --state, or set HOME"
NO_XDG = {"XDG_STATE_HOME": "", "XDG_RUNTIME_DIR": ""}
HOMELESS = """
import os, encodings.idna, {module}, odind.cli.info, odind.client, odind.daemon, odind.grid.command
del os.environ["HOME"]
os.setuid(54321)
{module}.main({arguments})
"""
KEYS = {"--listen": "server.listen", "--http": "http.listen"}
IMPORTS_WITHOUT_SOUND_CARD = """
import sys
import odind.daemon, odind.client, odind.__main__, odind.runtime.fake
import odind.cli
assert "sounddevice" not in sys.modules
"""


def told_in_one_line(ended: Ended, code: int, words: str) -> None:
    """Assert that a command failed as a person wants it."""
    lines = [line for line in ended.errors.splitlines() if line.startswith("odind: ")]
    assert (ended.code, len(lines)) == (code, 1), ended.errors
    assert words in lines[0]
    assert "Traceback" not in ended.errors


def free_address() -> str:
    return f"127.0.0.1:{free_port()}"


async def serve(folder: Path, *arguments: str, **environment: str) -> Ended:
    """Run `odind serve` where it is bound to fail."""
    return await run(
        "odind",
        *("serve", "--socket", str(folder / "odind.sock"), "--state", str(folder / "state")),
        *("--listen", "", "--http", ""),
        *arguments,
        environment=environment,
    )


async def test_the_socket_is_for_owner_and_group(daemon: DaemonProcess) -> None:
    assert stat.S_IMODE(daemon.socket.stat().st_mode) == 0o660


async def test_a_daemon_without_a_gateway_describes_its_grid(daemon: DaemonProcess) -> None:
    async with daemon.connect() as client:
        info = await client.info()
        key = await client.describe_access_key()
    assert (info.runtime.name, info.runtime.generation) == ("odin-voice", 2)
    assert info.gateway == info.grid.gateway
    assert info.grid.key_id == key.key_id
    assert info.grid.ca_file.startswith(str(daemon.folder))


async def test_the_same_daemon_answers_on_loopback_tcp_to_those_who_can_read_its_cookie(
    start_daemon: Callable[..., DaemonProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = free_address()
    own = await start_daemon("--listen", address, "--socket", "").ready()
    assert not own.socket.exists()
    monkeypatch.setenv("ODIND_COOKIE_FILE", str(own.folder / "state/cookie"))
    async with connect(address) as client:
        assert (await client.info()).version
    monkeypatch.setenv("ODIND_COOKIE_FILE", "/nowhere")
    async with connect(address) as client:
        with pytest.raises(PermissionDeniedError, match="COOKIE_MISSING"):
            await client.info()


async def test_open_access_is_told_in_the_log(start_daemon: Callable[..., DaemonProcess]) -> None:
    own = await start_daemon(
        "--listen", "127.0.0.1:0", environment={"ODIND_ACCESS__LOOPBACK": "open"}
    ).ready()
    assert [event["level"] for event in own.events() if event["event"] == "access.open"] == ["warning"]
    assert (own.folder / "state/cookie").exists()  # pages from elsewhere need it all the same


async def test_the_access_key_is_kept_private_and_over_a_restart(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    keys = []
    for _ in range(2):
        own = await start_daemon(name="same").ready()
        async with own.connect() as client:
            keys.append((await client.describe_access_key()).key_id)
        own.end()
    assert keys[0] == keys[1]
    assert stat.S_IMODE((own.folder / "state/access.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["--config", "/nowhere.toml"], {}, "/nowhere.toml"),
        ([], {"ODIND_LIMITS__MAX_CONECTIONS": "1"}, "limits.max_conections"),
        ([], {"ODIND_LIMITS__MAX_CONNECTIONS": "many"}, "max_connections"),
        ([], {"ODIND_LOG__LEVEL": "loud"}, "log.level"),
        (["--listen", "0.0.0.0:7710"], {}, "0.0.0.0:7710"),
        (["--listen", "127.0.0.1:99999"], {}, "127.0.0.1:99999"),
        (["--access-key-file", "/nowhere.key"], {}, "/nowhere.key"),
        ([], {"ODIND_ODIN__ACCESS_KEY": "secretgarbage"}, "access key"),
        ([], {"ODIND_GRID__LISTEN": "nonsense"}, "nonsense"),
    ],
)
async def test_a_wrong_configuration_is_told_in_one_line_and_exits_with_2(
    tmp_path: Path, arguments: list[str], environment: dict[str, str], words: str
) -> None:
    ended = await serve(tmp_path, *arguments, **environment)
    told_in_one_line(ended, 2, words)
    assert "secretgarbage" not in ended.errors


async def test_a_configuration_file_with_a_slip_names_the_key(tmp_path: Path) -> None:
    file = tmp_path / "odind.toml"
    file.write_text("[odin]\nacces_key = 'secretgarbage'\n")
    ended = await serve(tmp_path, "--config", str(file))
    told_in_one_line(ended, 2, "odin.acces_key")
    assert "secretgarbage" not in ended.errors


async def test_a_socket_that_another_daemon_serves_is_left_to_it(
    daemon: DaemonProcess, tmp_path: Path
) -> None:
    ended = await serve(tmp_path, "--socket", str(daemon.socket))
    told_in_one_line(ended, 1, str(daemon.socket))
    async with daemon.connect() as client:
        await client.info()


@pytest.mark.parametrize("flag", ["--listen", "--http"])
async def test_an_address_in_use_is_named_alone(tmp_path: Path, flag: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        ended = await serve(tmp_path, flag, address)
    told_in_one_line(ended, 1, f"cannot listen on {address} ({KEYS[flag]}): Address already in use; stop the")
    assert "(ADDRESS_TAKEN)" in ended.errors
    assert str(tmp_path) not in ended.errors.splitlines()[-1]
    assert not (tmp_path / "state/access.key").exists()  # nothing was started for it


@pytest.mark.parametrize("socket_path", ["/sys/odind.sock", "/sys/deep/odind.sock"])
async def test_an_address_that_may_not_be_used_is_told_apart(tmp_path: Path, socket_path: str) -> None:
    ended = await serve(tmp_path, "--socket", socket_path)
    told_in_one_line(ended, 1, f"cannot listen on {socket_path} (server.socket): ")
    assert "(ADDRESS_FORBIDDEN)" in ended.errors


async def test_an_address_that_is_none_is_told(tmp_path: Path) -> None:
    ended = await serve(tmp_path, "--socket", f"{tmp_path}/{'long' * 40}.sock")
    told_in_one_line(ended, 1, "(ADDRESS_UNUSABLE)")


async def test_a_malformed_gateway_is_a_wrong_configuration(tmp_path: Path) -> None:
    ended = await serve(tmp_path, "--gateway", "http://[")
    told_in_one_line(ended, 2, "GATEWAY_INVALID")


async def test_a_malformed_allowed_gateway_is_a_wrong_configuration(tmp_path: Path) -> None:
    ended = await serve(tmp_path, ODIND_ODIN__ALLOWED_GATEWAYS="*,http://game.example")
    told_in_one_line(ended, 2, "'http://game.example' must be")


async def test_a_gateway_without_a_key_is_told(start_daemon: Callable[..., DaemonProcess]) -> None:
    own = await start_daemon("--gateway", "http://127.0.0.1:9").ready()
    assert [event["level"] for event in own.events() if event["event"] == "gateway.no_access_key"] == [
        "warning"
    ]


async def test_a_port_in_use_is_an_error(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        told_in_one_line(await serve(tmp_path, "--listen", address), 1, address)


async def test_a_state_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ended = await serve(tmp_path, "--state", str(tmp_path / "file"))
    told_in_one_line(ended, 1, str(tmp_path / "file"))


async def test_a_state_folder_that_another_daemon_uses_is_an_error_that_names_it_and_its_process(
    daemon: DaemonProcess, tmp_path: Path
) -> None:
    folder = daemon.folder / "state"
    ended = await serve(tmp_path, "--state", str(folder))
    problem = (
        f"{folder} is in use by process {daemon.process.pid}: stop it, or name another folder with --state"
    )
    told_in_one_line(ended, 1, f"{problem} or server.state_dir")
    grid = await run("odind", "grid", "--state", str(folder))
    assert (grid.code, grid.errors) == (1, f"odind grid: the state folder {problem} (STATE_IN_USE)\n")


async def test_a_state_folder_is_free_again_when_its_daemon_was_killed(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    own = await start_daemon(name="same").ready()
    own.kill()
    await own.exit_code()
    await start_daemon(name="same").ready()


def files_of(folder: Path) -> list[Path]:
    """The files of a state folder, but those that SQLite adds while it cannot write."""
    return sorted(file for file in folder.iterdir() if not file.name.startswith("store.sqlite3-"))


@pytest.mark.parametrize("end", [make_read_only, fill])
async def test_a_disk_that_takes_nothing_more_keeps_nobody_out(
    start_daemon: Callable[..., DaemonProcess],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    end: Callable[[Path], None],
) -> None:
    address = free_address()
    with disk(tmp_path / "disk") as folder:
        state = ("--state", str(folder), "--listen", address)
        first = await start_daemon(*state, name="first").ready()
        first.end()
        end(folder)
        before = files_of(folder)
        second = await start_daemon(*state, name="second").ready()
        monkeypatch.setenv("ODIND_COOKIE_FILE", str(folder / "cookie"))
        async with connect(address) as client:
            await client.join_room("room", user_id="anna")
        assert [event["event"] for event in second.events() if "cookie" in event["event"]] == ["cookie.kept"]
        second.end()
        assert files_of(folder) == before


async def test_where_no_cookie_can_be_left_the_socket_serves_on(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    with disk(tmp_path / "disk") as folder:
        (await start_daemon("--state", str(folder), name="first").ready()).end()
        make_read_only(folder)
        second = start_daemon("--state", str(folder), "--listen", "127.0.0.1:0", name="second")
        await second.ready()
        async with second.connect() as client:
            assert (await client.info()).version
        assert "cookie.unwritten" in [event["event"] for event in second.events()]
        second.end()


@pytest.mark.parametrize("workers", [0, 2])
async def test_no_child_inherits_the_access_key(
    start_daemon: Callable[..., DaemonProcess], workers: int
) -> None:
    key = AccessKey.generate().text
    own = start_daemon("--workers", str(workers), environment={"ODIND_ODIN__ACCESS_KEY": key})
    await own.ready()
    async with own.connect() as client, aclosing(client.devices.watch()) as changes:
        await anext(changes)
        async with asyncio.timeout(PATIENCE):
            while True:
                found = descendants(own.process.pid)
                with_key = [pid for pid in found if key.encode() in environment_of(pid)]
                # the scout is the last to start; a child is a copy until it executes its program
                if len(found) > workers and not with_key:
                    break
                await asyncio.sleep(0.05)
        assert (await client.describe_access_key()).key_id == AccessKey.parse(key).key_id


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user that has no entry")
@pytest.mark.parametrize(
    ("module", "arguments", "code", "words"),
    [
        ("odind.__main__", ["config"], 2, NO_HOME),
        ("odind.__main__", ["grid", "ca"], 2, NO_HOME),
        ("odind.cli", ["info"], 9, "nobody listens on 127.0.0.1:9"),
    ],
)
async def test_a_user_without_a_home_is_told_in_one_line(
    module: str, arguments: list[str], code: int, words: str
) -> None:
    environment = {"HOME": "", "ODIND_TARGET": "127.0.0.1:9"} | NO_XDG
    become = HOMELESS.format(module=module, arguments=arguments)
    ended = await run(sys.executable, "-c", become, environment=environment)
    assert (ended.code, ended.errors.count("\n")) == (code, 1), ended.errors
    assert words in ended.errors


async def test_the_settings_are_shown_without_secrets(tmp_path: Path) -> None:
    key = AccessKey.generate().text
    file = tmp_path / "odind.toml"
    file.write_text(f"[odin]\naccess_key = '{key}'\n[limits]\nmax_watchers = 3\nmax_connections = 4\n")
    ended = await run(
        "odind",
        *("config", "--config", str(file), "--listen", "127.0.0.1:1"),
        environment={"ODIND_LIMITS__MAX_CONNECTIONS": "5", "ODIND_SERVER__LISTEN": "127.0.0.1:2"},
    )
    assert ended.code == 0, ended.errors
    shown = json.loads(ended.output)
    assert shown["odin"]["access_key"] == "***"
    assert (shown["limits"]["max_watchers"], shown["limits"]["max_connections"]) == (3, 5)
    assert shown["limits"]["max_audio_streams"] == 512
    assert shown["server"]["listen"] == "127.0.0.1:1"
    assert key not in ended.output + ended.errors


async def test_nothing_imports_a_sound_card() -> None:
    ended = await run(Path(sys.executable), "-c", IMPORTS_WITHOUT_SOUND_CARD)
    assert ended.code == 0, ended.errors


def test_a_running_daemon_has_loaded_no_portaudio(daemon: DaemonProcess) -> None:
    maps = Path(f"/proc/{daemon.process.pid}/maps").read_text()
    assert "portaudio" not in maps
    assert "odin" in maps
