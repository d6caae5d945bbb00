"""The token service of the HTTP face, as programs that were written for the hosted one see it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from odind.cookie import Cookie
from odind.core.bounds.limits import Limits
from odind.core.tokens.projects import Project, ProjectTokens
from odind.core.tokens.tokens import Tokens
from odind.gateway import HttpTokenService
from odind.http.admittance import Admittance
from odind.http.server import HttpServer
from odind.http.token_service import token_route
from odind.services.access import CookieAccess
from odind.services.auditing import UNAUDITED, Entry
from odind.services.turnstile import Turnstile
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey
from tests.core.fakes import FakeClock, Keyring
from tests.rpc.bench import HandClock, open_inside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.services.auditing import Audit

KEY = AccessKey.generate()


class Kept:
    """An audit in memory."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def tell(self, entry: Entry) -> None:
        self.entries.append(entry)


PATH = "/public/api/v1/projects/key/create-token"
WANTED = {"roomId": "lobby", "userId": "anna", "secret": "planted"}


@asynccontextmanager
async def served(
    folder: Path, per_minute: int = 100, key: AccessKey | None = KEY, audit: Audit = UNAUDITED
) -> AsyncIterator[httpx.AsyncClient]:
    """The face with the route, for callers with the cookie alone."""
    clock, limits = HandClock(), Limits(waiting_calls=2)
    turnstile = Turnstile(limits, clock)
    turnstile.audit = audit
    tokens = Tokens(Keyring(), key, FakeClock().now)
    project = ProjectTokens(Project("key", "planted", "game"), tokens, per_minute, clock.monotonic)
    access = CookieAccess(Cookie(folder))
    async with open_inside(clock, limits) as inside:
        server = HttpServer(
            inside.services,
            Admittance(),
            access,
            turnstile=turnstile,
            health=lambda: inside.plane.vitals.health,
            more_routes=lambda: [token_route(project, turnstile)],
        )
        port = server.bind("127.0.0.1:0")
        async with server, httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
            yield http


async def refused(http: httpx.AsyncClient, status: int, words: str, path: str = PATH, **how: Any) -> None:
    reply = await http.post(path, **(how or {"json": WANTED}))
    assert reply.status_code == status, reply.text
    said = reply.json()
    assert said["data"] == {"token": "", "domain": ""}
    assert said["error"]["code"] == status
    assert words in said["error"]["message"]


async def test_a_program_of_the_hosted_service_gets_its_token(tmp_path: Path):
    async with served(tmp_path) as http:
        reply = await http.post(PATH, json=WANTED | {"extra": 1})
        async with HttpTokenService(str(http.base_url)) as client:
            token = await client.create("key", "planted", "lobby", "anna")
    said = reply.json()
    assert (reply.status_code, said["error"]) == (200, {"code": 0, "message": ""})
    assert said["data"]["domain"] == token.domain == "game"
    assert jwt.parse(said["data"]["token"]).claims["rid"] == "lobby"
    assert reply.headers["cache-control"] == "no-store"


async def test_what_is_wrong_is_told_in_the_same_form(tmp_path: Path):
    async with served(tmp_path) as http:
        await refused(http, 401, "is not that of the project", json=WANTED | {"secret": "guess"})
        await refused(http, 401, "is not that of the project", PATH.replace("key", "other"))
        await refused(http, 400, "no slash", json=WANTED | {"roomId": "a/b"})
        await refused(http, 400, "must not be empty", json=WANTED | {"userId": ""})
        await refused(http, 400, "must be JSON with roomId, userId and secret", json={"roomId": "lobby"})
        await refused(http, 400, "must be JSON", json=WANTED | {"secret": 7})
        await refused(http, 400, "must be JSON", content=b"\xff")
        await refused(http, 400, "must be JSON", content=b"")
        await refused(http, 400, "bytes", content=b" " * 20_000_000)
        assert (await http.get(PATH)).status_code == 404


async def test_who_guesses_is_slowed_down_and_keeps_nobody_out(tmp_path: Path):
    async with served(tmp_path, per_minute=2) as http:
        for _ in range(2):
            await refused(http, 401, "is not that", json=WANTED | {"secret": "guess"})
        await refused(http, 429, "too many requests", json=WANTED | {"secret": "guess"})
        for _ in range(2):
            assert (await http.post(PATH, json=WANTED)).is_success
        reply = await http.post(PATH, json=WANTED)
        assert (reply.status_code, reply.headers["retry-after"]) == (429, "60")


async def test_the_audit_knows_who_asked_for_whom_and_no_secret(tmp_path: Path):
    audit = Kept()
    async with served(tmp_path, audit=audit) as http:
        await http.post(PATH, json=WANTED)
        await http.post(PATH, json=WANTED | {"secret": "guess"})
        await http.post(PATH, content=b"{")
    told = [(entry.code, entry.reason, entry.target) for entry in audit.entries]
    who = {"room_id": "lobby", "user_id": "anna"}
    assert told == [
        ("OK", "", who),
        ("PERMISSION_DENIED", "PROJECT_REFUSED", who),
        ("INVALID_ARGUMENT", "REQUEST_MALFORMED", {}),
    ]
    assert "planted" not in repr(audit.entries)


async def test_without_a_key_nothing_can_be_signed(tmp_path: Path):
    async with served(tmp_path, key=None) as http:
        await refused(http, 500, "the daemon has no access key")


async def test_a_page_from_elsewhere_and_a_foreign_host_are_refused(tmp_path: Path):
    async with served(tmp_path) as http:
        for headers in ({"origin": "https://evil.example"}, {"host": "evil.example"}):
            assert (await http.post(PATH, json=WANTED, headers=headers)).status_code == 403


async def test_bodies_that_never_end_do_not_pile_up(tmp_path: Path):
    async with served(tmp_path) as http:
        port, writers = http.base_url.port, []
        for _ in range(4):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"POST {PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n".encode())
            writers.append((reader, writer))
        async with asyncio.timeout(30):
            line = await writers[0][0].readline()
        assert b"400" in line
        assert (await http.post(PATH, json=WANTED)).is_success
        for _, writer in writers:
            writer.close()


@pytest.mark.parametrize("path", ["/public/api/v1/projects/key", "/public/api/v1/projects//create-token"])
async def test_other_paths_are_not_served(tmp_path: Path, path: str):
    async with served(tmp_path) as http:
        assert (await http.post(path, json=WANTED)).status_code == 404
