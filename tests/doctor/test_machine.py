"""What the doctor sees of the machine."""

from __future__ import annotations

import os
import resource
from typing import TYPE_CHECKING

import pytest

from odind.core.bounds.limits import Limits
from odind.core.health.checks import Check, CheckState
from odind.doctor import machine
from odind.doctor.machine import MachineExaminer

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.health.checks import Check


async def examined(folder: Path, limits: Limits | None = None, workers: int = 0) -> dict[str, Check]:
    found = await MachineExaminer(folder, limits or Limits(max_connections=1), workers)()
    return {check.name: check for check in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path


async def test_a_folder_that_only_we_can_use_is_well(folder: Path):
    found = await examined(folder)
    assert list(found) == ["state", "disk", "files", "memory"]
    assert found["state"].state is CheckState.OK
    assert os.listdir(folder) == []  # noqa: PTH208 - in a coroutine


async def test_a_folder_that_others_can_look_into_is_told(folder: Path):
    os.chmod(folder, 0o755)  # noqa: PTH101, S103 - in a coroutine; that is what is wrong
    check = (await examined(folder))["state"]
    assert (check.state, check.advice) == (CheckState.WARNING, f"chmod 700 {folder}")


async def test_a_folder_that_cannot_be_written_is_a_failure(folder: Path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(machine.tempfile, "TemporaryFile", full)
        check = (await examined(folder))["state"]
    assert (check.state, "No space left" in check.detail) == (CheckState.FAILED, True)


def full(**_where: object) -> None:
    raise OSError(28, "No space left on device")


async def test_a_disk_that_is_nearly_full_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine, "_DISK_MIB", 2**40)
    assert (await examined(folder))["disk"].state is CheckState.WARNING


async def test_few_descriptors_are_told_with_what_to_set(folder: Path):
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    check = (await examined(folder, Limits(max_connections=soft)))["files"]
    assert (check.state, "LimitNOFILE=" in check.advice) == (CheckState.WARNING, True)


async def test_workers_share_the_connections_and_each_has_its_own_descriptors(folder: Path):
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    connections = (soft - 200) // 8
    assert (await examined(folder, Limits(max_connections=connections)))["files"].state is CheckState.OK
    too_many = Limits(max_connections=2 * connections)
    assert (await examined(folder, too_many))["files"].state is CheckState.WARNING
    assert (await examined(folder, too_many, workers=2))["files"].state is CheckState.OK


async def test_little_memory_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(machine, "_MEMORY_MIB", 2**40)
    assert (await examined(folder))["memory"].state is CheckState.WARNING
