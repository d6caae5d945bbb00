"""Lines on a terminal that are redrawn in place."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLEAR_LINE: Final = "\x1b[K"
_CLEAR_BELOW: Final = "\x1b[J"


def minutes(seconds: float) -> str:
    """Return a length of time as minutes:seconds."""
    whole, tenths = divmod(int(seconds * 10), 10)
    return f"{whole // 60}:{whole % 60:02}.{tenths}"


class StatusLine:
    """One line on stderr, shown only on a terminal."""

    def __init__(self) -> None:
        self.visible = sys.stderr.isatty()
        self._shown = False

    def show(self, text: str) -> None:
        """Replace the line, cut to the width of the terminal so that it stays one."""
        if self.visible:
            self._shown = True
            width = shutil.get_terminal_size().columns - 1
            click.echo(f"\r{text[:width]}{_CLEAR_LINE}", err=True, nl=False)

    def clear(self) -> None:
        """Clear the line."""
        if self._shown:
            click.echo(f"\r{_CLEAR_LINE}", err=True, nl=False)


class Screen:
    """A few lines on stdout, redrawn in place."""

    def __init__(self) -> None:
        self._height = 0

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines that can be written without scrolling."""
        terminal = shutil.get_terminal_size()
        return terminal.columns - 1, max(1, terminal.lines - 1)

    def draw(self, lines: Sequence[str]) -> None:
        """Replace what was drawn before; lines that do not fit are left out."""
        width, height = self.size
        back = f"\x1b[{self._height}F" if self._height else ""
        kept = lines[:height]
        body = "".join(f"{line[:width]}{_CLEAR_LINE}\n" for line in kept)
        click.echo(f"{back}{body}{_CLEAR_BELOW}", nl=False)
        sys.stdout.flush()
        self._height = len(kept)
