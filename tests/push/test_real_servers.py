"""Streams to the servers that Debian has, heard on their other side."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.errors import OdindError, PermissionDeniedError, UnavailableError
from odind.core.push.address import Codec
from tests.cli.sounds import likeness
from tests.http.installed import free_port
from tests.push.destinations import (
    KEY,
    carrying,
    icecast,
    listen,
    needs_ffmpeg,
    needs_icecast,
    needs_nginx,
    needs_tls_front,
    nginx,
    plan_of,
    say,
    speech,
    tls_front,
)
from tests.tls.folders import make_keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from odind.core.push.plan import PushPlan

pytestmark = needs_ffmpeg
PASSPHRASE = "0123456789-abcdef"  # noqa: S105 - no secret


async def refusal(plan: PushPlan, key: str = KEY, passphrase: str = "") -> OdindError:
    with pytest.raises(OdindError) as caught:
        async with carrying(plan, key, passphrase):
            pass
    return caught.value


def alike(heard: np.ndarray) -> float:
    """How much two seconds from the midst of what was heard are like the speech."""
    assert len(heard) > 100_000
    middle = heard[-98_000:-2_000].astype(float)
    spoken = np.tile(speech(), 3).astype(float)
    size = len(spoken) + len(middle)
    place = int(np.fft.irfft(np.fft.rfft(spoken, size) * np.conj(np.fft.rfft(middle, size)), size).argmax())
    return likeness(spoken[place : place + len(middle)], middle)


async def heard_while_saying(plan: PushPlan, address: str, trust: ssl.SSLContext | None = None) -> np.ndarray:
    """Listen to what is said again and again, until enough was heard."""
    async with carrying(plan, trust=trust) as carriage, asyncio.TaskGroup() as tasks:
        listening = tasks.create_task(listen(address, 3))
        while not listening.done():
            await say(carriage, speech(), faster=5)
        await carriage.finish()
    return listening.result()


@needs_icecast
@pytest.mark.parametrize("codec", [Codec.MP3, Codec.OPUS, Codec.AAC])
async def test_a_listener_of_icecast_hears_what_is_sent(tmp_path: Path, codec: Codec):
    async with icecast(tmp_path) as port:
        plan = plan_of(f"icecast://127.0.0.1:{port}/live.{codec.value}", codec)
        heard = await heard_while_saying(plan, f"http://127.0.0.1:{port}/live.{codec.value}")
    assert alike(heard) > 0.97


@needs_icecast
async def test_a_listener_hears_what_came_in_the_old_way_of_shoutcast(tmp_path: Path):
    async with icecast(tmp_path) as port:
        plan = plan_of(f"shoutcast://127.0.0.1:{port}")
        heard = await heard_while_saying(plan, f"http://127.0.0.1:{port}/old.mp3")
    assert alike(heard) > 0.97


@needs_icecast
@pytest.mark.parametrize("scheme", ["icecast", "shoutcast"])
async def test_a_wrong_password_is_refused_by_icecast(tmp_path: Path, scheme: str):
    async with icecast(tmp_path) as port:
        error = await refusal(plan_of(f"{scheme}://127.0.0.1:{port}/live.mp3"), key="wrong")
    assert (type(error), error.reason) == (PermissionDeniedError, "PUSH_REFUSED")
    assert "wrong" not in str(error)


@needs_tls_front
@needs_icecast
@needs_nginx
@pytest.mark.parametrize(
    ("server", "to", "heard_at"),
    [
        (icecast, "icecasts://localhost:{}/live.mp3", "http://127.0.0.1:{}/live.mp3"),
        (nginx, "rtmps://localhost:{}/live", f"rtmp://127.0.0.1:{{}}/live/{KEY}"),
    ],
)
async def test_over_tls_the_same_is_heard_and_a_stranger_gets_nothing(
    tmp_path: Path,
    server: Callable[[Path], AbstractAsyncContextManager[int]],
    to: str,
    heard_at: str,
):
    keys = make_keys(tmp_path)
    trust = ssl.create_default_context(cafile=str(keys.ca))
    async with server(tmp_path) as port, tls_front(tmp_path, keys.folder, port) as front:
        heard = await heard_while_saying(plan_of(to.format(front)), heard_at.format(port), trust)
        assert (await refusal(plan_of(to.format(front)))).reason == "CERTIFICATE_UNTRUSTED"
    assert alike(heard) > 0.97


@needs_nginx
async def test_a_player_of_rtmp_hears_what_is_sent(tmp_path: Path):
    async with nginx(tmp_path) as port:
        plan = plan_of(f"rtmp://127.0.0.1:{port}/live")
        heard = await heard_while_saying(plan, f"rtmp://127.0.0.1:{port}/live/{KEY}")
    assert alike(heard) > 0.97


@needs_nginx
@pytest.mark.parametrize(("app", "key"), [("live", "wrong"), ("nowhere", KEY)])
async def test_a_wrong_key_and_a_wrong_application_are_refused_by_rtmp(tmp_path: Path, app: str, key: str):
    async with nginx(tmp_path) as port:
        error = await refusal(plan_of(f"rtmp://127.0.0.1:{port}/{app}"), key)
    assert (type(error), error.reason) == (PermissionDeniedError, "PUSH_REFUSED")
    assert "wrong" not in str(error)


@needs_nginx
async def test_a_second_publisher_under_one_key_is_refused_in_the_words_of_the_server(tmp_path: Path):
    async with nginx(tmp_path) as port:
        plan = plan_of(f"rtmp://127.0.0.1:{port}/live")
        async with carrying(plan) as carriage:
            await say(carriage, speech()[:48_000])
            error = await refusal(plan)
    assert error.reason == "PUSH_REFUSED"
    assert "NetStream.Publish.BadName" in error.message


async def heard_by_srt(port: int, options: str, plan: PushPlan, passphrase: str) -> np.ndarray:
    async with asyncio.TaskGroup() as tasks:
        address = f"srt://127.0.0.1:{port}?mode=listener{options}"
        listening = tasks.create_task(listen(address, 4, "-probesize", "20000"))
        while not listening.done():
            try:
                async with carrying(plan, "stream-7", passphrase) as carriage:
                    for _ in range(2):
                        await say(carriage, speech(), faster=5)
                    await carriage.finish()
            except UnavailableError:  # the listener is not there yet
                continue
            await listening
    return listening.result()


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
async def test_ffmpeg_at_the_other_end_of_srt_hears_what_is_sent(passphrase: str):
    port = free_port()
    options = f"&passphrase={passphrase}" if passphrase else ""
    heard = await heard_by_srt(port, options, plan_of(f"srt://127.0.0.1:{port}"), passphrase)
    assert alike(heard) > 0.97
