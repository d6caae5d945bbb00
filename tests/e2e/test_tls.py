"""The installed daemon over TLS, seen by openssl, curl, odindctl and the Python client."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from functools import partial
from typing import TYPE_CHECKING

import pytest

from odind.client import Tls, connect
from tests.tls.folders import Keys, make_keys, write
from tests.tls.openssl import s_client, shown_certificate

from .processes import BIN, PATIENCE, DaemonProcess, run
from .test_starting import free_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CURL = shutil.which("curl") or ""
LIST = "odind.v1.RoomService/ListConnections"


class Secured:
    """A daemon with all of its TCP addresses."""

    def __init__(self, keys: Keys, start: Callable[..., DaemonProcess], *more: str) -> None:
        self.keys = keys
        self.rpc, self.http, self.audio, self.known, self.known_http = (free_address() for _ in range(5))
        self.daemon = start(
            *("--listen", self.rpc, "--http", self.http),
            *("--mutual-listen", self.known, "--mutual-http", self.known_http),
            *(
                "--tls-certificate",
                str(keys.folder / "server.pem"),
                "--tls-key",
                str(keys.folder / "server.key"),
            ),
            *("--tls-client-ca", str(keys.ca)),
            *more,
            environment={"ODIND_AUDIO_SOCKET__LISTEN": self.audio},
        )

    def alice(self) -> Tls:
        return Tls(self.keys.ca, self.keys.folder / "alice.pem", self.keys.folder / "alice.key")

    async def curl(self, address: str, *options: str) -> str:
        """What curl gets; nothing when there is no answer."""
        port = address.rpartition(":")[2]
        return (
            await run(
                CURL,
                *("--silent", "--max-time", "10", "--cacert", str(self.keys.ca), *options),
                *("--json", "{}", f"https://localhost:{port}/{LIST}"),
            )
        ).output


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Files that tests leave whole."""
    folder = tmp_path_factory.mktemp("tls") / "keys"
    subprocess.run((BIN / "odind", "tls", "init", folder, "--client", "alice"), check=True, timeout=PATIENCE)
    return Keys(folder)


@pytest.fixture(scope="module")
def secured(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("secured")
    one = Secured(keys, partial(DaemonProcess, folder))
    one.daemon.wait_until("READY=1")
    yield one
    one.daemon.end()


async def test_openssl_agrees_on_version_1_3_alone(secured: Secured, keys: Keys) -> None:
    for address in (secured.rpc, secured.http, secured.audio):
        agreed = await s_client(address, "-CAfile", str(keys.ca), "-verify_return_error")
        assert "TLSv1.3" in agreed, agreed
        assert "Verification: OK" in agreed
        assert "Cipher is (NONE)" in await s_client(address, "-tls1_2")


@pytest.mark.skipif(not CURL, reason="curl is not installed")
async def test_curl_is_served_with_a_cookie_or_a_certificate(secured: Secured, keys: Keys) -> None:
    cookie = (secured.daemon.folder / "state/cookie").read_text().strip()
    certificate = ("--cert", str(keys.folder / "alice.pem"), "--key", str(keys.folder / "alice.key"))
    assert json.loads(await secured.curl(secured.http, "-H", f"authorization: Bearer {cookie}")) == {}
    assert "COOKIE_MISSING" in await secured.curl(secured.http)
    assert json.loads(await secured.curl(secured.known_http, *certificate)) == {}
    assert await secured.curl(secured.known_http) == ""


async def test_odindctl_takes_options_and_the_environment(secured: Secured, keys: Keys) -> None:
    files = {
        "ODIND_TLS_CA": str(keys.ca),
        "ODIND_TLS_CERT": str(keys.folder / "alice.pem"),
        "ODIND_TLS_KEY": str(keys.folder / "alice.key"),
    }
    options = ("--tls-ca", "--tls-cert", "--tls-key")
    given = [part for pair in zip(options, files.values(), strict=True) for part in pair]
    for more, environment in ((given, {}), ([], files)):
        asked = await run("odindctl", "--target", secured.known, *more, "info", environment=environment)
        assert asked.code == 0, asked.errors
    named = {**files, "ODIND_TARGET": secured.known}
    assert (await run("odindctl", "room", "list", environment=named)).code == 0


async def test_a_renewed_certificate_is_served_while_a_watch_goes_on(secured: Secured, keys: Keys) -> None:
    async with connect(secured.known, tls=secured.alice()) as daemon:
        watch = daemon.watch_events()
        await anext(watch)
        before = await shown_certificate(secured.known)
        assert (await run(BIN / "odind", "tls", "server", str(keys.folder))).code == 0
        async with asyncio.timeout(PATIENCE):
            while await shown_certificate(secured.known) == before:  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(0.1)
        async with daemon.join("lobby", user_id="alice"):
            assert await anext(watch)
    assert any(event["event"] == "tls.reloaded" for event in secured.daemon.events())


async def test_half_a_certificate_changes_nothing(secured: Secured, keys: Keys) -> None:
    whole = (keys.folder / "server.pem").read_bytes()
    write(keys.folder / "server.pem", whole[:200])
    async with asyncio.timeout(PATIENCE):
        while "tls.kept" not in secured.daemon.log():  # noqa: ASYNC110 - nobody tells us
            await asyncio.sleep(0.1)
    async with connect(secured.known, tls=secured.alice()) as daemon:
        assert (await daemon.info()).version
    write(keys.folder / "server.pem", whole)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda keys: (keys.folder / "server.key").chmod(0o644), "TLS_KEY_EXPOSED"),
        (
            lambda keys: (keys.folder / "server.pem").write_bytes((keys.folder / "alice.pem").read_bytes()),
            "TLS_KEY_MISMATCH",
        ),
        (lambda keys: (keys.folder / "server.key").unlink(), "TLS_FILE_UNREADABLE"),
    ],
    ids=["key for all", "another's certificate", "no key"],
)
async def test_a_daemon_that_cannot_prove_itself_does_not_start(
    tmp_path: Path, start_daemon: Callable[..., DaemonProcess], spoil: Callable[[Keys], object], reason: str
) -> None:
    spoil(spoilt := make_keys(tmp_path / "keys"))
    one = Secured(spoilt, start_daemon)
    assert await one.daemon.exit_code() == 2
    assert reason in one.daemon.log()
    assert len(one.daemon.log().splitlines()) == 1
