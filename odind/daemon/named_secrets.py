"""Secrets that callers name and never see: a folder with a file for each, read as the daemon starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError, OdindError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

_MOST_BYTES: Final = 4_096


def load_secrets(
    folder: Path | None, setting: str, check: Callable[[str], str] | None = None
) -> Mapping[str, str]:
    """Return the secrets in a folder by the names of their files; hidden files and folders are ignored.

    `check` raises for a text that is none. Raises InvalidArgumentError CONFIG_INVALID, which names the file
    and not its content.
    """
    if folder is None:
        return {}
    try:
        return {file.name: read_secret(file, check) for file in _files(folder)}
    except OSError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "{setting}: {problem}", setting=setting, problem=error
        ) from None


def setting_secret(file: Path | None, setting: str) -> str:
    """Return the secret in the file of a setting, "" without a file; raises CONFIG_INVALID."""
    try:
        return read_secret(file) if file else ""
    except OSError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "{setting}: {problem}", setting=setting, problem=error
        ) from None


def read_secret(file: Path, check: Callable[[str], str] | None = None) -> str:
    """Return the secret in a file, without white space around it; raises CONFIG_INVALID, OSError."""
    try:
        return (check or _check)(file.read_text().strip())
    except UnicodeDecodeError:
        problem = "it must be UTF-8 text"
    except OdindError as error:
        problem = error.message
    raise InvalidArgumentError("CONFIG_INVALID", "{file}: {problem}", file=file, problem=problem)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def _check(secret: str) -> str:
    if not 0 < len(secret) <= _MOST_BYTES:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "a secret must have 1 to {limit} characters", limit=_MOST_BYTES
        )
    return secret
