"""gRPC over TLS: whom clients trust, whom the daemon knows, and certificates that change under a call."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import pytest

from odind.access_config import CertificateConfig
from odind.client import Tls, connect
from odind.clock import SystemClock
from odind.cookie import Cookie
from odind.core.bounds.limits import Limits
from odind.core.errors import PermissionDeniedError, UnavailableError
from odind.daemon.granted import certified
from odind.rpc.credentials import server_credentials
from odind.rpc.listener import RpcServer
from odind.services.access import Caller, CookieAccess
from odind.services.catalog import catalog_of
from odind.services.turnstile import Turnstile
from odind.tls.authority import Authority
from odind.tls.keeper import Keeper
from odind.v1 import rooms_pb2, server_pb2
from tests.tls.folders import DAY, Keys, make_keys
from tests.tls.openssl import shown_certificate

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.access.principal import Principal
    from odind.services.calls import Call

PATIENCE = 20.0


class Servicer:
    """Answers with the names of its caller, and watches until it is told to go on."""

    def __init__(self) -> None:
        self.go_on = asyncio.Event()

    async def GetInfo(  # noqa: N802 - as the proto has it
        self, _request: server_pb2.GetInfoRequest, call: Call
    ) -> server_pb2.GetInfoResponse:
        return server_pb2.GetInfoResponse(version=",".join(call.caller.certificate))

    async def WatchEvents(self, _request: rooms_pb2.WatchEventsRequest, call: Call) -> None:  # noqa: N802
        for sequence in (1, 2):
            await call.write(rooms_pb2.WatchEventsResponse(snapshot=rooms_pb2.Snapshot(sequence=sequence)))
            await self.go_on.wait()

    def __getattr__(self, name: str) -> None:
        """Have no other call."""


class Known:
    """Notes whom keys are told to trust."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def trust(self, principal: Principal) -> None:
        self.names.append(principal.name)


class Served:
    """A server with one address for everybody and one for clients with certificates."""

    def __init__(self, keys: Keys, keeper: Keeper, servicer: Servicer, ports: tuple[int, int]) -> None:
        self.keys = keys
        self.keeper = keeper
        self.servicer = servicer
        self.everybody, self.known = (f"127.0.0.1:{port}" for port in ports)

    def tls(self, client: str = "", folder: Path | None = None) -> Tls:
        """What a client of that name says and shows."""
        own = folder or self.keys.folder
        shown = (own / f"{client}.pem", own / f"{client}.key") if client else ()
        return Tls(self.keys.ca, *shown)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    keys = make_keys(tmp_path / "keys")
    keeper, servicer = Keeper(keys.config(), SystemClock()), Servicer()
    server = RpcServer(
        catalog_of(dict.fromkeys(("ServerService", "RoomService"), servicer)),
        access=CookieAccess(Cookie(tmp_path, "unknown")),
        turnstile=Turnstile(Limits(), SystemClock()),
    )
    ports = (
        server.bind_tcp("127.0.0.1:0", server_credentials(keeper)),
        server.bind_tcp("127.0.0.1:0", server_credentials(keeper, mutual=True)),
    )
    async with server:
        yield Served(keys, keeper, servicer, ports)


@asynccontextmanager
async def asking(target: str, tls: Tls | None) -> AsyncIterator[Any]:
    async with asyncio.timeout(PATIENCE), connect(target, tls=tls, call_timeout=5) as daemon:
        yield daemon


async def test_a_client_with_a_certificate_is_known_by_its_name(served: Served):
    async with asking(served.known, served.tls("alice")) as daemon:
        assert (await daemon.info()).version == "alice"


async def test_with_grants_by_name_a_client_may_do_what_its_name_is_granted(tmp_path: Path):
    keys = make_keys(tmp_path / "keys", "bot")
    Authority(keys.folder).make_client(
        "unlisted", Keeper(keys.config(), SystemClock()).identity.ends - 365 * DAY
    )
    known = Known()
    certificates = {"bot": CertificateConfig(verbs=("join",), rooms=("lobby-*",))}
    access = certified(CookieAccess(Cookie(tmp_path, "unknown")), certificates, cast("Any", known))
    bot = access.admit(Caller("rpc", local=False, certificate=("other", "bot")), "/any")
    assert (bot.name, bot.grant.opens("lobby-1"), bot.grant.opens("cellar")) == (
        "@certificate-bot",
        True,
        False,
    )
    assert known.names == ["@certificate-bot"]
    servicer = Servicer()
    server = RpcServer(
        catalog_of({"ServerService": servicer}),
        access=access,
        turnstile=Turnstile(Limits(), SystemClock()),
    )
    port = server.bind_tcp(
        "127.0.0.1:0", server_credentials(Keeper(keys.config(), SystemClock()), mutual=True)
    )
    async with server:
        served = Served(keys, Keeper(keys.config(), SystemClock()), servicer, (port, port))
        async with asking(served.known, served.tls("bot")) as daemon:
            assert (await daemon.info()).version == "bot"
        async with asking(served.known, served.tls("unlisted")) as daemon:
            with pytest.raises(PermissionDeniedError, match="unlisted") as refused:
                await daemon.info()
    assert refused.value.reason == "CERTIFICATE_NOT_GRANTED"


async def test_without_a_certificate_the_cookie_is_asked_for(served: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ODIND_COOKIE_FILE", "/nowhere")
    async with asking(served.everybody, served.tls()) as daemon:
        with pytest.raises(PermissionDeniedError, match="COOKIE_MISSING"):
            await daemon.info()


async def test_a_certificate_counts_only_where_it_is_asked_for(
    served: Served, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ODIND_COOKIE_FILE", "/nowhere")
    async with asking(served.everybody, served.tls("alice")) as daemon:
        with pytest.raises(PermissionDeniedError, match="COOKIE_MISSING"):
            await daemon.info()


async def refused(target: str, tls: Tls | None) -> None:
    async with asking(target, tls) as daemon:
        with pytest.raises(UnavailableError) as error:
            await daemon.info()
    assert error.value.reason == "DAEMON_UNREACHABLE"


async def test_a_stranger_comes_no_further_than_the_handshake(served: Served, tmp_path: Path):
    make_keys(tmp_path / "strange", "mallory")
    await refused(served.known, served.tls())
    await refused(served.known, served.tls("mallory", tmp_path / "strange"))
    await refused(served.known, None)
    await refused(served.everybody, Tls(tmp_path / "strange" / "ca.pem"))


async def test_an_expired_client_is_refused(served: Served):
    long_ago = served.keeper.identity.ends - 800 * DAY
    Authority(served.keys.folder).make_client("old", long_ago)
    await refused(served.known, served.tls("old"))


async def test_a_new_certificate_is_served_while_a_watch_goes_on(served: Served):
    async with asking(served.known, served.tls("alice")) as daemon:
        watch = daemon._rooms.WatchEvents(rooms_pb2.WatchEventsRequest())
        assert (await watch.read()).snapshot.sequence == 1
        before = await shown_certificate(served.known)
        served.keys.renew()
        served.keeper.look()
        after = await shown_certificate(served.known)
        assert before != after
        served.servicer.go_on.set()
        assert (await watch.read()).snapshot.sequence == 2


async def test_a_new_authority_of_clients_takes_effect(served: Served, tmp_path: Path):
    other = make_keys(tmp_path / "other", "bob")
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(served.keys.ca.read_bytes())
    served.keys.ca.write_bytes(other.ca.read_bytes())
    served.keeper.look()
    bob = Tls(trusted, other.folder / "bob.pem", other.folder / "bob.key")
    async with asking(served.known, bob) as daemon:
        assert (await daemon.info()).version == "bob"
    alice = Tls(trusted, served.keys.folder / "alice.pem", served.keys.folder / "alice.key")
    await refused(served.known, alice)
