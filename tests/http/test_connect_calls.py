"""Connect's unary calls, in JSON and in protobuf."""

from __future__ import annotations

import json
import logging
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

import odind.v1
from odind.core import errors
from odind.core.bounds.limits import Limits
from odind.core.errors import InvalidArgumentError
from odind.http.codecs import from_json
from odind.pack.messages import MAX_MESSAGE_BYTES
from odind.v1 import rooms_pb2
from odind.v1.processing_pb2 import SetProcessingRequest
from tests.rpc.bench import until

from .bench import ROOMS, Bench, error_info, open_bench

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor

MODULES = [import_module(f"odind.v1.{file.stem}") for file in Path(odind.v1.__path__[0]).glob("*_pb2.py")]
METHODS = [
    method
    for module in MODULES
    for service in module.DESCRIPTOR.services_by_name.values()
    for method in service.methods
]
ERRORS = {
    errors.InvalidArgumentError: (400, "invalid_argument"),
    errors.PermissionDeniedError: (403, "permission_denied"),
    errors.NotFoundError: (404, "not_found"),
    errors.AlreadyExistsError: (409, "already_exists"),
    errors.FailedPreconditionError: (400, "failed_precondition"),
    errors.ResourceExhaustedError: (429, "resource_exhausted"),
    errors.UnavailableError: (503, "unavailable"),
}


def path_of(method: MethodDescriptor) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


async def test_a_room_is_joined_with_json(bench: Bench):
    answer = await bench.call("JoinRoom", roomId="lobby", userId="anna", userData={"json": '{"hat": 1}'})
    connection = answer.json()["connection"]
    assert answer.headers["content-type"] == "application/json"
    assert (connection["roomId"], connection["userId"]) == ("lobby", "anna")
    assert connection["state"] == "CONNECTION_STATE_JOINED"


async def test_a_room_is_joined_with_protobuf(bench: Bench):
    request = rooms_pb2.JoinRoomRequest(room_id="lobby", user_id="anna")
    answer = await bench.http.post(
        f"/{ROOMS}/JoinRoom",
        content=request.SerializeToString(),
        headers={"content-type": "application/proto"},
    )
    assert rooms_pb2.JoinRoomResponse.FromString(answer.content).connection.user_id == "anna"


async def test_a_request_without_a_body_is_an_empty_message(bench: Bench):
    answer = await bench.http.post(f"/{ROOMS}/ListConnections", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()) == (200, {})


async def test_fields_that_nobody_knows_are_skipped(bench: Bench):
    answer = await bench.call("ListConnections", colour="red")
    assert answer.status_code == 200


@pytest.mark.parametrize("method", [m for m in METHODS if not m.client_streaming], ids=path_of)
async def test_every_call_in_the_protos_is_served_but_those_of_both_directions(
    bench: Bench, method: MethodDescriptor
):
    kind = "application/connect+json" if method.server_streaming else "application/json"
    content = b"" if method.server_streaming else b"{}"
    answer = await bench.http.post(path_of(method), content=content, headers={"content-type": kind})
    assert "METHOD_UNKNOWN" not in answer.text
    assert answer.headers["content-type"] == kind


@pytest.mark.parametrize("error_class", ERRORS)
async def test_every_class_of_error_has_its_code_and_carries_reason_and_metadata(
    bench: Bench, error_class: type[errors.OdindError]
):
    bench.runtime.refuse_joins(error_class("SOME_REASON", "not in {colour}", colour="bleu clair plus №1"))
    answer = await bench.call("JoinRoom", roomId="lobby", userId="anna")
    error = answer.json()
    status, code = ERRORS[error_class]
    assert (answer.status_code, error["code"]) == (status, code)
    assert error["message"] == "not in bleu clair plus №1"
    info = error_info(error)
    assert (info.reason, info.domain, dict(info.metadata)) == (
        "SOME_REASON",
        "odind",
        {"colour": "bleu clair plus №1"},
    )
    assert error["details"][0]["debug"] == {
        "reason": "SOME_REASON",
        "domain": "odind",
        "metadata": {"colour": "bleu clair plus №1"},
    }


async def test_limits_and_missing_keys_are_told_as_over_grpc():
    async with open_bench(limits=Limits(max_connections=1), has_key=False) as bench:
        answer = await bench.call("JoinRoom", roomId="lobby", userId="anna")
    assert answer.json()["details"][0]["debug"]["reason"] == "NO_ACCESS_KEY"


async def test_the_time_to_try_again_has_a_detail_of_its_own(bench: Bench):
    bench.runtime.refuse_joins(errors.UnavailableError("LATER", "in {retry_after_s} s", retry_after_s="2.5"))
    answer = await bench.call("JoinRoom", roomId="lobby", userId="anna")
    info, retry = answer.json()["details"]
    assert info["debug"]["metadata"] == {"retry_after_s": "2.5"}
    assert (retry["type"], retry["debug"]) == ("google.rpc.RetryInfo", {"retryDelay": "2.500s"})


async def test_a_bug_of_ours_is_an_internal_error_and_nothing_more(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail(*_: object) -> None:
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr(bench.plane.rooms, "list_page", fail)
    with caplog.at_level(logging.ERROR):
        answer = await bench.call("ListConnections")
    assert answer.status_code == 500
    assert answer.json() == {"code": "internal", "message": "internal error"}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b'{"pageSize": "many"}', "application/json"),
        (b'{"pageToken": "\\ud800"}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"\xff\xff\xff", "application/proto"),
    ],
)
async def test_a_malformed_message_is_refused_with_a_reason(bench: Bench, content: bytes, kind: str):
    answer = await bench.http.post(
        f"/{ROOMS}/ListConnections", content=content, headers={"content-type": kind}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_argument")
    assert error_info(answer.json()).reason == "MESSAGE_MALFORMED"


@pytest.mark.parametrize(
    ("setting", "refused"),
    [
        ({"preset": "PROCESSING_PRESET_LOUD"}, "processing.preset has no value 'PROCESSING_PRESET_LOUD'"),
        ({"noise_suppression": ""}, "processing.noise_suppression has no value ''"),
        ({"preset": "PROCESSING_PRESET_VOICE", "loudness": "11"}, None),
        ({"preset": 99}, None),
        ({"preset": "99"}, None),
    ],
)
def test_unknown_names_of_values_are_refused_and_unknown_fields_are_not(
    setting: dict[str, object], refused: str | None
):
    asked = json.dumps({"connectionId": "c-1", "processing": setting})
    if refused is None:
        assert from_json(asked, SetProcessingRequest()).HasField("processing")
    else:
        with pytest.raises(InvalidArgumentError, match=re.escape(refused)):
            from_json(asked, SetProcessingRequest())


async def test_an_unknown_name_of_a_value_is_refused_with_a_reason(bench: Bench):
    answer = await bench.http.post(
        "/odind.v1.ProcessingService/SetProcessing", json={"processing": {"preset": "LOUD"}}
    )
    assert answer.status_code == 400
    assert error_info(answer.json()).reason == "MESSAGE_MALFORMED"
    assert "processing.preset" in answer.json()["message"]


@pytest.mark.parametrize("excess", [1, 6, MAX_MESSAGE_BYTES])
@pytest.mark.parametrize("kind", ["application/json", "application/proto"])
async def test_a_message_that_is_too_large_is_refused(bench: Bench, kind: str, excess: int):
    answer = await bench.http.post(
        f"/{ROOMS}/ListConnections",
        content=b" " * (MAX_MESSAGE_BYTES + excess),
        headers={"content-type": kind},
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_argument")
    assert error_info(answer.json()).reason == "MESSAGE_TOO_LARGE"


async def test_the_answer_of_a_unary_call_says_how_long_it_is(bench: Bench):
    good = await bench.call("ListConnections")
    bad = await bench.call("LeaveRoom", connectionId="nowhere")
    for answer in (good, bad):
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert "transfer-encoding" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/", "/odind.v1.RoomService/Dance", "/odind.v1.AudioService/StreamAudio", "/favicon.ico"]
)
async def test_an_unknown_call_is_named(bench: Bench, path: str):
    answer = await bench.http.post(path, json={})
    assert (answer.status_code, answer.json()["code"]) == (404, "unimplemented")
    assert dict(error_info(answer.json()).metadata) == {"path": path}


async def test_a_call_is_made_with_post_alone(bench: Bench):
    answer = await bench.http.get(f"/{ROOMS}/ListConnections")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert error_info(answer.json()).reason == "HTTP_METHOD_INVALID"


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/grpc", "json"]
)
async def test_another_content_type_is_refused_with_those_that_are_understood(bench: Bench, kind: str):
    headers = {"content-type": kind} if kind else {}
    answer = await bench.http.post(f"/{ROOMS}/ListConnections", content=b"{}", headers=headers)
    assert answer.status_code == 415
    assert error_info(answer.json()).reason == "CONTENT_TYPE_INVALID"
    assert "application/json" in answer.json()["message"]


async def test_headers_of_any_bytes_do_no_harm(bench: Bench):
    headers = {"content-type": "application/json", "x-name": b"J\xf6rg"}
    answer = await bench.http.post(f"/{ROOMS}/ListConnections", content=b"{}", headers=headers)
    assert answer.status_code == 200


async def test_a_deadline_undoes_a_join(bench: Bench):
    bench.runtime.hold_joins()
    answer = await bench.http.post(
        f"/{ROOMS}/JoinRoom",
        json={"roomId": "lobby", "userId": "anna"},
        headers={"connect-timeout-ms": "100"},
    )
    assert (answer.status_code, answer.json()["code"]) == (504, "deadline_exceeded")
    await until(lambda: not bench.runtime.links)


async def test_a_caller_that_hangs_up_undoes_a_join(bench: Bench):
    bench.runtime.hold_joins()
    request = {"roomId": "lobby", "userId": "anna"}
    async with httpx.AsyncClient(base_url=bench.url, trust_env=False, timeout=0.2) as impatient:
        with pytest.raises(httpx.ReadTimeout):
            await impatient.post(f"/{ROOMS}/JoinRoom", json=request)
    await until(lambda: not bench.runtime.links)
