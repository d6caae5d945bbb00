"""What can go wrong with a sound file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import odind

if TYPE_CHECKING:
    from collections.abc import Iterator


class SoundFileError(Exception):
    """A file cannot be read or written; the text says why, without the file's name."""


class SoundFileExistsError(SoundFileError):
    """A file of that name exists already and must not be replaced."""


def sentence(error: Exception) -> str:
    """Return what an error of the system or of FFmpeg says, without numbers and file names."""
    return str(getattr(error, "strerror", None) or error)


def install_pyav() -> str:
    """Return the command that installs PyAV."""
    return f"pip install '{odind.DISTRIBUTION}[files]'"


@contextmanager
def explained_without_pyav() -> Iterator[None]:
    """Raise SoundFileError where an import fails because PyAV is not installed."""
    try:
        yield
    except ImportError as error:
        raise SoundFileError(f"this needs PyAV: {install_pyav()}") from error
