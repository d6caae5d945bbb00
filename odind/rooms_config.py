"""The settings of gateways that have a name, and of what odind has in common with ODIN Rooms."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path  # noqa: TC003 - settings are read by their types
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

_MOST_PER_MINUTE: Final = 100_000


@dataclass(frozen=True)
class GatewayConfig:
    """A gateway that callers name, and the key for tokens there.

    The names "eu" and "us" need no `url`. Without a key, tokens are signed with that of `[odin]`.
    """

    url: str = ""
    access_key: str = field(default="", repr=False)
    access_key_file: Path | None = None


@dataclass(frozen=True)
class TokenServiceConfig:
    """Tokens over HTTP for programs that know the secret of a project; off without one.

    Tokens are signed with the daemon's own key, or that of `gateway`. `domain` is told to those who ask.
    """

    api_key: str = ""
    secret_file: Path | None = None
    domain: str = ""
    gateway: str = ""
    requests_per_minute: int = 100

    def __post_init__(self) -> None:
        if bool(self.api_key) != bool(self.secret_file):
            raise InvalidArgumentError(
                "CONFIG_INVALID", "token_service.api_key and token_service.secret_file need one another"
            )
        _check_rate("token_service", self.requests_per_minute)


@dataclass(frozen=True)
class RoomsConfig:
    """The token service that joins with `rooms` ask, and how often it may be asked.

    Each file in `secrets_dir` holds the secret of a project; callers name it by the file's name.
    """

    token_service: str = "https://secure.4players.de"  # noqa: S105
    secrets_dir: Path | None = None
    requests_per_minute: int = 100

    def __post_init__(self) -> None:
        _check_rate("rooms", self.requests_per_minute)


def _check_rate(section: str, per_minute: int) -> None:
    if not 1 <= per_minute <= _MOST_PER_MINUTE:
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "{section}.requests_per_minute must be from 1 to {most}",
            section=section,
            most=_MOST_PER_MINUTE,
        )
