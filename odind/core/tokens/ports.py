"""The ports of the tokens wing: ODIN's formats of keys and tokens. Called on the loop's thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from odind.core.values.json_text import JsonValue

Claims: TypeAlias = Mapping[str, JsonValue]
"""The claims of a token by name. Whoever made the token chose their types."""


class Key(Protocol):
    """An access key."""

    @property
    def key_id(self) -> str:
        """The key's public id."""

    @property
    def public_key(self) -> bytes:
        """The 32-byte Ed25519 public key."""

    @property
    def text(self) -> str:
        """The key as text. Secret."""

    def sign(self, claims: str) -> str:
        """Return a signed token with the JSON text `claims`."""


class Keyring(Protocol):
    """Creates and parses keys and tokens."""

    def generate(self) -> Key:
        """Make a new key."""

    def parse(self, text: str) -> Key:
        """Parse a key; raises InvalidArgumentError ACCESS_KEY_MALFORMED."""

    def claims(self, token: str) -> Claims:
        """Return a token's claims without verifying them; raises InvalidArgumentError TOKEN_MALFORMED."""
