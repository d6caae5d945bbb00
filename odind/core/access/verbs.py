"""The verbs of grants."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Verb(Enum):
    """What a principal may do. KNOWN is for RPCs alone: whoever is known to the daemon has it."""

    READ = "read"
    JOIN = "join"
    SPEAK = "speak"
    LISTEN = "listen"
    MESSAGE = "message"
    PLAY = "play"
    RECORD = "record"
    TRANSCRIBE = "transcribe"
    MODERATE = "moderate"
    TOKEN = "token"  # noqa: S105 - the name of a verb
    DEVICE = "device"
    ADMIN = "admin"
    KNOWN = "known"


ALL: Final = frozenset(Verb) - {Verb.KNOWN}
"""What the owner of the daemon may do."""
BESIDE_ADMIN: Final = frozenset({Verb.TOKEN, Verb.DEVICE})
"""What admin does not include: ODIN's keys, and the sound of the machine."""


def named(verbs: frozenset[Verb]) -> str:
    """Return the names of verbs, in the order in which they are declared."""
    return ", ".join(verb.value for verb in Verb if verb in verbs)
