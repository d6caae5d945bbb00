"""Waiting for the daemon, and what is said when none answers."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from grpc_health.v1.health_pb2 import HealthCheckResponse

from odind.cli import main
from odind.v1 import server_pb2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

SERVING = HealthCheckResponse(status=HealthCheckResponse.SERVING)
NOBODY = 65_534


def ask(target: str, **environment: str) -> Result:
    """Ask for info in this process."""
    where = ["--target", target] if target else []
    return CliRunner().invoke(main, ["info", *where], env=environment)


@contextmanager
def not_root() -> Iterator[None]:
    """Be a user to whom permissions apply."""
    before = os.geteuid()
    if not before:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


async def test_wait_returns_when_the_daemon_serves(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("Check", HealthCheckResponse(), SERVING)

    ended = await odindctl("wait", "--json")

    assert ended.document == {"target": script.target, "serving": True}
    assert len(script.requests["Check"]) > 1


async def test_wait_gives_up_after_its_timeout(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("Check", HealthCheckResponse())

    ended = await odindctl("wait", "--timeout", "0.1")

    assert ended.exit_code == 9
    assert "(DAEMON_NOT_SERVING)" in ended.stderr


async def test_any_verb_waits_when_it_is_told_to(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("Check", HealthCheckResponse(), SERVING)
    script.answer("GetInfo", server_pb2.GetInfoResponse(version="1"))

    assert (await odindctl("info", "--wait", "60", "--json")).document["version"] == "1"
    assert len(script.requests["Check"]) > 1


def test_a_socket_that_is_not_there_is_named_with_where_it_comes_from(tmp_path: Path):
    target = f"unix:{tmp_path}/nobody"

    by_option, by_variable = ask(target), ask("", ODIND_TARGET=target)

    advice = "start a daemon with `odind serve`, or name another one with --target (DAEMON_UNREACHABLE)\n"
    assert by_option.stderr == f"error: there is no socket {tmp_path}/nobody (from --target): {advice}"
    assert by_variable.stderr == f"error: there is no socket {tmp_path}/nobody (from ODIND_TARGET): {advice}"
    assert by_option.exit_code == by_variable.exit_code == 9


def test_a_socket_that_a_daemon_left_behind_is_told_from_none(tmp_path: Path):
    with socket.socket(socket.AF_UNIX) as gone:
        gone.bind(f"{tmp_path}/odind.sock")

    ended = ask(f"unix:{tmp_path}/odind.sock")

    assert f"nobody listens on the socket {tmp_path}/odind.sock any more" in ended.stderr
    assert ended.exit_code == 9


def test_a_port_on_which_nobody_listens_is_named(unused_tcp_port: int):
    ended = ask(f"127.0.0.1:{unused_tcp_port}")

    assert f"nobody listens on 127.0.0.1:{unused_tcp_port} (from --target)" in ended.stderr
    assert ended.exit_code == 9


def test_a_port_that_serves_http_is_told_from_a_daemon():
    class Web(BaseHTTPRequestHandler):
        """Answers as a web server does."""

        def do_GET(self) -> None:
            """Answer."""
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Be quiet."""

    with HTTPServer(("127.0.0.1", 0), Web) as web:
        serving = threading.Thread(target=web.serve_forever)
        serving.start()
        ended = ask(f"127.0.0.1:{web.server_port}")
        web.shutdown()
        serving.join()

    assert ended.exit_code == 3
    assert f"127.0.0.1:{web.server_port} (from --target) serves HTTP, not gRPC" in ended.stderr
    assert "(TARGET_NOT_GRPC)" in ended.stderr


@pytest.fixture
def passable() -> Iterator[Path]:
    """A folder that other users may pass through, unlike pytest's."""
    with TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o755)
        yield path
        path.chmod(0o755)


@pytest.mark.parametrize("closed", ["socket", "folder"])
def test_a_socket_that_is_closed_to_us_names_whom_it_belongs_to(passable: Path, closed: str):
    path = passable / "odind.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        named = path if closed == "socket" else passable
        named.chmod(0o600)
        with not_root():
            ended = ask(f"unix:{path}")

    assert ended.exit_code == 4
    assert f"{named} belongs to " in ended.stderr
    assert "mode 0600" in ended.stderr
    assert "(SOCKET_FORBIDDEN)" in ended.stderr
