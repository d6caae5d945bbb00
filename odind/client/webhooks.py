"""Webhooks: where the daemon posts events to, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict, Unpack

from google.protobuf.field_mask_pb2 import FieldMask

from odind.core.errors import InvalidArgumentError
from odind.v1 import webhooks_pb2

from .controls import duration, timestamp
from .pages import LARGEST, pages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta
    from typing import Any

    from odind.v1.webhooks_pb2_grpc import WebhookServiceAsyncStub

    from .asking import Ask

_DIALECT: Final = "WEBHOOK_DIALECT_"
_STATE: Final = "DELIVERY_STATE_"


class EndpointSettings(TypedDict, total=False):
    """What can be changed of an endpoint."""

    url: str
    name: str
    rooms: Iterable[str]
    events: Iterable[str]


class Webhooks:
    """Makes endpoints and looks after them. Each call raises what its RPC's comment in proto/ lists."""

    def __init__(self, stub: WebhookServiceAsyncStub, ask: Ask) -> None:
        self._stub = stub
        self._ask = ask

    async def create(
        self,
        url: str,
        *,
        name: str = "",
        rooms: Iterable[str] = (),
        events: Iterable[str] = (),
        dialect: str = "standard",
    ) -> webhooks_pb2.CreateEndpointResponse:
        """Make an endpoint. Its secret is in the answer alone: nobody can ask for it later.

        `rooms` and `events` are globs; `dialect` is "standard" or "videosdk".
        """
        request = webhooks_pb2.CreateEndpointRequest(
            url=url,
            name=name,
            rooms=rooms,
            events=events,
            dialect=_number(webhooks_pb2.WebhookDialect, _DIALECT, dialect, "DIALECT_UNKNOWN"),
        )
        return await self._ask(self._stub.CreateEndpoint, request)

    async def get(self, endpoint_id: str) -> webhooks_pb2.WebhookEndpoint:
        """Return an endpoint."""
        request = webhooks_pb2.GetEndpointRequest(endpoint_id=endpoint_id)
        return (await self._ask(self._stub.GetEndpoint, request)).endpoint

    async def endpoints(self) -> list[webhooks_pb2.WebhookEndpoint]:
        """Return all endpoints, oldest first."""
        request = webhooks_pb2.ListEndpointsRequest(page_size=LARGEST)
        found = pages(self._ask, self._stub.ListEndpoints, request)
        return [one async for page in found for one in page.endpoints]

    async def update(
        self, endpoint_id: str, **settings: Unpack[EndpointSettings]
    ) -> webhooks_pb2.WebhookEndpoint:
        """Change url, name, rooms or events of an endpoint: those that are named."""
        request = webhooks_pb2.UpdateEndpointRequest(
            endpoint_id=endpoint_id, update_mask=FieldMask(paths=list(settings)), **settings
        )
        return (await self._ask(self._stub.UpdateEndpoint, request)).endpoint

    async def delete(self, endpoint_id: str) -> None:
        """End an endpoint, and drop what it has not got yet."""
        await self._ask(
            self._stub.DeleteEndpoint, webhooks_pb2.DeleteEndpointRequest(endpoint_id=endpoint_id)
        )

    async def enable(self, endpoint_id: str, *, from_now: bool = False) -> webhooks_pb2.WebhookEndpoint:
        """Send to an endpoint again; with `from_now`, leave out everything that it has not got until now."""
        request = webhooks_pb2.EnableEndpointRequest(endpoint_id=endpoint_id, from_now=from_now)
        return (await self._ask(self._stub.EnableEndpoint, request)).endpoint

    async def disable(self, endpoint_id: str) -> webhooks_pb2.WebhookEndpoint:
        """Send nothing to an endpoint until it is enabled."""
        request = webhooks_pb2.DisableEndpointRequest(endpoint_id=endpoint_id)
        return (await self._ask(self._stub.DisableEndpoint, request)).endpoint

    async def rotate_secret(
        self, endpoint_id: str, grace: timedelta | None = None
    ) -> webhooks_pb2.RotateSecretResponse:
        """Give an endpoint another secret; that before signs beside it for `grace`, 24 hours by default."""
        request = webhooks_pb2.RotateSecretRequest(
            endpoint_id=endpoint_id, grace=None if grace is None else duration(grace)
        )
        return await self._ask(self._stub.RotateSecret, request)

    async def ping(self, endpoint_id: str) -> webhooks_pb2.WebhookDelivery:
        """Post one webhook of type `ping`, and return what became of it."""
        request = webhooks_pb2.PingEndpointRequest(endpoint_id=endpoint_id)
        return (await self._ask(self._stub.PingEndpoint, request)).delivery

    async def deliveries(
        self, endpoint_id: str, state: str = "unspecified"
    ) -> list[webhooks_pb2.WebhookDelivery]:
        """Return what became of the webhooks of an endpoint, oldest first.

        With a `state`, only those that are "delivered", "retrying" or "dead".
        """
        number = _number(webhooks_pb2.DeliveryState, _STATE, state, "DELIVERY_STATE_UNKNOWN")
        request = webhooks_pb2.ListDeliveriesRequest(endpoint_id=endpoint_id, state=number, page_size=LARGEST)
        found = pages(self._ask, self._stub.ListDeliveries, request)
        return [one async for page in found for one in page.deliveries]

    async def redeliver(
        self,
        endpoint_id: str,
        delivery_ids: Iterable[str] = (),
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        failed_only: bool = False,
    ) -> int:
        """Send webhooks once more, by their ids or by the time of their events; return how many."""
        request = webhooks_pb2.RedeliverRequest(
            endpoint_id=endpoint_id,
            delivery_ids=delivery_ids,
            since=None if since is None else timestamp(since),
            until=None if until is None else timestamp(until),
            failed_only=failed_only,
        )
        return (await self._ask(self._stub.Redeliver, request)).count

    async def public_key(self) -> str:
        """Return the PEM by which receivers verify webhooks in the dialect of VideoSDK."""
        return (await self._ask(self._stub.GetPublicKey, webhooks_pb2.GetPublicKeyRequest())).pem


def _number(kind: Any, prefix: str, word: str, reason: str) -> Any:
    name = f"{prefix}{word.upper()}"
    if name not in kind.keys():  # noqa: SIM118 - it is no mapping
        known = ", ".join(one.removeprefix(prefix).lower() for one in kind.keys()[1:])
        raise InvalidArgumentError(reason, "there is no {word}; there are {known}", word=word, known=known)
    return kind.Value(name)
