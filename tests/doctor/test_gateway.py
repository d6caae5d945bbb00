"""What the doctor sees of a gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.health.checks import CheckState
from odind.doctor.gateway import (
    GatewayExaminer,
    NamedGatewayExaminer,
    Seen,
    certificate_check,
    clock_check,
)
from odind.grid import Grid, GridConfig
from odind.tokens.access_key import AccessKey
from tests.http.installed import free_port

if TYPE_CHECKING:
    from pathlib import Path

DAY_S = 86_400
NOW = 1_700_000_000.0


def seen(*, days: float | None = 90, skew_s: float = 0.0, secure: bool = True) -> Seen:
    return Seen(secure, None if days is None else NOW + days * DAY_S, NOW - skew_s, NOW)


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (seen(), CheckState.OK),
        (seen(days=13), CheckState.WARNING),
        (seen(days=None), CheckState.WARNING),
        (seen(days=None, secure=False), CheckState.OK),
    ],
    ids=["valid", "ends soon", "none", "loopback"],
)
def test_the_certificate_must_last(found: Seen, state: CheckState):
    check = certificate_check(found)
    assert (check.state, bool(check.advice)) == (state, state is not CheckState.OK)


@pytest.mark.parametrize(
    ("skew_s", "state", "words"),
    [
        (0, CheckState.OK, "0 s"),
        (-50, CheckState.OK, "50 s behind"),
        (90, CheckState.FAILED, "90 s ahead"),
        (-90, CheckState.FAILED, "90 s behind"),
    ],
)
def test_our_clock_must_agree_with_the_gateways(skew_s: float, state: CheckState, words: str):
    check = clock_check(seen(skew_s=skew_s))
    assert (check.state, words in check.detail) == (state, True)


def test_a_gateway_that_does_not_tell_its_time_is_told():
    assert (
        clock_check(Seen(secure=True, certificate_ends=NOW, says=None, ours=NOW)).state is CheckState.WARNING
    )


async def test_a_real_gateway_is_asked_once_for_both(tmp_path: Path):
    async with Grid(GridConfig(), tmp_path, [AccessKey.generate()]) as grid:
        found = await GatewayExaminer(grid.gateway_url)()
    assert [check.name for check in found] == ["certificate", "clock"]
    assert {check.state for check in found} == {CheckState.OK}


async def test_a_gateway_that_is_away_is_left_to_the_check_that_says_so():
    found = await GatewayExaminer(f"http://127.0.0.1:{free_port()}")()
    assert {(check.state, check.advice) for check in found} == {(CheckState.WARNING, "see the check gateway")}


async def test_without_a_gateway_there_is_nothing_to_ask():
    assert await GatewayExaminer("")() == ()


async def test_a_named_gateway_is_examined_under_its_name(tmp_path: Path):
    async with Grid(GridConfig(), tmp_path, [AccessKey.generate()]) as grid:
        found = await NamedGatewayExaminer("stage", grid.gateway_url, "key-id")()
        keyless, *_ = await NamedGatewayExaminer("stage", grid.gateway_url, "")()
    assert [check.name for check in found] == ["gateway:stage", "certificate:stage", "clock:stage"]
    assert {check.state for check in found} == {CheckState.OK}
    assert keyless.state is CheckState.WARNING
    assert "gateways.stage.access_key_file" in keyless.advice


async def test_a_named_gateway_that_is_away_is_no_failure_of_the_daemon():
    (found,) = await NamedGatewayExaminer("stage", f"http://127.0.0.1:{free_port()}", "key-id")()
    assert (found.name, found.state) == ("gateway:stage", CheckState.WARNING)
