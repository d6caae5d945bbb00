"""What odindctl says when TLS with a daemon fails: always why, and what to do."""

from __future__ import annotations

import socket
import threading
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from odind.cli import main
from odind.clock import SystemClock
from odind.tls.contexts import server_context
from odind.tls.keeper import Keeper
from tests.tls.folders import Keys, make_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

PATIENCE = 20.0


class Silent:
    """Agrees on TLS, or on nothing, and then says nothing that is gRPC."""

    def __init__(self, agree: Callable[[socket.socket], socket.socket]) -> None:
        self._agree = agree
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.2)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self.target = f"127.0.0.1:{self._listening.getsockname()[1]}"

    def end(self) -> None:
        self._over.set()
        self._thread.join(PATIENCE)
        self._listening.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            with suppress(OSError):
                connection, _ = self._listening.accept()
                connection.settimeout(2)
                with suppress(OSError), closing(self._agree(connection)) as agreed:
                    agreed.sendall(bytes(64))
                    while agreed.recv(4_096):
                        pass


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return make_keys(tmp_path / "keys")


@pytest.fixture
def serve(keys: Keys) -> Iterator[Callable[[str], str]]:
    """Serve with "TLS", with "mutual" TLS, or "plain"."""
    serving: list[Silent] = []

    def begin(how: str) -> str:
        context = server_context(Keeper(keys.config(), SystemClock()).identity, mutual=how == "mutual")
        context.set_alpn_protocols(["h2"])

        def agree(plain: socket.socket) -> socket.socket:
            return plain if how == "plain" else context.wrap_socket(plain, server_side=True)

        serving.append(Silent(agree))
        return serving[-1].target

    yield begin
    for one in serving:
        one.end()


def ask(target: str, *options: str) -> Result:
    arguments = ("info", "--target", target, "--timeout", "3", *options)
    return CliRunner().invoke(main, arguments, env={"GRPC_VERBOSITY": "NONE"})


def test_a_daemon_with_tls_says_so(serve: Callable[[str], str]):
    assert "TARGET_NEEDS_TLS" in ask(serve("TLS")).stderr


def test_an_authority_that_did_not_sign_is_told(serve: Callable[[str], str], tmp_path: Path):
    other = make_keys(tmp_path / "other")
    asked = ask(serve("TLS"), "--tls-ca", str(other.ca))
    assert "CERTIFICATE_UNTRUSTED" in asked.stderr
    assert "--tls-ca" in asked.stderr


def test_a_certificate_that_is_missing_is_asked_for(serve: Callable[[str], str], keys: Keys):
    asked = ask(serve("mutual"), "--tls-ca", str(keys.ca))
    assert "CLIENT_CERTIFICATE_REFUSED" in asked.stderr
    assert "--tls-cert" in asked.stderr


def test_who_speaks_no_tls_is_named(serve: Callable[[str], str], keys: Keys):
    assert "TARGET_WITHOUT_TLS" in ask(serve("plain"), "--tls-ca", str(keys.ca)).stderr
