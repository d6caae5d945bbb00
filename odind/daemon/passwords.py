"""The passwords of encrypted rooms that the configuration has, read as the daemon starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError, OdindError
from odind.core.rooms.cipher import NO_PASSWORDS, Passwords, check_password

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def load_passwords(folder: Path | None) -> Passwords:
    """Return the passwords in a folder by the names of their files; hidden files and folders are ignored.

    Raises InvalidArgumentError CONFIG_INVALID, which names the file and not its content.
    """
    if folder is None:
        return NO_PASSWORDS
    try:
        return Passwords({file.name: _read(file) for file in _files(folder)})
    except OSError as error:
        raise InvalidArgumentError("CONFIG_INVALID", "odin.passwords_dir: {problem}", problem=error) from None


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def _read(file: Path) -> str:
    try:
        return check_password(file.read_text().strip())
    except UnicodeDecodeError:
        problem = "it must be UTF-8 text"
    except OdindError as error:
        problem = error.message
    raise InvalidArgumentError("CONFIG_INVALID", "{file}: {problem}", file=file, problem=problem)
