"""The passwords of encrypted rooms that the configuration has, read as the daemon starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.rooms.cipher import NO_PASSWORDS, Passwords, check_password

from .named_secrets import load_secrets

if TYPE_CHECKING:
    from pathlib import Path


def load_passwords(folder: Path | None, setting: str = "odin.passwords_dir") -> Passwords:
    """Return the passwords in a folder by the names of their files; hidden files and folders are ignored.

    Raises InvalidArgumentError CONFIG_INVALID, which names the file and not its content.
    """
    if folder is None:
        return NO_PASSWORDS
    return Passwords(load_secrets(folder, setting, check_password))
