"""Which hosts and which pages are served: Host, Origin, CORS; and health."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from odind.http.admittance import Admittance
from odind.http.guard import host_name

from .bench import ROOMS, Bench, error_info, open_bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PAGE = "https://game.example"
LIST = f"/{ROOMS}/ListConnections"


@pytest.fixture
async def open_to_a_page() -> AsyncIterator[Bench]:
    """A bench that serves one page from elsewhere, and one more host name."""
    admittance = Admittance(hosts=("Host.Docker.Internal",), origins=(PAGE,))
    async with open_bench(admittance=admittance) as bench:
        yield bench


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LocalHost:7711", "[::1]", "[::1]:7711"])
async def test_loopback_is_served_under_each_of_its_names(bench: Bench, host: str):
    assert (await bench.http.get("/healthz", headers={"host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7711", "", "[::2]", "127.0.0.1@evil"],
)
@pytest.mark.parametrize("path", ["/healthz", LIST])
async def test_another_host_name_is_refused_so_that_dns_rebinding_leads_nowhere(
    bench: Bench, host: str, path: str
):
    answer = await bench.http.post(path, json={}, headers={"host": host})
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert error_info(answer.json()).reason == "HOST_NOT_ALLOWED"


async def test_a_configured_host_name_is_served(open_to_a_page: Bench):
    headers = {"host": "host.docker.internal:7711"}
    assert (await open_to_a_page.http.get("/healthz", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "origin", [PAGE, "null", "http://localhost:1", "http://127.0.0.1", "https://127.0.0.1:{port}"]
)
async def test_by_default_no_page_may_call(bench: Bench, origin: str):
    headers = {"origin": origin.format(port=bench.port)}
    answer = await bench.http.post(LIST, json={}, headers=headers)
    assert answer.status_code == 403
    assert error_info(answer.json()).reason == "ORIGIN_NOT_ALLOWED"
    assert "access-control-allow-origin" not in answer.headers


async def test_a_page_of_the_daemon_itself_may_call(bench: Bench):
    answer = await bench.http.post(LIST, json={}, headers={"origin": bench.url})
    assert answer.status_code == 200


async def test_a_configured_page_may_call_and_its_browser_is_told(open_to_a_page: Bench):
    answer = await open_to_a_page.http.post(LIST, json={}, headers={"origin": PAGE})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == PAGE


async def test_a_configured_page_may_ask_first(open_to_a_page: Bench):
    answer = await open_to_a_page.http.options(
        LIST,
        headers={
            "origin": PAGE,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type,connect-protocol-version",
            "access-control-request-private-network": "true",
        },
    )
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert "content-type" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-allow-private-network"] == "true"


@pytest.mark.parametrize("origin", ["https://game.example.evil.example", "https://game.example:8443"])
async def test_a_page_of_a_similar_name_may_not(open_to_a_page: Bench, origin: str):
    answer = await open_to_a_page.http.post(LIST, json={}, headers={"origin": origin})
    assert answer.status_code == 403


async def test_a_websocket_of_another_page_is_refused(open_to_a_page: Bench):
    with pytest.raises(InvalidStatus) as refused:
        await open_to_a_page.socket(origin="https://evil.example")
    assert refused.value.response.status_code == 403
    assert b"ORIGIN_NOT_ALLOWED" in (refused.value.response.body or b"")


async def test_a_websocket_of_a_configured_page_is_opened(open_to_a_page: Bench):
    async with open_to_a_page.socket(origin=PAGE):  # type: ignore[arg-type] # a type of the library's own
        pass


@pytest.mark.parametrize("path", ["/v2/audio", LIST])
async def test_a_websocket_elsewhere_is_told_that_there_is_nothing(bench: Bench, path: str):
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://127.0.0.1:{bench.port}{path}", proxy=None)
    assert refused.value.response.status_code == 404


async def test_health_says_whether_the_daemon_stays(bench: Bench):
    answer = await bench.http.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "SERVING"})
    bench.server.not_serving()
    answer = await bench.http.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "NOT_SERVING"})


@pytest.mark.parametrize(
    ("header", "name"),
    [("a", "a"), ("a:1", "a"), ("[::1]", "[::1]"), ("[::1]:1", "[::1]"), ("", ""), (":1", "")],
)
def test_a_host_header_is_a_name_and_perhaps_a_port(header: str, name: str):
    assert host_name(header) == name


async def test_readiness_names_what_fails_and_is_over_with_the_daemon(bench: Bench):
    answer = await bench.http.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "NOT_READY", "failing": ["start"]})
    await bench.plane.vitals.look()
    answer = await bench.http.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "READY", "failing": []})
    bench.server.not_serving()
    answer = await bench.http.get("/readyz")
    assert (answer.status_code, answer.json()["failing"]) == (503, ["stop"])


async def test_readiness_tells_strangers_names_alone(bench: Bench):
    bench.plane.outcomes.reached("secret.gateway.example: no route to host")
    await bench.plane.vitals.look()
    answer = await bench.http.get("/readyz")
    assert answer.json()["failing"] == ["gateway"]
    assert "example" not in answer.text
