"""The token service that the daemon is, and the one that it asks, both in the manner of ODIN Rooms."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.clock import SystemClock
from odind.core.errors import InvalidArgumentError, OdindError
from odind.core.rooms.gateways import check_gateway
from odind.core.tokens.hosted import HostedTokens
from odind.core.tokens.projects import Project, ProjectTokens
from odind.gateway import HttpTokenService

from .named_secrets import load_secrets, read_secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from odind.config import Config
    from odind.core.rooms.gateways import Gateways
    from odind.core.tokens.tokens import Tokens
    from odind.tenants_config import TenantConfig


def project_tokens(config: Config, tokens: Tokens, gateways: Gateways) -> ProjectTokens | None:
    """Return what makes tokens for a project's programs, None where that is off.

    Raises InvalidArgumentError CONFIG_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN, PermissionDeniedError
    GATEWAY_NOT_ALLOWED.
    """
    service, project = config.token_service, load_project(config)
    if project is None:
        return None
    signer = gateways.choose(service.gateway).tokens or tokens
    return ProjectTokens(project, signer, service.requests_per_minute, SystemClock().monotonic)


@asynccontextmanager
async def hosted_tokens(config: Config) -> AsyncIterator[HostedTokens]:
    """Run the client of the service that joins with a ticket ask.

    Raises InvalidArgumentError CONFIG_INVALID.
    """
    named = load_rooms_secrets(config)
    async with HttpTokenService(config.rooms.token_service) as client:
        yield HostedTokens(client, named, SystemClock(), config.rooms.requests_per_minute)


def load_project(config: Config) -> Project | None:
    """Return the project with its secret, None without one; raises InvalidArgumentError CONFIG_INVALID."""
    service = config.token_service
    if service.secret_file is None:
        return None
    try:
        return Project(service.api_key, read_secret(service.secret_file), service.domain)
    except OSError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "token_service.secret_file: {problem}", problem=error
        ) from None


def load_rooms_secrets(config: Config) -> Mapping[str, str]:
    """Return the secrets that callers name, for a service whose address is good.

    Raises InvalidArgumentError CONFIG_INVALID.
    """
    try:
        check_gateway(config.rooms.token_service)
    except OdindError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "rooms.token_service: {problem}", problem=error.message
        ) from None
    return load_secrets(config.rooms.secrets_dir, "rooms.secrets_dir")


def load_tenants_secrets(name: str, tenant: TenantConfig) -> Mapping[str, str]:
    """Return the secrets that callers of a tenant name; raises InvalidArgumentError CONFIG_INVALID."""
    return load_secrets(tenant.secrets_dir, f"tenants.{name}.secrets_dir")
