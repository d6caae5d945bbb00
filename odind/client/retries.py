"""Calls that are sent again when no answer comes, and are done once all the same: by their request id."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING, Any, Final

from odind.core.errors import OdindError, UnavailableError
from odind.core.timing.backoff import Backoff

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import TypeVar

    T = TypeVar("T")

_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 5.0
_LONGEST_WAIT_S: Final = 60.0


def named(request: Any) -> bool:
    """Whether a request can be sent again: it has a `request_id`, and is given one if it is empty."""
    if "request_id" not in request.DESCRIPTOR.fields_by_name:
        return False
    request.request_id = request.request_id or secrets.token_hex(16)
    return True


def new_backoff() -> Backoff:
    """Return the pauses before a daemon is asked again that was unavailable."""
    return Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S)


async def sent_again(call: Callable[[], Awaitable[T]], retries: int) -> T:
    """Return what `call` returns; call it up to `retries` times more while its errors may pass.

    Those are UnavailableError, and every error that says when to try again: that is waited for, or the error
    is raised at once where it is beyond `_LONGEST_WAIT_S`.
    """
    backoff = new_backoff()
    for _ in range(retries):
        try:
            return await call()
        except OdindError as error:
            told_s = error.retry_after_s
            if not (told_s or isinstance(error, UnavailableError)) or (told_s or 0) > _LONGEST_WAIT_S:
                raise
            await asyncio.sleep(max(backoff.pause_s(), told_s or 0))
    return await call()
