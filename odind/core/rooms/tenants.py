"""Tenants: those who share a daemon and know nothing of one another, each with an access key of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from odind.core.access.principal import OWNER, mark_of, tenant_mark
from odind.core.access.quotas import NO_QUOTAS
from odind.core.errors import FailedPreconditionError
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.access.principal import Principal
    from odind.core.access.quotas import Quotas

    from .admission import JoinTerms


@dataclass(frozen=True)
class Tenant:
    """A tenant; `name` is "" for the default one. `terms` has its keys, gateways and passwords.

    `quotas` are how much all its callers together may hold and do.
    """

    name: str
    terms: JoinTerms
    quotas: Quotas = NO_QUOTAS

    def granted(self, by: Principal) -> Tenant:
        """Return the tenant with the gateways and secrets that a principal may name."""
        return replace(self, terms=self.terms.granted(by.grant))


class Tenants:
    """All tenants of the daemon: the default one, and those that the settings name, which are `named`."""

    def __init__(self, default: Tenant, others: Iterable[Tenant] = ()) -> None:
        self.named = tuple(others)
        self._by_mark = {mark_of("", tenant.name): tenant for tenant in (default, *self.named)}

    def of(self, by: Principal) -> Tenant:
        """Return the tenant for which a principal acts, with what its grant lets it use.

        Raises what `holding` does.
        """
        return self._find(mark_of("", by.tenant)).granted(by)

    def holding(self, thing_id: str, by: Principal = OWNER) -> Tenant:
        """Return the tenant to which a thing belongs, with what a principal may use of it.

        Raises FailedPreconditionError TENANT_GONE.
        """
        return self._find(tenant_mark(thing_id)).granted(by)

    def _find(self, mark: str) -> Tenant:
        found = self._by_mark.get(mark)
        if found is None:
            raise FailedPreconditionError(
                "TENANT_GONE", "the tenant is not in the daemon's settings any more: ask its operator"
            )
        return found
