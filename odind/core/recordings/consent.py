"""Who agrees to be recorded: a field of their user data says so."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from odind.core.values.payload import Json

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.values.payload import Payload

_YES: Final = (True, "yes")


class Consents:
    """Asks the user data of peers, and reads each only once. `user_data` returns that of a peer, 0 is us."""

    def __init__(self, field: str, user_data: Callable[[int], Payload]) -> None:
        self._field = field
        self._user_data = user_data
        self._known: dict[int, tuple[Payload, bool]] = {}

    def given(self, peer_id: int) -> bool:
        """Whether a peer agrees at this moment; without a field, everybody does."""
        if not self._field:
            return True
        data = self._user_data(peer_id)
        known = self._known.get(peer_id)
        if known is None or known[0] is not data:
            known = self._known[peer_id] = data, says_yes(data, self._field)
        return known[1]

    def forget(self, peer_id: int) -> None:
        """A peer is gone."""
        self._known.pop(peer_id, None)


def says_yes(user_data: Payload, field: str) -> bool:
    """Whether user data is a JSON object whose field is `true` or "yes"."""
    try:
        value = json.loads(user_data.text if isinstance(user_data, Json) else user_data)
    except (ValueError, RecursionError):
        return False
    said = value.get(field) if isinstance(value, dict) else None
    return any(said is yes or (isinstance(said, str) and said == yes) for yes in _YES)
