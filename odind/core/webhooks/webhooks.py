"""The use cases of webhooks."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.access.globs import covers
from odind.core.access.grant import check_globs
from odind.core.access.principal import OWNER
from odind.core.access.refusals import grant_exceeded
from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass

from .delivery import Delivery, DeliveryState
from .dialects import PING, check_events
from .dispatch import Dispatch
from .endpoint import Dialect, Disabled, Endpoint, new_secret
from .ports import Told
from .redelivery import Again, chosen
from .refusals import endpoint_disabled, no_endpoint, too_many_endpoints
from .sending import post

if TYPE_CHECKING:
    from odind.core.access.keys import Keys
    from odind.core.access.principal import Principal
    from odind.core.log.scribe import Scribe
    from odind.core.timing.clock import Clock

    from .courier import Courier
    from .ports import Carrier, Teller

MAX_ENDPOINTS: Final = 1_024
MAX_NAME_BYTES: Final = 128
MAX_GRACE_S: Final = 30 * 86_400
_SUCCESS: Final = range(200, 300)


@dataclass(frozen=True)
class EndpointTerms:
    """What a caller sets of an endpoint: see `Endpoint`. Without `rooms` they are those of the caller."""

    url: str
    name: str = ""
    rooms: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    dialect: Dialect = Dialect.STANDARD


class Webhooks:
    """All endpoints, which the store keeps. Used on the loop's thread; they get webhooks while `run` runs.

    What a call changes is durable when it returns; such calls raise UnavailableError STORE_UNAVAILABLE.
    Whoever is granted fewer rooms than an endpoint has does not find it. `keys` says whether the key under
    which an endpoint was made still holds.
    """

    def __init__(self, scribe: Scribe, keys: Keys, clock: Clock, *, teller: Teller, carrier: Carrier) -> None:
        self._scribe = scribe
        self._clock = clock
        self._teller = teller
        self._carrier = carrier
        self._shelf = scribe.shelf("webhook_endpoints", Endpoint)
        self._dispatch = Dispatch(
            scribe, clock, teller, carrier, on_disabled=self._disabled, vouches=keys.vouches
        )

    async def run(self) -> None:
        """Send webhooks until it is cancelled."""
        await self._dispatch.run(self.all)

    # Looking

    async def public_key(self) -> str:
        """Return the PEM of the key that signs webhooks in the dialect of VideoSDK."""
        return await self._carrier.public_key()

    def find(self, endpoint_id: str, by: Principal = OWNER) -> Endpoint:
        """Return an endpoint; raises NotFoundError ENDPOINT_NOT_FOUND."""
        endpoint = self._shelf.get(endpoint_id)
        if endpoint is None or not _is_seen(endpoint, by):
            raise no_endpoint(endpoint_id)
        return endpoint

    def all(self, by: Principal = OWNER) -> list[Endpoint]:
        """Return the endpoints that a principal may see, oldest first."""
        seen = (endpoint for _, endpoint in self._shelf.items() if _is_seen(endpoint, by))
        return sorted(seen, key=lambda endpoint: endpoint.number)

    def deliveries(
        self, endpoint_id: str, by: Principal = OWNER, state: DeliveryState | None = None
    ) -> list[Delivery]:
        """Return the webhooks of an endpoint that are kept, oldest first; raises ENDPOINT_NOT_FOUND."""
        self.find(endpoint_id, by)
        found = self._dispatch.deliveries(endpoint_id)
        return [delivery for delivery in found if state in (None, delivery.state)]

    # Changing

    async def create(self, terms: EndpointTerms, by: Principal = OWNER) -> Endpoint:
        """Make an endpoint, which gets what happens from now on.

        Raises what WebhookService.CreateEndpoint lists.
        """
        if len(self._shelf) >= MAX_ENDPOINTS:
            raise too_many_endpoints(MAX_ENDPOINTS)
        terms = self._checked(terms, by)
        number = max((endpoint.number for _, endpoint in self._shelf.items()), default=0) + 1
        endpoint = Endpoint(
            by.new_id("w"),
            number,
            terms.url,
            terms.name,
            terms.rooms,
            terms.events,
            terms.dialect,
            (new_secret(),),
            created_at=self._clock.now(),
        )
        self._scribe.require_working()
        self._shelf.put(endpoint.endpoint_id, endpoint)
        self._dispatch.start(endpoint)
        await self._scribe.stored()
        return endpoint

    async def update(self, endpoint_id: str, terms: EndpointTerms, by: Principal = OWNER) -> Endpoint:
        """Set what callers set, but the dialect; raises what WebhookService.UpdateEndpoint lists."""
        known = self.find(endpoint_id, by)
        terms = self._checked(replace(terms, dialect=known.dialect), by)
        return await self._keep(
            replace(known, url=terms.url, name=terms.name, rooms=terms.rooms, events=terms.events)
        )

    async def delete(self, endpoint_id: str, by: Principal = OWNER) -> None:
        """Forget an endpoint, and the webhooks that it has not got; raises ENDPOINT_NOT_FOUND."""
        self.find(endpoint_id, by)
        self._scribe.require_working()
        self._dispatch.forget(endpoint_id)
        self._shelf.delete(endpoint_id)
        await self._scribe.stored()

    async def enable(self, endpoint_id: str, by: Principal = OWNER, *, from_now: bool = False) -> Endpoint:
        """Send to an endpoint again, at once and from where it was, or only what happens from now on.

        Raises NotFoundError ENDPOINT_NOT_FOUND.
        """
        known = self.find(endpoint_id, by)
        self._scribe.require_working()
        self._dispatch.stop(endpoint_id)
        endpoint = replace(known, disabled=None)
        self._shelf.put(endpoint_id, endpoint)
        self._dispatch.restart(endpoint, from_now=from_now)
        await self._scribe.stored()
        return endpoint

    async def disable(self, endpoint_id: str, by: Principal = OWNER) -> Endpoint:
        """Send nothing to an endpoint until it is enabled; raises NotFoundError ENDPOINT_NOT_FOUND."""
        known = self.find(endpoint_id, by)
        self._scribe.require_working()
        self._dispatch.stop(endpoint_id)
        self._disabled(endpoint_id, Disabled.BY_CALL)
        await self._scribe.stored()
        return replace(known, disabled=Disabled.BY_CALL)

    async def rotate(self, endpoint_id: str, grace_s: float, by: Principal = OWNER) -> Endpoint:
        """Give an endpoint another secret; the one before signs beside it for `grace_s` more.

        Raises NotFoundError ENDPOINT_NOT_FOUND, InvalidArgumentError GRACE_INVALID.
        """
        known = self.find(endpoint_id, by)
        if not 0 <= grace_s <= MAX_GRACE_S:
            raise InvalidArgumentError(
                "GRACE_INVALID", "the grace must be from 0 to {limit} s", limit=MAX_GRACE_S
            )
        return await self._keep(known.with_new_secret(self._clock.now(), grace_s))

    # Sending

    async def ping(self, endpoint_id: str, by: Principal = OWNER) -> Delivery:
        """Try an endpoint once, and return what became of it; raises NotFoundError ENDPOINT_NOT_FOUND."""
        endpoint, now = self.find(endpoint_id, by), self._clock.now()
        letter = f"msg_{endpoint_id}_ping{secrets.token_hex(8)}"
        told = Told(PING, self._teller.timestamp(now), 0, "", {"endpointId": endpoint_id})
        reply = await post(self._carrier, endpoint, told, letter, now)
        state = DeliveryState.DELIVERED if reply.status in _SUCCESS else DeliveryState.DEAD
        answer, problem = (reply.text, "") if reply.status else ("", reply.text)
        return Delivery(letter, 0, 0, PING, "", state, 1, now, now, reply.status, answer, problem)

    async def redeliver(self, endpoint_id: str, again: Again, by: Principal = OWNER) -> int:
        """Send webhooks of an endpoint once more, with the ids that they had; return how many.

        Raises what WebhookService.Redeliver lists.
        """
        endpoint = self.find(endpoint_id, by)
        self._scribe.require_working()
        courier = self._courier(endpoint)
        sequences = await chosen(again, courier, self._dispatch.book.dead(endpoint_id))
        courier = self._courier(endpoint)
        courier.send_again(sequences)
        self._dispatch.keep(courier)
        await self._scribe.stored()
        return len(sequences)

    def check(self, terms: EndpointTerms, by: Principal = OWNER) -> None:
        """Raise what `create` does for terms that no endpoint of a principal may have."""
        self._checked(terms, by)

    def _courier(self, endpoint: Endpoint) -> Courier:
        endpoint = self._shelf.get(endpoint.endpoint_id) or endpoint
        if endpoint.disabled:
            raise endpoint_disabled(endpoint.endpoint_id, endpoint.disabled)
        return self._dispatch.serve(endpoint)

    def _disabled(self, endpoint_id: str, why: Disabled) -> None:
        endpoint = self._shelf.get(endpoint_id)
        if endpoint:
            self._shelf.put(endpoint_id, replace(endpoint, disabled=why))

    async def _keep(self, endpoint: Endpoint) -> Endpoint:
        self._scribe.require_working()
        self._shelf.put(endpoint.endpoint_id, endpoint)
        courier = self._dispatch.courier(endpoint.endpoint_id)
        if courier:
            courier.endpoint = endpoint
        await self._scribe.stored()
        return endpoint

    def _checked(self, terms: EndpointTerms, by: Principal) -> EndpointTerms:
        """Return terms that an endpoint may have."""
        self._carrier.check(terms.url)
        if len(terms.name.encode(errors="replace")) > MAX_NAME_BYTES:
            raise InvalidArgumentError(
                "NAME_INVALID", "the name must be at most {limit} bytes", limit=MAX_NAME_BYTES
            )
        rooms = check_globs("rooms", terms.rooms or by.grant.rooms)
        if not covers(by.grant.rooms, rooms):
            raise grant_exceeded("rooms")
        check_events(terms.dialect, check_globs("events", terms.events), self._teller.types)
        return replace(terms, rooms=rooms)


def _is_seen(endpoint: Endpoint, by: Principal) -> bool:
    return by.reaches(endpoint.endpoint_id) and covers(by.grant.rooms, endpoint.rooms)
