"""Validates a join request and settles its token and gateway, before any server is asked."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from odind.core.access.globs import any_matches
from odind.core.access.grant import EVERYTHING
from odind.core.errors import InvalidArgumentError, ResourceExhaustedError
from odind.core.tokens.hosted import invalid_answer, unknown_secret
from odind.core.tokens.tokens import check_room_id, check_user_id, rooms_of
from odind.core.values.late import dataclass
from odind.core.values.payload import check_payload

from .cipher import NO_PASSWORDS
from .peer_data import filled, written
from .ports import JoinSpec

if TYPE_CHECKING:
    from odind.core.access.grant import Grant
    from odind.core.bounds.limits import Limits
    from odind.core.space.place import Place
    from odind.core.tokens.hosted import HostedToken, HostedTokens, RoomsPage, RoomsTicket
    from odind.core.tokens.tokens import Tokens
    from odind.core.values.payload import Payload

    from .cipher import CipherChoice, Passwords
    from .gateways import Gateways
    from .holder import OnLost
    from .peer_data import RoomsPeer, RoomsPeerData

MIN_LINGER_S: Final = 1
"""What a caller has from the answer of JoinRoom until its first call that holds the connection."""
MAX_LINGER_S: Final = 86_400


@dataclass(frozen=True)
class JoinRequest:
    """What JoinRoom asks for; exactly one of `user_id`, `token` and `rooms` is set.

    `linger_s` is how long the connection stays while no call holds it; None: until LeaveRoom. `on_lost` is
    what becomes of it meanwhile; None: as with KEEP. `cipher` is how the room is encrypted end to end; None:
    not at all.
    """

    room_id: str = ""
    user_id: str | None = None
    token: str | None = field(default=None, repr=False)
    gateway: str = ""
    user_data: Payload = field(default=b"", repr=False)
    place: Place | None = None
    linger_s: float | None = None
    cipher: CipherChoice | None = field(default=None, repr=False)
    on_lost: OnLost | None = None
    rooms: RoomsTicket | None = None
    rooms_peer: RoomsPeer | None = None


@dataclass(frozen=True)
class Admission:
    """A token, and the user and the room that it is used for. `expires_at` is seconds since the epoch.

    `page` is the room's page in ODIN Rooms, where its token service made the token.
    """

    token: str = field(repr=False)
    user_id: str
    room_id: str
    rooms: tuple[str, ...]
    expires_at: float
    page: RoomsPage | None = None


def admit(request: JoinRequest, tokens: Tokens) -> Admission:
    """Return the token to use: the caller's, or one signed with the key of `tokens`.

    Raises InvalidArgumentError and FailedPreconditionError with the reasons that RoomService.JoinRoom lists.
    """
    if request.token is not None:
        return _admit_with(request.token, request.room_id, tokens)
    check_room_id(request.room_id)
    check_user_id(request.user_id or "")
    signed = tokens.create(
        access_key=None, room_ids=[request.room_id], user_id=request.user_id or "", audience=["gateway"]
    )
    return _admit_with(signed.token, request.room_id, tokens)


@dataclass(frozen=True)
class JoinTerms:
    """What join requests are held to, and what completes them.

    `secrets` are globs of those of ODIN Rooms that the caller may name.
    """

    tokens: Tokens
    limits: Limits
    gateways: Gateways
    passwords: Passwords = NO_PASSWORDS
    hosted: HostedTokens | None = None
    version: str = ""
    secrets: tuple[str, ...] = EVERYTHING

    def granted(self, grant: Grant) -> JoinTerms:
        """Return what joins under a grant are held to."""
        if grant.gateways == grant.secrets == EVERYTHING:
            return self
        gateways = replace(self.gateways, granted=grant.gateways)
        passwords = self.passwords.granted(grant.secrets)
        return replace(self, gateways=gateways, passwords=passwords, secrets=grant.secrets)

    def signer(self, gateway: str) -> Tokens:
        """Return what signs tokens for a gateway; raises what `Gateways.choose` does."""
        return self.gateways.choose(gateway).tokens or self.tokens

    async def settle(self, request: JoinRequest) -> tuple[JoinSpec, Admission]:
        """Prepare a join; where the request has a ticket, with a token that ODIN Rooms' service makes now.

        Raises what RoomService.JoinRoom lists.
        """
        self._check(request)
        return self.prepare(request, await self._hosted(request.rooms) if request.rooms else None)

    def prepare(self, request: JoinRequest, hosted: HostedToken | None = None) -> tuple[JoinSpec, Admission]:
        """Validate a join request, and settle its token, gateway and password.

        Raises what RoomService.JoinRoom lists.
        """
        self._check(request)
        gateway = self.gateways.choose(request.gateway)
        admission = self._admit_hosted(hosted) if hosted else admit(request, self.signer(request.gateway))
        spec = JoinSpec(
            gateway=gateway.address,
            token=admission.token,
            room_id=admission.room_id if len(admission.rooms) > 1 else None,
            user_data=request.user_data,
            renewable=request.token is None,
            password=self._password(request, admission),
        )
        return spec, admission

    def seen_in_rooms(self, peer: RoomsPeer | None, user_id: str) -> RoomsPeerData | None:
        """Return what ODIN Rooms shall show of us.

        Raises InvalidArgumentError PEER_DATA_INVALID, AVATAR_INVALID, AVATAR_SEED_INVALID,
        USER_DATA_TOO_LARGE.
        """
        if peer is None:
            return None
        data = filled(peer, user_id, self.version)
        check_payload(written(data), self.limits.max_user_data_bytes, "USER_DATA_TOO_LARGE")
        return data

    def _check(self, request: JoinRequest) -> None:
        """Raise the errors of what the request says itself."""
        check_linger(request.linger_s)
        _check_on_lost(request)
        check_payload(request.user_data, self.limits.max_user_data_bytes, "USER_DATA_TOO_LARGE")
        self.gateways.choose(request.gateway)
        if request.rooms_peer and request.user_data:
            raise user_data_ambiguous()
        if request.rooms and request.room_id not in ("", request.rooms.room_id):
            raise InvalidArgumentError(
                "ROOM_NOT_IN_TOKEN", "the token does not open room {room_id}", room_id=request.room_id
            )

    async def _hosted(self, ticket: RoomsTicket) -> HostedToken:
        if self.hosted is None or not any_matches(self.secrets, ticket.secret_name):
            raise unknown_secret(ticket.secret_name)
        return await self.hosted.create(ticket)

    def _admit_hosted(self, hosted: HostedToken) -> Admission:
        try:
            return replace(_admit_with(hosted.token, "", self.tokens), page=hosted.page)
        except InvalidArgumentError as error:
            raise invalid_answer(error.message) from None

    def _password(self, request: JoinRequest, admission: Admission) -> str | None:
        room_id = request.rooms.room_id if request.rooms else admission.room_id
        return self.passwords.choose(request.cipher, room_id) if request.cipher else None


def user_data_ambiguous() -> InvalidArgumentError:
    """Return the error of who asks for two kinds of user data."""
    return InvalidArgumentError("USER_DATA_AMBIGUOUS", "give user_data or rooms_peer, not both")


def check_linger(linger_s: float | None) -> None:
    """Raise InvalidArgumentError LINGER_INVALID for a time that is too short or too long."""
    if linger_s is not None and not MIN_LINGER_S <= linger_s <= MAX_LINGER_S:
        raise InvalidArgumentError(
            "LINGER_INVALID",
            "linger is {linger} s; it must be {low} to {high} s, or unset",
            linger=linger_s,
            low=MIN_LINGER_S,
            high=MAX_LINGER_S,
        )


def _check_on_lost(request: JoinRequest) -> None:
    """Raise InvalidArgumentError ON_LOST_INVALID for a connection that is never lost."""
    if request.on_lost and request.linger_s is None:
        raise InvalidArgumentError(
            "ON_LOST_INVALID",
            "on_lost is {on_lost}, which needs a linger time: without one the connection stays",
            on_lost=request.on_lost.value,
        )


def require_connection_slot(connections: int, limits: Limits) -> None:
    """Raise ResourceExhaustedError TOO_MANY_CONNECTIONS when the limit is reached."""
    if connections >= limits.max_connections:
        raise ResourceExhaustedError(
            "TOO_MANY_CONNECTIONS",
            "there are {limit} connections already; leave a room first",
            limit=limits.max_connections,
        )


def require_share(held: int, quota: int | None, whose: str, limits: Limits) -> None:
    """Raise ResourceExhaustedError TOO_MANY_CONNECTIONS when somebody has as many as one may have."""
    share = limits.share_of(limits.max_connections)
    most = share if quota is None else min(share, quota)
    if held >= most:
        raise ResourceExhaustedError(
            "TOO_MANY_CONNECTIONS",
            "{whose} may have {limit} connections, and has them already; leave a room first, or ask for more",
            whose=whose,
            limit=most,
        )


def _admit_with(token: str, room_id: str, tokens: Tokens) -> Admission:
    claims = tokens.read(token)
    rooms = tuple(rooms_of(claims))
    expires_at = claims.get("exp")
    return Admission(
        token=token,
        user_id=str(claims["uid"]),
        room_id=_choose(room_id, rooms),
        rooms=rooms,
        expires_at=expires_at if isinstance(expires_at, int | float) else float("inf"),
    )


def _choose(room_id: str, rooms: tuple[str, ...]) -> str:
    if not room_id and len(rooms) == 1:
        return rooms[0]
    if not room_id:
        raise InvalidArgumentError(
            "ROOM_ID_MISSING", "the token opens {count} rooms; name one", count=len(rooms)
        )
    if room_id not in rooms:
        raise InvalidArgumentError(
            "ROOM_NOT_IN_TOKEN", "the token does not open room {room_id}", room_id=room_id
        )
    return room_id
