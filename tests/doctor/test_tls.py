"""The doctor says how long the daemon's own certificate is valid."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from odind.clock import SystemClock
from odind.core.health.checks import CheckState
from odind.doctor.tls import TlsExaminer
from odind.tls.keeper import Keeper
from tests.tls.folders import DAY, make_keys

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [
        (0, CheckState.OK, "localhost"),
        (352, CheckState.WARNING, "12 days more"),
        (366, CheckState.FAILED, "has expired"),
    ],
)
async def test_what_is_about_to_expire_is_told_with_what_to_do(
    tmp_path: Path, days: int, state: CheckState, words: str
):
    keeper = Keeper(make_keys(tmp_path / "keys").config(), SystemClock())
    (check,) = await TlsExaminer(keeper, lambda: time.time() + days * DAY)()
    assert (check.name, check.state) == ("tls", state)
    assert words in check.detail
    assert bool(check.advice) == (state is not CheckState.OK)
