"""The upgrade: the daemon ends, and begins anew as the version that is installed, if that one would start."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeAlias

from odind.core.errors import FailedPreconditionError

from .refusals import stopping

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .drain import Drain

    Rehearsal: TypeAlias = Callable[[], Awaitable[str]]


class Upgrade:
    """Begins upgrades. Used on the loop's thread.

    `over` is set once the daemon is to end for one. `rehearse` tries the installed version, with all that
    it needs to start, beside this one; it returns its number, or raises UPGRADE_FAILED.
    """

    def __init__(self, drain: Drain) -> None:
        self.over = asyncio.Event()
        self.rehearse: Rehearsal = _no_command
        self._drain = drain
        self._trying = asyncio.Lock()

    async def begin(self) -> str:
        """Try the installed version, have this one end for it, and return its number.

        Raises FailedPreconditionError UPGRADE_FAILED; UnavailableError DRAINING, DAEMON_STOPPING.
        """
        async with self._trying:
            self._require_going_on()
            version = await self.rehearse()
            self._require_going_on()
            self.over.set()
        return version

    def _require_going_on(self) -> None:
        if self.over.is_set():
            raise stopping()
        self._drain.require_running()
        self._drain.require_joining()


def upgrade_failed(problem: str) -> FailedPreconditionError:
    """Return the error of an upgrade to a version that would not start."""
    return FailedPreconditionError(
        "UPGRADE_FAILED",
        "the installed version would not start, so this one goes on: {problem}",
        problem=problem,
    )


async def _no_command() -> str:
    raise upgrade_failed("the daemon was not started by a command")
