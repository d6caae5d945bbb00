"""The use cases of RoomService. They know no wire, and not which process holds a connection."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from odind.core.access.principal import OWNER, is_itself, mark_of
from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.space.place import Place
from odind.core.values.payload import check_payload

from .actions import ChangePassword, SendMessage
from .admission import require_connection_slot, require_share, user_data_ambiguous
from .chat import chat_message
from .entrance import Entrance
from .events import LEFT_BY_US, ConnectionLeft, ConnectionState, ConnectionView
from .holder import OnLost
from .lease import Lease
from .porter import OpenHouse
from .refusals import connection_of_daemon
from .settings import ConnectionSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.access.principal import Principal
    from odind.core.bounds.limits import Limits
    from odind.core.timing.clock import Clock
    from odind.core.values.payload import Payload

    from .admission import Admission, JoinRequest, JoinTerms
    from .cipher import CipherChoice
    from .drain import Drain
    from .lease import LeaseSink
    from .outcomes import JoinOutcomes
    from .peer_data import RoomsPeer
    from .porter import Porter
    from .ports import Host, JoinSpec
    from .registry import Registry
    from .tenants import Tenant, Tenants


class Rooms:
    """Joins, leaves and shows connections, and tells `leases` which are held. Used on the loop's thread.

    `porter` knows which rooms may be joined: all of them, until somebody sets another.
    """

    def __init__(
        self,
        registry: Registry,
        tenants: Tenants,
        limits: Limits,
        *,
        clock: Clock,
        drain: Drain,
        outcomes: JoinOutcomes,
        leases: LeaseSink,
    ) -> None:
        self.limits = limits
        self._registry = registry
        self._tenants = tenants
        self._clock = clock
        self._drain = drain
        self._leases = leases
        self._entrance = Entrance(limits, clock, outcomes)
        self.porter: Porter = OpenHouse()

    # Joining and leaving

    async def join(self, request: JoinRequest, by: Principal = OWNER) -> ConnectionView:
        """Join a room, for a principal who owns the connection; raises what RoomService.JoinRoom lists."""
        self._registry.require_running()
        self._drain.require_joining()
        if request.rooms:  # before a token service is asked
            self._require_granted(by, request.rooms.room_id, request.rooms.user_id)
        tenant = self._tenants.of(by)
        terms = tenant.terms
        spec, admission = await terms.settle(request)
        self._require_granted(by, admission.room_id, admission.user_id)
        self._drain.require_joining()  # again: a token may have taken a while
        self._require_slot(by, tenant)
        host = self._registry.least_loaded()
        view = self._joining_view(spec, admission, host, request, by=by)
        lease = Lease(self._clock, view, self._leases)
        settings = ConnectionSettings(
            spec.user_data,
            place=view.place,
            silenced=lease.silences,
            rooms_peer=terms.seen_in_rooms(request.rooms_peer, admission.user_id),
        ).consistent
        spec = replace(spec, user_data=settings.user_data)
        view = replace(view, user_data=settings.user_data)
        with self._registry.joining(view, host, request, settings, lease=lease) as entry:
            await self._entrance.enter(host, view, spec, settings, admission=admission)
        await self._registry.memos.written()  # or a daemon that is killed now would not have it again
        return entry.view

    def _require_granted(self, by: Principal, room_id: str, user_id: str) -> None:
        by.require_room(room_id)
        by.require_user(user_id)
        self.porter.require_open(room_id, by)

    def _require_slot(self, by: Principal, tenant: Tenant) -> None:
        """Raise ResourceExhaustedError TOO_MANY_CONNECTIONS.

        A key with its sessions, and a tenant, must not have all connections, nor more than their quotas.
        """
        require_connection_slot(len(self._registry), self.limits)
        held = self._registry.made_under
        if by.is_bounded:
            quota, whose = by.grant.quotas.connections, by.root_account
            require_share(held(mark_of(by.root, by.tenant)), quota, whose, self.limits)
        if by.tenant:
            whose = by.tenant_account
            require_share(held(mark_of("", by.tenant)), tenant.quotas.connections, whose, self.limits)

    def _joining_view(
        self, spec: JoinSpec, admission: Admission, host: Host, request: JoinRequest, *, by: Principal
    ) -> ConnectionView:
        return ConnectionView(
            connection_id=by.new_id("c"),
            room_id=admission.room_id,
            user_id=admission.user_id,
            customer="",
            gateway=spec.gateway,
            state=ConnectionState.JOINING,
            own_peer_id=0,
            user_data=spec.user_data,
            peers=(),
            created_at=self._clock.now(),
            place=request.place or Place(),
            audio_target=host.audio_target if by.is_owner else "",
            audio_socket=host.audio_socket if by.is_owner else "",
            linger_s=request.linger_s,
            encrypted=spec.password is not None,
            on_lost=request.on_lost or OnLost.KEEP,
            rooms_page=admission.page,
        )

    async def leave(self, connection_id: str, left: ConnectionLeft = LEFT_BY_US) -> None:
        """End a connection; return once its event is logged. Raises NotFoundError CONNECTION_NOT_FOUND."""
        entry = self._registry.find(connection_id)
        if not entry.away:
            with suppress(UnavailableError):  # the process was lost; the entry ends below
                await entry.host.leave(connection_id, left)
        self._registry.end(entry, left)
        await self._registry.memos.written()  # or a daemon that is killed now would have it again

    async def leave_for_caller(self, connection_id: str) -> None:
        """End a connection that a caller has joined; raises what RoomService.LeaveRoom lists."""
        if is_itself(connection_id):
            raise connection_of_daemon(connection_id)
        await self.leave(connection_id)

    # Looking

    def get(self, connection_id: str) -> ConnectionView:
        """Return a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        return self._registry.find(connection_id).view

    def list_page(
        self, page_size: int, page_token: str, by: Principal = OWNER
    ) -> tuple[list[ConnectionView], str]:
        """Return a page of what a principal sees, oldest first, and the token of the next page or "".

        Raises InvalidArgumentError PAGE_TOKEN_INVALID.
        """
        page, next_page_token = self._registry.page(page_size, page_token, by)
        return [entry.view for entry in page], next_page_token

    # Talking

    async def set_cipher(self, connection_id: str, choice: CipherChoice, by: Principal = OWNER) -> None:
        """Change the password of an encrypted connection; raises what RoomService.SetCipher lists."""
        entry = self._registry.find(connection_id)
        entry.require_joined()
        ticket = entry.request.rooms
        room_id = ticket.room_id if ticket else entry.view.room_id  # as when it joined
        passwords = self._tenants.holding(connection_id, by).terms.passwords
        password = passwords.choose(choice, room_id)
        async with entry.changing:
            await self._registry.perform(connection_id, ChangePassword(connection_id, password))
            entry.request = replace(entry.request, cipher=choice)
            self._registry.memos.keep(entry)

    async def update_user_data(
        self, connection_id: str, user_data: Payload, rooms_peer: RoomsPeer | None = None
    ) -> None:
        """Replace our user data in a room; raises what RoomService.UpdateUserData lists."""
        entry = self._registry.find(connection_id)
        entry.require_joined()
        if rooms_peer and user_data:
            raise user_data_ambiguous()
        check_payload(user_data, self.limits.max_user_data_bytes, "USER_DATA_TOO_LARGE")
        seen = self._terms(connection_id).seen_in_rooms(rooms_peer, entry.view.user_id)
        await self._registry.change(
            connection_id, lambda entry: replace(entry.settings, user_data=user_data, rooms_peer=seen)
        )

    async def send_message(
        self, connection_id: str, message: Payload, peer_ids: Sequence[int], chat: str = ""
    ) -> None:
        """Send a message or a chat text to these peers, or to all others.

        Raises what RoomService.SendMessage lists.
        """
        entry = self._registry.find(connection_id)
        entry.require_joined()
        if chat and message:
            raise InvalidArgumentError("MESSAGE_AMBIGUOUS", "give message or chat, not both")
        message = chat_message(chat) if chat else message
        check_payload(message, self.limits.max_message_bytes, "MESSAGE_TOO_LARGE")
        entry.require_peers(peer_ids)
        await self._registry.perform(connection_id, SendMessage(connection_id, tuple(peer_ids), message))

    def _terms(self, connection_id: str) -> JoinTerms:
        return self._tenants.holding(connection_id).terms
