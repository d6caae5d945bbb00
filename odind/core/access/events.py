"""What happens to API keys, in the log. Admins of the key's tenant are told, and nobody else."""

from __future__ import annotations

from typing import Final, TypeAlias, get_args

from odind.core.values.late import dataclass
from odind.core.values.portable import portable

from .principal import mark_of


@dataclass(frozen=True)
class _OfKey:
    """`by` names who did it: "" for the owner, or for what happened by itself."""

    key_id: str
    name: str
    tenant: str
    by: str


@portable
class KeyCreated(_OfKey):
    """A key is right from now on."""


@portable
class KeyRotated(_OfKey):
    """A key has another secret."""


@portable
class KeyRevoked(_OfKey):
    """A key is no good any more."""


@portable
class KeyExpired(_OfKey):
    """The time of a key is over."""


KeyEvent: TypeAlias = KeyCreated | KeyRotated | KeyRevoked | KeyExpired
KEY_EVENTS: Final[tuple[type[KeyEvent], ...]] = get_args(KeyEvent)


def subject_of(event: KeyEvent) -> str:
    """Return the subject of an event, which begins as the ids of its tenant's things do."""
    return f"k{mark_of('', event.tenant)}{event.key_id}"
