"""The gateways that the settings name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from odind.config import Config, OdinConfig, describe, load
from odind.core.errors import FailedPreconditionError, InvalidArgumentError
from odind.core.rooms.gateways import PUBLIC, Gateways
from odind.core.tokens.tokens import Tokens
from odind.daemon.keys import OdinKeyring, access_key
from odind.daemon.named_gateways import facts_of, named_gateways, with_addresses
from odind.daemon.order import order_for
from odind.services.server import GatewayFacts
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from pathlib import Path

OWN, THEIRS = AccessKey.generate(), AccessKey.generate()


def config(own: dict[str, Any] | None = None, **gateways: dict[str, Any]) -> Config:
    return load(None, {}, {"odin": own or {}, "gateways": gateways})


def test_a_table_names_a_gateway_in_every_layer(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{THEIRS.text}\n")
    file = tmp_path / "odind.toml"
    file.write_text('[gateways.stage]\nurl = "https://stage.example"\n[gateways.eu]\n')
    environment = {
        "ODIND_GATEWAYS__EU__ACCESS_KEY_FILE": f"{tmp_path}/key",
        "ODIND_GATEWAYS__STAGE__ACCESS_KEY": OWN.text,
    }
    named = named_gateways(load(file, environment, {}))
    assert {name: gateway.address for name, gateway in named.items()} == {
        "eu": PUBLIC["eu"],
        "stage": "https://stage.example",
    }
    facts = facts_of(Gateways("own", (), named), Tokens(OdinKeyring(), None, lambda: 0.0))
    assert facts[0] == GatewayFacts("eu", PUBLIC["eu"], THEIRS.key_id)
    assert facts[1].key_id == OWN.key_id


def test_a_gateway_without_a_key_has_the_configured_one_and_never_the_grids() -> None:
    assert named_gateways(config({"access_key": OWN.text}, eu={}))["eu"].tokens is None
    tokens = named_gateways(config(eu={}))["eu"].tokens
    assert tokens
    with pytest.raises(FailedPreconditionError, match=r"gateways\.eu\.access_key_file"):
        tokens.key(None)


def test_the_daemons_own_gateway_may_be_a_named_one_with_its_key() -> None:
    chosen = {"gateway": "stage", "access_key": OWN.text, "allowed_gateways": ["us", "b.example"]}
    settled = with_addresses(config(chosen, stage={"url": "a.example", "access_key": THEIRS.text}))
    assert settled.odin.gateway == "a.example"
    assert settled.odin.allowed_gateways == (PUBLIC["us"], "b.example")
    assert (access_key(settled) or OWN).key_id == THEIRS.key_id
    assert with_addresses(config({"gateway": "eu"})).odin.gateway == PUBLIC["eu"]


@pytest.mark.parametrize(
    ("name", "table", "words"),
    [
        ("a.b", {"url": "x.example"}, "gateways.a.b: a name must"),
        ("localhost", {"url": "x.example"}, "must not be localhost"),
        ("stage", {}, "gateways.stage.url must be set"),
        ("stage", {"url": "ftp://x"}, "gateways.stage.url: the gateway 'ftp://x'"),
        ("stage", {"url": "https://user:secret@x.example"}, "'https://***@x.example'"),
    ],
)
def test_a_wrong_table_is_told_by_its_name(name: str, table: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        with_addresses(config(None, **{name: table}))
    assert words in caught.value.message
    assert "secret" not in caught.value.message


def test_an_unknown_key_of_a_table_is_told_with_its_place() -> None:
    with pytest.raises(InvalidArgumentError, match=r"gateways\.eu\.uri"):
        config(eu={"uri": "x"})


def test_a_key_file_that_is_missing_is_told_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match=r"gateways\.eu\.access_key_file"):
        named_gateways(config(eu={"access_key_file": str(tmp_path / "none")}))


def test_keys_are_neither_shown_nor_told_to_workers() -> None:
    secretive = config({"access_key": OWN.text}, eu={"access_key": THEIRS.text})
    assert describe(secretive)["gateways"] == {
        "eu": {"url": "", "access_key": "***", "access_key_file": None}
    }
    assert THEIRS.text not in repr(secretive)
    order = order_for(secretive, 0, 0, b"").write()
    assert THEIRS.text.encode() not in order
    assert OWN.text.encode() not in order
    assert replace(secretive, gateways={}, odin=OdinConfig()) == Config()
