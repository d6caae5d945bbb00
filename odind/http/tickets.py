"""Tickets for those who cannot send a header, as browsers' EventSource: each lets its maker in once.

A URL is kept in logs and histories, so what stands in it is worth nothing soon, and at once when it was used.
"""

from __future__ import annotations

import secrets
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse

from odind.core.errors import PermissionDeniedError
from odind.services.calls import CallFailedError

from .callers import caller_of
from .errors import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from google.protobuf.message import Message
    from starlette.requests import Request
    from starlette.responses import Response

    from odind.services.access import Caller
    from odind.services.calls import Calls

LIVES_S: Final = 60
_MOST: Final = 1_000
"""Of more, the oldest is forgotten."""
_PREFIX: Final = "odt_"


class Tickets:
    """The tickets that nobody has used yet."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._kept: dict[str, tuple[float, Caller]] = {}

    def issue(self, caller: Caller) -> str:
        """Return a ticket for a caller, who is looked at again when it is used."""
        text = _PREFIX + secrets.token_urlsafe(32)
        self._kept[text] = self._monotonic() + LIVES_S, caller
        if len(self._kept) > _MOST:
            del self._kept[next(iter(self._kept))]
        return text

    def redeem(self, text: str) -> Caller:
        """Return whose ticket it is, and forget it; raises PermissionDeniedError TICKET_INVALID."""
        expires, caller = self._kept.pop(text, (0.0, None))
        if caller is None or self._monotonic() >= expires:
            raise PermissionDeniedError(
                "TICKET_INVALID",
                "the ticket is unknown, was used, or is older than {seconds} s: make another one with POST "
                "/v1/events/ticket",
                seconds=LIVES_S,
            )
        return caller


class TicketDesk:
    """Makes tickets for those who may make a call, named as an RPC. Serves POST."""

    def __init__(self, tickets: Tickets, calls: Calls, method: str) -> None:
        self._tickets = tickets
        self._calls = calls
        self._method = method

    async def answer(self, request: Request) -> Response:
        """Answer with a ticket in JSON."""
        asked = caller_of(request)

        async def work() -> str:
            return self._tickets.issue(asked)

        try:
            text = await self._calls.run(request.url.path, _Asking(asked), work, self._method)
        except CallFailedError as failure:
            return refusal(HTTPStatus.FORBIDDEN, failure.status)
        answer = {"ticket": text, "expiresInSeconds": LIVES_S}
        return JSONResponse(answer, headers={"cache-control": "no-store"})


class _Asking:
    """A request for a ticket, as a call."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    async def write(self, message: Message) -> None:
        """Refuse: the answer is a ticket alone."""
        raise AssertionError(f"a request for a ticket wrote {message.DESCRIPTOR.name}")
