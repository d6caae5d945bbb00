"""Events as Server-Sent Events."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from odind.cookie import Cookie
from odind.core.bounds.limits import Limits
from odind.core.errors import PermissionDeniedError
from odind.http.tickets import LIVES_S, Tickets
from odind.services.access import Caller, CookieAccess
from tests.rpc.bench import PATIENCE, readers, until

from .bench import ROOMS, open_bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from .bench import Bench


class Stream:
    """What a client of a stream reads."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def message(self) -> tuple[str, Any]:
        """Return the id and the data of the next message."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                if line.startswith(":"):
                    continue
                if not line and fields:
                    return fields.get("id", ""), json.loads(fields["data"])
                name, _, value = line.partition(": ")
                fields |= {name: value} if line else {}
        raise AssertionError("the stream has ended")

    async def rest(self) -> list[str]:
        """Return the lines until the end."""
        async with asyncio.timeout(PATIENCE):
            return [line async for line in self._lines if line and not line.startswith(":")]


@asynccontextmanager
async def streaming(bench: Bench, query: str = "", **headers: str) -> AsyncIterator[Stream]:
    """Open a stream for the length of the block."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    async with bench.http.stream("GET", f"/v1/events{query}", headers=given) as answer:
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream")
        yield Stream(answer.aiter_lines())


async def refused(bench: Bench, query: str = "", **headers: str) -> tuple[int, str]:
    """The status and the reason of a stream that does not begin."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = await bench.http.get(f"/v1/events{query}", headers=given)
    return answer.status_code, answer.json()["details"][0]["debug"]["reason"]


async def test_a_snapshot_comes_first_and_then_events_whose_ids_are_their_sequences(bench: Bench):
    async with streaming(bench) as stream:
        assert (await stream.message())[0] == "0"
        connection_id = await bench.join()
        number, message = await stream.message()
    assert (number, message["event"]["sequence"]) == ("1", "1")
    assert message["event"]["connectionId"] == connection_id


async def test_a_client_that_connects_again_goes_on_after_its_last_event(bench: Bench):
    await bench.join("anna", "one")
    await bench.join("bert", "two")
    async with streaming(bench, last_event_id="1") as stream:
        assert (await stream.message())[0] == "2"
    async with streaming(bench, "?since=2001-01-01T00:00:00Z", last_event_id="1") as stream:
        assert (await stream.message())[0] == "2"


async def test_a_client_that_was_away_for_too_long_gets_a_snapshot_that_says_so(bench: Bench):
    async with streaming(bench, last_event_id="1000") as stream:
        _, message = await stream.message()
    assert "watch from a snapshot" in message["snapshot"]["missed"]


async def test_the_query_is_the_request(bench: Bench):
    await bench.join("anna", "lobby")
    await bench.join("bert", "cellar")
    query = "?after_sequence=0&room_id=lobby&room_id=stage&kind=joined&until_now=true"
    async with streaming(bench, query) as stream:
        _, message = await stream.message()
        assert message["event"]["joined"]["connection"]["userId"] == "anna"
        assert await stream.rest() == []


async def test_a_stream_in_which_nothing_happens_begins_all_the_same(bench: Bench):
    async with streaming(bench, "?after_sequence=0") as stream:
        await bench.join()
        assert (await stream.message())[0] == "1"


@pytest.mark.parametrize(
    ("query", "status", "reason"),
    [
        ("?connection_id=nowhere", 404, "CONNECTION_NOT_FOUND"),
        ("?after_sequence=1000", 404, "SEQUENCE_AHEAD"),
        ("?after_sequence=x", 400, "MESSAGE_MALFORMED"),
        ("?kind=miracle", 400, "KIND_UNKNOWN"),
        ("?since=2001-01-01T00:00:00Z&consumer=billing", 400, "START_AMBIGUOUS"),
    ],
)
async def test_an_error_before_the_stream_begins_is_an_answer(
    bench: Bench, query: str, status: int, reason: str
):
    assert await refused(bench, query) == (status, reason)


@pytest.mark.parametrize("number", ["-1", "x", "1.5", str(2**64)])
async def test_a_last_event_that_is_none_is_refused(bench: Bench, number: str):
    assert await refused(bench, last_event_id=number) == (400, "LAST_EVENT_ID_INVALID")


async def test_the_end_of_the_daemon_is_a_proper_end(bench: Bench):
    async with streaming(bench) as stream:
        await stream.message()
        bench.stop()
        assert await stream.rest() == []


async def test_a_consumer_goes_on_after_what_it_has_acknowledged(bench: Bench):
    async with streaming(bench, "?consumer=billing&until_now=1") as stream:
        assert "snapshot" in (await stream.message())[1]
    await bench.join("anna", "one")
    await bench.join("bert", "two")
    acknowledged = await bench.call("AcknowledgeEvents", consumer="billing", sequence="1")
    assert acknowledged.json()["consumer"]["acknowledged"] == "1"
    async with streaming(bench, "?consumer=billing&until_now=1", last_event_id="0") as stream:
        assert (await stream.message())[0] == "2"


async def test_a_watcher_that_goes_away_gives_its_place_to_another():
    async with open_bench(limits=Limits(max_watchers=1)) as bench:
        async with streaming(bench) as stream:
            await stream.message()
            assert await refused(bench) == (429, "TOO_MANY_WATCHERS")
        await until(lambda: not readers(bench.plane))
        async with streaming(bench) as stream:
            await stream.message()


async def test_without_the_cookie_there_is_no_stream(tmp_path: Path):
    async with open_bench(access=CookieAccess(Cookie(tmp_path, "cookie"))) as bench:
        assert await refused(bench) == (403, "COOKIE_MISSING")
        async with streaming(bench, authorization="Bearer cookie") as stream:
            await stream.message()


async def ticket_of(bench: Bench, **headers: str) -> str:
    """Ask for a ticket, which must be given."""
    answer = await bench.http.post("/v1/events/ticket", headers=headers)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.json()["expiresInSeconds"] == LIVES_S
    return str(answer.json()["ticket"])


async def test_a_ticket_opens_one_stream_for_those_who_cannot_send_a_header(tmp_path: Path):
    async with open_bench(access=CookieAccess(Cookie(tmp_path, "cookie"))) as bench:
        ticket = await ticket_of(bench, authorization="Bearer cookie")
        async with streaming(bench, f"?after_sequence=0&ticket={ticket}") as stream:
            request = {"roomId": "lobby", "userId": "anna"}
            headers = {"authorization": "Bearer cookie"}
            await bench.http.post(f"/{ROOMS}/JoinRoom", json=request, headers=headers)
            assert (await stream.message())[0] == "1"
        assert await refused(bench, f"?ticket={ticket}") == (403, "TICKET_INVALID")
        assert await refused(bench, "?ticket=odt_guessed") == (403, "TICKET_INVALID")


async def test_a_ticket_is_for_those_alone_who_may_watch(tmp_path: Path):
    async with open_bench(access=CookieAccess(Cookie(tmp_path, "cookie"))) as bench:
        for headers, reason in (({}, "COOKIE_MISSING"), ({"authorization": "Bearer no"}, "COOKIE_WRONG")):
            answer = await bench.http.post("/v1/events/ticket", headers=headers)
            assert (answer.status_code, answer.json()["details"][0]["debug"]["reason"]) == (403, reason)
        assert (await bench.http.get("/v1/events/ticket")).status_code == 404


async def test_who_has_made_a_ticket_is_looked_at_again_when_it_is_used(tmp_path: Path):
    cookie = Cookie(tmp_path, "cookie")
    async with open_bench(access=CookieAccess(cookie)) as bench:
        ticket = await ticket_of(bench, authorization="Bearer cookie")
        cookie.text = "another"
        assert await refused(bench, f"?ticket={ticket}") == (403, "COOKIE_WRONG")


def test_a_ticket_is_worth_nothing_after_its_time_and_only_so_many_are_kept():
    now = [0.0]
    tickets = Tickets(lambda: now[0])
    first, *others = [tickets.issue(Caller("http", peer=str(number))) for number in range(1_001)]
    with pytest.raises(PermissionDeniedError, match="TICKET_INVALID"):
        tickets.redeem(first)
    now[0] = LIVES_S - 0.1
    assert tickets.redeem(others[0]).peer == "1"
    now[0] = float(LIVES_S)
    with pytest.raises(PermissionDeniedError, match="TICKET_INVALID"):
        tickets.redeem(others[1])
