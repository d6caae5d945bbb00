"""Every error of FleetService."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest

from odind.v1 import fleet_pb2
from odind.v1.fleet_pb2_grpc import FleetServiceStub

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("FleetService")


@CASES.add("ListMembers", "FAILED_PRECONDITION", "FLEET_OFF")
async def the_members_of_no_fleet(bench: Bench) -> None:
    await FleetServiceStub(bench.channel).ListMembers(fleet_pb2.ListMembersRequest())


@CASES.add("GetMember", "FAILED_PRECONDITION", "FLEET_OFF")
async def a_member_of_no_fleet(bench: Bench) -> None:
    await FleetServiceStub(bench.channel).GetMember(fleet_pb2.GetMemberRequest())


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_fleet_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
