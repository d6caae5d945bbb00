"""How an event is named and written in each dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.access.globs import any_matches, matches
from odind.core.values.json_text import compact

from . import videosdk
from .endpoint import Dialect
from .refusals import event_unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .endpoint import Endpoint
    from .ports import Told

MOST_BYTES: Final = 20_000
PING: Final = "ping"
FREQUENT: Final = ("speaking.*", "peer.moved", "caption.*")
"""Events that an endpoint gets only when it names them."""


def wants(endpoint: Endpoint, event_type: str, tell: Callable[[], Told]) -> bool:
    """Whether an endpoint gets an event of a type; `tell` puts it into words, where they are needed."""
    if endpoint.dialect is Dialect.VIDEOSDK:
        name = videosdk.name_of(tell()) if event_type in videosdk.TYPES else ""
        return bool(name) and any_matches(endpoint.events or ("*",), name)
    if endpoint.events:
        return any_matches(endpoint.events, event_type)
    return not any_matches(FREQUENT, event_type)


def check_events(dialect: Dialect, events: Iterable[str], types: Iterable[str]) -> None:
    """Raise InvalidArgumentError EVENT_UNKNOWN for a glob that no event can have."""
    known = videosdk.NAMES if dialect is Dialect.VIDEOSDK else tuple(types)
    for event in events:
        if not any(matches(event, name) for name in known):
            raise event_unknown(event, known)


def body_of(dialect: Dialect, told: Told) -> str:
    """Return the body of a webhook: compact JSON of less than 20 kB.

    An event that has more is told without its data: whoever needs it watches from its sequence.
    """
    body = _body(dialect, told)
    if len(body.encode()) < MOST_BYTES:
        return body
    known = {key: told.data[key] for key in ("connectionId", "roomId", "sessionId") if key in told.data}
    return compact({**_head(told), "truncated": True, "data": known})


def _body(dialect: Dialect, told: Told) -> str:
    if dialect is Dialect.STANDARD:
        return compact({**_head(told), "data": told.data})
    if told.type == PING:
        return compact({"webhookType": PING, "data": told.data})
    return compact(videosdk.body_of(told))


def _head(told: Told) -> dict[str, object]:
    return {"type": told.type, "timestamp": told.timestamp, "sequence": told.sequence}
