"""The installed command over HTTP: curl, buf, and speech through the real runtime and the grid."""

from __future__ import annotations

import asyncio
import json
import shutil
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import pytest
from sound import compare, level_dbfs, read_wav
from websockets.asyncio.client import connect

from .bench import ROOMS, AudioClient
from .installed import BIN, ROOT, SPEECH, installed_daemon, output_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

MONO = {"sampleRateHz": 48_000, "channels": 1}


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    """A daemon of its own."""
    async with installed_daemon(tmp_path) as url:
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
    likeness = compare(clip, heard)
    assert likeness.correlation >= 0.9
    spoken = heard[likeness.lag : likeness.lag + len(clip)]
    assert abs(level_dbfs(spoken) - level_dbfs(clip)) < 1.5


async def _record(listener: AudioClient, size: int) -> bytes:
    heard = bytearray()
    while len(heard) < size:
        message: Any = await listener.hear()
        if isinstance(message, bytes):
            heard += message[message[0] :]
    return bytes(heard)
