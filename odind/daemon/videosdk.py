"""The REST API in the manner of VideoSDK, where the settings ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.clock import SystemClock
from odind.core.errors import InvalidArgumentError
from odind.videosdk_config import check_secret

from .named_secrets import read_secret

if TYPE_CHECKING:
    from starlette.routing import Route

    from odind.core.managed.managed import Managed
    from odind.core.plane import ControlPlane
    from odind.core.webhooks.webhooks import Webhooks
    from odind.http.videosdk import Project
    from odind.services.turnstile import Turnstile
    from odind.videosdk_config import VideoSdkConfig


def videosdk_api(
    config: VideoSdkConfig, plane: ControlPlane, managed: Managed, webhooks: Webhooks, turnstile: Turnstile
) -> list[Route]:
    """Return its routes, none where it is off; raises InvalidArgumentError CONFIG_INVALID."""
    project = load_videosdk(config)
    if project is None:
        return []
    from odind.http.videosdk import House, videosdk_routes  # noqa: PLC0415 - slow to load, and seldom on
    from odind.http.videosdk.house import CALLER  # noqa: PLC0415 - the same

    plane.keys.trust(CALLER)
    return videosdk_routes(House(managed, webhooks, plane, SystemClock().now), project, turnstile)


def load_videosdk(config: VideoSdkConfig) -> Project | None:
    """Return the project whose tokens are good, None where the API is off.

    Raises InvalidArgumentError CONFIG_INVALID.
    """
    if not config.enabled:
        return None
    from odind.http.videosdk import Project  # noqa: PLC0415 - see above

    return Project(config.api_key, _secret(config).encode())


def _secret(config: VideoSdkConfig) -> str:
    if config.secret_file is None:
        return config.secret
    try:
        secret = read_secret(config.secret_file)
    except OSError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "videosdk.secret_file: {problem}", problem=error
        ) from None
    check_secret("videosdk.secret_file", secret)
    return secret
