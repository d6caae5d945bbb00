"""How a line stands: a state that signals advance, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TypeAlias, assert_never

from odind.core.values.late import dataclass
from odind.core.values.portable import portable

from .ports import DeviceStopped
from .settings import LineSettings, LineShape


class LineState(Enum):
    """Whether a line has its device."""

    RUNNING = "running"
    WAITING = "waiting"
    RECOVERING = "recovering"
    CLOSED = "closed"


@portable
class LineView:
    """A line at one moment. `device_id` is the device in use, "" for none; `detail` says why."""

    line_id: str
    shape: LineShape
    settings: LineSettings
    state: LineState
    device_id: str
    detail: str = ""


@dataclass(frozen=True)
class DeviceOpened:
    """The device runs."""

    device_id: str


@dataclass(frozen=True)
class DeviceReleased:
    """The device is no longer used; what comes next is not known yet."""


@dataclass(frozen=True)
class DeviceMissing:
    """The device that the line should be on is not there."""

    detail: str


@dataclass(frozen=True)
class DeviceRefused:
    """The device is there but cannot be opened."""

    detail: str


@dataclass(frozen=True)
class SettingsChanged:
    """The caller wants something else."""

    settings: LineSettings


@dataclass(frozen=True)
class CloseRequested:
    """The line is to close once its device is free: its caller or its connection ended it."""

    detail: str


@dataclass(frozen=True)
class LineFreed:
    """The line has no device and gets none any more."""


LineSignal: TypeAlias = (
    DeviceOpened
    | DeviceReleased
    | DeviceMissing
    | DeviceRefused
    | DeviceStopped
    | SettingsChanged
    | CloseRequested
    | LineFreed
)


class LineStanding:
    """How one line stands. Pure."""

    def __init__(self, line_id: str, shape: LineShape, settings: LineSettings) -> None:
        self._view = LineView(line_id, shape, settings, LineState.WAITING, "")
        self._last_words: str | None = None

    @property
    def view(self) -> LineView:
        """The line as it is now."""
        return self._view

    @property
    def over(self) -> bool:
        """Whether the line is to close, or has closed."""
        return self._last_words is not None

    def apply(self, signal: LineSignal) -> bool:
        """Advance the state; return whether the view has changed."""
        before, self._view = self._view, self._after(signal)
        return self._view != before

    def _after(self, signal: LineSignal) -> LineView:  # noqa: PLR0911 - one case per kind of signal
        match signal:
            case DeviceOpened(device_id):
                return self._standing(LineState.RUNNING, device_id=device_id)
            case DeviceReleased():
                return self._standing(LineState.WAITING)
            case DeviceMissing(detail):
                return self._standing(LineState.WAITING, detail)
            case DeviceRefused(detail):
                return self._standing(LineState.RECOVERING, detail)
            case DeviceStopped(detail, final):
                return self._end(detail) if final else self._standing(LineState.RECOVERING, detail)
            case SettingsChanged(settings):
                return replace(self._view, settings=settings)
            case CloseRequested(detail):
                return self._end(detail)
            case LineFreed():
                return self._standing(LineState.CLOSED, self._last_words or "")
        assert_never(signal)

    def _standing(self, state: LineState, detail: str = "", *, device_id: str = "") -> LineView:
        return replace(self._view, state=state, device_id=device_id, detail=detail)

    def _end(self, detail: str) -> LineView:
        """Keep the first reason; the view tells it once the device is free."""
        if self._last_words is None:
            self._last_words = detail
        return self._view
