"""Outputs that take no files are told, and what was given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.health.checks import CheckState
from odind.core.log.log import Log
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.outputs.output import Output, Outputs
from odind.core.outputs.upload import Upload, UploadState
from odind.core.outputs.uploads import Uploads
from odind.doctor.outputs import OutputsExaminer
from odind.outputs.folder import FolderDestination
from odind.outputs.threaded import ThreadedDestination
from odind.sealing.keys import SealingKeys
from tests.core.fakes import FakeClock

if TYPE_CHECKING:
    from pathlib import Path


def uploads_to(*folders: Path) -> Uploads:
    clock, store = FakeClock(), MemoryStore()
    scribe = Scribe(Log(clock, 100, 1 << 20, store), store, clock)
    named = {
        one.name: Output(ThreadedDestination(FolderDestination(one), SealingKeys(())), 60.0)
        for one in folders
    }
    return Uploads(scribe, clock, Outputs(named, max_bytes=100))


async def test_each_output_is_tried(tmp_path: Path):
    (tmp_path / "there").mkdir()
    found = await OutputsExaminer(uploads_to(tmp_path / "there", tmp_path / "gone"))()
    assert [(check.name, check.state) for check in found] == [
        ("output there", CheckState.OK),
        ("output gone", CheckState.WARNING),
    ]
    assert str(tmp_path / "gone") in found[1].detail
    assert not list((tmp_path / "there").iterdir())


async def test_what_was_given_up_is_told(tmp_path: Path):
    uploads = uploads_to(tmp_path)
    uploads.submit(
        Upload("r1", "a.ogg", tmp_path.name, "/a.ogg", "talk/a.ogg", 10, 0.0, state=UploadState.FAILED)
    )
    found = await OutputsExaminer(uploads)()
    assert (found[-1].name, found[-1].state) == ("uploads", CheckState.WARNING)


async def test_the_spool_warns_before_it_is_full(tmp_path: Path):
    uploads = uploads_to(tmp_path)
    for number, filling in ((1, False), (2, True)):
        uploads.submit(
            Upload("r1", f"{number}.ogg", tmp_path.name, f"/{number}.ogg", f"{number}.ogg", 40, 0.0)
        )
        assert uploads.filling is filling
        uploads.require_space()
