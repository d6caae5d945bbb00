"""What can go wrong with a sound file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from odind import DISTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Iterator


INSTALL_PYAV: Final = f"pip install '{DISTRIBUTION}[files]'"


class SoundFileError(Exception):
    """A file cannot be read or written; the text says why, without the file's name."""


class SoundFileExistsError(SoundFileError):
    """A file of that name exists already and must not be replaced."""


def sentence(error: Exception) -> str:
    """Return what an error of the system or of FFmpeg says, without numbers and file names."""
    return str(getattr(error, "strerror", None) or error)


@contextmanager
def explained_without_pyav() -> Iterator[None]:
    """Raise SoundFileError where an import fails because PyAV is not installed."""
    try:
        yield
    except ImportError as error:
        raise SoundFileError(f"this needs PyAV: {INSTALL_PYAV}") from error
