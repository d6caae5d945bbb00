"""What HTTP serves below /hls: to whom, and with which headers."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.applications import Starlette

from odind.core.access.principal import NOBODY
from odind.core.errors import PermissionDeniedError
from odind.core.hls.house import HlsHouse
from odind.core.live.census import Census
from odind.http import hls
from odind.http.guard import Guard
from odind.http.hls import hls_routes
from odind.services.access import OPEN
from tests.core.hls.cinema import Cinema, open_cinema

from .test_package import Shop, written

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.access.principal import Principal
    from odind.core.hls.ports import Exhibit
    from odind.services.access import Access, Caller

HLS_JS = "cfc70cc9e9fc63d071919e087670abc760c8fd1bc889b88588026e4d22193bbe"
ELSEWHERE = {"origin": "https://elsewhere.example"}


class Closed:
    """Lets nobody in."""

    def admit(self, _caller: Caller, _rpc: str) -> Principal:
        raise PermissionDeniedError("COOKIE_MISSING", "no")

    under = OPEN.under


class Strangers:
    """Lets in who sees nothing of what others have made."""

    def admit(self, _caller: Caller, _rpc: str) -> Principal:
        return NOBODY

    under = OPEN.under


class Site:
    """The pages of one output, `radio`."""

    def __init__(
        self, cinema: Cinema, shop: Shop, http: httpx.AsyncClient, ticket: str, census: Census
    ) -> None:
        self.cinema = cinema
        self.census = census
        self.shop = shop
        self.http = http
        self.signed = f"/hls/~{ticket}/lobby"


@asynccontextmanager
async def open_site(folder: Path, access: Access = OPEN) -> AsyncIterator[Site]:
    async with open_cinema() as cinema:
        output = await cinema.started(name="lobby")
        shop, census = Shop(folder), Census()
        await written(await shop.open(), 3.0)
        _, ticket, _ = cinema.outputs.sign(output.job_id, 60.0)
        house = HlsHouse(cinema.outputs, shop.press, census)
        app = Guard(Starlette(routes=hls_routes(house, access)), (), ())
        wire = httpx.ASGITransport(app)  # type: ignore[arg-type] # the same protocol
        async with httpx.AsyncClient(transport=wire, base_url="http://127.0.0.1") as http:
            yield Site(cinema, shop, http, ticket, census)


async def test_playlists_are_asked_for_again_and_segments_are_kept(tmp_path: Path) -> None:
    async with open_site(tmp_path) as site:
        playlist = await site.http.get("/hls/lobby/aac-48/index.m3u8")
        name = next(line for line in playlist.text.splitlines() if line.startswith("seg-"))
        segment = await site.http.get(f"/hls/lobby/aac-48/{name}")
        shared = await site.http.get(f"{site.signed}/aac-48/{name}")
    assert playlist.headers["content-type"] == "application/vnd.apple.mpegurl"
    assert playlist.headers["cache-control"] == "no-cache"
    assert segment.headers["content-type"] == "audio/mp4"
    assert segment.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert shared.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert segment.content == shared.content


async def test_who_may_not_see_an_output_reads_nothing_of_it(tmp_path: Path) -> None:
    async with open_site(tmp_path, Closed()) as site:
        refused = await site.http.get("/hls/lobby/master.m3u8")
    assert (refused.status_code, "COOKIE_MISSING" in refused.text) == (403, True)


async def test_for_who_sees_nothing_of_others_there_is_no_output(tmp_path: Path) -> None:
    async with open_site(tmp_path, Strangers()) as site:
        unseen = await site.http.get("/hls/lobby/master.m3u8")
    assert (unseen.status_code, "HLS_FILE_NOT_FOUND" in unseen.text) == (404, True)


async def test_a_signed_address_needs_nothing_else_and_may_be_used_by_pages_of_any_origin(
    tmp_path: Path,
) -> None:
    async with open_site(tmp_path, Closed()) as site:
        signed = await site.http.get(f"{site.signed}/master.m3u8", headers=ELSEWHERE)
        forged = await site.http.get(f"{site.signed.replace('~', '~x')}/master.m3u8", headers=ELSEWHERE)
        others = await site.http.get(f"{site.signed.replace('lobby', 'hall')}/master.m3u8")
    assert (signed.status_code, signed.headers["access-control-allow-origin"]) == (200, "*")
    assert [(one.status_code, "HLS_TICKET_INVALID" in one.text) for one in (forged, others)] == [
        (403, True)
    ] * 2


async def test_without_a_ticket_pages_of_other_origins_are_refused(tmp_path: Path) -> None:
    async with open_site(tmp_path) as site:
        refused = await site.http.get("/hls/lobby/master.m3u8", headers=ELSEWHERE)
    assert (refused.status_code, "ORIGIN_NOT_ALLOWED" in refused.text) == (403, True)


@pytest.mark.parametrize("query", ["_HLS_msn=x", "_HLS_msn=-1", "_HLS_msn=1&_HLS_part=", "_HLS_msn=1e3"])
async def test_a_wait_for_what_is_no_number_is_refused(tmp_path: Path, query: str) -> None:
    async with open_site(tmp_path) as site:
        answer = await site.http.get(f"/hls/lobby/aac-48/index.m3u8?{query}")
    assert (answer.status_code, "HLS_WAIT_INVALID" in answer.text) == (400, True)


@pytest.mark.parametrize("bound", ["MOST_AT_ONCE", "MOST_FOR_ONE"])
async def test_requests_beyond_the_most_at_once_are_refused_until_one_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    monkeypatch.setattr(hls, bound, 1)
    asked, let_go = asyncio.Event(), asyncio.Event()
    async with open_site(tmp_path) as site, asyncio.TaskGroup() as tasks:
        shown = await site.shop.press.show("lobby", "master.m3u8", None)

        async def show(*_asked: object) -> Exhibit:
            asked.set()
            await let_go.wait()
            return shown

        monkeypatch.setattr(site.shop.press, "show", show)
        waits = tasks.create_task(site.http.get("/hls/lobby/master.m3u8"))
        await asked.wait()
        refused = await site.http.get("/hls/lobby/master.m3u8")
        assert site.census.reading == 1
        let_go.set()
        answered = await waits
        again = await site.http.get("/hls/lobby/master.m3u8")
    assert (refused.status_code, "TOO_MANY_HLS_REQUESTS" in refused.text) == (429, True)
    assert [answered.status_code, again.status_code] == [200, 200]
    assert (site.census.reads, site.census.reading) == ({200: 2, 429: 1}, 0)


async def test_the_page_brings_all_that_it_needs(tmp_path: Path) -> None:
    async with open_site(tmp_path, Closed()) as site:
        moved = await site.http.get("/hls/lobby")
        page = await site.http.get("/hls/lobby/")
        assets = [
            await site.http.get(f"/hls/-/{name}")
            for name in ("hls.min.js", "player.js", "player.css", "x.js")
        ]
    assert (moved.status_code, moved.headers["location"]) == (308, "/hls/lobby/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert [one.status_code for one in assets] == [200, 200, 200, 404]


def test_the_player_is_the_one_that_was_published() -> None:
    """Version 1.7.4 of hls.js, `dist/hls.min.js` of its npm package."""
    player = files("odind.http") / "player"
    assert hashlib.sha256((player / "hls.min.js").read_bytes()).hexdigest() == HLS_JS
    assert "Apache License, Version 2.0" in (player / "hls.min.js.LICENSE").read_text()
