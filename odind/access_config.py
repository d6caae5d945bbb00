"""The settings of who may call: the owner's loopback, declared keys, and sockets with a grant."""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path  # noqa: TC003 - settings are read by their types
from typing import TYPE_CHECKING, ClassVar, Final

from odind.core.access.grant import ANY_TENANT, EVERYTHING, Grant, check_globs
from odind.core.access.quotas import NO_QUOTAS, Quotas, check_quotas
from odind.core.access.verbs import ALL, Verb, named
from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Container

_LOOPBACK: Final = ("cookie", "open")
_MODE: Final = re.compile("0?[0-7]{3}")
_NAME: Final = re.compile("[a-z0-9][a-z0-9-]{0,31}")


@dataclass(frozen=True)
class CertificateConfig:
    """What a client may do that shows a certificate with a name, instead of everything.

    `tenant` is whose things that is for: "" is the default tenant, "*" stands for all of them. `quotas` are
    how much it allows.
    """

    verbs: tuple[str, ...] = ()
    rooms: tuple[str, ...] = EVERYTHING
    users: tuple[str, ...] = EVERYTHING
    gateways: tuple[str, ...] = EVERYTHING
    secrets: tuple[str, ...] = EVERYTHING
    tenant: str = ""
    quotas: Quotas = NO_QUOTAS

    section: ClassVar[str] = "access.certificates"

    def __post_init__(self) -> None:
        if not self.verbs or not {verb.value for verb in ALL}.issuperset(self.verbs):
            raise self.wrong(f"verbs must be some of {named(ALL)}")
        for key in ("rooms", "users", "gateways", "secrets"):
            check_globs(f"{self.section}: {key}", getattr(self, key))
        check_quotas(self.quotas, f"{self.section}: quotas")

    @property
    def grant(self) -> Grant:
        """What its callers may do."""
        return Grant(
            frozenset(map(Verb, self.verbs)),
            self.rooms,
            self.users,
            tenant=self.tenant,
            quotas=self.quotas,
            gateways=self.gateways,
            secrets=self.secrets,
        )

    @classmethod
    def wrong(cls, problem: str) -> InvalidArgumentError:
        """Return the error of a setting that cannot be."""
        return InvalidArgumentError(
            "CONFIG_INVALID", "{section}: {problem}", section=cls.section, problem=problem
        )


@dataclass(frozen=True)
class SocketConfig(CertificateConfig):
    """A unix socket for callers who may do less than the owner: whom its mode lets in has its grant.

    `mode` is octal, as in "0660". `group` is the group of the file, by name or number.
    """

    path: str = ""
    mode: str = "0660"
    group: str = ""

    section: ClassVar[str] = "access.sockets"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.path:
            raise self.wrong("path must be that of the socket")
        if not _MODE.fullmatch(self.mode):
            raise self.wrong('mode must be octal, as in "0660"')

    @property
    def bits(self) -> int:
        """The mode of its file."""
        return int(self.mode, 8)


@dataclass(frozen=True)
class AccessConfig:
    """Who may call over TCP and HTTP as the owner: "cookie", who presents its cookie; "open", everybody.

    `keys_file` declares API keys; it is read again when it changes. docs/ACCESS.md says what is in it.
    `sockets` are unix sockets for gRPC beside the owner's, by their names. `certificates` are what clients
    may do that show certificates, by the names in those; with any, clients of other names may do nothing.
    """

    loopback: str = "cookie"
    keys_file: Path | None = None
    sockets: dict[str, SocketConfig] = field(default_factory=dict)
    certificates: dict[str, CertificateConfig] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.loopback not in _LOOPBACK:
            raise InvalidArgumentError(
                "CONFIG_INVALID", "access.loopback must be one of {choices}", choices=", ".join(_LOOPBACK)
            )
        for name in self.sockets:
            if not _NAME.fullmatch(name):
                raise SocketConfig.wrong(f"the name {name} must be 1 to 32 of a-z, 0-9 and -")

    def require_tenants(self, names: Container[str]) -> None:
        """Raise InvalidArgumentError CONFIG_INVALID where a grant is for a tenant that is not among these."""
        for one in (*self.sockets.values(), *self.certificates.values()):
            if one.tenant not in ("", ANY_TENANT) and one.tenant not in names:
                raise one.wrong(f"there is no table [tenants.{one.tenant}]")
