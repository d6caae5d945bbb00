"""Unix sockets are taken from nobody, and given back to nobody else."""

from __future__ import annotations

import socket
import stat
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from odind.sockets import SocketFile, grpc_target

if TYPE_CHECKING:
    from pathlib import Path


def listener(stack: ExitStack, file: SocketFile) -> socket.socket:
    """Listen at a path."""
    listening = stack.enter_context(socket.socket(socket.AF_UNIX))
    with file.bind():
        listening.bind(str(file.path))
    listening.listen(0)
    return listening


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "odind.sock"


def test_a_socket_is_for_owner_and_group_and_its_file_goes_with_it(path: Path):
    file = SocketFile(path)
    with ExitStack() as stack:
        listener(stack, file)
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
    file.remove()
    assert not path.exists()


def test_a_file_that_nobody_serves_is_replaced(path: Path):
    with ExitStack() as stack:
        listener(stack, SocketFile(path))
    with ExitStack() as stack:
        listener(stack, SocketFile(path))


def test_a_file_that_is_no_socket_stays(path: Path):
    path.parent.mkdir()
    path.write_text("precious")
    with ExitStack() as stack, pytest.raises(OSError, match="in use"):
        listener(stack, SocketFile(path))
    assert path.read_text() == "precious"


def test_an_owner_whose_queue_is_full_still_serves(path: Path):
    with ExitStack() as stack:
        listener(stack, SocketFile(path))
        for _ in range(2):
            waiting = stack.enter_context(socket.socket(socket.AF_UNIX))
            waiting.setblocking(False)  # noqa: FBT003 - as the library has it
            waiting.connect_ex(str(path))
        with pytest.raises(OSError, match="in use"), SocketFile(path).bind():
            pass


def test_the_socket_of_a_successor_stays(path: Path):
    first = SocketFile(path)
    with ExitStack() as stack:
        listener(stack, first)
    with ExitStack() as stack:
        listener(stack, SocketFile(path))
        first.remove()
        assert path.is_socket()


@pytest.mark.parametrize(
    ("target", "dialled"),
    [
        ("unix:/run/odind/odind.sock", "unix:/run/odind/odind.sock"),
        ("unix:/tmp/a%41 ü.sock", "unix:/tmp/a%2541%20%C3%BC.sock"),
        ("127.0.0.1:7710", "127.0.0.1:7710"),
        ("[::1]:7710", "[::1]:7710"),
    ],
)
def test_what_looks_percent_encoded_in_a_path_is_meant_as_it_stands(target: str, dialled: str):
    assert grpc_target(target) == dialled
