"""The secret of the daemon, in the hashes of its API keys and the signatures of its sessions."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

import structlog

from odind.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

_log = structlog.get_logger("odind.daemon")
_BYTES: Final = 32


def access_secret(state_dir: Path) -> bytes:
    """Return the secret that the state folder keeps, a new one at the first start.

    Where none can be kept, the daemon has one for its own time: API keys that are made meanwhile end with it.
    """
    file = state_dir / "access.secret"
    try:
        return _kept(file) or _made(file)
    except OSError as error:
        _log.error("access.secret_unwritten", file=str(file), problem=str(error))
        return secrets.token_bytes(_BYTES)


def _kept(file: Path) -> bytes | None:
    try:
        kept = file.read_bytes()
    except FileNotFoundError:
        return None
    return kept if len(kept) == _BYTES else None


def _made(file: Path) -> bytes:
    made = secrets.token_bytes(_BYTES)
    write_private(file, made)
    return made
