"""Every error of ServerService."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from odind.v1 import server_pb2

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("ServerService")


@CASES.add("Drain", "INVALID_ARGUMENT", "DEADLINE_INVALID", "least", "most", "deadline")
async def a_drain_of_no_time(bench: Bench) -> None:
    await bench.ask_server.Drain(server_pb2.DrainRequest(deadline=Duration()))


@CASES.add("Drain", "UNAVAILABLE", "DAEMON_STOPPING")
async def a_drain_while_the_daemon_stops(bench: Bench) -> None:
    bench.stop()
    await bench.ask_server.Drain(server_pb2.DrainRequest())


@CASES.add("Undrain", "UNAVAILABLE", "DAEMON_STOPPING")
async def a_drain_undone_too_late(bench: Bench) -> None:
    await bench.ask_server.Drain(server_pb2.DrainRequest())
    await bench.ask_server.Undrain(server_pb2.UndrainRequest())


@CASES.add("Upgrade", "FAILED_PRECONDITION", "UPGRADE_FAILED", "problem")
async def an_upgrade_of_a_daemon_that_no_command_has_started(bench: Bench) -> None:
    await bench.ask_server.Upgrade(server_pb2.UpgradeRequest())


@CASES.add("Upgrade", "UNAVAILABLE", "DRAINING")
async def an_upgrade_of_a_daemon_that_drains(bench: Bench) -> None:
    await bench.join()
    await bench.ask_server.Drain(server_pb2.DrainRequest())
    await bench.ask_server.Upgrade(server_pb2.UpgradeRequest())


@CASES.add("Upgrade", "UNAVAILABLE", "DAEMON_STOPPING")
async def an_upgrade_while_the_daemon_stops(bench: Bench) -> None:
    bench.stop()
    await bench.ask_server.Upgrade(server_pb2.UpgradeRequest())


def a_diagnosis_of(gateway: str, code: str, reason: str, *metadata: str) -> None:
    @CASES.add("Diagnose", code, reason, *metadata)
    async def provoke(bench: Bench) -> None:
        await bench.ask_server.Diagnose(server_pb2.DiagnoseRequest(gateway=gateway))


a_diagnosis_of("ftp://x", "INVALID_ARGUMENT", "GATEWAY_INVALID", "gateway")
a_diagnosis_of("nowhere", "INVALID_ARGUMENT", "GATEWAY_UNKNOWN", "name", "known")
a_diagnosis_of("elsewhere.example", "PERMISSION_DENIED", "GATEWAY_NOT_ALLOWED", "gateway")


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_server_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
