"""Quotas: how much a key, and a tenant, may hold or do, whatever the daemon's limits allow."""

from __future__ import annotations

from dataclasses import astuple, fields
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

MOST: Final = 2**31 - 1


@portable
class Quotas:
    """What somebody may hold at once, and do in a span of time. None: as much as the daemon's limits allow.

    Quotas of a grant are for its key and all sessions behind it together.
    """

    connections: int | None = None
    audio_streams: int | None = None
    calls_per_second: int | None = None
    joins_per_minute: int | None = None

    def within(self, other: Quotas) -> bool:
        """Whether others allow all that these do."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return all(most is None or (mine is not None and mine <= most) for mine, most in pairs)

    def completed(self, other: Quotas) -> Quotas:
        """Return these, with those of others where there are none."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Quotas(*(most if mine is None else mine for mine, most in pairs))


NO_QUOTAS: Final = Quotas()


def check_quotas(quotas: Quotas, field: str = "quotas") -> Quotas:
    """Return quotas that can be kept; raises InvalidArgumentError QUOTA_INVALID."""
    for one in fields(quotas):
        most = getattr(quotas, one.name)
        if most is not None and not 1 <= most <= MOST:
            raise InvalidArgumentError(
                "QUOTA_INVALID",
                "{field}.{name} must be from 1 to {most}",
                field=field,
                name=one.name,
                most=MOST,
            )
    return quotas
