"""Tries the installed version beside this process, and begins upgrades on a signal."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE
from typing import TYPE_CHECKING, Final

import structlog

from odind.core.errors import OdindError
from odind.core.rooms.upgrade import upgrade_failed

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Collection

    from odind.core.rooms.upgrade import Upgrade
    from odind.own_command import OwnCommand

UPGRADE: Final = "UPGRADE"
"""The reason of a stop after which another version takes over."""
_log = structlog.get_logger("odind.daemon")
_PATIENCE_S: Final = 60.0
_LONGEST_PROBLEM: Final = 400
_OF_OUR_SUPERVISOR: Final = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")


async def upgrade_on_signal(wanted: asyncio.Event, upgrade: Upgrade) -> None:
    """Begin an upgrade whenever one is wanted; the log says why it does not begin."""
    while True:
        await wanted.wait()
        wanted.clear()
        try:
            await upgrade.begin()
        except OdindError as error:
            _log.error("upgrade.failed", reason=error.reason, problem=error.message)


async def rehearsed(command: OwnCommand, addresses: Collection[str]) -> str:
    """Have what the command starts now check all that it needs, and return its version.

    `addresses` are those that this process listens on. Raises FailedPreconditionError UPGRADE_FAILED.
    """
    trying = await _start(command)
    try:
        async with asyncio.timeout(_PATIENCE_S):
            version, problem = await trying.communicate(json.dumps(list(addresses)).encode())
    except TimeoutError:
        raise upgrade_failed(f"it was not ready within {_PATIENCE_S:g} s") from None
    finally:
        await _end(trying)
    if trying.returncode:
        raise upgrade_failed(_last_line(problem) or f"it ended with exit code {trying.returncode}")
    return _last_line(version)


async def _start(command: OwnCommand) -> Process:
    known = {name: value for name, value in command.environment.items() if name not in _OF_OUR_SUPERVISOR}
    try:
        return await asyncio.create_subprocess_exec(
            *command.arguments, "--rehearse", stdin=PIPE, stdout=PIPE, stderr=PIPE, env=known
        )
    except OSError as error:
        raise upgrade_failed(f"{command.arguments[0]}: {error.strerror}") from None


async def _end(trying: Process) -> None:
    if trying.returncode is None:
        trying.kill()
        await trying.wait()


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("odind: ")[:_LONGEST_PROBLEM] if lines else ""
