"""How this process was started, so that it can begin anew as what is installed there now."""

from __future__ import annotations

import fcntl
import os
import sys
from dataclasses import field
from typing import TYPE_CHECKING, Final, Self

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from socket import socket
    from typing import NoReturn

_FIRST_SOCKET: Final = 3
_OUT_OF_THE_WAY: Final = 100


@dataclass(frozen=True)
class OwnCommand:
    """The command line and the environment of this process as they were at its start."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def here(cls) -> Self:
        """Return the command of this process; call it before the environment is changed.

        A script is started by its path, not by the interpreter that runs it: that one may be of a version
        that is no longer the installed one.
        """
        script = sys.argv[0]
        is_program = os.access(script, os.X_OK) and not script.endswith(".py")
        start = sys.argv if is_program else [sys.executable, *sys.orig_argv[1:]]
        return cls(tuple(start), dict(os.environ))

    def begin_anew(self, sockets: Iterable[socket]) -> NoReturn:
        """Become the installed command, under the same process id, and hand listening sockets over.

        The protocol for sockets is systemd's: sd_listen_fds(3). Raises OSError when there is no such command.
        """
        kept = [fcntl.fcntl(one.fileno(), fcntl.F_DUPFD_CLOEXEC, _OUT_OF_THE_WAY) for one in sockets]
        for target, descriptor in enumerate(kept, _FIRST_SOCKET):
            os.dup2(descriptor, target, inheritable=True)
        told = {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(kept))}
        os.execve(self.arguments[0], self.arguments, {**self.environment, **told})  # noqa: S606 - no shell
