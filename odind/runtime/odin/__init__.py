"""The native runtime, ODIN's official `odin-voice` 2.x, behind core's ports. No other package imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .runtime import OdinRuntime

__all__ = ["OdinRuntime"]


def __getattr__(name: str) -> type[OdinRuntime]:
    """Load the native runtime on first use: a front with workers never uses it."""
    if name == "OdinRuntime":
        from .runtime import OdinRuntime  # noqa: PLC0415 - see above

        return OdinRuntime
    raise AttributeError(name)
