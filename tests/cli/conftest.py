"""The installed `odindctl`, and a scripted daemon for it to talk to."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.client.scripted_daemon import ScriptedDaemon

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

COMMAND = Path(sys.executable).with_name("odindctl")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.stdout)

    @property
    def error(self) -> Any:
        """The one JSON document on stderr, of an error."""
        return json.loads(self.stderr)["error"]


class Odindctl:
    """Runs the installed command against a daemon."""

    def __init__(self, target: str) -> None:
        ambient = {name: value for name, value in os.environ.items() if not name.startswith("ODIND_")}
        self._environment = {**ambient, "ODIND_TARGET": target}

    async def __call__(self, *arguments: str, stdin: bytes = b"", **environment: str) -> Ended:
        """Run the command to its end."""
        process = await self.start(*arguments, **environment)
        stdout, stderr = await process.communicate(stdin)
        return Ended(process.returncode or 0, stdout.decode(), stderr.decode())

    async def start(
        self,
        *arguments: str,
        stdin: int | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
        **environment: str,
    ) -> Process:
        """Start the command, with pipes unless something else is given."""
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            COMMAND,
            *arguments,
            stdin=pipe if stdin is None else stdin,
            stdout=pipe if stdout is None else stdout,
            stderr=pipe if stderr is None else stderr,
            env={**self._environment, **environment},
        )


@pytest.fixture
async def script(tmp_path: Path) -> AsyncIterator[ScriptedDaemon]:
    """A daemon that answers as the test says."""
    async with ScriptedDaemon(tmp_path / "odind.sock") as daemon:
        yield daemon


@pytest.fixture
def odindctl(script: ScriptedDaemon) -> Odindctl:
    """The command, pointed at the scripted daemon."""
    return Odindctl(script.target)
