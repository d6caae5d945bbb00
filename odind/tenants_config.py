"""The settings of tenants: who shares the daemon, and what each of them brings."""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path  # noqa: TC003 - settings are read by their types
from typing import TYPE_CHECKING, Final

from odind.core.access.quotas import NO_QUOTAS, Quotas, check_quotas
from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAME: Final = re.compile("[a-z0-9][a-z0-9-]{0,31}")


@dataclass(frozen=True)
class TenantConfig:
    """A tenant beside the default one, which everything belongs to that names none.

    Its tokens are signed with its access key, which no other tenant has: so its rooms are its own on every
    gateway. Without a key it has one that the daemon makes and keeps, on the embedded grid alone. Without a
    `gateway` its rooms are on the daemon's; callers may name those in `allowed_gateways` too. Each file in
    `passwords_dir` holds the password of a cipher, each in `secrets_dir` the secret of a project of ODIN
    Rooms; callers name them by the files' names. `quotas` are how much all its callers together may hold and
    do.
    """

    gateway: str = ""
    allowed_gateways: tuple[str, ...] = ()
    access_key: str = field(default="", repr=False)
    access_key_file: Path | None = None
    passwords_dir: Path | None = None
    secrets_dir: Path | None = None
    quotas: Quotas = NO_QUOTAS

    def __post_init__(self) -> None:
        check_quotas(self.quotas, "tenants: quotas")


def check_tenant_names(names: Iterable[str]) -> None:
    """Raise InvalidArgumentError CONFIG_INVALID for a name that no tenant can have."""
    for name in names:
        if not _NAME.fullmatch(name):
            raise InvalidArgumentError(
                "CONFIG_INVALID", "tenants.{name}: a name must be 1 to 32 of a-z, 0-9 and -", name=name
            )
