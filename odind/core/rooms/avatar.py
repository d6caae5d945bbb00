"""Pictures of participants, as ODIN's avatar service makes them of initials. Nothing is fetched here."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import quote, urlsplit

from odind.core.errors import InvalidArgumentError

_SERVICE: Final = "https://app-server.odin.4players.io/v1/avatar"
_COLOURS: Final = 10
_SEED: Final = re.compile(r"[^\W_]{1,4}-\d{1,4}")
_MAX_URL: Final = 2_048


def picture_of(name: str, user_id: str, seed: str = "") -> str:
    """Return the URL of a picture; raises InvalidArgumentError AVATAR_SEED_INVALID."""
    if seed and not _SEED.fullmatch(seed):
        raise InvalidArgumentError(
            "AVATAR_SEED_INVALID",
            "the avatar seed {seed!r} must be 1 to 4 letters or digits, a hyphen and a number, as in AB-3",
            seed=seed,
        )
    return f"{_SERVICE}/{quote(seed or f'{_initials(name)}-{_colour(user_id)}', safe='')}/initials"


def check_picture(url: str) -> str:
    """Return the URL of a picture that a caller has; raises InvalidArgumentError AVATAR_INVALID."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        sound = False
    if not sound or len(url) > _MAX_URL or not url.isprintable() or " " in url:
        raise InvalidArgumentError(
            "AVATAR_INVALID",
            "the avatar must be an http or https URL without a user, of at most {limit} characters",
            limit=_MAX_URL,
        )
    return url


def _initials(name: str) -> str:
    """Return the first letters or digits of the first two words."""
    firsts = [next((one for one in word if one.isalnum()), "") for word in name.split()]
    return "".join(firsts)[:2].upper() or "O"


def _colour(user_id: str) -> int:
    return hashlib.sha256(user_id.encode(errors="replace")).digest()[0] % _COLOURS
