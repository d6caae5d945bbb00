"""What the disk does not take waits, within a bound."""

from __future__ import annotations

import os
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING

from odind.tapes.sink import PlainFile, Sink

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file become longer, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_waits_is_written_once_there_is_room(tmp_path: Path):
    sink = Sink(PlainFile(tmp_path / "file"), 100)
    with files_of_at_most(10):
        assert sink.write(bytes(range(50))) == 50
        assert sink.failure is None
        assert sink.size == sink.tell() == 50
    sink.write(b"end")
    sink.seek(0)
    sink.write(b"HEAD")
    sink.close()
    assert sink.failure is None
    assert (tmp_path / "file").read_bytes() == b"HEAD" + bytes(range(4, 50)) + b"end"


def test_more_than_the_bound_is_told_and_what_is_written_stays(tmp_path: Path):
    sink = Sink(PlainFile(tmp_path / "file"), 100)
    with files_of_at_most(10):
        sink.write(bytes(10))
        sink.write(bytes(101))
        assert sink.failure == ("DISK_FULL", os.strerror(27))
    sink.write(b"ignored")
    sink.close()
    assert (tmp_path / "file").read_bytes() == bytes(10)


def test_what_still_waits_at_the_end_is_told(tmp_path: Path):
    sink = Sink(PlainFile(tmp_path / "file"), 100)
    with files_of_at_most(10):
        sink.write(bytes(20))
        sink.close()
    assert sink.failure
    assert sink.failure[0] == "DISK_FULL"
