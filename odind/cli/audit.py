"""`odindctl audit`: who called what, as the daemon's files on this machine say, or the daemon itself."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

from odind.core.errors import InvalidArgumentError, NotFoundError
from odind.folders import state_folder

from .commands import Noun
from .outputs import JSON_LINES
from .printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from odind.client import Daemon, messages

    from .settings import Settings

_SYSTEM_FOLDER: Final = Path("/var/lib/odind")
_PATTERN: Final = "audit*.jsonl"
_POLL_S: Final = 0.2
_LAST_BYTES: Final = 4 * 1024 * 1024
"""How far back it is looked, at most, for the last lines of a file."""
_FOLDER: Final = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The daemon's state folder, or audit.folder. Default: yours, else the system's.",
)

_REMOTE: Final = click.option(
    "--remote", is_flag=True, help="Ask the daemon, which may be elsewhere, for its last 1,000 and new ones."
)


@click.group(cls=Noun)
def audit() -> None:
    """Read the audit of a daemon, which `[audit] to = "file"` turns on."""


@audit.command(
    example="odindctl audit show\n"
    "odindctl audit show --last 1000 -o jsonl | jq 'select(.verdict != \"allowed\")'"
)
@_FOLDER
@_REMOTE
@click.option(
    "--last", type=click.IntRange(1, 1_000_000), default=20, help="How many lines to print. Default: 20."
)
@click.pass_obj
def show(settings: Settings, folder: Path | None, last: int, *, remote: bool) -> None:
    """Print the last lines."""
    if remote:
        _watch(settings, last, until_now=True)
        return
    lines = [line for file in _files(folder) for line in _last_lines(file)]
    for line in sorted(lines, key=lambda line: str(line.get("time")))[-last:]:
        _print(settings, line)


@audit.command(example="odindctl audit follow\nodindctl audit follow --json | jq .call")
@_FOLDER
@_REMOTE
@click.pass_obj
def follow(settings: Settings, folder: Path | None, *, remote: bool) -> None:
    """Print lines as they come, until Ctrl-C."""
    if remote:
        _watch(settings, 0, until_now=False)
        return
    followed = [_Followed(file) for file in _files(folder)]
    with suppress(KeyboardInterrupt):
        while True:
            for line in (line for one in followed for line in one.new_lines()):
                _print(settings, line)
            time.sleep(_POLL_S)


def _watch(settings: Settings, last: int, *, until_now: bool) -> None:
    """Print what the daemon sends."""

    async def work(daemon: Daemon) -> None:
        async for note in daemon.watch_audit(last, until_now=until_now):
            _print(settings, _line(note))

    settings.follow(work)


def _line(note: messages.WatchAuditResponse) -> dict[str, Any]:
    """Return a note as it stands in a file."""
    seldom = {
        "tenant": note.tenant,
        "times": note.times if note.times > 1 else 0,
        "lost_before": note.lost,
    }
    return {
        "time": note.time.ToJsonString(),
        "who": note.who,
        "by": note.by,
        "from": note.origin,
        "face": note.face,
        "call": note.call,
        "target": {target.field: _named(target) for target in note.targets},
        "verdict": note.verdict,
        "code": note.code,
        "reason": note.reason,
        "ms": note.took.ToNanoseconds() / 1_000_000,
        **{name: value for name, value in seldom.items() if value},
    }


def _named(target: messages.AuditTarget) -> str | list[str]:
    return list(target.values) if target.field.endswith("s") else "".join(target.values)


def _print(settings: Settings, line: dict[str, Any]) -> None:
    if settings.as_documents:
        settings.output = JSON_LINES
        settings.show_document(line)
        return
    words = (
        line.get("time"),
        line.get("verdict"),
        line.get("who"),
        f"({line.get('by')}, {line.get('from')})",
        line.get("call"),
        *(f"{name}={value}" for name, value in dict(line.get("target") or {}).items()),
        line.get("reason") or "",
        f"{line['times']} times" if "times" in line else "",
    )
    click.echo(printable(" ".join(str(word) for word in words if word)))


def _files(folder: Path | None) -> Sequence[Path]:
    """Return the files of a folder: the front's, and one for each worker."""
    folders = [folder] if folder else [state_folder(), _SYSTEM_FOLDER]
    for one in folders:
        if found := sorted(one.glob(_PATTERN)):
            return found
    raise NotFoundError(
        "AUDIT_NOT_FOUND",
        'there is no audit in {folders}: turn it on with [audit] to = "file", and name its folder with '
        "--folder",
        folders=", ".join(map(str, folders)),
    )


def _last_lines(file: Path) -> list[dict[str, Any]]:
    with _opened(file) as lines:
        lines.seek(max(0, os.fstat(lines.fileno()).st_size - _LAST_BYTES))
        return list(_parsed(lines.read()))


def _opened(file: Path) -> TextIO:
    try:
        return file.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InvalidArgumentError(
            "AUDIT_UNREADABLE", "{file}: {problem}", file=file, problem=error.strerror
        ) from None


def _parsed(text: str) -> Iterator[dict[str, Any]]:
    """Yield the lines that are whole."""
    for line in text.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            continue  # the rest of a line, or one that a full disk cut off
        if isinstance(value, dict):
            yield value


@dataclass
class _Followed:
    """A file whose new lines are wanted, also once it has been set aside for a new one."""

    file: Path

    def __post_init__(self) -> None:
        self._open = _opened(self.file)
        self._open.seek(0, os.SEEK_END)
        self._rest = ""

    def new_lines(self) -> Iterator[dict[str, Any]]:
        """Return what has been written since."""
        yield from self._read()
        if self._is_set_aside():
            yield from self._read()
            self._open.close()
            self._open = _opened(self.file)
            self._rest = ""
            yield from self._read()

    def _read(self) -> Iterator[dict[str, Any]]:
        whole, newline, self._rest = (self._rest + self._open.read()).rpartition("\n")
        return _parsed(whole + newline)

    def _is_set_aside(self) -> bool:
        try:
            return self.file.stat().st_ino != os.fstat(self._open.fileno()).st_ino
        except OSError:
            return False
