"""WebhookService on core's webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.values.paging import page_of
from odind.pack.times import unpack_seconds
from odind.pack.webhook_events import pack_delivery
from odind.pack.webhooks import (
    changed_terms,
    pack_endpoint,
    unpack_again,
    unpack_state,
    unpack_terms,
)
from odind.v1 import webhooks_pb2

if TYPE_CHECKING:
    from odind.core.webhooks.webhooks import Webhooks

    from .calls import Call

_GRACE_S: Final = 86_400.0


class WebhookServicer:
    """One use case a method."""

    def __init__(self, webhooks: Webhooks) -> None:
        self._webhooks = webhooks

    async def CreateEndpoint(
        self, request: webhooks_pb2.CreateEndpointRequest, call: Call
    ) -> webhooks_pb2.CreateEndpointResponse:
        """Make an endpoint."""
        made = await self._webhooks.create(unpack_terms(request), call.caller.principal)
        return webhooks_pb2.CreateEndpointResponse(endpoint=pack_endpoint(made), secret=made.secrets[0].text)

    async def GetEndpoint(
        self, request: webhooks_pb2.GetEndpointRequest, call: Call
    ) -> webhooks_pb2.GetEndpointResponse:
        """Return an endpoint."""
        found = self._webhooks.find(request.endpoint_id, call.caller.principal)
        return webhooks_pb2.GetEndpointResponse(endpoint=pack_endpoint(found))

    async def ListEndpoints(
        self, request: webhooks_pb2.ListEndpointsRequest, call: Call
    ) -> webhooks_pb2.ListEndpointsResponse:
        """Return a page of endpoints."""
        seen = self._webhooks.all(call.caller.principal)
        page, token = page_of(seen, request.page_size, request.page_token, lambda one: one.size)
        return webhooks_pb2.ListEndpointsResponse(endpoints=map(pack_endpoint, page), next_page_token=token)

    async def UpdateEndpoint(
        self, request: webhooks_pb2.UpdateEndpointRequest, call: Call
    ) -> webhooks_pb2.UpdateEndpointResponse:
        """Change an endpoint."""
        by = call.caller.principal
        terms = changed_terms(self._webhooks.find(request.endpoint_id, by), request)
        made = await self._webhooks.update(request.endpoint_id, terms, by)
        return webhooks_pb2.UpdateEndpointResponse(endpoint=pack_endpoint(made))

    async def DeleteEndpoint(
        self, request: webhooks_pb2.DeleteEndpointRequest, call: Call
    ) -> webhooks_pb2.DeleteEndpointResponse:
        """End an endpoint."""
        await self._webhooks.delete(request.endpoint_id, call.caller.principal)
        return webhooks_pb2.DeleteEndpointResponse()

    async def EnableEndpoint(
        self, request: webhooks_pb2.EnableEndpointRequest, call: Call
    ) -> webhooks_pb2.EnableEndpointResponse:
        """Send to an endpoint again."""
        by = call.caller.principal
        found = await self._webhooks.enable(request.endpoint_id, by, from_now=request.from_now)
        return webhooks_pb2.EnableEndpointResponse(endpoint=pack_endpoint(found))

    async def DisableEndpoint(
        self, request: webhooks_pb2.DisableEndpointRequest, call: Call
    ) -> webhooks_pb2.DisableEndpointResponse:
        """Send nothing to an endpoint."""
        found = await self._webhooks.disable(request.endpoint_id, call.caller.principal)
        return webhooks_pb2.DisableEndpointResponse(endpoint=pack_endpoint(found))

    async def RotateSecret(
        self, request: webhooks_pb2.RotateSecretRequest, call: Call
    ) -> webhooks_pb2.RotateSecretResponse:
        """Give an endpoint another secret."""
        grace_s = unpack_seconds(request.grace) if request.HasField("grace") else _GRACE_S
        made = await self._webhooks.rotate(request.endpoint_id, grace_s, call.caller.principal)
        return webhooks_pb2.RotateSecretResponse(endpoint=pack_endpoint(made), secret=made.secrets[0].text)

    async def PingEndpoint(
        self, request: webhooks_pb2.PingEndpointRequest, call: Call
    ) -> webhooks_pb2.PingEndpointResponse:
        """Try an endpoint."""
        delivery = await self._webhooks.ping(request.endpoint_id, call.caller.principal)
        return webhooks_pb2.PingEndpointResponse(delivery=pack_delivery(delivery))

    async def ListDeliveries(
        self, request: webhooks_pb2.ListDeliveriesRequest, call: Call
    ) -> webhooks_pb2.ListDeliveriesResponse:
        """Return a page of deliveries."""
        by, state = call.caller.principal, unpack_state(request.state)
        found = self._webhooks.deliveries(request.endpoint_id, by, state)
        page, token = page_of(found, request.page_size, request.page_token, lambda one: one.size)
        return webhooks_pb2.ListDeliveriesResponse(deliveries=map(pack_delivery, page), next_page_token=token)

    async def Redeliver(
        self, request: webhooks_pb2.RedeliverRequest, call: Call
    ) -> webhooks_pb2.RedeliverResponse:
        """Send webhooks once more."""
        again = unpack_again(request)
        count = await self._webhooks.redeliver(request.endpoint_id, again, call.caller.principal)
        return webhooks_pb2.RedeliverResponse(count=count)

    async def GetPublicKey(
        self, request: webhooks_pb2.GetPublicKeyRequest, call: Call
    ) -> webhooks_pb2.GetPublicKeyResponse:
        """Return the key of VideoSDK's dialect."""
        return webhooks_pb2.GetPublicKeyResponse(pem=await self._webhooks.public_key())
