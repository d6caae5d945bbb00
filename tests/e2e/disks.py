"""A disk of the test's own that stops taking anything: read-only, or full to the last byte."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def disk(folder: Path) -> Iterator[Path]:
    """Mount a small disk for the length of the block; skip the test where that is not allowed."""
    folder.mkdir()
    with _mounted(folder, "-t", "tmpfs", "-o", "size=1m", "odind-test"):
        yield folder


@contextmanager
def bound_read_only(folder: Path) -> Iterator[None]:
    """Let nothing be written to a folder for the length of the block, or skip the test."""
    with _mounted(folder, "--bind", str(folder)):
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        yield


@contextmanager
def _mounted(folder: Path, *what: str) -> Iterator[None]:
    mounting = subprocess.run(["mount", *what, folder], capture_output=True, check=False)
    if mounting.returncode:
        pytest.skip(f"only root may mount a disk: {mounting.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def make_read_only(folder: Path) -> None:
    """Let nothing be written any more."""
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)


def fill(folder: Path) -> None:
    """Leave not a single page."""
    with suppress(OSError), (folder / "ballast").open("wb", buffering=0) as ballast:
        while True:
            ballast.write(bytes(4_096))
