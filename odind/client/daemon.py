"""A daemon that somebody else runs, and the connections it holds."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, TypedDict

from odind.core.errors import NotFoundError, UnavailableError
from odind.v1 import odin_rooms_pb2, rooms_pb2, space_pb2, tokens_pb2
from odind.v1.access_pb2_grpc import AccessServiceStub
from odind.v1.captions_pb2_grpc import CaptionServiceStub
from odind.v1.devices_pb2_grpc import DeviceServiceStub
from odind.v1.hls_pb2_grpc import HlsServiceStub
from odind.v1.managed_pb2_grpc import ManagedRoomServiceStub
from odind.v1.moderation_pb2_grpc import ModerationServiceStub
from odind.v1.players_pb2_grpc import PlayerServiceStub
from odind.v1.push_pb2_grpc import PushServiceStub
from odind.v1.recordings_pb2_grpc import RecordingServiceStub
from odind.v1.sockets_pb2_grpc import SocketServiceStub
from odind.v1.sounds_pb2_grpc import SoundServiceStub
from odind.v1.tokens_pb2_grpc import TokenServiceStub
from odind.v1.tools_pb2_grpc import ToolServiceStub
from odind.v1.webhooks_pb2_grpc import WebhookServiceStub

from .access import Access
from .captions import Captions
from .channel import CHANNEL_OPTIONS
from .cipher import Cipher, write_cipher
from .connection import Connection
from .controls import duration, timestamp
from .cookie import find_credential, with_credential
from .devices import Devices
from .following import followed
from .hls import Hls
from .holding import MUTE, held
from .library import Library
from .managed import ManagedRooms
from .moderation import Moderation
from .pages import pages
from .payload import Payload, write_payload
from .players import Player
from .push import Pushes
from .recordings import Recordings
from .sockets import Sockets
from .sound_calls import SoundCalls
from .target import resolve_target
from .tls import open_channel, tls_from_environment
from .tools import Tools
from .watch import EventWatch
from .webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime
    from typing import Unpack

    import grpc

    from .holding import Hold
    from .tls import Tls
    from .watch import Watched

DEFAULT_LINGER: Final = timedelta(seconds=5)
"""How long a connection outlives a program that was killed."""


class JoinOptions(TypedDict, total=False):
    """What `join` passes on to `join_room`."""

    user_id: str
    token: str
    rooms: rooms_pb2.RoomsTicket
    gateway: str
    user_data: Payload
    positions: Iterable[space_pb2.Position]
    position_scale: float
    cipher: Cipher
    rooms_peer: odin_rooms_pb2.RoomsPeer


@asynccontextmanager
async def connect(
    target: str | None = None,
    *,
    call_timeout: float | None = None,
    retries: int = 0,
    api_key: str | None = None,
    tls: Tls | None = None,
) -> AsyncIterator[Daemon]:
    """Open a channel to the daemon; the first call dials. `call_timeout` bounds every call but streams.

    A call that makes or sends something is sent again up to `retries` times, with growing pauses, while the
    daemon is unavailable; its `request_id` keeps it from being done twice.
    Calls carry `api_key`, a key or a session, else that of ODIND_API_KEY; without one, on loopback TCP, the
    cookie of ODIND_COOKIE_FILE, or of the state folder. `tls` secures TCP; without it, ODIND_TLS_CA,
    ODIND_TLS_CERT and ODIND_TLS_KEY do.
    Raises InvalidArgumentError TARGET_INVALID, KEY_UNPROTECTED, TLS_FILE_UNREADABLE, TLS_FILE_INVALID,
    TLS_KEY_EXPOSED, TLS_KEY_MISSING; every call can raise UnavailableError DAEMON_UNREACHABLE.
    """
    address, tls = resolve_target(target), tls or tls_from_environment()
    credential = find_credential(address, api_key, private=tls is not None)
    async with open_channel(address, tls, CHANNEL_OPTIONS) as channel:
        known = with_credential(channel, credential)
        daemon = Daemon(known, address, call_timeout, retries, credential)
        try:
            yield daemon
        finally:
            await daemon.aclose()


class Daemon(SoundCalls):
    """Every call of the daemon. Each raises the errors that its RPC's comment in proto/ lists."""

    def __init__(
        self,
        channel: grpc.aio.Channel,
        target: str,
        call_timeout: float | None = None,
        retries: int = 0,
        credential: str = "",
    ) -> None:
        super().__init__(channel, target, call_timeout, retries, credential)
        self._tokens = TokenServiceStub(channel)
        self.devices = Devices(DeviceServiceStub(channel), self._ask, target)
        self.hls = Hls(HlsServiceStub(channel), self._ask, self.watch_events)
        self.managed = ManagedRooms(ManagedRoomServiceStub(channel), self._ask)
        self.moderation = Moderation(ModerationServiceStub(channel), self._ask)
        self.library = Library(SoundServiceStub(channel), self._ask, target)
        self.pushes = Pushes(PushServiceStub(channel), self._ask, self.watch_events)
        self.recordings = Recordings(RecordingServiceStub(channel), self._ask, self.watch_events, target)
        self.captions = Captions(CaptionServiceStub(channel), self._ask, self.watch_events)
        self.sockets = Sockets(SocketServiceStub(channel), target)
        self.tools = Tools(ToolServiceStub(channel), target)
        self.access = Access(AccessServiceStub(channel), self._ask)
        self.webhooks = Webhooks(WebhookServiceStub(channel), self._ask)
        self._players = PlayerServiceStub(channel)

    def player(self, connection_id: str) -> Player:
        """Return the player of a connection: its music, and by `lane` the rest."""

        def watch() -> EventWatch:
            return self.watch_events(connection_id, kinds=("queue_changed", "item_ended"))

        return Player(self._players, self._ask, connection_id, watch, self.target)

    async def generate_access_key(self) -> tokens_pb2.GenerateAccessKeyResponse:
        """Make a new access key. The answer is a secret."""
        return await self._ask(self._tokens.GenerateAccessKey, tokens_pb2.GenerateAccessKeyRequest())

    async def describe_access_key(
        self, access_key: str | None = None, *, gateway: str = ""
    ) -> tokens_pb2.DescribeAccessKeyResponse:
        """Derive what is public about a key, by default the daemon's own, or that for a `gateway`."""
        request = tokens_pb2.DescribeAccessKeyRequest(access_key=access_key, gateway=gateway)
        return await self._ask(self._tokens.DescribeAccessKey, request)

    async def create_token(
        self,
        room_ids: Iterable[str],
        user_id: str,
        *,
        access_key: str | None = None,
        customer: str = "",
        audience: Iterable[str] = (),
        subject: Iterable[str] = (),
        lifetime: timedelta | None = None,
        gateway: str = "",
    ) -> tokens_pb2.CreateTokenResponse:
        """Sign a token for one user and some rooms, by default with the daemon's key. A secret.

        With `gateway`, the key is the one that the daemon has for it.
        """
        request = tokens_pb2.CreateTokenRequest(
            access_key=access_key,
            room_ids=room_ids,
            user_id=user_id,
            customer=customer,
            audience=audience,
            subject=subject,
            lifetime=None if lifetime is None else duration(lifetime),
            gateway=gateway,
        )
        return await self._ask(self._tokens.CreateToken, request)

    @asynccontextmanager
    async def join(
        self,
        room_id: str = "",
        *,
        linger: timedelta = DEFAULT_LINGER,
        on_lost: rooms_pb2.OnLost.ValueType = MUTE,
        holder: str = "",
        **options: Unpack[JoinOptions],
    ) -> AsyncIterator[Connection]:
        """Enter a room for the length of the block, as `user_id` or with a ready token.

        When the program is killed within the block, the connection is silent at once, unless `on_lost` says
        otherwise, and the daemon leaves the room after `linger`, 1 s to 24 h: the block's HoldConnections
        call ends with the program. Before that, another program can `adopt` the connection, or all that
        `holder` holds. The end of the block leaves the room, unless the connection was adopted.
        """
        connection = await self.join_room(room_id, linger=linger, on_lost=on_lost, **options)
        adopted = False
        try:
            async with self.hold(connection.connection_id, holder=holder) as hold:
                try:
                    yield connection
                finally:
                    adopted = await hold.adopted()
        finally:
            if not adopted:
                with suppress(NotFoundError, UnavailableError):  # it is over already, or the daemon is
                    await connection.leave()

    def hold(self, *connection_ids: str, holder: str = "") -> AbstractAsyncContextManager[Hold]:
        """Hold connections for the length of the block; they are not left for want of a program meanwhile.

        `holder` is a name that other programs, and this one when it is started again, can `adopt` from.
        """
        request = rooms_pb2.HoldConnectionsRequest(connection_ids=connection_ids, holder=holder)
        return held(self._rooms.HoldConnections(request), self.target, connection_ids)

    def adopt(
        self, *connection_ids: str, from_holder: str = "", holder: str = ""
    ) -> AbstractAsyncContextManager[Hold]:
        """Take connections over from other programs, and hold them for the length of the block.

        They are the named ones and those that `from_holder` holds, or held last; see `Hold.connection_ids`.
        """
        request = rooms_pb2.AdoptConnectionsRequest(
            connection_ids=connection_ids, from_holder=from_holder, holder=holder
        )
        return held(self._rooms.AdoptConnections(request), self.target)

    async def join_room(
        self,
        room_id: str = "",
        *,
        user_id: str | None = None,
        token: str | None = None,
        rooms: rooms_pb2.RoomsTicket | None = None,
        gateway: str = "",
        user_data: Payload | None = None,
        positions: Iterable[space_pb2.Position] = (),
        position_scale: float | None = None,
        linger: timedelta | None = None,
        cipher: Cipher | None = None,
        rooms_peer: odin_rooms_pb2.RoomsPeer | None = None,
        on_lost: rooms_pb2.OnLost.ValueType = rooms_pb2.ON_LOST_UNSPECIFIED,
        request_id: str = "",
        placement: rooms_pb2.Placement | None = None,
    ) -> Connection:
        """Enter a room as `user_id`, or with a ready token. The connection outlives this client.

        With `rooms`, the daemon asks the token service of ODIN Rooms for a token, with a secret that it has.

        With `linger`, the daemon leaves the room once no call has held the connection for that long; an audio
        stream on it or a watch of it holds it, and so do the blocks of `join` and `hold`. `on_lost` is what
        becomes of it meanwhile: KEEP (the default), MUTE or LEAVE.

        With `cipher`, everything is encrypted end to end. It is a password, or a `Cipher` that names a file
        of the daemon or the default of ODIN Rooms. Only peers with the same password understand each other.

        With `rooms_peer`, users of ODIN Rooms see us so; it takes the place of `user_data`.

        With a `request_id` that was used before, the connection of that time is returned, without its peers.

        In a fleet, `placement` says which member is to join, or with which labels.
        """
        request = rooms_pb2.JoinRoomRequest(
            room_id=room_id,
            gateway=gateway,
            positions=positions,
            position_scale=position_scale,
            cipher=None if cipher is None else write_cipher(cipher),
            rooms_peer=rooms_peer,
            linger=None if linger is None else duration(linger),
            on_lost=on_lost,
            request_id=request_id,
            placement=placement,
        )
        if sum(one is not None for one in (user_id, token, rooms)) > 1:
            raise ValueError("a token already says who joins: give one of user_id, token and rooms")
        if user_id is not None:
            request.user_id = user_id
        if token is not None:
            request.token = token
        if rooms is not None:
            request.rooms.CopyFrom(rooms)
        if user_data is not None:
            request.user_data.CopyFrom(write_payload(user_data))
        return Connection(self, (await self._ask(self._rooms.JoinRoom, request)).connection)

    async def leave_room(self, connection_id: str) -> None:
        """End a connection."""
        await self._ask(self._rooms.LeaveRoom, rooms_pb2.LeaveRoomRequest(connection_id=connection_id))

    async def connection(self, connection_id: str) -> Connection:
        """Return a connection by its id, with the peers it sees now."""
        request = rooms_pb2.GetConnectionRequest(connection_id=connection_id)
        return Connection(self, (await self._ask(self._rooms.GetConnection, request)).connection)

    async def connections(self, page_size: int = 0) -> AsyncIterator[Connection]:
        """Yield every connection, oldest first, one page after the other."""
        request = rooms_pb2.ListConnectionsRequest(page_size=page_size)
        async for page in pages(self._ask, self._rooms.ListConnections, request):
            for view in page.connections:
                yield Connection(self, view)

    async def update_user_data(self, connection_id: str, user_data: Payload) -> None:
        """Replace the connection's user data."""
        request = rooms_pb2.UpdateUserDataRequest(
            connection_id=connection_id, user_data=write_payload(user_data)
        )
        await self._ask(self._rooms.UpdateUserData, request)

    async def set_rooms_peer(self, connection_id: str, peer: odin_rooms_pb2.RoomsPeer) -> None:
        """Change how users of ODIN Rooms see the connection, in place of its user data."""
        request = rooms_pb2.UpdateUserDataRequest(connection_id=connection_id, rooms_peer=peer)
        await self._ask(self._rooms.UpdateUserData, request)

    async def set_cipher(self, connection_id: str, cipher: Cipher) -> None:
        """Change the password of a connection that was joined with a cipher."""
        request = rooms_pb2.SetCipherRequest(connection_id=connection_id, cipher=write_cipher(cipher))
        await self._ask(self._rooms.SetCipher, request)

    async def send_message(
        self, connection_id: str, message: Payload, *, peer_ids: Iterable[int] = (), request_id: str = ""
    ) -> None:
        """Send a message to all other peers of the room, or to those named; once under one `request_id`."""
        request = rooms_pb2.SendMessageRequest(
            connection_id=connection_id,
            message=write_payload(message),
            peer_ids=peer_ids,
            request_id=request_id,
        )
        await self._ask(self._rooms.SendMessage, request)

    async def send_chat(
        self, connection_id: str, text: str, *, peer_ids: Iterable[int] = (), request_id: str = ""
    ) -> None:
        """Say something in the chat of ODIN Rooms, to all other peers or to those named."""
        request = rooms_pb2.SendMessageRequest(
            connection_id=connection_id, chat=text, peer_ids=peer_ids, request_id=request_id
        )
        await self._ask(self._rooms.SendMessage, request)

    def watch_events(
        self,
        *connection_ids: str,
        after_sequence: int | None = None,
        since: datetime | None = None,
        consumer: str = "",
        kinds: Iterable[str] = (),
        room_ids: Iterable[str] = (),
        until_now: bool = False,
        snapshot_if_expired: bool = False,
        fleet: bool = False,
    ) -> EventWatch:
        """Watch some connections, or all of them and those to come. The call starts at once.

        The watch begins with a snapshot, or without one after an event that was seen (`after_sequence`), at a
        moment that has a time zone (`since`), or after what a `consumer` has acknowledged. `kinds`, as
        "peer_joined", and `room_ids` are filters. With `until_now` it ends when everything that has happened
        is told; with `snapshot_if_expired` it begins with a snapshot instead of failing. With `fleet` it is
        of all members, in one sequence that each of them has; a FleetStanding says when events are late.
        """
        request = rooms_pb2.WatchEventsRequest(
            connection_ids=connection_ids,
            after_sequence=after_sequence,
            since=None if since is None else timestamp(since),
            consumer=consumer,
            kinds=kinds,
            room_ids=room_ids,
            until_now=until_now,
            snapshot_if_expired=snapshot_if_expired,
            scope=rooms_pb2.EVENT_SCOPE_FLEET if fleet else rooms_pb2.EVENT_SCOPE_UNSPECIFIED,
        )
        return EventWatch(self._rooms.WatchEvents(request), self.target)

    def follow_events(
        self,
        *connection_ids: str,
        after_sequence: int | None = None,
        kinds: Iterable[str] = (),
        room_ids: Iterable[str] = (),
        fleet: bool = False,
    ) -> AsyncIterator[Watched]:
        """Watch as `watch_events` does, over restarts of the daemon; iterate as long as it is wanted.

        It goes on after the last event that was seen, or with another snapshot where later ones are kept no
        more. The first watch begins when it is iterated. Raises errors other than UnavailableError.
        """
        watch = partial(
            self.watch_events, *connection_ids, kinds=tuple(kinds), room_ids=tuple(room_ids), fleet=fleet
        )
        return followed(watch, after_sequence)

    async def acknowledge_events(self, consumer: str, sequence: int) -> rooms_pb2.Consumer:
        """Note that a consumer has dealt with all events up to one; its next watch begins after that."""
        request = rooms_pb2.AcknowledgeEventsRequest(consumer=consumer, sequence=sequence)
        return (await self._ask(self._rooms.AcknowledgeEvents, request)).consumer

    async def consumers(self) -> list[rooms_pb2.Consumer]:
        """Return all consumers, by their names."""
        request = rooms_pb2.ListConsumersRequest()
        return list((await self._ask(self._rooms.ListConsumers, request)).consumers)

    async def delete_consumer(self, consumer: str) -> None:
        """Forget a consumer."""
        await self._ask(self._rooms.DeleteConsumer, rooms_pb2.DeleteConsumerRequest(consumer=consumer))
