"""The settings of gateways that have a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003 - settings are read by their types


@dataclass(frozen=True)
class GatewayConfig:
    """A gateway that callers name, and the key for tokens there.

    The names "eu" and "us" need no `url`. Without a key, tokens are signed with that of `[odin]`.
    """

    url: str = ""
    access_key: str = field(default="", repr=False)
    access_key_file: Path | None = None
