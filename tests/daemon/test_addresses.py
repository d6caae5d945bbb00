"""Which TCP addresses a daemon may listen on, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from odind.config import AccessConfig, Config, HttpConfig, ServerConfig
from odind.core.errors import InvalidArgumentError
from odind.daemon.addresses import check_addresses
from odind.door.config import AudioSocketConfig
from odind.tls.config import TlsConfig

FILES = (Path("server.pem"), Path("server.key"), Path("ca.pem"))
EVERYWHERE = "0.0.0.0:7710"


def config(tls: TlsConfig | None = None, listen: str = "", http: str = "", audio: str = "") -> Config:
    return Config(
        server=ServerConfig(socket="", listen=listen, state_dir=Path("state")),
        http=HttpConfig(listen=http),
        audio_socket=AudioSocketConfig(listen=audio),
        tls=tls or TlsConfig(),
    )


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "localhost:7710", "[::1]:7710", ""])
def test_loopback_is_open_to_everything(listen: str):
    check_addresses(config(listen=listen, http=listen, audio=listen))


@pytest.mark.parametrize("where", ["listen", "http", "audio"])
def test_beyond_it_callers_need_tls_and_the_next_step_is_named(where: str):
    with pytest.raises(InvalidArgumentError, match="odind tls init"):
        check_addresses(config(**{where: EVERYWHERE}))
    check_addresses(config(TlsConfig(*FILES), **{where: EVERYWHERE}))


@pytest.mark.parametrize("where", ["listen", "http", "audio"])
def test_beyond_it_nobody_is_served_without_saying_who_they_are(where: str):
    opened = replace(config(TlsConfig(*FILES), **{where: EVERYWHERE}), access=AccessConfig(loopback="open"))
    with pytest.raises(InvalidArgumentError, match=r"access\.loopback"):
        check_addresses(opened)


def test_where_clients_show_certificates_every_address_will_do():
    tls = TlsConfig(*FILES, mutual_listen=EVERYWHERE, mutual_http="[::]:7711")
    check_addresses(replace(config(tls), access=AccessConfig(loopback="open")))


@pytest.mark.parametrize("wrong", ["7710", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536", ":"])
def test_an_address_is_a_host_and_a_port(wrong: str):
    with pytest.raises(InvalidArgumentError, match="HOST:PORT"):
        check_addresses(config(TlsConfig(*FILES, mutual_listen=wrong)))
    with pytest.raises(InvalidArgumentError, match="HOST:PORT"):
        check_addresses(config(listen=wrong))
