"""The REST API of VideoSDK below /v2, over managed rooms, webhooks and recordings."""

from .house import House
from .routes import videosdk_routes
from .tokens import Project

__all__ = ["House", "Project", "videosdk_routes"]
