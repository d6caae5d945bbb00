"""Internet radio as Icecast sends it, by the rules of [egress]."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest

from odind.core.timing.tick import RATE_HZ
from odind.egress import EgressConfig

from .reading import part, whole
from .station import entitle, icecast, needs_icecast, on_air
from .webs import url, web_sounds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.players.ports import Sound

pytestmark = needs_icecast


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """Icecast serves at this port."""
    async with icecast() as served:
        yield served


async def until_called(sound: Sound, title: str) -> None:
    """Listen until the station says that this is on."""
    async with asyncio.timeout(20):
        while sound.title != title:
            assert not sound.ended, sound.failure
            await part(sound, RATE_HZ // 50)


async def test_a_station_is_heard_with_its_titles_until_its_mount_ends(port: int):
    async with web_sounds() as sounds:
        async with on_air(port):
            sound = sounds.open(url(f"http://127.0.0.1:{port}/live.mp3"))
            assert len(await part(sound, RATE_HZ)) >= RATE_HZ
            for title in ("Grieg - Morgenstemning", "Bäume und Ü"):
                await entitle(port, title)
                await until_called(sound, title)
        await whole(sound)
    assert sound.failure is None
    assert sound.length is None


async def test_a_station_that_stalls_is_given_up(port: int):
    async with web_sounds(idle_s=1.0) as sounds, on_air(port) as station:
        sound = sounds.open(url(f"http://127.0.0.1:{port}/live.mp3"))
        await part(sound, RATE_HZ)
        station.send_signal(signal.SIGSTOP)  # it stays connected, and sends nothing
        await whole(sound)
    assert sound.failure
    assert sound.failure.reason == "HOST_UNREACHABLE"


async def test_a_station_nearby_is_called_only_where_the_settings_allow_its_network(port: int):
    async with web_sounds(EgressConfig(allow_http=True)) as sounds:
        sound = sounds.open(url(f"http://127.0.0.1:{port}/live.mp3"))
        await whole(sound)
    assert sound.failure
    assert sound.failure.reason == "ADDRESS_REFUSED"


async def test_a_mount_that_is_not_on_air_is_told_with_the_status(port: int):
    async with web_sounds() as sounds:
        sound = sounds.open(url(f"http://127.0.0.1:{port}/other.mp3"))
        await whole(sound)
    assert sound.failure
    assert sound.failure.reason == "URL_STATUS"
    assert "404" in sound.failure.detail
