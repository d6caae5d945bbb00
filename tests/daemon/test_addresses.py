"""Which TCP addresses a daemon may listen on, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from odind.config import Config, HttpConfig, ServerConfig
from odind.core.errors import InvalidArgumentError
from odind.daemon.addresses import check_addresses
from odind.tls.config import TlsConfig

FILES = (Path("server.pem"), Path("server.key"), Path("ca.pem"))
EVERYWHERE = "0.0.0.0:7710"


def config(tls: TlsConfig | None = None, listen: str = "", http: str = "") -> Config:
    return Config(
        server=ServerConfig(socket="", listen=listen, state_dir=Path("state")),
        http=HttpConfig(listen=http),
        tls=tls or TlsConfig(),
    )


@pytest.mark.parametrize("listen", ["127.0.0.1:0", "localhost:7710", "[::1]:7710", ""])
def test_loopback_is_open_to_everything(listen: str):
    check_addresses(config(listen=listen, http=listen))


@pytest.mark.parametrize("tls", [None, TlsConfig(*FILES)], ids=["plain", "TLS"])
@pytest.mark.parametrize(("where", "instead"), [("listen", "tls.mutual_listen"), ("http", "tls.mutual_http")])
def test_beyond_it_clients_need_certificates_and_the_next_step_is_named(
    tls: TlsConfig | None, where: str, instead: str
):
    with pytest.raises(InvalidArgumentError, match="odind tls init") as refused:
        check_addresses(config(tls, **{where: EVERYWHERE}))
    assert instead in refused.value.message


def test_where_they_show_them_every_address_will_do():
    check_addresses(config(TlsConfig(*FILES, mutual_listen=EVERYWHERE, mutual_http="[::]:7711")))


@pytest.mark.parametrize("wrong", ["7710", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536", ":"])
def test_an_address_is_a_host_and_a_port(wrong: str):
    with pytest.raises(InvalidArgumentError, match="HOST:PORT"):
        check_addresses(config(TlsConfig(*FILES, mutual_listen=wrong)))
    with pytest.raises(InvalidArgumentError, match="HOST:PORT"):
        check_addresses(config(listen=wrong))
