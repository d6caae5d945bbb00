"""What goes wrong has the right class and reason, all the way through the wire."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from odind.client import AudioFormat, Json
from odind.core.errors import (
    InvalidArgumentError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
)
from odind.tokens.access_key import AccessKey
from odind.v1 import audio_pb2
from odind.v1.audio_pb2_grpc import AudioServiceStub
from tests.http.installed import free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .processes import DaemonProcess

TOO_MUCH_USER_DATA = bytes(10_241)
TOO_LONG_A_MESSAGE = bytes(32_769)


def own_key(daemon: DaemonProcess) -> AccessKey:
    return AccessKey.parse((daemon.folder / "state/access.key").read_text().strip())


def sign(key: AccessKey, **claims: Any) -> str:
    return key.sign(json.dumps({"rid": "room", "uid": "me", **claims}))


async def test_a_token_of_a_strange_key_is_refused(daemon: DaemonProcess) -> None:
    async with daemon.connect() as client:
        with pytest.raises(PermissionDeniedError) as caught:
            await client.join_room(token=sign(AccessKey.generate()))
    assert caught.value.reason == "TOKEN_REFUSED"
    assert caught.value.metadata == {"detail": "not authorized"}


async def test_a_token_with_another_signature_is_refused(daemon: DaemonProcess) -> None:
    token = sign(own_key(daemon))
    head, _, _ = token.rpartition(".")
    forged = f"{head}.{sign(own_key(daemon), uid='you').rpartition('.')[2]}"
    async with daemon.connect() as client:
        with pytest.raises(PermissionDeniedError) as caught:
            await client.join_room(token=forged)
    assert caught.value.reason == "TOKEN_REFUSED"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"exp": 1_000_000_000}, "TOKEN_EXPIRED"),
        ({"nbf": 9_000_000_000}, "TOKEN_REFUSED"),
    ],
)
async def test_a_token_that_does_not_hold_is_refused(
    daemon: DaemonProcess, claims: dict[str, Any], reason: str
) -> None:
    async with daemon.connect() as client:
        with pytest.raises(PermissionDeniedError) as caught:
            await client.join_room(token=sign(own_key(daemon), **claims))
    assert caught.value.reason == reason


async def test_a_token_that_the_daemon_made_is_good(daemon: DaemonProcess, room: str) -> None:
    async with daemon.connect() as client:
        made = await client.create_token([room, "other"], "me", lifetime=timedelta(seconds=60))
        connection = await client.join_room(room, token=made.token)
        assert (connection.view.room_id, connection.view.user_id) == (room, "me")
        await connection.leave()


async def test_an_unknown_connection_is_not_found(daemon: DaemonProcess) -> None:
    async with daemon.connect() as client:
        for call in (
            client.leave_room("c0"),
            client.connection("c0"),
            client.update_user_data("c0", b""),
            client.send_message("c0", b""),
        ):
            with pytest.raises(NotFoundError) as caught:
                await call
            assert caught.value.reason == "CONNECTION_NOT_FOUND"
            assert caught.value.metadata == {"connection_id": "c0"}
        with pytest.raises(NotFoundError):
            async with client.audio("c0", receive=AudioFormat()):
                pass


async def test_too_much_user_data_is_refused_and_changes_nothing(daemon: DaemonProcess, room: str) -> None:
    async with daemon.connect() as client:
        with pytest.raises(InvalidArgumentError) as caught:
            await client.join_room(room, user_id="me", user_data=TOO_MUCH_USER_DATA)
        assert caught.value.reason == "USER_DATA_TOO_LARGE"
        connection = await client.join_room(room, user_id="me", user_data=b"kept")
        with pytest.raises(InvalidArgumentError) as caught:
            await connection.update_user_data(Json("x" * 10_239))
        assert caught.value.metadata == {"size": "10241", "limit": "10240"}
        with pytest.raises(InvalidArgumentError) as caught:
            await connection.send_message(TOO_LONG_A_MESSAGE)
        assert caught.value.reason == "MESSAGE_TOO_LARGE"
        assert (await connection.refresh()).user_data.data == b"kept"
        await connection.leave()


@pytest.mark.parametrize(
    "first",
    [
        audio_pb2.StreamAudioRequest(),
        audio_pb2.StreamAudioRequest(chunk=audio_pb2.AudioChunk(pcm=b"\0\0")),
    ],
    ids=["empty", "a chunk"],
)
async def test_a_first_audio_message_that_is_no_config_is_refused(
    daemon: DaemonProcess, first: audio_pb2.StreamAudioRequest
) -> None:
    async with daemon.channel() as channel:
        call = AudioServiceStub(channel).StreamAudio()
        await call.write(first)
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await call.read()
    status = rpc_status.from_call(caught.value)
    assert status is not None
    info = error_details_pb2.ErrorInfo()
    status.details[0].Unpack(info)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert (info.reason, info.domain) == ("CONFIG_EXPECTED", "odind")


async def test_a_first_audio_message_of_garbage_harms_nobody(daemon: DaemonProcess) -> None:
    async with daemon.channel() as channel:
        call = channel.stream_stream("/odind.v1.AudioService/StreamAudio")()
        await call.write(b"\xff\xff\xff garbage")
        with pytest.raises(grpc.aio.AioRpcError):
            await call.read()
    async with daemon.connect() as client:
        await client.info()


async def test_a_gateway_that_is_not_there_is_named_with_the_cause(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    settings = tmp_path / "odind.toml"
    settings.write_text('[odin]\nallowed_gateways = ["*"]\n')
    daemon = start_daemon("--config", str(settings))
    daemon.wait_until("READY=1")
    port = free_port()
    async with daemon.connect() as client:
        with pytest.raises(UnavailableError) as caught:
            await client.join_room("room", user_id="me", gateway=f"http://127.0.0.1:{port}")
    assert caught.value.reason == "GATEWAY_UNREACHABLE"
    assert caught.value.metadata["detail"] == f"127.0.0.1:{port}: Connection refused"


async def test_no_secret_reaches_the_log(daemon: DaemonProcess, room: str) -> None:
    token = sign(own_key(daemon), rid=room)
    async with daemon.connect() as client:
        connection = await client.join_room(token=token, user_data=Json("plantedword"))
        await connection.send_message(b"plantedword")
        await connection.leave()
        with pytest.raises(PermissionDeniedError):
            await client.join_room(token=sign(AccessKey.generate()), user_data=Json("plantedword"))
    for secret in ("plantedword", token, token.rpartition(".")[2], own_key(daemon).text):
        assert secret not in daemon.log()
