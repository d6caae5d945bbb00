"""End-to-end encryption of a room: where a password comes from, and how a peer's encryption stands.

ODIN's own cipher encrypts voice, messages and user data between peers with the same password.
"""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from odind.core.access.globs import any_matches
from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_PASSWORD_BYTES: Final = 1_024


class CipherStatus(Enum):
    """How a peer's encryption stands to ours, as the runtime tells it."""

    UNKNOWN = "unknown"
    UNENCRYPTED = "unencrypted"
    ENCRYPTED = "encrypted"
    PASSWORD_MISMATCH = "password mismatch"  # noqa: S105 - a status


@portable
class Password:
    """The password itself, a secret."""

    text: str = field(repr=False)


@portable
class PasswordFile:
    """A password of the daemon's configuration, by its name."""

    name: str


@portable
class RoomsDefault:
    """The id of the room, as in ODIN Rooms."""


CipherChoice: TypeAlias = Password | PasswordFile | RoomsDefault


@dataclass(frozen=True)
class Passwords:
    """The passwords of the configuration, by name."""

    named: Mapping[str, str] = field(default_factory=dict, repr=False)

    def granted(self, globs: tuple[str, ...]) -> Passwords:
        """Return those whose names match one of the globs."""
        return Passwords({name: one for name, one in self.named.items() if any_matches(globs, name)})

    def choose(self, choice: CipherChoice, room_id: str) -> str:
        """Return the password for a room.

        Raises InvalidArgumentError PASSWORD_INVALID, PASSWORD_FILE_UNKNOWN.
        """
        match choice:
            case Password(text):
                return check_password(text)
            case RoomsDefault():
                return room_id
            case PasswordFile(name):
                return self._find(name)
            case _:
                assert_never(choice)

    def _find(self, name: str) -> str:
        password = self.named.get(name)
        if password is None:
            raise InvalidArgumentError(
                "PASSWORD_FILE_UNKNOWN",
                "there is no password file {name!r} that the caller may use in the folder of the daemon's "
                "setting odin.passwords_dir, or of the tenant's passwords_dir",
                name=name,
            )
        return password


NO_PASSWORDS: Final = Passwords()


def check_password(password: str) -> str:
    """Return a password if it is neither empty nor too long; raises InvalidArgumentError PASSWORD_INVALID."""
    if not 0 < len(password.encode()) <= MAX_PASSWORD_BYTES:
        raise InvalidArgumentError(
            "PASSWORD_INVALID",
            "the password of a cipher must have 1 to {limit} bytes of UTF-8",
            limit=MAX_PASSWORD_BYTES,
        )
    return password
