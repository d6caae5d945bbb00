"""Plain and TLS connections to hosts that callers name. Nothing foreign is looked up or dialled."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import OdindError
from odind.egress import EgressConfig
from odind.egress.dialling import Dialler
from tests.egress.stand_in import Names
from tests.tls.folders import make_keys

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

LOCAL = EgressConfig(("127.0.0.0/8",))


@asynccontextmanager
async def greeting(tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """Say hello to all who come."""

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0, ssl=tls) as server:
        yield server.sockets[0].getsockname()[1]


async def refusal(dialler: Dialler, port: int, *, tls: bool = False) -> str:
    with pytest.raises(OdindError) as caught:
        async with dialler.connected("live.example", port, tls=tls):
            pass
    return caught.value.reason


async def test_the_checked_address_is_dialled_and_asked_for_once():
    names = Names(["10.0.0.1", "127.0.0.1"], ["127.0.0.2"])
    async with (
        greeting() as port,
        Dialler(LOCAL, resolver=names).connected("live.example", port) as (reader, _),
    ):
        assert await reader.readline() == b"hello\n"
    assert names.asked == ["live.example"]


@pytest.mark.parametrize("address", ["127.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "10.1.2.3"])
async def test_a_name_of_a_machine_near_us_is_refused_before_anything_is_dialled(address: str):
    dialler = Dialler(EgressConfig(), resolver=Names([address]))
    assert await refusal(dialler, 1) == "ADDRESS_REFUSED"


@pytest.mark.parametrize("host", ["127.0.0.1", "0x7f000001", "localhost", "::1"])
def test_a_spelling_of_a_machine_near_us_is_refused_without_a_look_up(host: str):
    with pytest.raises(OdindError) as caught:
        Dialler(EgressConfig()).check_host(host)
    assert caught.value.reason == "ADDRESS_REFUSED"


async def test_a_host_without_an_address_is_told():
    async def nobody(_host: str, _port: int) -> list[str]:
        raise OSError("unknown")

    assert await refusal(Dialler(LOCAL, resolver=nobody), 1) == "HOST_UNRESOLVED"


async def test_the_certificate_is_checked_against_the_name(tmp_path: Path):
    keys = make_keys(tmp_path)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(keys.folder / "server.pem", keys.folder / "server.key")
    trust = ssl.create_default_context(cafile=str(keys.ca))
    async with greeting(server) as port:
        dialler = Dialler(LOCAL, resolver=Names(["127.0.0.1"]), trust=trust)
        assert await refusal(dialler, port, tls=True) == "CERTIFICATE_UNTRUSTED"  # that of another name
        async with dialler.connected("localhost", port, tls=True) as (reader, _):
            assert await reader.readline() == b"hello\n"
        stranger = Dialler(LOCAL, resolver=Names(["127.0.0.1"]))
        assert await refusal(stranger, port, tls=True) == "CERTIFICATE_UNTRUSTED"


async def test_a_connection_that_breaks_is_told():
    async with greeting() as port:
        with pytest.raises(OdindError) as caught:
            async with Dialler(LOCAL, resolver=Names(["127.0.0.1"])).connected("live.example", port) as (
                reader,
                _,
            ):
                await reader.readexactly(100)
    assert caught.value.reason == "HOST_UNREACHABLE"
