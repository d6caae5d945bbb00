"""The official ODIN core (`odin-voice` 2.x) behind the ports of core. Nothing else imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .runtime import OdinRuntime

__all__ = ["OdinRuntime"]


def __getattr__(name: str) -> Any:
    """Load the core when it is asked for: a front has only workers with one."""
    if name == "OdinRuntime":
        from .runtime import OdinRuntime  # noqa: PLC0415 - see above

        return OdinRuntime
    raise AttributeError(name)
