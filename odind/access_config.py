"""The settings of who may call: the owner's loopback, declared keys, and sockets with a grant."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - settings are read by their types
from typing import Final

from odind.core.access.grant import EVERYTHING, Grant, check_globs
from odind.core.access.verbs import ALL, Verb, named
from odind.core.errors import InvalidArgumentError

_LOOPBACK: Final = ("cookie", "open")
_MODE: Final = re.compile("0?[0-7]{3}")
_NAME: Final = re.compile("[a-z0-9][a-z0-9-]{0,31}")


@dataclass(frozen=True)
class GrantConfig:
    """What callers may do that are known without a secret. `rooms` and `users` are globs."""

    verbs: tuple[str, ...] = ()
    rooms: tuple[str, ...] = EVERYTHING
    users: tuple[str, ...] = EVERYTHING

    def __post_init__(self) -> None:
        if not self.verbs or not {verb.value for verb in ALL}.issuperset(self.verbs):
            raise _wrong(f"verbs must be some of {named(ALL)}")
        for key, globs in (("rooms", self.rooms), ("users", self.users)):
            check_globs(f"access: {key}", globs)

    @property
    def grant(self) -> Grant:
        """The grant."""
        return Grant(frozenset(map(Verb, self.verbs)), self.rooms, self.users)


@dataclass(frozen=True)
class SocketConfig(GrantConfig):
    """A unix socket for callers who may do less than the owner: whom its mode lets in has its grant.

    `mode` is octal, as in "0660". `group` is the group of the file, by name or number.
    """

    path: str = ""
    mode: str = "0660"
    group: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.path:
            raise _wrong("a socket must have a path")
        if not _MODE.fullmatch(self.mode):
            raise _wrong('the mode of a socket must be octal, as in "0660"')

    @property
    def bits(self) -> int:
        """The mode of its file."""
        return int(self.mode, 8)


@dataclass(frozen=True)
class CertificateConfig(GrantConfig):
    """Clients whose certificate has one of these names: a DNS name, a URI, or the common name."""

    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.names:
            raise _wrong("a table of certificates must have names")


@dataclass(frozen=True)
class AccessConfig:
    """Who may call over TCP and HTTP as the owner: "cookie", who presents its cookie; "open", everybody.

    `keys_file` declares API keys; it is read again when it changes. docs/ACCESS.md says what is in it.
    `sockets` are unix sockets for gRPC beside the owner's, by their names. With `certificates`, clients who
    show one have its grant; without any, they are the owner.
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
        for name in (*self.sockets, *self.certificates):
            if not _NAME.fullmatch(name):
                raise _wrong(f"the name {name} must be 1 to 32 of a-z, 0-9 and -")


def _wrong(problem: str) -> InvalidArgumentError:
    return InvalidArgumentError("CONFIG_INVALID", "access: {problem}", problem=problem)
