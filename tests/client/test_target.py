"""Where the client looks for the daemon."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from odind.client import resolve_target
from odind.client.target import is_open_to_us
from odind.config import Config
from odind.core.errors import InvalidArgumentError


@pytest.fixture(autouse=True)
def runtime_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.delenv("ODIND_TARGET", raising=False)
    monkeypatch.delenv("RUNTIME_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("odind.folders.SYSTEM_RUNTIME", tmp_path / "absent")
    return tmp_path


@pytest.mark.parametrize(
    "target", ["unix:/run/odind.sock", "unix:odind.sock", "localhost:7710", "10.0.0.2:1", "[::1]:7710"]
)
def test_sockets_and_addresses_are_taken_as_they_are(target: str):
    assert resolve_target(target) == target


def test_a_bare_path_is_a_socket():
    assert resolve_target("/run/odind.sock") == "unix:/run/odind.sock"


@pytest.mark.parametrize("target", ["localhost", "http://localhost:7710", "unix:", "::1", ":7710", "a b:1"])
def test_anything_else_is_refused(target: str):
    with pytest.raises(InvalidArgumentError) as caught:
        resolve_target(target)

    assert caught.value.reason == "TARGET_INVALID"
    assert caught.value.metadata == {"target": target}


def test_the_environment_is_asked_before_the_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ODIND_TARGET", "elsewhere:7711")

    assert resolve_target() == "elsewhere:7711"
    assert resolve_target("given:1") == "given:1"


def test_an_existing_user_socket_is_the_default(runtime_directory: Path):
    (runtime_directory / "odind").mkdir()
    path = runtime_directory / "odind" / "odind.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))

        assert resolve_target() == f"unix:{path}"


@pytest.mark.parametrize("user", [0, 1_000], ids=["root", "user"])
@pytest.mark.parametrize("session", [True, False], ids=["session", "none"])
def test_the_socket_that_a_daemon_makes_of_itself_is_found(
    monkeypatch: pytest.MonkeyPatch,
    user: int,
    session: bool,  # noqa: FBT001 - a case
):
    monkeypatch.setattr("os.geteuid", lambda: user)
    if not session:
        monkeypatch.delenv("XDG_RUNTIME_DIR")
    path = Path(Config().server.socket)
    path.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))

        assert resolve_target() == f"unix:{path}"


def test_without_a_socket_the_default_is_loopback(monkeypatch: pytest.MonkeyPatch):
    assert resolve_target() == "127.0.0.1:7710"

    monkeypatch.delenv("XDG_RUNTIME_DIR")

    assert resolve_target() == "127.0.0.1:7710"


def test_a_worker_is_dialled_only_where_its_socket_is_ours_to_use(tmp_path: Path):
    path = tmp_path / "worker.sock"
    assert not is_open_to_us(f"unix:{path}")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        assert is_open_to_us(f"unix:{path}")
    path.unlink()
    path.touch()
    assert not is_open_to_us(f"unix:{path}")
    assert not is_open_to_us("127.0.0.1:7710")
    assert not is_open_to_us("")
