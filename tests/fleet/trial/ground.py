"""Network namespaces for the members of a fleet, on one bridge, which nothing outside can reach.

`enter` puts the whole program into namespaces of its own: network, mounts and processes. All that is made
within ends with it, however it ends.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

NETWORK: Final = "10.77.0.0/24"
HUB: Final = "10.77.0.1"
"""The address of the bridge: what is no member listens there."""
_INSIDE: Final = "--inside"
_FIRST: Final = 11
_UNSHARED: Final = ("--net", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child")


def enter(module: str) -> None:
    """Run this program's module again in namespaces of its own, unless it is in there. Needs root."""
    if _INSIDE in sys.argv:
        sys.argv.remove(_INSIDE)
        return
    if os.geteuid() != 0:
        raise SystemExit("network namespaces need root")
    again = (sys.executable, "-m", module, *sys.argv[1:], _INSIDE)
    os.execvp("unshare", ("unshare", *_UNSHARED, "--mount-proc", *again))


class Ground:
    """Makes namespaces, cuts them off, and mends that. Only after `enter`."""

    def __init__(self) -> None:
        self._names: list[str] = []

    async def make(self) -> None:
        """Make the bridge."""
        await _run("mount", "-t", "tmpfs", "none", "/run")  # where `ip` keeps namespaces
        await _ip("link", "set", "lo", "up")
        await _ip("link", "add", "bridge", "type", "bridge")
        await _ip("address", "add", f"{HUB}/24", "dev", "bridge")
        await _ip("link", "set", "bridge", "up")

    async def add(self, name: str) -> str:
        """Make a namespace with a cable to the bridge; return its address."""
        address = f"{HUB.rpartition('.')[0]}.{_FIRST + len(self._names)}"
        self._names.append(name)
        await _ip("netns", "add", name)
        await _ip("link", "add", _cable(name), "type", "veth", "peer", "name", "eth0", "netns", name)
        await _ip("link", "set", _cable(name), "master", "bridge", "up")
        await _ip("-n", name, "link", "set", "lo", "up")
        await _ip("-n", name, "address", "add", f"{address}/24", "dev", "eth0")
        await _ip("-n", name, "link", "set", "eth0", "up")
        return address

    async def cut(self, name: str) -> None:
        """Pull the cable of a namespace."""
        await _ip("link", "set", _cable(name), "down")

    async def mend(self, name: str) -> None:
        """Plug it in again."""
        await _ip("link", "set", _cable(name), "up")


def within(name: str) -> tuple[str, ...]:
    """Return the command that becomes another one, in a namespace."""
    return "nsenter", f"--net=/run/netns/{name}"


def _cable(name: str) -> str:
    return f"to-{name}"


async def _ip(*arguments: str) -> None:
    await _run("ip", *arguments)


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    _, errors = await process.communicate()
    if process.returncode:
        raise SystemExit(f"{_words(command)}: {errors.decode().strip()}")


def _words(command: Sequence[str]) -> str:
    return " ".join(command)
