"""The installed command over HTTP: curl, buf, and speech through the real runtime and the grid."""

from __future__ import annotations

import asyncio
import json
import shutil
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
from sound import compare, level_dbfs, read_wav
from websockets.asyncio.client import connect

from tests.e2e.sounds import quality

from .bench import END_OF_STREAM, ROOMS, AudioClient, envelope, envelopes
from .installed import BIN, ROOT, SPEECH, installed_daemon, output_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

MONO = {"sampleRateHz": 48_000, "channels": 1}


@pytest.fixture(params=["0", "2"], ids=["one process", "two workers"])
async def url(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A daemon of its own."""
    async with installed_daemon(tmp_path, ODIND_SERVER__WORKERS=request.param) as url:
        yield url


async def join(url: str, user_id: str) -> str:
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        answer = await http.post(f"{url}/{ROOMS}/JoinRoom", json={"roomId": "lobby", "userId": user_id})
    return str(answer.json()["connection"]["connectionId"])


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
async def test_curl_joins_a_room(url: str):
    answer = await output_of(
        *("curl", "--silent", "--show-error", "--fail-with-body", "--noproxy", "*"),
        *("--header", "Content-Type: application/json"),
        *("--data", '{"roomId": "lobby", "userId": "anna"}', f"{url}/{ROOMS}/JoinRoom"),
    )
    assert json.loads(answer)["connection"]["state"] == "CONNECTION_STATE_JOINED"


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
async def test_curl_sends_the_cookie_that_odindctl_prints(tmp_path: Path):
    curl = ("curl", "--silent", "--noproxy", "*", "--json", "{}")
    async with installed_daemon(tmp_path, ODIND_ACCESS__LOOPBACK="cookie") as url:
        cookie = await output_of(BIN / "odindctl", "cookie", ODIND_COOKIE_FILE=str(tmp_path / "cookie"))
        with_it = (*curl, "--header", f"Authorization: Bearer {cookie.strip()}")
        refused = json.loads(await output_of(*curl, f"{url}/{ROOMS}/ListConnections"))
        answered = json.loads(await output_of(*with_it, f"{url}/{ROOMS}/ListConnections"))
    assert refused["details"][0]["debug"]["reason"] == "COOKIE_MISSING"
    assert answered == {}


@pytest.mark.parametrize("protocol", ["connect", "grpcweb"])
async def test_buf_speaks_connect_and_grpc_web(url: str, protocol: str):
    buf = (BIN / "buf", "curl", "--schema", "proto", "--protocol", protocol)
    joined = await output_of(*buf, "--data", '{"roomId": "lobby", "userId": "a"}', f"{url}/{ROOMS}/JoinRoom")
    connection_id = json.loads(joined)["connection"]["connectionId"]
    request = json.dumps({"connectionIds": [connection_id]})
    watching = await asyncio.create_subprocess_exec(
        *buf, "--data", request, f"{url}/{ROOMS}/WatchEvents", stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert watching.stdout
    snapshot = await watching.stdout.readline()
    await output_of(*buf, "--data", f'{{"connectionId": "{connection_id}"}}', f"{url}/{ROOMS}/LeaveRoom")
    rest, _ = await watching.communicate()
    assert watching.returncode == 0
    assert b"snapshot" in snapshot + rest
    assert b"left by us" in rest


async def test_speech_in_by_one_websocket_is_speech_out_by_another(url: str):
    clip, _ = read_wav(SPEECH)
    pcm = np.rint(clip * 32_768).astype("<i2").tobytes()
    socket_url = url.replace("http", "ws") + "/v1/audio"
    async with (
        connect(socket_url, proxy=None, compression=None) as talking,
        connect(socket_url, proxy=None, compression=None) as listening,
    ):
        talker, listener = AudioClient(talking), AudioClient(listening)
        await listener.attach(await join(url, "listener"), receive=MONO)
        await talker.attach(await join(url, "talker"), send=MONO)
        async with asyncio.TaskGroup() as tasks:
            hearing = tasks.create_task(_record(listener, len(pcm) + 48_000))
            for start in range(0, len(pcm), 100_000):
                await talker.say(pcm[start : start + 100_000])
            await talker.say({"finish": {}})
            last, code = await talker.until_closed()
    assert (last["drained"]["samples"], code) == (str(len(clip)), 1000)
    heard = np.frombuffer(hearing.result(), "<i2") / 32_768
    assert quality(clip, heard, 48_000).correlation >= 0.9
    lag = compare(clip, heard).lag
    spoken = heard[lag : lag + len(clip)]
    assert abs(level_dbfs(spoken) - level_dbfs(clip)) < 1.5


async def _record(listener: AudioClient, size: int) -> bytes:
    heard = bytearray()
    while len(heard) < size:
        message: Any = await listener.hear()
        if isinstance(message, bytes):
            heard += message[message[0] :]
    return bytes(heard)


async def test_a_stop_ends_streams_and_sockets_properly(tmp_path: Path):
    async with AsyncExitStack() as clients:
        async with installed_daemon(tmp_path) as url:
            connection_id = await join(url, "anna")
            http = await clients.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=30))
            watch = await clients.enter_async_context(
                http.stream(
                    "POST",
                    f"{url}/{ROOMS}/WatchEvents",
                    content=envelope(b"{}"),
                    headers={"content-type": "application/connect+json"},
                )
            )
            events = envelopes(watch)
            await anext(events)
            socket = await clients.enter_async_context(connect(url.replace("http", "ws") + "/v1/audio"))
            listener = AudioClient(socket)
            await listener.attach(connection_id, receive=MONO)
            _, half_a_request = await asyncio.open_connection("127.0.0.1", httpx.URL(url).port)
            clients.callback(half_a_request.close)
            half_a_request.write(
                f"POST /{ROOMS}/ListConnections HTTP/1.1\r\nHost: localhost\r\n"
                "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{".encode()
            )
        rest = [(flags, json.loads(message)) async for flags, message in events]
        last, code = await listener.until_closed()
    assert rest[-1] == (END_OF_STREAM, {})
    assert (last["error"]["reason"], code) == ("DAEMON_STOPPING", 4014)


async def test_an_address_that_is_taken_is_told_in_one_line(url: str, tmp_path: Path):
    address = url.removeprefix("http://")
    code, told = await failed_start(tmp_path / "second", "--http", address, "--log-level", "error")
    assert (code, told.count("\n")) == (1, 1)
    assert address in told
    assert "ADDRESS_TAKEN" in told


@pytest.mark.parametrize("address", ["0.0.0.0:7711", "example.com:80", "127.0.0.1", "127.0.0.1:x"])
async def test_an_address_beyond_loopback_is_a_wrong_configuration(tmp_path: Path, address: str):
    code, told = await failed_start(tmp_path, "--http", address)
    assert code == 2
    assert f"http.listen {address}" in told


async def failed_start(folder: Path, *flags: str) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *(BIN / "odind", "serve", "--socket", "", "--listen", "", "--state", folder, *flags),
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await process.communicate()
    return process.returncode, told.decode()
