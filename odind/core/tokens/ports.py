"""What the tokens wing needs from outside: ODIN's formats of keys and tokens."""

from __future__ import annotations

from typing import Any, Protocol


class Key(Protocol):
    """An access key."""

    @property
    def key_id(self) -> str:
        """Its public name."""

    @property
    def public_key(self) -> bytes:
        """Its 32-byte Ed25519 public key."""

    @property
    def text(self) -> str:
        """The key itself. Secret."""

    def sign(self, claims: str) -> str:
        """Return a token over the JSON text `claims`."""


class Keyring(Protocol):
    """Makes and reads keys and tokens."""

    def generate(self) -> Key:
        """Make a new key."""

    def parse(self, text: str) -> Key:
        """Read a key; raises InvalidArgumentError ACCESS_KEY_MALFORMED."""

    def claims(self, token: str) -> dict[str, Any]:
        """Take a token apart unverified; raises InvalidArgumentError TOKEN_MALFORMED."""
