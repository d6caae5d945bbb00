"""A folder as a destination: whole files or none, never another's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import AlreadyExistsError, FailedPreconditionError, NotFoundError, UnavailableError
from odind.outputs.folder import FolderDestination
from odind.outputs.threaded import Abandoned
from tests.e2e.disks import bound_read_only, disk, fill

if TYPE_CHECKING:
    from pathlib import Path

SOUND = os.urandom(3_000_000)


@pytest.fixture
def nas(tmp_path: Path) -> Path:
    (tmp_path / "a.ogg").write_bytes(SOUND)
    (tmp_path / "nas").mkdir()
    return tmp_path / "nas"


def ignored(_: int) -> None:
    """Nobody wants to know how far it is."""


def test_a_file_arrives_as_it_is_and_is_not_copied_again(nas: Path):
    steps: list[int] = []
    destination = FolderDestination(nas)
    address = destination.store(nas.parent / "a.ogg", "talk/a.ogg", steps.append)
    assert address == (nas / "talk/a.ogg").as_uri()
    assert (nas / "talk/a.ogg").read_bytes() == SOUND
    assert (len(steps), steps[-1]) == (3, len(SOUND))
    assert destination.store(nas.parent / "a.ogg", "talk/a.ogg", steps.append) == address
    assert len(steps) == 3


def test_another_file_of_the_same_name_is_not_overwritten(nas: Path):
    (nas / "a.ogg").write_bytes(b"another")
    with pytest.raises(AlreadyExistsError, match="OBJECT_EXISTS"):
        FolderDestination(nas).store(nas.parent / "a.ogg", "a.ogg", ignored)
    assert (nas / "a.ogg").read_bytes() == b"another"


def test_a_copy_that_is_cut_short_is_begun_anew_and_never_shows(nas: Path):
    def stop(_: int) -> None:
        raise Abandoned

    destination = FolderDestination(nas)
    with pytest.raises(Abandoned):
        destination.store(nas.parent / "a.ogg", "a.ogg", stop)
    assert not (nas / "a.ogg").exists()
    destination.sweep("a.ogg")
    assert not list(nas.iterdir())
    destination.store(nas.parent / "a.ogg", "a.ogg", ignored)
    assert [path.name for path in nas.iterdir()] == ["a.ogg"]


def test_a_folder_that_is_not_there_is_not_made(nas: Path):
    destination = FolderDestination(nas / "unmounted")
    for call in (destination.check, lambda: destination.store(nas.parent / "a.ogg", "a.ogg", ignored)):
        with pytest.raises(NotFoundError, match="FOLDER_NOT_FOUND"):
            call()
    assert not (nas / "unmounted").exists()


def test_a_full_disk_is_told_and_takes_the_file_once_it_has_room(tmp_path: Path):
    (tmp_path / "a.ogg").write_bytes(SOUND[:500_000])
    with disk(tmp_path / "disk") as folder:
        fill(folder)
        destination = FolderDestination(folder)
        with pytest.raises(UnavailableError, match="STORAGE_UNAVAILABLE"):
            destination.store(tmp_path / "a.ogg", "a.ogg", ignored)
        (folder / "ballast").unlink()
        destination.store(tmp_path / "a.ogg", "a.ogg", ignored)
        assert (folder / "a.ogg").read_bytes() == SOUND[:500_000]


def test_a_folder_that_takes_nothing_is_told(nas: Path):
    with bound_read_only(nas):
        with pytest.raises(Exception, match="STORAGE_DENIED"):
            FolderDestination(nas).check()
        with pytest.raises(Exception, match="STORAGE_DENIED"):
            FolderDestination(nas).store(nas.parent / "a.ogg", "a.ogg", ignored)


def test_a_file_that_is_gone_here_says_so(nas: Path):
    with pytest.raises(FailedPreconditionError, match="SPOOLED_FILE_LOST"):
        FolderDestination(nas).store(nas.parent / "gone", "a.ogg", ignored)


def test_it_is_read_from_anywhere_up_to_its_end(nas: Path):
    destination = FolderDestination(nas)
    destination.store(nas.parent / "a.ogg", "talk/a.ogg", ignored)
    for offset in (0, 1_234, len(SOUND) - 3, len(SOUND), len(SOUND) + 9):
        assert destination.read("talk/a.ogg", offset, 5) == SOUND[offset : offset + 5]
    with pytest.raises(NotFoundError, match="OBJECT_NOT_FOUND"):
        destination.read("talk/b.ogg", 0, 5)
    with pytest.raises(NotFoundError, match="FOLDER_NOT_FOUND"):
        FolderDestination(nas / "unmounted").read("talk/a.ogg", 0, 5)


def test_deleting_takes_the_empty_folder_too(nas: Path):
    destination = FolderDestination(nas)
    destination.store(nas.parent / "a.ogg", "talk/a.ogg", ignored)
    destination.delete("talk/a.ogg")
    destination.delete("talk/a.ogg")
    assert not list(nas.iterdir())


def test_a_small_file_takes_the_place_of_another_in_one_step(nas: Path):
    destination = FolderDestination(nas)
    for text in (b"one", b"two"):
        destination.put("talk/index.m3u8", text, "text/plain", lasting=False)
    assert [(path.name, path.read_bytes()) for path in (nas / "talk").iterdir()] == [("index.m3u8", b"two")]
    with pytest.raises(NotFoundError, match="FOLDER_NOT_FOUND"):
        FolderDestination(nas / "unmounted").put("index.m3u8", b"one", "text/plain", lasting=False)
