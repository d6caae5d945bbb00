"""Every error of HlsService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.log.refusals import store_unavailable
from odind.v1 import hls_pb2 as pb
from odind.v1.hls_pb2_grpc import HlsServiceStub

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("HlsService")


def ask(bench: Bench, rpc: str, /, **fields: Any) -> Any:
    request = getattr(pb, f"{rpc}Request")(**fields)
    return getattr(HlsServiceStub(bench.channel), rpc)(request)


async def start(bench: Bench, **fields: Any) -> str:
    answer = await ask(bench, "StartHls", connection_id=await bench.join_id(), **fields)
    return str(answer.output.job.job_id)


@CASES.add("StartHls", "INVALID_ARGUMENT", "SOURCE_INVALID")
async def nothing_to_serve(bench: Bench) -> None:
    await ask(bench, "StartHls")


@CASES.add("StartHls", "INVALID_ARGUMENT", "HLS_NAME_INVALID", "name")
async def a_name_that_leads_elsewhere(bench: Bench) -> None:
    await start(bench, name="../up")


@CASES.add("StartHls", "INVALID_ARGUMENT", "HLS_BIT_RATES_INVALID", "count", "least", "most")
async def a_bit_rate_that_is_too_low(bench: Bench) -> None:
    await start(bench, bit_rates=[1_000])


@CASES.add("StartHls", "INVALID_ARGUMENT", "HLS_WINDOW_INVALID", "window", "least", "most")
async def a_window_that_is_too_short(bench: Bench) -> None:
    await start(bench, window={"seconds": 2})


@CASES.add("StartHls", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_connection_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "StartHls", connection_id="c-none")


@CASES.add("StartHls", "NOT_FOUND", "OUTPUT_NOT_FOUND", "name", "known")
async def a_copy_at_an_output_that_there_is_not(bench: Bench) -> None:
    await start(bench, outputs=["attic"])


@CASES.add("StartHls", "ALREADY_EXISTS", "HLS_NAME_TAKEN", "name")
async def a_name_that_is_taken(bench: Bench) -> None:
    for _ in range(2):
        await start(bench, name="radio")


@CASES.add("StartHls", "RESOURCE_EXHAUSTED", "TOO_MANY_LIVE_JOBS", "limit", "kind", "setting")
async def one_too_many(bench: Bench) -> None:
    for _ in range(3):
        await start(bench)


@CASES.add("StartHls", "INVALID_ARGUMENT", "REQUEST_ID_INVALID", "limit")
async def a_request_id_that_is_too_long(bench: Bench) -> None:
    await start(bench, request_id="r" * 1_000)


@CASES.add("StartHls", "INVALID_ARGUMENT", "REQUEST_ID_REUSED", "request_id")
async def another_request_with_an_id(bench: Bench) -> None:
    for name in ("one", "two"):
        await start(bench, name=name, request_id="1")


@CASES.add("StartHls", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def an_answer_that_cannot_be_kept(bench: Bench) -> None:
    connection_id = await bench.join_id()
    bench.plane.scribe.failure = store_unavailable("the disk is full")
    await ask(bench, "StartHls", connection_id=connection_id, request_id="1")


def of_every_output(rpc: str) -> None:
    @CASES.add(rpc, "NOT_FOUND", "LIVE_JOB_NOT_FOUND", "kind", "job_id")
    async def an_output_that_there_is_not(bench: Bench) -> None:
        await ask(bench, rpc, job_id="h-none")

    @CASES.add(rpc, "FAILED_PRECONDITION", "LIVE_JOB_AMBIGUOUS", "kind", "prefix")
    async def an_id_that_two_begin_with(bench: Bench) -> None:
        for _ in range(2):
            await start(bench)
        await ask(bench, rpc, job_id="h")


for _rpc in ("GetHls", "StopHls", "SignHls"):
    of_every_output(_rpc)


@CASES.add("StopHls", "FAILED_PRECONDITION", "LIVE_JOB_OVER", "kind", "job_id", "state")
async def an_output_that_ends(bench: Bench) -> None:
    job_id = await start(bench)
    for _ in range(2):
        await ask(bench, "StopHls", job_id=job_id)


@CASES.add("SignHls", "INVALID_ARGUMENT", "HLS_LIFETIME_INVALID", "lifetime", "most")
async def an_address_that_holds_too_long(bench: Bench) -> None:
    await ask(bench, "SignHls", job_id=await start(bench), lifetime={"seconds": 10**8})


@CASES.add("ListHls", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_page_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ListHls", page_token="next")  # noqa: S106


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_hls_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
