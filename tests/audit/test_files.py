"""The file of an audit: whole lines, for the owner alone, bounded, whatever the disk does."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

from odind.audit.files import LineFile
from tests.rpc.conftest import log, no_task_is_left
from tests.tls.test_keeper import told

if TYPE_CHECKING:
    import io
    from pathlib import Path

__all__ = ["log", "no_task_is_left"]
SMALL = 4_096


def written(file: Path) -> list[int]:
    return [json.loads(line)["number"] for line in file.read_text().splitlines()]


def write(path: Path, count: int, first: int = 0) -> None:
    file = LineFile(path, SMALL, 2)
    file.start()
    for number in range(first, first + count):
        file.write({"number": number, "text": "ö" * 20})
    file.close()


def test_lines_are_appended_for_the_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    write(path, 3)
    write(path, 3, first=3)
    assert written(path) == list(range(6))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_full_file_is_set_aside_and_the_oldest_goes(tmp_path: Path) -> None:
    write(tmp_path / "audit.jsonl", 400)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"]
    assert all(file.stat().st_size <= SMALL for file in files)
    kept = [number for file in reversed(files) for number in written(file)]
    assert kept == list(range(kept[0], 400))


def test_a_place_that_cannot_be_written_is_told_once_and_tried_again(
    tmp_path: Path, log: io.StringIO
) -> None:
    path = tmp_path / "not-yet" / "audit.jsonl"
    file = LineFile(path, SMALL, 2)
    file.start()
    for number in range(3):
        file.write({"number": number})
    file._listener.stop()
    path.parent.mkdir()
    file.start()
    file.write({"number": 3})
    file.close()
    assert written(path) == [3]
    assert len(told(log, "audit.failed")) == 1
    assert len(told(log, "audit.recovered")) == 1


def test_more_than_can_wait_is_counted(tmp_path: Path) -> None:
    file = LineFile(tmp_path / "audit.jsonl", 2**20, 2)
    for number in range(10_050):
        file.write({"number": number})
    file.start()
    file._listener.stop()
    file.start()
    file.write({"number": 99_999})
    file.close()
    lines = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert len(lines) == 10_001
    assert lines[-1] == {"number": 99_999, "lost_before": 50}
