"""Tenants of the settings: the keys, gateways and secrets that each has, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from odind.config import Config, load
from odind.core.errors import InvalidArgumentError, PermissionDeniedError
from odind.core.tokens.hosted import HostedTokens
from odind.daemon.tenants import all_tenants, on_grid, tenant_keys
from odind.tokens.access_key import AccessKey
from tests.core.fakes import FakeClock
from tests.core.tokens.fakes import FakeTokenService

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.rooms.tenants import Tenant

KEYS = [AccessKey.generate().text for _ in range(3)]


def settings(folder: Path, **sections: Any) -> Config:
    return load(None, {}, {"server": {"state_dir": str(folder)}, **sections})


def only_tenant(config: Config) -> Tenant:
    hosted = HostedTokens(FakeTokenService(), {"ours": "planted"}, FakeClock(), 1)
    (found,) = all_tenants(config, "http://127.0.0.1:1", hosted)
    return found


def wrong(folder: Path, **sections: Any) -> str:
    with pytest.raises(InvalidArgumentError, match="CONFIG_INVALID") as raised:
        tenant_keys(settings(folder, **sections))
    return raised.value.message


def test_on_the_grid_a_tenant_has_a_key_that_the_daemon_made_and_keeps(tmp_path: Path) -> None:
    config = settings(tmp_path, tenants={"acme": {}, "far": {"gateway": "eu", "access_key": KEYS[0]}})
    (made,) = on_grid(config).values()
    assert made.key_id == on_grid(config)["acme"].key_id
    assert (tmp_path / "tenants" / "acme" / "access.key").read_text().strip() == made.text


def test_a_tenant_has_its_own_gateways_and_signs_for_all_of_them_with_its_own_key(tmp_path: Path) -> None:
    acme = {"gateway": "office", "allowed_gateways": ["eu", "lab"], "access_key": KEYS[0]}
    gateways = {
        name: {"url": f"https://{name}.example", "access_key": KEYS[1]} for name in ("office", "lab", "ops")
    }
    terms = only_tenant(settings(tmp_path, tenants={"acme": acme}, gateways=gateways)).terms
    own = AccessKey.parse(KEYS[0]).key_id
    assert terms.gateways.choose("").address == "https://office.example"
    assert terms.gateways.choose("lab").address == "https://lab.example"
    assert {terms.signer(name).own_key_id for name in ("", "lab", "eu")} == {own}
    for name in ("https://ops.example", "us"):
        with pytest.raises(PermissionDeniedError, match="GATEWAY_NOT_ALLOWED"):
            terms.gateways.choose(name)
    with pytest.raises(InvalidArgumentError, match="GATEWAY_UNKNOWN"):
        terms.gateways.choose("ops")


def test_a_tenant_has_its_own_passwords_and_secrets_and_none_of_the_default_ones(tmp_path: Path) -> None:
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_text("planted")
    both = {"passwords_dir": str(tmp_path / "theirs"), "secrets_dir": str(tmp_path / "theirs")}
    config = settings(tmp_path, tenants={"acme": both}, odin={"passwords_dir": str(tmp_path / "ours")})
    terms = only_tenant(config).terms
    assert set(terms.passwords.named) == {"theirs"}
    assert terms.hosted is not None
    assert set(terms.hosted._named) == {"theirs"}


def test_a_key_that_is_not_the_tenants_alone_is_refused(tmp_path: Path) -> None:
    one, own = {"access_key": KEYS[0]}, {"gateway": "eu", "access_key": KEYS[0]}
    assert "tenants.b: its access key is that of tenants.a" in wrong(tmp_path, tenants={"a": one, "b": one})
    assert "of the daemon itself" in wrong(tmp_path, tenants={"a": one}, odin=own)
    named = {"office": {"url": "https://office.example", "access_key": KEYS[0]}}
    assert "of the daemon itself" in wrong(tmp_path, tenants={"a": one}, gateways=named)


@pytest.mark.parametrize(
    ("sections", "problem"),
    [
        ({"tenants": {"a": {"gateway": "eu"}}}, "access_key_file must be set"),
        ({"tenants": {"a": {}}, "odin": {"gateway": "eu"}}, "access_key_file must be set"),
        ({"tenants": {"A b": {}}}, "a name must be"),
        ({"access": {"sockets": {"s": {"path": "/s", "verbs": ["read"], "tenant": "a"}}}}, "[tenants.a]"),
        ({"access": {"certificates": {"c": {"verbs": ["read"], "tenant": "a"}}}}, "[tenants.a]"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, sections: dict[str, Any], problem: str) -> None:
    assert problem in wrong(tmp_path, **sections)
