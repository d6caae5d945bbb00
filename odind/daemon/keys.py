"""The daemon's access key, and ODIN's key and token formats for core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.grid import load_or_create_access_key
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from pathlib import Path

    from odind.config import Config
    from odind.core.tokens.ports import Claims


class OdinKeyring:
    """Core's keyring on ODIN's key and token formats."""

    def generate(self) -> AccessKey:
        """Make a new key."""
        return AccessKey.generate()

    def parse(self, text: str) -> AccessKey:
        """Read a key."""
        return AccessKey.parse(text)

    def claims(self, token: str) -> Claims:
        """Return a token's claims without verifying them."""
        return jwt.parse(token).claims


def access_key(config: Config) -> AccessKey | None:
    """Return the configured key; without one and without a gateway, the key in the state folder."""
    odin = config.odin
    if odin.access_key:
        return AccessKey.parse(odin.access_key)
    if odin.access_key_file is None:
        return None if odin.gateway else _kept_access_key(config.server.state_dir)
    try:
        return AccessKey.parse(odin.access_key_file.read_text().strip())
    except OSError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "odin.access_key_file: {problem}", problem=error
        ) from None


def _kept_access_key(state_dir: Path) -> AccessKey:
    try:
        return load_or_create_access_key(state_dir)
    except OSError as error:
        raise state_unusable(state_dir, error) from None


def state_unusable(state_dir: Path, error: OSError) -> UnavailableError:
    """Return the error of a state folder that cannot be read or written."""
    return UnavailableError(
        "STATE_UNUSABLE", "the state folder {folder}: {problem}", folder=state_dir, problem=error
    )
