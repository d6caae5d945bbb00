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
class SocketConfig:
    """A unix socket for callers who may do less than the owner: whom its mode lets in has its grant.

    `mode` is octal, as in "0660". `group` is the group of the file, by name or number.
    """

    path: str = ""
    mode: str = "0660"
    group: str = ""
    verbs: tuple[str, ...] = ()
    rooms: tuple[str, ...] = EVERYTHING
    users: tuple[str, ...] = EVERYTHING

    def __post_init__(self) -> None:
        if not self.path:
            raise _wrong("path must be that of the socket")
        if not _MODE.fullmatch(self.mode):
            raise _wrong('mode must be octal, as in "0660"')
        if not self.verbs or not {verb.value for verb in ALL}.issuperset(self.verbs):
            raise _wrong(f"verbs must be some of {named(ALL)}")
        for key, globs in (("rooms", self.rooms), ("users", self.users)):
            check_globs(f"access.sockets: {key}", globs)

    @property
    def grant(self) -> Grant:
        """What its callers may do."""
        return Grant(frozenset(map(Verb, self.verbs)), self.rooms, self.users)

    @property
    def bits(self) -> int:
        """The mode of its file."""
        return int(self.mode, 8)


@dataclass(frozen=True)
class AccessConfig:
    """Who may call over TCP and HTTP as the owner: "cookie", who presents its cookie; "open", everybody.

    `keys_file` declares API keys; it is read again when it changes. docs/ACCESS.md says what is in it.
    `sockets` are unix sockets for gRPC beside the owner's, by their names.
    """

    loopback: str = "cookie"
    keys_file: Path | None = None
    sockets: dict[str, SocketConfig] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.loopback not in _LOOPBACK:
            raise InvalidArgumentError(
                "CONFIG_INVALID", "access.loopback must be one of {choices}", choices=", ".join(_LOOPBACK)
            )
        for name in self.sockets:
            if not _NAME.fullmatch(name):
                raise _wrong(f"the name {name} must be 1 to 32 of a-z, 0-9 and -")


def _wrong(problem: str) -> InvalidArgumentError:
    return InvalidArgumentError("CONFIG_INVALID", "access.sockets: {problem}", problem=problem)
