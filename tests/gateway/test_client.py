"""The client of gateways, against a stand-in that answers as a test says, and the grid's own gateway."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.errors import FailedPreconditionError, OdindError, PermissionDeniedError, UnavailableError
from odind.core.moderation.ports import BanClient, CloseRoom, MessageUser, UpdateRoom
from odind.core.values.payload import Json
from odind.gateway import HttpGatewayClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.moderation.ports import GatewayRequest

DONE = {"jsonrpc": "2.0", "id": 1, "result": {}}
BAN, MESSAGE = BanClient("lobby", "bob", 60.0), MessageUser("lobby", "bob", b"\x01\x02")


def answer(body: object, status: int = 200, *headers: str) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = [f"HTTP/1.1 {status} X", f"content-length: {len(data)}", *headers]
    return "\r\n".join((*head, "", "")).encode() + data


class Gateway:
    """A stand-in: it gives one answer after the other, and the last again and again; None hangs up."""

    def __init__(self, *answers: bytes | None) -> None:
        self._answers = list(answers)
        self.calls: list[dict[str, Any]] = []
        self.heads: list[str] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
        self.heads.append(head)
        self.calls.append(json.loads(await reader.readexactly(length)))
        reply = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if reply == b"":
            await reader.read()  # until the client gives up
        elif reply is not None:
            writer.write(reply)
        writer.close()


@asynccontextmanager
async def gateway(*answers: bytes | None) -> AsyncIterator[Gateway]:
    stand_in = Gateway(*answers)
    async with await asyncio.start_server(stand_in.serve, "127.0.0.1", 0) as server:
        stand_in.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield stand_in


async def ask(url: str, request: GatewayRequest, timeout_s: float = 10.0) -> None:
    async with HttpGatewayClient(timeout_s) as client:
        await client.ask(url, "TOKEN", request)


@pytest.mark.parametrize(
    ("request_", "method", "params"),
    [
        (BAN, "RoomBanClient", {"room_id": "lobby", "user_id": "bob", "ban_time": 60}),
        (BanClient("lobby", "bob", None), "RoomBanClient", {"room_id": "lobby", "user_id": "bob"}),
        (CloseRoom("lobby", 1.5), "RoomClose", {"room_id": "lobby", "ban_time": 1.5}),
        (MESSAGE, "RoomSendMessage", {"room_id": "lobby", "user_id": "bob", "message": [0xC4, 2, 1, 2]}),
        (
            UpdateRoom("lobby", Json('{"a":1}')),
            "RoomUpdate",
            {"room_id": "lobby", "user_data": [129, 161, 97, 1]},
        ),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_a_request_is_one_call_of_the_gateways_method(
    request_: GatewayRequest, method: str, params: dict[str, Any]
):
    async with gateway(answer(DONE)) as stand_in:
        await ask(stand_in.url, request_)
    (call,) = stand_in.calls
    assert (call["jsonrpc"], call["method"], call["params"]) == ("2.0", method, params)
    assert "authorization: bearer token" in stand_in.heads[0]


def refused(message: str, code: int = -32600, status: int = 401) -> bytes:
    return answer({"jsonrpc": "2.0", "id": 1, "error": {"code": code, "message": message}}, status)


@pytest.mark.parametrize(
    ("said", "kind", "reason", "words"),
    [
        (refused("not authorized"), PermissionDeniedError, "GATEWAY_REFUSED", "not authorized"),
        (
            refused("bad\nroom" + "!" * 400, status=200),
            PermissionDeniedError,
            "GATEWAY_REFUSED",
            "bad room!!",
        ),
        (
            refused("method not found", -32601),
            FailedPreconditionError,
            "GATEWAY_UNSUPPORTED",
            "RoomBanClient",
        ),
        (answer(b"<html>", 502), UnavailableError, "GATEWAY_ANSWER_INVALID", "not JSON-RPC"),
        (answer({"jsonrpc": "2.0"}), UnavailableError, "GATEWAY_ANSWER_INVALID", "no result"),
        (answer([1]), UnavailableError, "GATEWAY_ANSWER_INVALID", "not JSON-RPC"),
        (answer(b"", 503), UnavailableError, "GATEWAY_ANSWER_INVALID", "503"),
        (
            answer(b"", 307, "location: http://127.0.0.1:1/"),
            UnavailableError,
            "GATEWAY_ANSWER_INVALID",
            "307",
        ),
        (answer(b"x" * 70_000), UnavailableError, "GATEWAY_ANSWER_INVALID", "65536"),
    ],
)
async def test_an_answer_that_is_no_success_says_what_it_is(
    said: bytes, kind: type[OdindError], reason: str, words: str
):
    async with gateway(said) as stand_in:
        with pytest.raises(kind) as caught:
            await ask(stand_in.url, BAN)
    assert caught.value.reason == reason
    assert words in caught.value.message
    assert len(stand_in.calls) == 1
    assert "TOKEN" not in str(caught.value)


async def test_a_call_whose_answer_is_lost_is_repeated_where_twice_is_as_once():
    async with gateway(None, None, answer(DONE)) as stand_in:
        await ask(stand_in.url, BAN)
    assert [call["id"] for call in stand_in.calls] == [1, 1, 1]


async def test_a_message_whose_answer_is_lost_is_not_sent_again():
    async with gateway(None, answer(DONE)) as stand_in:
        with pytest.raises(UnavailableError, match="GATEWAY_UNREACHABLE"):
            await ask(stand_in.url, MESSAGE)
    assert len(stand_in.calls) == 1


async def test_a_gateway_that_is_not_there_is_tried_three_times_for_messages_too():
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
    with pytest.raises(UnavailableError, match="GATEWAY_UNREACHABLE"):
        await ask(f"http://127.0.0.1:{port}", MESSAGE)


async def test_a_gateway_that_does_not_answer_is_given_up_in_time_and_asked_once():
    async with gateway(b"") as stand_in:
        with pytest.raises(UnavailableError, match="GATEWAY_TIMEOUT") as caught:
            await ask(stand_in.url, BAN, timeout_s=0.2)
    assert "may have done it" in caught.value.message
    assert len(stand_in.calls) == 1
