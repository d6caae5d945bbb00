"""Requests to hosts that callers name. Nothing foreign is looked up or dialled: see `stand_in`."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, OdindError, UnavailableError
from odind.egress import Egress, EgressConfig
from odind.egress.client import MOST_REDIRECTS
from tests.egress.stand_in import PUBLIC, Host, Names, answer, egress, serving
from tests.tls.folders import make_keys

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://receiver.example/root"


async def refusal(client: Egress, url: str = URL, **more: object) -> OdindError:
    with pytest.raises(OdindError) as caught:
        await client.request("POST", url, **more)  # type: ignore[arg-type]
    return caught.value


async def test_the_address_that_was_checked_is_the_one_that_is_dialled():
    names = Names([PUBLIC], ["127.0.0.1"])  # a second look-up would lead to loopback
    async with serving(Host(root=answer(b"fine"))) as host:
        client, connector = egress(host, names)
        async with client:
            got = await client.request("POST", URL, body=b"{}", headers={"webhook-id": "1"})
    assert (got.status, got.body, connector.dialled) == (200, b"fine", [PUBLIC])
    assert names.asked == ["receiver.example"]
    assert "host: receiver.example" in host.requests[0].lower()
    assert "webhook-id: 1" in host.requests[0].lower()


@pytest.mark.parametrize("address", ["10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "169.254.169.254"])
async def test_a_name_of_a_machine_near_us_is_refused(address: str):
    client, connector = egress(Host(), Names([address]))
    async with client:
        error = await refusal(client)
    assert (type(error), error.reason) == (InvalidArgumentError, "ADDRESS_REFUSED")
    assert error.metadata == {"host": "receiver.example", "addresses": address}
    assert not connector.dialled


async def test_of_several_addresses_only_the_public_ones_are_tried():
    async with serving(Host(root=answer())) as host:
        client, connector = egress(host, Names(["10.0.0.1", "1.1.1.1", PUBLIC]), dead={"1.1.1.1"})
        async with client:
            assert (await client.request("GET", URL)).status == 200
    assert connector.dialled == ["1.1.1.1", PUBLIC]


async def test_a_network_that_the_settings_name_may_be_called():
    async with serving(Host(root=answer())) as host:
        client, connector = egress(host, Names(["10.1.2.3"]), networks=("10.1.0.0/16",))
        async with client:
            assert (await client.request("GET", URL)).status == 200
    assert connector.dialled == ["10.1.2.3"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:7f00:1]", "localhost", "10.0.0.1"],
)
async def test_an_address_in_the_url_is_checked_before_anything_is_sent(host: str):
    client, connector = egress(Host(), Names([PUBLIC]))
    async with client:
        with pytest.raises(InvalidArgumentError, match="ADDRESS_REFUSED"):
            client.check(f"http://{host}/")
        assert (await refusal(client, f"http://{host}/")).reason == "ADDRESS_REFUSED"
    assert not connector.dialled


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://receiver.example/", "must begin with https://"),
        ("ftp://receiver.example/", "must begin with https://"),
        ("file:///etc/passwd", "must begin with https://"),
        ("receiver.example", "must begin with https://"),
        ("https://user:secret@receiver.example/", "must not hold a user name or password"),
        ("https:///path", "must name a host"),
        ("https://receiver.example:port/", "must be one like https://example.com/path"),
        ("https://receiver.example/\x00", "must be one like https://example.com/path"),
        ("https://receiver.example/" + "a" * 2048, "must have at most 2048 characters"),
    ],
)
async def test_a_url_that_is_never_called_is_refused_without_its_secrets(url: str, problem: str):
    client, connector = egress(Host(), Names([PUBLIC]), http=False)
    async with client:
        error = await refusal(client, url)
    assert (error.reason, error.metadata) == ("URL_REFUSED", {"problem": problem})
    assert not connector.dialled


async def test_a_redirect_is_the_answer_unless_redirects_are_wanted():
    moved = answer(b"", 302, "location: http://other.example/there")
    async with serving(Host(root=moved, there=answer(b"here"))) as host:
        client, _ = egress(host, Names([PUBLIC]))
        async with client:
            assert (await client.request("GET", URL)).status == 302
            assert (await client.request("GET", URL, redirects=True)).body == b"here"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1/", "ADDRESS_REFUSED"),
        ("http://inside.example/", "ADDRESS_REFUSED"),
        ("file:///etc/passwd", "URL_REFUSED"),
        ("http://a:b@receiver.example/", "URL_REFUSED"),
        ("/root", "TOO_MANY_REDIRECTS"),
    ],
)
async def test_every_redirect_is_checked_and_their_number_is_bounded(location: str, reason: str):
    moved = answer(b"", 307, f"location: {location}")
    inside = [PUBLIC] if location == "/root" else ["10.0.0.1"]
    async with serving(Host(root=moved)) as host:
        client, connector = egress(host, Names([PUBLIC], inside))
        async with client:
            assert (await refusal(client, redirects=True)).reason == reason
    assert set(connector.dialled) == {PUBLIC}
    assert len(host.requests) == (MOST_REDIRECTS + 1 if location == "/root" else 1)


async def test_an_answer_without_an_end_is_cut_off():
    async def endless(_: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 1024)
            await writer.drain()

    async with serving(Host()) as host:
        host.serve = endless
        client, _ = egress(host, Names([PUBLIC]))
        async with client:
            error = await refusal(client, most_bytes=4096)
    assert (type(error), error.reason) == (FailedPreconditionError, "ANSWER_TOO_LARGE")


async def test_a_host_that_is_silent_is_given_up():
    async def silent(_: str, __: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with serving(Host()) as host:
        host.serve = silent
        client, _ = egress(host, Names([PUBLIC]))
        async with client:
            error = await refusal(client, timeout_s=0.05)
    assert (type(error), error.reason) == (UnavailableError, "HOST_UNREACHABLE")


async def test_a_host_that_drips_is_given_up_too():
    async def dripping(_: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(0.01)

    async with serving(Host()) as host:
        host.serve = dripping
        client, _ = egress(host, Names([PUBLIC]))
        async with client:
            error = await refusal(client, timeout_s=0.1)
    assert error.metadata["detail"] == "no whole answer within 0.1 s"


@pytest.mark.parametrize(
    "answered", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\nshort"]
)
async def test_an_answer_that_is_none_is_told(answered: bytes):
    async with serving(Host(root=answered)) as host:
        client, _ = egress(host, Names([PUBLIC]))
        async with client:
            assert (await refusal(client)).reason == "HOST_UNREACHABLE"


async def test_a_host_without_an_address_is_told():
    async def nobody(host: str, port: int) -> list[str]:
        raise OSError(f"{host}:{port} is not known")

    async with Egress(EgressConfig(), resolver=nobody) as client:
        error = await refusal(client, "https://nobody.example/")
    assert error.reason == "HOST_UNRESOLVED"
    assert error.metadata["detail"] == "nobody.example:443 is not known"


async def test_cookies_are_not_kept():
    async with serving(Host(root=answer(b"", 200, "set-cookie: a=b"))) as host:
        client, _ = egress(host, Names([PUBLIC]))
        async with client:
            await client.request("GET", URL)
            await client.request("GET", URL)
    assert "cookie" not in host.requests[1].lower()


async def test_proxies_of_the_environment_have_no_part_in_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with serving(Host(root=answer())) as host:
        client, connector = egress(host, Names([PUBLIC]))
        async with client:
            assert (await client.request("GET", URL)).status == 200
    assert connector.dialled == [PUBLIC]


async def test_bytes_of_a_stream_come_as_they_are_sent():
    async with serving(Host(root=answer(b"sound", 200, "icy-name: radio"))) as host:
        client, _ = egress(host, Names([PUBLIC]))
        async with client, client.stream("GET", URL, headers={"icy-metadata": "1"}) as response:
            assert response.headers["icy-name"] == "radio"
            assert b"".join([piece async for piece in response.aiter_raw()]) == b"sound"


async def test_a_certificate_is_checked_against_the_name_and_not_the_address(tmp_path: Path):
    keys = make_keys(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(keys.folder / "server.pem", keys.folder / "server.key")
    trust = ssl.create_default_context(cafile=keys.ca)
    async with serving(Host(root=answer(b"safe")), server) as host:
        names = Names([PUBLIC])
        client, connector = egress(host, names, http=False, trust=trust, networks=("127.0.0.0/8",))
        async with client:
            got = await client.request("GET", "https://localhost/root")
            error = await refusal(client, "https://receiver.example/root")
    assert got.body == b"safe"
    assert connector.dialled == [PUBLIC, PUBLIC]
    assert (type(error), error.reason) == (FailedPreconditionError, "CERTIFICATE_UNTRUSTED")


@pytest.mark.parametrize("network", ["10.0.0.1/8", "somewhere", "::/129"])
def test_a_network_that_is_none_is_an_error_of_the_settings(network: str):
    with pytest.raises(InvalidArgumentError, match=r"egress\.allow_networks: .*CONFIG_INVALID"):
        EgressConfig((network,))
