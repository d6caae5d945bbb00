"""Tokens for programs that know the secret of a project, as ODIN Rooms' token service makes them."""

from __future__ import annotations

import math
import secrets
from dataclasses import field
from typing import TYPE_CHECKING, Final

from odind.core.bounds.rate_window import RateWindow
from odind.core.errors import InvalidArgumentError, PermissionDeniedError, ResourceExhaustedError
from odind.core.values.late import dataclass

from .tokens import check_room_id, check_user_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from .tokens import Tokens

MINUTE_S: Final = 60.0


@dataclass(frozen=True)
class Project:
    """A project: its key, which is in the URL, its secret, and the `domain` of its rooms' pages."""

    api_key: str
    secret: str = field(repr=False)
    domain: str = ""


class ProjectTokens:
    """Makes tokens for who knows the project's secret. `now` returns monotonic seconds."""

    def __init__(self, project: Project, tokens: Tokens, per_minute: int, now: Callable[[], float]) -> None:
        self.domain = project.domain
        self._project = project
        self._tokens = tokens
        self._now = now
        self._granted = RateWindow(per_minute, MINUTE_S)
        self._refused = RateWindow(per_minute, MINUTE_S)

    def create(self, api_key: str, secret: str, room_id: str, user_id: str) -> str:
        """Return a token that lets a user into a room.

        Raises PermissionDeniedError PROJECT_REFUSED, ResourceExhaustedError TOO_MANY_REQUESTS,
        InvalidArgumentError as for a room's and a user's id, FailedPreconditionError NO_ACCESS_KEY.
        """
        if not self._knows(api_key, secret):
            self._count(self._refused)
            raise PermissionDeniedError(
                "PROJECT_REFUSED", "the API key or the secret is not that of the project"
            )
        self._count(self._granted)
        check_page_room(room_id)
        check_user_id(user_id)
        signed = self._tokens.create(
            access_key=None, room_ids=[room_id], user_id=user_id, audience=["gateway"]
        )
        return signed.token

    def _knows(self, api_key: str, secret: str) -> bool:
        """Compare both in a time that tells nothing about either."""
        project = self._project
        right_key = secrets.compare_digest(_bytes(api_key), _bytes(project.api_key))
        right_secret = secrets.compare_digest(_bytes(secret), _bytes(project.secret))
        return right_key & right_secret

    def _count(self, window: RateWindow) -> None:
        """Count refused requests apart, so that who guesses keeps nobody out."""
        now = self._now()
        wait_s = window.wait_s(now)
        if wait_s:
            raise ResourceExhaustedError(
                "TOO_MANY_REQUESTS",
                "there were too many requests in the last minute; try again in {retry_after_s} s",
                retry_after_s=math.ceil(wait_s),
            )
        window.take(now)


def check_page_room(room_id: str) -> None:
    """Raise InvalidArgumentError ROOM_ID_MISSING, ROOM_ID_INVALID: a room with a page has no slash."""
    check_room_id(room_id)
    if "/" in room_id:
        raise InvalidArgumentError(
            "ROOM_ID_INVALID", "the {noun} must have no slash: it is part of a page's URL", noun="room id"
        )


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
