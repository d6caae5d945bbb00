"""Sockets that a process was started with."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from odind.http.inherited import InheritedSockets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


def test_a_socket_is_found_by_its_address(listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    inherited = InheritedSockets([listening])
    assert inherited.tcp(f"127.0.0.1:{port}") is listening
    assert inherited.tcp(f"localhost:{port}") is listening
    assert inherited.tcp("127.0.0.1:0") is listening
    assert inherited.tcp(f"127.0.0.2:{port}") is None
    assert inherited.tcp(f"127.0.0.1:{port ^ 1}") is None
    assert inherited.tcp(f"[::1]:{port}") is None


def test_a_unix_socket_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "http.sock"
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))
        inherited = InheritedSockets([one])
        assert inherited.unix(path) is one
        assert inherited.unix(tmp_path / "other.sock") is None


def test_those_that_nobody_uses_are_closed(listening: socket.socket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        InheritedSockets([listening, other]).close_all_but([other])
        assert (listening.fileno(), other.fileno() > 0) == (-1, True)


@pytest.mark.parametrize(("pid", "number"), [("1", "1"), ("", "1"), ("own", "x"), ("own", "")])
def test_what_another_process_is_told_of_is_not_taken(pid: str, number: str) -> None:
    pid = str(os.getpid()) if pid == "own" else pid
    environment = {"LISTEN_PID": pid, "LISTEN_FDS": number, "LISTEN_FDNAMES": "x", "OTHER": "kept"}
    inherited = InheritedSockets.told_by(environment)
    assert environment == {"OTHER": "kept"}
    assert inherited.tcp("127.0.0.1:0") is None
