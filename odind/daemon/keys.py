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
    if odin.gateway or odin.access_key or odin.access_key_file:
        return read_key(odin.access_key, odin.access_key_file, "odin.access_key")
    return _kept_access_key(config.server.state_dir)


def read_key(text: str, file: Path | None, setting: str) -> AccessKey | None:
    """Return the key that a setting has, or one with `_file` behind its name; None where neither is set.

    Raises InvalidArgumentError ACCESS_KEY_MALFORMED, CONFIG_INVALID.
    """
    if text:
        return AccessKey.parse(text)
    if file is None:
        return None
    try:
        return AccessKey.parse(file.read_text().strip())
    except OSError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "{setting}_file: {problem}", setting=setting, problem=error
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
