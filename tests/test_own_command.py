"""How a process begins anew."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from odind.own_command import OwnCommand

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BEFORE = """
import os, socket, sys
from odind.own_command import OwnCommand
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(os.getpid(), *(one.getsockname()[1] for one in sockets), flush=True)
OwnCommand(tuple(sys.argv[1:]), {"OWN": "kept"}).begin_anew(sockets)
"""
AFTERWARDS = """
import os, socket
ports = [socket.socket(fileno=number).getsockname()[1] for number in (3, 4)]
print(os.getpid(), *ports, os.environ["LISTEN_FDS"], os.environ["OWN"])
"""


def test_a_script_is_started_by_its_path_whatever_interpreter_runs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "odind"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(script), "serve", "--workers", "2"])
    assert OwnCommand.here().arguments == (str(script), "serve", "--workers", "2")


def test_a_module_is_started_by_its_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "__main__.py"
    module.write_text("")
    module.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(module), "serve"])
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-m", "odind", "serve"])
    assert OwnCommand.here().arguments == (sys.executable, "-m", "odind", "serve")


def test_the_environment_is_that_of_the_start_and_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODIND_ODIN__ACCESS_KEY", "very secret")
    command = OwnCommand.here()
    monkeypatch.delenv("ODIND_ODIN__ACCESS_KEY")
    assert command.environment["ODIND_ODIN__ACCESS_KEY"] == "very secret"
    assert "very secret" not in repr(command)


def test_the_same_process_becomes_the_command_and_has_the_sockets() -> None:
    program = ("/usr/bin/env", sys.executable, "-c", AFTERWARDS)
    ended = subprocess.run(
        [sys.executable, "-c", BEFORE, *program], capture_output=True, text=True, check=True
    )
    before, after = ended.stdout.splitlines()
    assert after == f"{before} 2 kept"
