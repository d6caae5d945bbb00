"""The errors of destinations, each with what to do next."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    NotFoundError,
    OdindError,
    PermissionDeniedError,
    UnavailableError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def unavailable(place: str, problem: object) -> UnavailableError:
    """Return the error of a place that does not answer, or answers that it cannot at present."""
    return UnavailableError(
        "STORAGE_UNAVAILABLE", "{place} takes no files at present: {problem}", place=place, problem=problem
    )


def denied(place: str, problem: object) -> PermissionDeniedError:
    """Return the error of a place that does not let us in."""
    return PermissionDeniedError(
        "STORAGE_DENIED",
        "{place} refuses us: {problem}; check keys and permissions",
        place=place,
        problem=problem,
    )


def no_bucket(bucket: str) -> NotFoundError:
    """Return the error of a bucket that does not exist."""
    return NotFoundError("BUCKET_NOT_FOUND", "there is no bucket {bucket}: create it", bucket=bucket)


def no_object(place: str) -> NotFoundError:
    """Return the error of a file that an output has not, though it had."""
    return NotFoundError(
        "OBJECT_NOT_FOUND", "{place} is not there any more: somebody has deleted it", place=place
    )


def no_folder(folder: Path | str) -> NotFoundError:
    """Return the error of a folder that does not exist."""
    return NotFoundError("FOLDER_NOT_FOUND", "there is no folder {folder}: create it", folder=folder)


def differs(place: str) -> UnavailableError:
    """Return the error of a file that arrived otherwise than it was sent."""
    return UnavailableError(
        "CHECKSUM_MISMATCH", "{place} has another content than was sent; it is sent again", place=place
    )


def exists(place: str) -> AlreadyExistsError:
    """Return the error of a name that another file has."""
    return AlreadyExistsError(
        "OBJECT_EXISTS", "{place} is another file already, which is not overwritten", place=place
    )


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Raise FailedPreconditionError SPOOLED_FILE_LOST when the file here cannot be read."""
    try:
        yield
    except OSError as error:
        raise FailedPreconditionError(
            "SPOOLED_FILE_LOST", "{file} cannot be read: {problem}", file=file, problem=error.strerror
        ) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Raise the errors of a folder that takes no files."""
    try:
        yield
    except OSError as error:
        raise _of_folder(folder, error) from error


def _of_folder(folder: Path, error: OSError) -> OdindError:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return denied(str(folder), error.strerror)
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return no_folder(folder)
    return unavailable(str(folder), error.strerror)
