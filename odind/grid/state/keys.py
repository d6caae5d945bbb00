"""The keys in the state folder: the customer's access key and the server's own signing key."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from odind.core.errors import FailedPreconditionError
from odind.private_files import write_private
from odind.tokens import jwt
from odind.tokens.access_key import SERVER_KEY, AccessKey, key_id

if TYPE_CHECKING:
    from pathlib import Path


class ServerKey:
    """Signs the tokens that the gateway issues and the SFU accepts."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public_key = private.public_key().public_bytes_raw()
        self.key_id = key_id(self.public_key, SERVER_KEY)

    def sign(self, claims: str) -> str:
        """Return a signed JWT of the JSON text `claims`."""
        return jwt.sign(claims, self.key_id, self._private)

    def __repr__(self) -> str:
        return f"ServerKey({self.key_id})"


def load_or_create_access_key(state_dir: Path) -> AccessKey:
    """Return the access key in the state folder (`access.key`, mode 0600), creating it when it is missing.

    Raises InvalidArgumentError ACCESS_KEY_MALFORMED when the file does not contain an access key.
    """
    path = state_dir / "access.key"
    if not path.exists():
        write_private(path, AccessKey.generate().text.encode() + b"\n")
    return AccessKey.parse(path.read_text("ascii", "replace").removesuffix("\n"))


def load_or_create_server_key(state_dir: Path) -> ServerKey:
    """Return the server's signing key (`server.key`), creating it when it is missing.

    It must survive restarts: clients reconnect with tokens that it signed.
    """
    path = state_dir / "server.key"
    if not path.exists():
        key = Ed25519PrivateKey.generate()
        write_private(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    match load_pem_private_key(path.read_bytes(), None):
        case Ed25519PrivateKey() as private:
            return ServerKey(private)
        case _:
            raise FailedPreconditionError(
                "GRID_STATE_INVALID",
                "{path} is not an Ed25519 key: delete the file to create a new one",
                path=path,
            )


def load_or_create_control_token(state_dir: Path) -> str:
    """Return the token of the control interface (`control.token`), creating it when it is missing."""
    path = state_dir / "control.token"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(32).encode() + b"\n")
    return path.read_text("ascii").strip()
