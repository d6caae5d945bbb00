"""Tokens of a token service that somebody else runs, as ODIN Rooms: asked for each join, never kept."""

from __future__ import annotations

import asyncio
import re
from dataclasses import field
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from odind.core.bounds.rate_window import RateWindow
from odind.core.errors import InvalidArgumentError, ResourceExhaustedError, UnavailableError
from odind.core.timing.clock import wait_until
from odind.core.values.late import dataclass
from odind.core.values.portable import portable

from .projects import MINUTE_S, check_page_room
from .tokens import check_user_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.core.timing.clock import Clock

    from .ports import TokenServiceClient

_DOMAIN: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(\.(?!-)[A-Za-z0-9-]{1,63}){0,8}")
_PAGES: Final = "rooms.chat"
_MAX_API_KEY: Final = 256


@portable
class RoomsTicket:
    """Whom a token service shall let into which room. `secret_name` is that of a secret of the settings."""

    api_key: str
    secret_name: str
    room_id: str
    user_id: str


@portable
class RoomsPage:
    """Where people meet in the room: the domain of the project, and the page."""

    domain: str
    url: str


@dataclass(frozen=True)
class HostedToken:
    """A token of a token service, and the page of its room, None where it names no domain."""

    token: str = field(repr=False)
    page: RoomsPage | None = None


class HostedTokens:
    """Asks for tokens within the service's rate; joins beyond it wait in a queue of a minute's length.

    `named` are the secrets of the settings. Used on the loop's thread.
    """

    def __init__(
        self, client: TokenServiceClient, named: Mapping[str, str], clock: Clock, per_minute: int
    ) -> None:
        self._client = client
        self._named = named
        self._clock = clock
        self._per_minute = per_minute
        self._window = RateWindow(per_minute, MINUTE_S)
        self._turns = asyncio.Lock()
        self._waiting = 0

    def with_secrets(self, named: Mapping[str, str]) -> HostedTokens:
        """Return what asks the same service, with other secrets and within a rate of its own."""
        return HostedTokens(self._client, named, self._clock, self._per_minute)

    async def create(self, ticket: RoomsTicket) -> HostedToken:
        """Return a token for a join.

        Raises InvalidArgumentError and what `TokenServiceClient.create` raises, ResourceExhaustedError
        TOKEN_SERVICE_BUSY.
        """
        check_page_room(ticket.room_id)
        check_user_id(ticket.user_id)
        _check_api_key(ticket.api_key)
        secret = self._find(ticket.secret_name)
        await self._turn()
        answer = await self._client.create(ticket.api_key, secret, ticket.room_id, ticket.user_id)
        return HostedToken(answer.token, _page(answer.domain, ticket.room_id))

    def _find(self, name: str) -> str:
        secret = self._named.get(name)
        if secret is None:
            raise unknown_secret(name)
        return secret

    async def _turn(self) -> None:
        """Wait until the service allows another request."""
        if self._waiting >= self._per_minute + self._window.free(self._clock.monotonic()):
            raise ResourceExhaustedError(
                "TOKEN_SERVICE_BUSY",
                "too many joins wait for the token service; try again in {retry_after_s} s",
                retry_after_s=int(MINUTE_S),
            )
        self._waiting += 1
        try:
            async with self._turns:
                now = self._clock.monotonic()
                await wait_until(self._clock, now + self._window.wait_s(now))
                self._window.take(self._clock.monotonic())
        finally:
            self._waiting -= 1


def unknown_secret(name: str) -> InvalidArgumentError:
    """Return the error of a secret that the settings do not have."""
    return InvalidArgumentError(
        "SECRET_FILE_UNKNOWN",
        "there is no secret file {name!r} that the caller may use in the folder of the daemon's setting "
        "rooms.secrets_dir, or of the tenant's secrets_dir",
        name=name,
    )


def invalid_answer(detail: str) -> UnavailableError:
    """Return the error of a service that answers something else than tokens."""
    return UnavailableError(
        "TOKEN_SERVICE_ANSWER_INVALID", "the answer is not that of a token service: {detail}", detail=detail
    )


def _check_api_key(api_key: str) -> None:
    if not 0 < len(api_key) <= _MAX_API_KEY or not api_key.isascii() or not api_key.isprintable():
        raise InvalidArgumentError(
            "API_KEY_INVALID",
            "the API key must have 1 to {limit} printable characters of ASCII",
            limit=_MAX_API_KEY,
        )


def _page(domain: str, room_id: str) -> RoomsPage | None:
    """Return the page of a room; raises UnavailableError TOKEN_SERVICE_ANSWER_INVALID."""
    if not domain:
        return None
    if not _DOMAIN.fullmatch(domain):
        raise invalid_answer("its domain is none")
    host = domain if "." in domain else f"{domain}.{_PAGES}"
    return RoomsPage(domain, f"https://{host}/{quote(room_id, safe='')}")
