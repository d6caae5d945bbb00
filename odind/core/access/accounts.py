"""Accounts: the names that what a principal does is counted under, with the quotas that these have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .quotas import NO_QUOTAS, Quotas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .principal import Principal


def quotas_of(by: Principal, tenants: Mapping[str, Quotas]) -> Mapping[str, Quotas]:
    """Return the quotas that count what a principal does, by the accounts that have any."""
    accounts = {by.tenant_account: tenants.get(by.tenant, NO_QUOTAS), by.root_account: by.grant.quotas}
    return {account: quotas for account, quotas in accounts.items() if quotas != NO_QUOTAS}
