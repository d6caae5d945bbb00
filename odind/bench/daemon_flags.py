"""What the daemon of this version can be told, asked before anything is measured."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

from odind.core.errors import FailedPreconditionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .variants import Variant


def require_flags(variants: Sequence[Variant], workers: Sequence[int] = ()) -> None:
    """Raise FailedPreconditionError FLAG_UNKNOWN when the daemon does not know what would be asked of it."""
    if any(variant.workers for variant in variants) or any(workers):
        _require("--workers")


def _require(flag: str) -> None:
    if flag not in _help():
        raise FailedPreconditionError("FLAG_UNKNOWN", "odind serve of this version has no {flag}", flag=flag)


@cache
def _help() -> str:
    command = (sys.executable, "-m", "odind", "serve", "--help")
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603 - fixed words
