"""What happens to the log itself."""

from __future__ import annotations

from typing import Final, TypeAlias, get_args

from odind.core.values.portable import portable


@portable
class EventsLost:
    """The events from `first` to `last` were never stored: the store failed for longer than memory lasts."""

    first: int
    last: int


@portable
class StoreFailed:
    """Nothing can be stored at present, for the reason `detail`."""

    detail: str


@portable
class StoreRecovered:
    """Events are stored again."""


StoreEvent: TypeAlias = EventsLost | StoreFailed | StoreRecovered
STORE_EVENTS: Final[tuple[type[StoreEvent], ...]] = get_args(StoreEvent)
"""Every kind of event that happens to the log."""
