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
    from collections.abc import AsyncIterator

    from odind.config import Config
    from odind.core.rooms.gateways import Gateways
    from odind.core.tokens.tokens import Tokens


def project_tokens(config: Config, tokens: Tokens, gateways: Gateways) -> ProjectTokens | None:
    """Return what makes tokens for a project's programs, None where that is off.

    Raises InvalidArgumentError CONFIG_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN, PermissionDeniedError
    GATEWAY_NOT_ALLOWED.
    """
    service = config.token_service
    if service.secret_file is None:
        return None
    try:
        project = Project(service.api_key, read_secret(service.secret_file), service.domain)
    except OSError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "token_service.secret_file: {problem}", problem=error
        ) from None
    signer = gateways.choose(service.gateway).tokens or tokens
    return ProjectTokens(project, signer, service.requests_per_minute, SystemClock().monotonic)


@asynccontextmanager
async def hosted_tokens(config: Config) -> AsyncIterator[HostedTokens]:
    """Run the client of the service that joins with a ticket ask.

    Raises InvalidArgumentError CONFIG_INVALID.
    """
    rooms = config.rooms
    try:
        check_gateway(rooms.token_service)
    except OdindError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "rooms.token_service: {problem}", problem=error.message
        ) from None
    named = load_secrets(rooms.secrets_dir, "rooms.secrets_dir")
    async with HttpTokenService(rooms.token_service) as client:
        yield HostedTokens(client, named, SystemClock(), rooms.requests_per_minute)
