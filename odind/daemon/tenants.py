"""The tenants that the settings name: each with its access key, gateways and passwords."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from odind import __version__
from odind.core.errors import InvalidArgumentError
from odind.core.rooms.admission import JoinTerms
from odind.core.rooms.gateways import PUBLIC, Gateway, Gateways, check_gateway
from odind.core.rooms.tenants import Tenant
from odind.core.tokens.tokens import Tokens
from odind.grid import load_or_create_access_key

from .keys import OdinKeyring, access_key, read_key, state_unusable
from .named_gateways import named_gateways
from .passwords import load_passwords
from .token_services import load_tenants_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from odind.config import Config
    from odind.core.tokens.hosted import HostedTokens
    from odind.tokens.access_key import AccessKey


def tenant_keys(config: Config) -> Mapping[str, AccessKey]:
    """Return the access keys of all tenants by their names.

    Raises InvalidArgumentError CONFIG_INVALID, also for a key that is not one tenant's alone,
    ACCESS_KEY_MALFORMED, UnavailableError STATE_UNUSABLE.
    """
    keys = {name: _key_of(name, config) for name in config.tenants}
    seen = dict.fromkeys(_own_key_ids(config), "the daemon itself")
    for name, key in keys.items():
        if key.key_id in seen:
            raise _wrong(name, f"its access key is that of {seen[key.key_id]} too, which has the same rooms")
        seen[key.key_id] = f"tenants.{name}"
    return keys


def on_grid(config: Config) -> Mapping[str, AccessKey]:
    """Return the access keys of the tenants whose rooms are on the daemon's own gateway."""
    return {name: key for name, key in tenant_keys(config).items() if not config.tenants[name].gateway}


def all_tenants(config: Config, default_gateway: str, hosted: HostedTokens) -> tuple[Tenant, ...]:
    """Return all tenants but the default one.

    `hosted` asks ODIN Rooms' token service. Raises what `tenant_keys` does, and GATEWAY_INVALID.
    """
    keys = tenant_keys(config)
    return tuple(
        Tenant(name, _terms(name, config, keys[name], default_gateway, hosted), config.tenants[name].quotas)
        for name in sorted(keys)
    )


def _terms(
    name: str, config: Config, key: AccessKey, default_gateway: str, hosted: HostedTokens
) -> JoinTerms:
    tenant = config.tenants[name]
    tokens = Tokens(OdinKeyring(), key, time.time, setting=f"tenants.{name}.access_key_file")
    return JoinTerms(
        tokens,
        config.limits,
        _gateways(name, config, default_gateway),
        load_passwords(tenant.passwords_dir, f"tenants.{name}.passwords_dir"),
        hosted.with_secrets(load_tenants_secrets(name, tenant)),
        __version__,
    )


def _gateways(name: str, config: Config, default_gateway: str) -> Gateways:
    """Return the gateways of a tenant, whose own key signs for all of them."""
    tenant, known = config.tenants[name], named_gateways(config)
    addresses = {**PUBLIC, **{one: gateway.address for one, gateway in known.items()}}
    named = {one: Gateway(known[one].address) for one in tenant.allowed_gateways if one in known}
    others = tuple(addresses.get(one, one) for one in tenant.allowed_gateways if one not in named)
    own = addresses.get(tenant.gateway, tenant.gateway) or default_gateway
    for address in (own, *others):
        check_gateway(address)
    return Gateways(own, others, named)


def _key_of(name: str, config: Config) -> AccessKey:
    tenant = config.tenants[name]
    setting = f"tenants.{name}.access_key"
    configured = read_key(tenant.access_key, tenant.access_key_file, setting)
    if configured:
        return configured
    if tenant.gateway or config.odin.gateway:
        raise _wrong(name, "access_key_file must be set: only on the embedded grid the daemon can make a key")
    try:
        return load_or_create_access_key(config.server.state_dir / "tenants" / name)
    except OSError as error:
        raise state_unusable(config.server.state_dir, error) from None


def _own_key_ids(config: Config) -> Iterator[str]:
    own = access_key(config)
    if own:
        yield own.key_id
    for gateway in named_gateways(config).values():
        if gateway.tokens and gateway.tokens.own_key_id:
            yield gateway.tokens.own_key_id


def _wrong(name: str, problem: str) -> InvalidArgumentError:
    return InvalidArgumentError("CONFIG_INVALID", "tenants.{name}: {problem}", name=name, problem=problem)
