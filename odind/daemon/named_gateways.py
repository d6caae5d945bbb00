"""The gateways that the settings name: checked as the daemon starts, each with what signs tokens for it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError, OdindError
from odind.core.rooms.gateways import ANY_GATEWAY, NAME, PUBLIC, Gateway, check_gateway
from odind.core.tokens.tokens import Tokens
from odind.services.server import GatewayFacts

from .keys import OdinKeyring, read_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.config import Config, OdinConfig
    from odind.core.rooms.gateways import Gateways


def with_addresses(config: Config) -> Config:
    """Return the settings with addresses where `[odin]` names gateways.

    A named gateway that is the daemon's own brings its key. Raises InvalidArgumentError CONFIG_INVALID,
    GATEWAY_INVALID.
    """
    addresses = {**PUBLIC, **{name: _address(config, name) for name in config.gateways}}
    allowed = tuple(addresses.get(gateway, gateway) for gateway in config.odin.allowed_gateways)
    own = config.odin.gateway
    for gateway in (addresses.get(own, own), *allowed):
        if gateway not in ("", ANY_GATEWAY):
            check_gateway(gateway)
    odin = replace(_with_key_of(own, config), gateway=addresses.get(own, own), allowed_gateways=allowed)
    return replace(config, odin=odin)


def named_gateways(config: Config) -> Mapping[str, Gateway]:
    """Return the gateways by name; raises InvalidArgumentError CONFIG_INVALID, ACCESS_KEY_MALFORMED."""
    return {name: Gateway(_address(config, name), _tokens(config, name)) for name in sorted(config.gateways)}


def facts_of(gateways: Gateways, tokens: Tokens) -> tuple[GatewayFacts, ...]:
    """Return what callers may know of the named gateways; `tokens` signs with the daemon's own key."""
    return tuple(
        GatewayFacts(name, gateway.address, (gateway.tokens or tokens).own_key_id)
        for name, gateway in gateways.named.items()
    )


def _tokens(config: Config, name: str) -> Tokens | None:
    """Return what signs for a gateway, None for the daemon's own key, which is not the grid's by chance."""
    gateway, key = config.gateways[name], f"gateways.{name}.access_key"
    own = config.odin
    if not (gateway.access_key or gateway.access_key_file) and (own.access_key or own.access_key_file):
        return None
    signer = read_key(gateway.access_key, gateway.access_key_file, key)
    return Tokens(OdinKeyring(), signer, time.time, setting=f"{key}_file")


def _with_key_of(name: str, config: Config) -> OdinConfig:
    gateway = config.gateways.get(name)
    if gateway is None or not (gateway.access_key or gateway.access_key_file):
        return config.odin
    return replace(config.odin, access_key=gateway.access_key, access_key_file=gateway.access_key_file)


def _address(config: Config, name: str) -> str:
    if not NAME.fullmatch(name):
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "gateways.{name}: a name must have 1 to 63 letters, digits, - and _, and must not be localhost",
            name=name,
        )
    address = config.gateways[name].url or PUBLIC.get(name)
    if not address:
        raise InvalidArgumentError("CONFIG_INVALID", "gateways.{name}.url must be set", name=name)
    try:
        return check_gateway(address)
    except OdindError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "gateways.{name}.url: {problem}", name=name, problem=error.message
        ) from None
