"""`odindctl hls` and the client's blocking face: what they ask for, and how outputs and copies are shown."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc

from odind.client import sync
from odind.v1 import hls_pb2, live_pb2

if TYPE_CHECKING:
    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

OUTPUT = hls_pb2.HlsOutput(
    job=live_pb2.LiveJob(job_id="h1", room_id="lobby", state="LIVE_STATE_ACTIVE"),
    name="lobby",
    path="/hls/lobby/",
    bit_rates=[48_000],
    outputs=["attic", "nas"],
    copies=[
        hls_pb2.HlsCopy(output="nas", state="HLS_COPY_STATE_FOLLOWING"),
        hls_pb2.HlsCopy(
            output="attic", state="HLS_COPY_STATE_BEHIND", reason="STORAGE_DENIED", detail="it refuses us"
        ),
    ],
)
SIGNED = hls_pb2.SignHlsResponse(path="/hls/~ticket/lobby/", expires_at={"seconds": 1_780_000_000})


async def test_an_output_is_shown_with_its_copies(script: ScriptedDaemon, odindctl: Odindctl) -> None:
    script.answer("GetHls", hls_pb2.GetHlsResponse(output=OUTPUT))
    shown = await odindctl("hls", "show", "h1")
    assert shown.exit_code == 0
    rows = shown.stdout.splitlines()
    assert rows[1].split() == ["h1", "lobby", "active", "no", "aac", "48k", "/hls/lobby/"]
    assert rows[2:] == [
        "copy at nas: following",
        "copy at attic: behind (STORAGE_DENIED: it refuses us)",
    ]
    document = (await odindctl("hls", "show", "h1", "--json")).document
    assert [(one["output"], one["state"]) for one in document["copies"]] == [
        ("nas", "following"),
        ("attic", "behind"),
    ]


async def test_the_outputs_that_get_a_copy_are_asked_for(script: ScriptedDaemon, odindctl: Odindctl) -> None:
    script.answer("StartHls", hls_pb2.StartHlsResponse(output=OUTPUT))
    started = await odindctl("hls", "start", "--room", "lobby", "--output", "attic", "--output", "nas")
    assert started.exit_code == 0
    (request,) = script.requests["StartHls"]
    assert (request.room_id, list(request.outputs)) == ("lobby", ["attic", "nas"])


async def test_a_signed_address_is_all_that_is_printed(script: ScriptedDaemon, odindctl: Odindctl) -> None:
    script.answer("SignHls", SIGNED)
    signed = await odindctl("hls", "sign", "h1", "--for", "24h")
    assert (signed.exit_code, signed.stdout) == (0, "/hls/~ticket/lobby/\n")
    (request,) = script.requests["SignHls"]
    assert (request.job_id, request.lifetime.seconds) == ("h1", 86_400)


async def test_an_output_that_there_is_not_has_its_reason(script: ScriptedDaemon, odindctl: Odindctl) -> None:
    script.fail("GetHls", grpc.StatusCode.NOT_FOUND, "LIVE_JOB_NOT_FOUND", "there is no h2")
    shown = await odindctl("hls", "show", "h2", "--json")
    assert shown.error["reason"] == "LIVE_JOB_NOT_FOUND"


async def test_the_blocking_face_asks_for_the_same(script: ScriptedDaemon) -> None:
    script.answer("StartHls", hls_pb2.StartHlsResponse(output=OUTPUT))
    script.answer("GetHls", hls_pb2.GetHlsResponse(output=OUTPUT))
    script.answer("SignHls", SIGNED)

    def work() -> tuple[str, str, str]:
        with sync.connect(script.target) as daemon:
            started = daemon.hls.start_room("lobby", outputs=["attic"])
            got = daemon.hls.get(started.job.job_id)
            return started.name, got.copies[1].reason, daemon.hls.sign("h1").path

    assert await asyncio.to_thread(work) == ("lobby", "STORAGE_DENIED", SIGNED.path)
    assert list(script.requests["StartHls"][0].outputs) == ["attic"]
