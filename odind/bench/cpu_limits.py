"""Limits each process of a daemon to a share of a core by Linux control groups, which needs root.

So more workers than there are free cores can be compared with one worker: each gets the same share, and
callers and grid keep free cores.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .processes import family_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PERIOD_US: Final = 10_000
"""Half a tick: a limited process continues soon, as on a slower core."""
_ROOT: Final = Path("/sys/fs/cgroup")
_FIRST: Final = _ROOT / "cpu"
"""The CPU limits of control groups, version 1."""


def why_not() -> str:
    """Return why CPU cannot be limited here; "" if it can."""
    group = _parent() / "odind-bench-probe"
    try:
        group.mkdir(exist_ok=True)
        try:
            _limit(group, 0.5)
        finally:
            group.rmdir()
    except OSError as error:
        return f"control groups cannot be used: {error.strerror or error}"
    return ""


@contextmanager
def limited(pid: int, share: float) -> Iterator[None]:
    """Limit a process, and each of its children, to a share of a core until the block ends."""
    with ExitStack() as stack:
        for one in family_of(pid):
            stack.enter_context(_held(one, share))
        yield


@contextmanager
def _held(pid: int, share: float) -> Iterator[None]:
    group = _parent() / f"odind-bench-{pid}"
    group.mkdir()
    try:
        _limit(group, share)
        (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        # a group can be removed once it is empty; a process that has ended has left it
        with suppress(ProcessLookupError):
            (_parent() / "cgroup.procs").write_text(str(pid))
        group.rmdir()


def _parent() -> Path:
    return _FIRST if (_FIRST / "cgroup.procs").exists() else _ROOT


def _limit(group: Path, share: float) -> None:
    quota_us = max(1_000, int(share * _PERIOD_US))
    if group.parent == _FIRST:
        (group / "cpu.cfs_period_us").write_text(str(_PERIOD_US))
        (group / "cpu.cfs_quota_us").write_text(str(quota_us))
    else:
        (group / "cpu.max").write_text(f"{quota_us} {_PERIOD_US}")
