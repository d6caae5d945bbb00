"""The one check of verbs, for every call over every face."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .refusals import not_for_tenants, verb_not_granted

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from .principal import Principal
    from .verbs import Verb

_NONE: Final[frozenset[Verb]] = frozenset()


class Gate:
    """Knows the verbs of each call by its name; each of them is enough. Calls without one are nobody's.

    `daemon_wide` are the calls about the whole daemon, which are not for the tenants on it.
    """

    def __init__(self, verbs: Mapping[str, frozenset[Verb]], daemon_wide: Container[str] = ()) -> None:
        self._verbs = verbs
        self._daemon_wide = daemon_wide

    def require(self, principal: Principal, call: str) -> None:
        """Raise PermissionDeniedError unless a principal may make a call.

        VERB_NOT_GRANTED, DAEMON_NOT_GRANTED.
        """
        verbs = self._verbs.get(call, _NONE)
        if not any(map(principal.grant.allows, verbs)):
            raise verb_not_granted(verbs)
        if principal.tenant and call in self._daemon_wide:
            raise not_for_tenants()
