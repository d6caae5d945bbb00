"""How long the daemon's own certificate is valid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.health.checks import failed, ok, warning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.health.checks import Check
    from odind.tls.contexts import Identities

_DAY_S: Final = 86_400
_SOON_DAYS: Final = 14
_ADVICE: Final = "replace its files, as by `odind tls server DIR`; the daemon takes them without a restart"


class TlsExaminer:
    """Looks at the identity that new connections are served with."""

    def __init__(self, source: Identities, now: Callable[[], float]) -> None:
        self._source = source
        self._now = now

    async def __call__(self) -> Sequence[Check]:
        """Return the one check."""
        identity = self._source.identity
        days = (identity.ends - self._now()) / _DAY_S
        found = f"the certificate of {', '.join(identity.names)} is valid for {int(days)} days more"
        if days < 0:
            return (failed("tls", "the daemon's certificate has expired: no client trusts it", _ADVICE),)
        return (warning("tls", found, _ADVICE) if days < _SOON_DAYS else ok("tls", found),)
