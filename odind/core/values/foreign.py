"""Texts from elsewhere, which may be of any length and hold anything."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 300
"""How much of a text is passed on, in characters."""


def bounded(text: str) -> str:
    """Return a text from elsewhere in one printable line of limited length."""
    shown = "".join(character if character.isprintable() else " " for character in text[:_LONGEST])
    return f"{shown}…" if len(text) > _LONGEST else shown
