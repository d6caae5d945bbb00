"""The one check of verbs, for every call over every face."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .refusals import verb_not_granted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .principal import Principal
    from .verbs import Verb

_NONE: Final[frozenset[Verb]] = frozenset()


class Gate:
    """Knows the verbs of each call by its name; each of them is enough. Calls without one are nobody's."""

    def __init__(self, verbs: Mapping[str, frozenset[Verb]]) -> None:
        self._verbs = verbs

    def require(self, principal: Principal, call: str) -> None:
        """Raise PermissionDeniedError VERB_NOT_GRANTED unless a principal may make a call."""
        verbs = self._verbs.get(call, _NONE)
        if not any(map(principal.grant.allows, verbs)):
            raise verb_not_granted(verbs)
