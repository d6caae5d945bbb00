"""What holds for every call: unexpected faults, the log, health, reflection, and the socket."""

from __future__ import annotations

import asyncio
import json
import stat
from typing import TYPE_CHECKING, Any

import grpc
import pytest
import structlog
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc
from grpc_status import rpc_status

from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.core.health.checks import Health, failed, ok
from odind.pack.messages import MAX_MESSAGE_BYTES
from odind.rpc.handlers import GrpcCall
from odind.services.access import Caller
from odind.services.calls import Calls
from odind.services.turnstile import Turnstile
from odind.v1 import devices_pb2, payload_pb2, rooms_pb2, server_pb2, statistics_pb2, tokens_pb2

from .bench import GATEWAY, MONO, Bench, chunk_of, config_of, open_bench

if TYPE_CHECKING:
    import io
    from pathlib import Path

NAMES = (
    "Server",
    "Token",
    "Access",
    "Room",
    "Moderation",
    "ManagedRoom",
    "Player",
    "Sound",
    "Push",
    "Hls",
    "Caption",
    "Recording",
    "Webhook",
    "Audit",
    "Audio",
    "Device",
    "Processing",
    "Socket",
    "Space",
    "Statistics",
    "Tool",
    "Fleet",
)
SERVICES = {f"odind.v1.{name}Service" for name in NAMES}
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    """What odind itself has logged."""
    entries = [json.loads(line) for line in log.getvalue().splitlines()]
    return [entry for entry in entries if entry["logger"].startswith("odind.")]


async def fails(call: Any) -> grpc.aio.AioRpcError:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return caught.value


# Faults


async def break_down(*_arguments: object) -> None:
    password = "plantedlocal"  # noqa: F841, S105 - a local variable that no traceback may show
    raise RuntimeError("the pump is broken")


async def test_an_unexpected_fault_is_an_internal_error_and_nothing_more(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.plane.rooms, "leave", break_down)
    failure = await fails(bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id="c1")))
    assert (failure.code(), failure.details()) == (grpc.StatusCode.INTERNAL, "internal error")
    assert rpc_status.from_call(failure) is None


async def test_an_unexpected_fault_is_logged_with_its_traceback_but_no_local_variables(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    monkeypatch.setattr(bench.plane.rooms, "leave", break_down)
    await fails(bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id="c1")))
    failed, ended = lines(log)
    assert (failed["event"], failed["rpc"]) == ("rpc.failed", "/odind.v1.RoomService/LeaveRoom")
    assert "the pump is broken" in json.dumps(failed)
    assert ended["code"] == "INTERNAL"
    assert "plantedlocal" not in log.getvalue()


async def test_a_fault_while_audio_streams_is_an_internal_error_too(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_now(*_arguments: object) -> None:
        raise RuntimeError("the pump is broken")

    stream = await bench.attached(await bench.join_id(), send=MONO)
    monkeypatch.setattr("odind.core.voice.speaker.Speaker.push", break_now)
    await stream.write(chunk_of(b"\0\0"))
    failure = await fails(stream.read())
    assert (failure.code(), failure.details()) == (grpc.StatusCode.INTERNAL, "internal error")


# Requests that cannot be read

GET = "/odind.v1.RoomService/GetConnection"
STREAM = "/odind.v1.AudioService/StreamAudio"
GARBAGE = b"\xff\xff\xff"
TOO_LARGE = rooms_pb2.GetConnectionRequest(connection_id="x" * MAX_MESSAGE_BYTES).SerializeToString()


def reason_of(failure: grpc.aio.AioRpcError) -> tuple[str, str]:
    """The code and the reason of a failed call."""
    info = error_details_pb2.ErrorInfo()
    (detail,) = rpc_status.from_call(failure).details
    assert detail.Unpack(info)
    assert info.domain == "odind"
    return failure.code().name, info.reason


async def ended(call: Any) -> grpc.aio.AioRpcError:
    """Read a stream of both directions to its end, which is an error."""

    async def read() -> None:
        async for _ in call:
            pass

    return await fails(read())


@pytest.mark.parametrize(
    ("sent", "reason"),
    [(GARBAGE, "MESSAGE_MALFORMED"), (TOO_LARGE, "MESSAGE_TOO_LARGE")],
    ids=["malformed", "too large"],
)
async def test_a_request_that_cannot_be_read_is_a_wrong_argument_with_one_line_in_the_log(
    bench: Bench, log: io.StringIO, sent: bytes, reason: str
) -> None:
    failure = await fails(bench.channel.unary_unary(GET)(sent))
    assert reason_of(failure) == ("INVALID_ARGUMENT", reason)
    (line,) = lines(log)
    assert line["reason"] == reason
    assert "Traceback" not in log.getvalue()


@pytest.mark.parametrize("first", ["garbage", "config"])
async def test_a_malformed_message_of_a_stream_ends_it_likewise(bench: Bench, first: str) -> None:
    call = bench.channel.stream_stream(STREAM)()
    if first == "config":
        config = config_of(await bench.join_id(), receive=MONO)
        await call.write(config.SerializeToString())
    await call.write(GARBAGE)
    assert reason_of(await ended(call)) == ("INVALID_ARGUMENT", "MESSAGE_MALFORMED")


async def test_a_malformed_request_of_a_watch_is_refused(bench: Bench) -> None:
    failure = await ended(bench.channel.unary_stream("/odind.v1.RoomService/WatchEvents")(GARBAGE))
    assert reason_of(failure) == ("INVALID_ARGUMENT", "MESSAGE_MALFORMED")


@pytest.mark.parametrize("path", ["/odind.v1.RoomService/JoinHouse", "/odind.v9.RoomService/JoinRoom", "/x"])
async def test_a_method_that_does_not_exist_is_told_by_its_name(bench: Bench, path: str) -> None:
    for failure in (
        await fails(bench.channel.unary_unary(path)(b"")),
        await ended(bench.channel.stream_stream(path)(iter(()))),
    ):
        assert reason_of(failure) == ("UNIMPLEMENTED", "METHOD_UNKNOWN")
        assert path in (failure.details() or "")


@pytest.mark.parametrize("seconds", [2**63 - 1, -(2**63), 10**12])
async def test_a_duration_that_protobuf_does_not_allow_is_an_ordinary_mistake(
    bench: Bench, seconds: int
) -> None:
    interval = Duration(seconds=seconds, nanos=-1)
    levels = bench.ask_devices.WatchLevels(devices_pb2.WatchLevelsRequest(interval=interval))
    counters = bench.ask_statistics.WatchStatistics(statistics_pb2.WatchStatisticsRequest(interval=interval))
    for call in (levels, counters):
        assert reason_of(await ended(call)) == ("INVALID_ARGUMENT", "INTERVAL_INVALID")


# The link


async def test_the_headers_of_a_stream_come_before_its_first_request_and_response(bench: Bench) -> None:
    call = bench.ask_audio.StreamAudio()
    async with asyncio.timeout(10):
        await call.initial_metadata()
    call.cancel()


@pytest.mark.usefixtures("bench")
async def test_a_client_may_ping_every_few_seconds_while_nothing_is_said(tmp_path: Path) -> None:
    pinging = (("grpc.keepalive_time_ms", 1_100), ("grpc.http2.max_pings_without_data", 0))
    async with grpc.aio.insecure_channel(f"unix:{tmp_path}/odind.sock", options=pinging) as channel:
        watch = channel.unary_stream("/odind.v1.RoomService/WatchEvents")(b"")
        await watch.read()
        with pytest.raises(TimeoutError):  # by gRPC's defaults the third ping ends the call
            async with asyncio.timeout(5.5):
                await watch.read()
        watch.cancel()


# The log


async def test_every_call_ends_with_one_line(bench: Bench, log: io.StringIO) -> None:
    await bench.ask_server.GetInfo(server_pb2.GetInfoRequest())
    await fails(bench.ask_rooms.LeaveRoom(rooms_pb2.LeaveRoomRequest(connection_id="c1")))
    good, bad = lines(log)
    assert (good["event"], good["rpc"], good["code"]) == (
        "rpc.ended",
        "/odind.v1.ServerService/GetInfo",
        "OK",
    )
    assert (bad["code"], bad["reason"]) == ("NOT_FOUND", "CONNECTION_NOT_FOUND")
    assert bad["rpc_id"] == good["rpc_id"] + 1
    assert isinstance(good["ms"], float)


async def test_a_cancelled_call_ends_with_a_line_as_well(bench: Bench, log: io.StringIO) -> None:
    stream = await bench.attached(await bench.join_id(), receive=MONO)
    stream.cancel()
    async with asyncio.timeout(20):
        while len(lines(log)) < 2:
            await bench.ask_server.GetInfo(server_pb2.GetInfoRequest())
    ended = [line for line in lines(log) if line["rpc"].endswith("StreamAudio")]
    assert [line["code"] for line in ended] == ["CANCELLED"]


class Local:
    """A call of somebody on this machine."""

    caller = Caller("rpc")
    time_left_s = None

    async def write(self, _message: object) -> None:
        """Nobody reads."""


class Gone:
    """The context of a call whose caller is gone, before gRPC has cancelled it."""

    async def write(self, _message: object) -> None:
        raise grpc.aio.InternalError


async def test_a_caller_that_is_gone_cancels_its_call_and_is_no_fault(log: io.StringIO) -> None:
    context: Any = Gone()
    call, calls = (
        GrpcCall(context, Local.caller),
        Calls(structlog.get_logger("odind.rpc"), Turnstile(Limits(), SystemClock())),
    )
    with pytest.raises(asyncio.CancelledError):
        await calls.run("/watch", Local(), lambda: call.write(server_pb2.GetInfoResponse()))
    (line,) = lines(log)
    assert (line["event"], line["code"]) == ("rpc.ended", "CANCELLED")


async def test_no_secret_and_nothing_that_is_said_reaches_the_log(
    bench: Bench, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = (await bench.ask_tokens.GenerateAccessKey(tokens_pb2.GenerateAccessKeyRequest())).access_key
    token = (
        await bench.ask_tokens.CreateToken(
            tokens_pb2.CreateTokenRequest(access_key=key, room_ids=["room"], user_id="me")
        )
    ).token
    said = payload_pb2.Payload(json='"plantedsaying"')
    connection_id = await bench.join_id()
    await bench.join("other")

    async def say(payload: payload_pb2.Payload) -> None:
        request = rooms_pb2.SendMessageRequest(connection_id=connection_id, message=payload)
        await bench.ask_rooms.SendMessage(request)

    async def show(payload: payload_pb2.Payload) -> None:
        request = rooms_pb2.UpdateUserDataRequest(connection_id=connection_id, user_data=payload)
        await bench.ask_rooms.UpdateUserData(request)

    await say(said)
    await show(said)
    await bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(token=token, user_data=said))

    async def planted_failures() -> None:
        """Fail with every secret in hand, expectedly and unexpectedly."""
        await fails(bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(room_id="no", token=token)))
        await fails(bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(token=token + ".plantedtoken")))
        await fails(
            bench.ask_tokens.DescribeAccessKey(
                tokens_pb2.DescribeAccessKeyRequest(access_key=key[:-1] + "plantedkey")
            )
        )
        for call in (say, show):
            await fails(call(payload_pb2.Payload(json='"plantedsaying')))
        monkeypatch.setattr(bench.runtime, "join", lambda *_: 1 / 0)
        await fails(bench.ask_rooms.JoinRoom(rooms_pb2.JoinRoomRequest(token=token, user_data=said)))
        monkeypatch.setattr("odind.runtime.fake.FakeLink.send_message", lambda *_: 1 / 0)
        await fails(say(said))

    await planted_failures()
    assert len([line for line in lines(log) if line["event"] == "rpc.failed"]) > 0
    for secret in (key, key[:-1], token, token.rpartition(".")[2], "planted"):
        assert secret not in log.getvalue()


# ServerService


async def test_info_describes_the_daemon(tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=Limits(max_connections=7)) as bench:
        info = await bench.ask_server.GetInfo(server_pb2.GetInfoRequest())
    assert (info.version, info.runtime.name, info.runtime.generation) == ("9.9.9", "fake", 2)
    assert (info.gateway, info.limits.max_connections) == (GATEWAY, 7)
    assert not info.HasField("grid")


async def test_the_limits_are_those_that_hold(tmp_path: Path) -> None:
    limits = Limits(1, 2, 3, 4, 5, 60, 70, 8)
    async with open_bench(tmp_path, limits=limits) as bench:
        info = await bench.ask_server.GetInfo(server_pb2.GetInfoRequest())
    reported = {field.name: getattr(info.limits, field.name) for field in server_pb2.Limits.DESCRIPTOR.fields}
    assert reported == {name: getattr(limits, name) for name in reported}


# TokenService


async def test_a_generated_key_describes_itself(bench: Bench) -> None:
    made = await bench.ask_tokens.GenerateAccessKey(tokens_pb2.GenerateAccessKeyRequest())
    described = await bench.ask_tokens.DescribeAccessKey(
        tokens_pb2.DescribeAccessKeyRequest(access_key=made.access_key)
    )
    assert (described.key_id, described.public_key) == (made.key_id, made.public_key)
    assert len(made.access_key) == 44


async def test_without_a_key_in_the_request_the_daemon_describes_and_uses_its_own(bench: Bench) -> None:
    own = await bench.ask_tokens.DescribeAccessKey(tokens_pb2.DescribeAccessKeyRequest())
    signed = await bench.ask_tokens.CreateToken(
        tokens_pb2.CreateTokenRequest(room_ids=["a", "b"], user_id="me")
    )
    assert signed.key_id == own.key_id


# Health and reflection


async def test_every_service_is_serving_until_the_daemon_says_otherwise(bench: Bench) -> None:
    health = health_pb2_grpc.HealthStub(bench.channel)
    requests = [health_pb2.HealthCheckRequest(service=name) for name in ("", *SERVICES)]
    assert {(await health.Check(request)).status for request in requests} == {SERVING}
    await bench.server.not_serving()
    assert {(await health.Check(request)).status for request in requests} == {NOT_SERVING}


async def test_health_tells_of_each_service_whether_it_can_do_its_work(bench: Bench) -> None:
    health = health_pb2_grpc.HealthStub(bench.channel)
    watching = health.Watch(health_pb2.HealthCheckRequest(service="odind.v1.RoomService"))
    assert (await watching.read()).status == SERVING
    await bench.server.report(Health((failed("gateway", "it sleeps", "wake it"),)))
    assert (await watching.read()).status == NOT_SERVING
    requests = [health_pb2.HealthCheckRequest(service=name) for name in ("", *SERVICES)]
    refused = {one.service for one in requests if (await health.Check(one)).status == NOT_SERVING}
    assert refused == {"odind.v1.RoomService"}
    await bench.server.report(Health((ok("gateway", "it answers"),)))
    assert (await watching.read()).status == SERVING


async def test_get_health_tells_what_the_last_look_found_and_what_to_do(bench: Bench) -> None:
    answer = await bench.ask_server.GetHealth(server_pb2.GetHealthRequest())
    assert (answer.ready, [check.name for check in answer.checks]) == (False, ["start"])
    await bench.plane.vitals.look()
    answer = await bench.ask_server.GetHealth(server_pb2.GetHealthRequest())
    assert answer.ready
    assert {check.state for check in answer.checks} == {server_pb2.CHECK_STATE_OK}


async def test_a_diagnosis_has_every_check_and_a_probe_by_choice(bench: Bench) -> None:
    answer = await bench.ask_server.Diagnose(server_pb2.DiagnoseRequest())
    assert {"gateway", "key", "devices"} <= {check.name for check in answer.checks}
    async with bench.ticking():
        answer = await bench.ask_server.Diagnose(server_pb2.DiagnoseRequest(probe=True))
    path = answer.checks[-1]
    assert (path.name, path.state) == ("path", server_pb2.CHECK_STATE_OK), path.detail


async def test_the_log_names_the_trace_that_a_call_belongs_to(bench: Bench, log: io.StringIO) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    metadata = (("traceparent", f"00-{trace}-00f067aa0ba902b7-01"),)
    await bench.ask_server.GetInfo(server_pb2.GetInfoRequest(), metadata=metadata)
    await bench.ask_server.GetInfo(server_pb2.GetInfoRequest())
    assert [line.get("trace_id") for line in lines(log)] == [trace, None]


async def test_a_watcher_of_health_is_told_of_the_stop(bench: Bench) -> None:
    health = health_pb2_grpc.HealthStub(bench.channel)
    watching = health.Watch(health_pb2.HealthCheckRequest(service="odind.v1.RoomService"))
    assert (await watching.read()).status == SERVING
    await bench.server.not_serving()
    assert (await watching.read()).status == NOT_SERVING
    watching.cancel()


async def test_reflection_lists_every_service(bench: Bench) -> None:
    stub = reflection_pb2_grpc.ServerReflectionStub(bench.channel)
    call = stub.ServerReflectionInfo()
    await call.write(reflection_pb2.ServerReflectionRequest(list_services=""))
    await call.done_writing()
    listed = {service.name for service in (await call.read()).list_services_response.service}
    assert listed == SERVICES | {
        "grpc.health.v1.Health",
        "grpc.reflection.v1alpha.ServerReflection",
    }


# The socket


async def test_the_socket_is_for_owner_and_group_and_goes_with_the_server(tmp_path: Path) -> None:
    async with open_bench(tmp_path):
        mode = (tmp_path / "odind.sock").stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o660
    assert not (tmp_path / "odind.sock").exists()


async def test_a_socket_that_is_served_is_not_taken_away(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="in use"):
        bench.server.bind_socket(tmp_path / "odind.sock")
    await bench.ask_server.GetInfo(server_pb2.GetInfoRequest())


async def test_a_path_that_looks_percent_encoded_is_meant_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "a%41 ü"
    folder.mkdir()
    async with open_bench(folder) as bench:
        await bench.ask_server.GetInfo(server_pb2.GetInfoRequest())
        assert (folder / "odind.sock").is_socket()
