"""The settings of the REST API in the manner of VideoSDK."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path  # noqa: TC003 - settings are read by their types
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

SHORTEST_SECRET: Final = 16


@dataclass(frozen=True)
class VideoSdkConfig:
    """Whether paths below /v2 on the HTTP address are those of VideoSDK, and who may call them.

    Callers send tokens that are signed with `secret`, or what is in `secret_file`, and name `api_key`.
    """

    enabled: bool = False
    api_key: str = ""
    secret: str = field(default="", repr=False)
    secret_file: Path | None = None

    def __post_init__(self) -> None:
        if self.secret and self.secret_file:
            raise _wrong("videosdk.secret and videosdk.secret_file exclude one another")
        if self.enabled and not (self.api_key and (self.secret or self.secret_file)):
            raise _wrong("videosdk.enabled needs videosdk.api_key, and secret or secret_file")
        if self.secret:
            check_secret("videosdk.secret", self.secret)


def check_secret(where: str, secret: str) -> None:
    """Raise InvalidArgumentError CONFIG_INVALID for a secret that can be guessed."""
    if len(secret.encode()) < SHORTEST_SECRET:
        raise _wrong(f"{where} must have at least {SHORTEST_SECRET} bytes")


def _wrong(problem: str) -> InvalidArgumentError:
    return InvalidArgumentError("CONFIG_INVALID", "{problem}", problem=problem)
