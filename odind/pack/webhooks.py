"""Converts endpoints, and puts events into words for webhooks: those of the proto, as JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from google.protobuf.json_format import MessageToDict

from odind.core.errors import InvalidArgumentError
from odind.core.webhooks.endpoint import Dialect
from odind.core.webhooks.ports import Told
from odind.core.webhooks.redelivery import Again
from odind.core.webhooks.webhooks import EndpointTerms
from odind.v1 import webhooks_pb2

from .rooms import pack_watched
from .times import pack_time, unpack_time
from .watching import KINDS
from .webhook_events import DISABLED, STATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.log.log import Entry
    from odind.core.webhooks.delivery import DeliveryState
    from odind.core.webhooks.endpoint import Endpoint

_DIALECTS: Final = {
    Dialect.STANDARD: webhooks_pb2.WEBHOOK_DIALECT_STANDARD,
    Dialect.VIDEOSDK: webhooks_pb2.WEBHOOK_DIALECT_VIDEOSDK,
}
_OF_CONNECTIONS: Final = "connection"
_ODD: Final = {"cannot_decrypt": "decryption.failed"}
_CHANGEABLE: Final = ("url", "name", "rooms", "events")


class EventTeller:
    """Tells events as watches do. `keep` returns what the history keeps of an event: no more is told."""

    kinds = tuple(KINDS.values())

    def __init__(self, keep: Callable[[object], object]) -> None:
        self._keep = keep
        self._types = {kind: _type_of(name) for name, kind in KINDS.items()}
        self.types = tuple(self._types.values())

    def type_of(self, event: object) -> str:
        """Return the name of an event's type, as in "peer.joined"."""
        return self.name_of(type(event))

    def name_of(self, kind: type[object]) -> str:
        """Return the name of a type of events."""
        return self._types[kind]

    def timestamp(self, seconds: float) -> str:
        """Return a time, in seconds since the epoch, as RFC 3339 has it."""
        return pack_time(seconds).ToJsonString()

    def tell(self, entry: Entry[object]) -> Told:
        """Return an event in words."""
        (message,) = pack_watched(replace(entry, event=self._keep(entry.event)))
        event = message.event
        about: Any = getattr(event, event.WhichOneof("kind") or "")
        names = {"connectionId": event.connection_id, "roomId": entry.room}
        data = {name: value for name, value in names.items() if value}
        data |= MessageToDict(about, always_print_fields_with_no_presence=True)
        return Told(self.type_of(entry.event), self.timestamp(entry.time), entry.sequence, entry.room, data)


def unpack_terms(request: webhooks_pb2.CreateEndpointRequest) -> EndpointTerms:
    """Return the terms of an endpoint; raises InvalidArgumentError DIALECT_UNKNOWN."""
    return EndpointTerms(
        request.url,
        request.name,
        tuple(request.rooms),
        tuple(request.events),
        _dialect(request.dialect),
    )


def changed_terms(endpoint: Endpoint, request: webhooks_pb2.UpdateEndpointRequest) -> EndpointTerms:
    """Return the terms of an endpoint with changes; raises InvalidArgumentError UPDATE_MASK_INVALID."""
    values = {name: getattr(endpoint, name) for name in _CHANGEABLE}
    for path in request.update_mask.paths:
        if path not in _CHANGEABLE:
            raise InvalidArgumentError(
                "UPDATE_MASK_INVALID",
                "{path} must be a setting of an endpoint: {known}",
                path=path,
                known=", ".join(_CHANGEABLE),
            )
        value = getattr(request, path)
        values[path] = value if isinstance(value, str) else tuple(value)
    return EndpointTerms(**values, dialect=endpoint.dialect)


def unpack_again(request: webhooks_pb2.RedeliverRequest) -> Again:
    """Return what to send once more."""
    return Again(
        tuple(request.delivery_ids),
        unpack_time(request.since) if request.HasField("since") else None,
        unpack_time(request.until) if request.HasField("until") else None,
        request.failed_only,
    )


def unpack_state(state: int) -> DeliveryState | None:
    """Return a state, None for any; raises InvalidArgumentError DELIVERY_STATE_UNKNOWN."""
    if state == webhooks_pb2.DELIVERY_STATE_UNSPECIFIED:
        return None
    for found, number in STATES.items():
        if number == state:
            return found
    raise InvalidArgumentError("DELIVERY_STATE_UNKNOWN", "no delivery has the state {number}", number=state)


def pack_endpoint(endpoint: Endpoint) -> webhooks_pb2.WebhookEndpoint:
    """Return the message of an endpoint, without its secrets."""
    return webhooks_pb2.WebhookEndpoint(
        endpoint_id=endpoint.endpoint_id,
        url=endpoint.url,
        name=endpoint.name,
        rooms=endpoint.rooms,
        events=endpoint.events,
        dialect=_DIALECTS[endpoint.dialect],
        disabled=DISABLED[endpoint.disabled],
        created_at=pack_time(endpoint.created_at),
    )


def _dialect(number: int) -> Dialect:
    for dialect, known in _DIALECTS.items():
        if number in (known, webhooks_pb2.WEBHOOK_DIALECT_UNSPECIFIED):
            return dialect
    raise InvalidArgumentError("DIALECT_UNKNOWN", "there is no dialect {number}", number=number)


def _type_of(name: str) -> str:
    """Return the type of the events of a kind: the noun, a dot, and what happened to it."""
    if name in _ODD:
        return _ODD[name]
    noun, _, happened = name.rpartition("_")
    return f"{noun or _OF_CONNECTIONS}.{happened}"
