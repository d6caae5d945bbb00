"""Every error of PushService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.errors import FailedPreconditionError, InvalidArgumentError
from odind.core.log.refusals import store_unavailable
from odind.v1 import push_pb2 as pb
from odind.v1.push_pb2_grpc import PushServiceStub

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("PushService")
RADIO = {"address": "icecast://radio.example/room.mp3", "stream_key": "planted"}


def ask(bench: Bench, rpc: str, /, **fields: Any) -> Any:
    return getattr(PushServiceStub(bench.channel), rpc)(getattr(pb, f"{rpc}Request")(**fields))


async def added(bench: Bench, **fields: Any) -> str:
    source = {} if "room_id" in fields else {"connection_id": await bench.join_id()}
    return str((await ask(bench, "AddPush", **{**source, **RADIO, **fields})).push.job.job_id)


@CASES.add("AddPush", "INVALID_ARGUMENT", "SOURCE_INVALID")
async def neither_a_connection_nor_a_room(bench: Bench) -> None:
    await ask(bench, "AddPush", **RADIO)


@CASES.add("AddPush", "INVALID_ARGUMENT", "PUSH_ADDRESS_INVALID", "problem")
async def an_address_with_a_password(bench: Bench) -> None:
    await added(bench, address="icecast://source:planted@radio.example/room.mp3")


@CASES.add("AddPush", "INVALID_ARGUMENT", "PUSH_CODEC_INVALID", "protocol", "known")
async def a_codec_that_the_protocol_does_not_carry(bench: Bench) -> None:
    await added(bench, codec=pb.PUSH_CODEC_PCM)


@CASES.add("AddPush", "INVALID_ARGUMENT", "PUSH_CODEC_INVALID", "number")
async def a_codec_that_there_is_not(bench: Bench) -> None:
    await added(bench, codec=99)


@CASES.add("AddPush", "INVALID_ARGUMENT", "PUSH_BIT_RATE_INVALID", "least", "most")
async def a_bit_rate_that_is_too_low(bench: Bench) -> None:
    await added(bench, bit_rate=1)


@CASES.add("AddPush", "INVALID_ARGUMENT", "GIVE_UP_AFTER_INVALID", "most")
async def too_much_patience(bench: Bench) -> None:
    await added(bench, give_up_after={"seconds": 604_801})


@CASES.add("AddPush", "INVALID_ARGUMENT", "STREAM_KEY_INVALID", "least", "most")
async def no_key(bench: Bench) -> None:
    await added(bench, stream_key="")


@CASES.add("AddPush", "INVALID_ARGUMENT", "PASSPHRASE_INVALID")
async def a_passphrase_for_icecast(bench: Bench) -> None:
    await added(bench, passphrase="0123456789")  # noqa: S106 - no secret


@CASES.add("AddPush", "INVALID_ARGUMENT", "PUSH_TITLE_INVALID", "most")
async def a_title_of_two_lines(bench: Bench) -> None:
    await added(bench, title="a\nb")


@CASES.add("AddPush", "INVALID_ARGUMENT", "URL_REFUSED")
async def an_address_that_the_settings_refuse(bench: Bench) -> None:
    bench.booth.carrier.unfit = InvalidArgumentError("URL_REFUSED", "the URL must begin with wss://")
    await added(bench)


@CASES.add("AddPush", "INVALID_ARGUMENT", "ADDRESS_REFUSED")
async def an_address_near_us(bench: Bench) -> None:
    bench.booth.carrier.unfit = InvalidArgumentError("ADDRESS_REFUSED", "the host is near us")
    await added(bench)


@CASES.add("AddPush", "FAILED_PRECONDITION", "PUSH_NEEDS_FFMPEG")
async def srt_without_the_program(bench: Bench) -> None:
    bench.booth.carrier.unfit = FailedPreconditionError("PUSH_NEEDS_FFMPEG", "srt:// needs ffmpeg")
    await added(bench)


@CASES.add("AddPush", "INVALID_ARGUMENT", "REQUEST_ID_INVALID", "limit")
async def a_request_id_that_is_too_long(bench: Bench) -> None:
    await added(bench, request_id="x" * 129)


@CASES.add("AddPush", "INVALID_ARGUMENT", "REQUEST_ID_REUSED", "request_id")
async def a_request_id_of_another_request(bench: Bench) -> None:
    connection_id = await bench.join_id()
    await added(bench, connection_id=connection_id, request_id="once")
    await added(bench, connection_id=connection_id, request_id="once", title="another")


@CASES.add("AddPush", "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
async def a_store_that_fails(bench: Bench) -> None:
    connection_id = await bench.join_id()
    bench.plane.scribe.failure = store_unavailable("the disk is full")
    await added(bench, connection_id=connection_id, request_id="once")


@CASES.add("AddPush", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_connection_that_there_is_not(bench: Bench) -> None:
    await added(bench, connection_id="c-none")


@CASES.add("AddPush", "RESOURCE_EXHAUSTED", "TOO_MANY_LIVE_JOBS", "limit", "kind", "setting")
async def one_too_many(bench: Bench) -> None:
    await added(bench)
    await added(bench)


@CASES.add("RemovePush", "FAILED_PRECONDITION", "LIVE_JOB_OVER", "kind", "job_id", "state")
async def one_that_is_removed_already(bench: Bench) -> None:
    push_id = await added(bench)
    for _ in range(2):
        await ask(bench, "RemovePush", job_id=push_id)


@CASES.add("ListPushes", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_page_that_there_is_not(bench: Bench) -> None:
    await ask(bench, "ListPushes", page_token="x")  # noqa: S106 - no secret


def of_every_push(rpc: str) -> None:
    @CASES.add(rpc, "NOT_FOUND", "LIVE_JOB_NOT_FOUND", "kind", "job_id")
    async def a_push_that_there_is_not(bench: Bench) -> None:
        await ask(bench, rpc, job_id="p-none")

    @CASES.add(rpc, "FAILED_PRECONDITION", "LIVE_JOB_AMBIGUOUS", "kind", "prefix")
    async def the_beginning_of_two_ids(bench: Bench) -> None:
        await added(bench)
        await ask(bench, "RemovePush", job_id="p")
        await over(bench)
        await added(bench)
        await ask(bench, rpc, job_id="p")


for _rpc in ("RemovePush", "GetPush"):
    of_every_push(_rpc)


async def over(bench: Bench) -> None:
    """Wait until no push runs."""
    while bench.booth.pushes.jobs.shelf.running():
        await ask(bench, "ListPushes")


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_push_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)


async def test_samples_have_no_bit_rate(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        push_id = await added(bench, address="wss://game.example/sound")
        shown = (await ask(bench, "GetPush", job_id=push_id)).push
    assert (shown.codec, shown.bit_rate) == (pb.PUSH_CODEC_PCM, 0)


async def test_a_push_is_added_shown_listed_and_removed_without_its_key(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        push_id = await added(bench, title="Lobby", room_id="hall")
        shown = (await ask(bench, "GetPush", job_id=push_id[:6])).push
        listed = (await ask(bench, "ListPushes", room_ids=["hall"])).pushes
        removed = (await ask(bench, "RemovePush", job_id=push_id)).push
    assert (shown.address, shown.codec, shown.bit_rate) == (RADIO["address"], pb.PUSH_CODEC_MP3, 128_000)
    assert (shown.title, shown.give_up_after.seconds, shown.job.joined) == ("Lobby", 3_600, True)
    assert [one.job.job_id for one in listed] == [push_id]
    assert removed.job.job_id == push_id
    assert "planted" not in f"{shown}{listed}{removed}"
