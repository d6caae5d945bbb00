"""Has the system end a process whose decoder is stuck: work on one block must not take long."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE_S: Final = 10


def hurry() -> None:
    """Have this process ended by SIGALRM if it does not wait for something within 10 s."""
    signal.alarm(_PATIENCE_S)


@contextmanager
def unhurried() -> Iterator[None]:
    """Let the block take as long as it does, and begin the 10 s anew afterwards."""
    signal.alarm(0)
    yield
    hurry()
