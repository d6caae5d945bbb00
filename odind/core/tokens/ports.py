"""The ports of the tokens wing: ODIN's formats of keys and tokens. Called on the loop's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Protocol, TypeAlias

from odind.core.values.json_text import JsonValue
from odind.core.values.late import dataclass

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


@dataclass(frozen=True)
class ServedToken:
    """What a token service answers; `domain` is that of the project's pages."""

    token: str = field(repr=False)
    domain: str = ""


class TokenServiceClient(Protocol):
    """Asks the token service of ODIN Rooms, or one like it, and keeps nothing."""

    async def create(self, api_key: str, secret: str, room_id: str, user_id: str) -> ServedToken:
        """Return a token for a user and a room. One call is one request.

        Raises PermissionDeniedError TOKEN_SERVICE_REFUSED, ResourceExhaustedError TOKEN_SERVICE_BUSY,
        FailedPreconditionError CERTIFICATE_UNTRUSTED, UnavailableError TOKEN_SERVICE_UNREACHABLE,
        TOKEN_SERVICE_TIMEOUT, TOKEN_SERVICE_ANSWER_INVALID.
        """


class Keyring(Protocol):
    """Creates and parses keys and tokens."""

    def generate(self) -> Key:
        """Make a new key."""

    def parse(self, text: str) -> Key:
        """Parse a key; raises InvalidArgumentError ACCESS_KEY_MALFORMED."""

    def claims(self, token: str) -> Claims:
        """Return a token's claims without verifying them; raises InvalidArgumentError TOKEN_MALFORMED."""
