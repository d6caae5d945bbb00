"""The official ODIN core (`odin-voice` 2.x) behind the ports of core. Nothing else imports it."""

from .runtime import OdinRuntime

__all__ = ["OdinRuntime"]
