"""API keys and sessions of a daemon: who may do what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError
from odind.v1 import access_pb2, verbs_pb2

from .controls import duration, timestamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from odind.v1.access_pb2_grpc import AccessServiceAsyncStub

    from .asking import Ask

_PREFIX = "VERB_"
VERBS = tuple(name.removeprefix(_PREFIX).lower() for name in verbs_pb2.Verb.keys()[1:-1])
"""The names of all verbs of grants."""


class Access:
    """Makes API keys and sessions. Each call raises what its RPC's comment in proto/ lists.

    Verbs are their names, as in "read". `rooms` and `users` are globs; without any, the caller's own.
    `tenant` is one of the daemon's settings; without one, the caller's. `quotas` bound what the key and
    its sessions hold and do together. `gateways` and `secrets` are globs of the names that it may give.
    """

    def __init__(self, stub: AccessServiceAsyncStub, ask: Ask) -> None:
        self._stub = stub
        self._ask = ask

    async def create_key(
        self,
        verbs: Iterable[str],
        *,
        name: str = "",
        rooms: Iterable[str] = (),
        users: Iterable[str] = (),
        expires_at: datetime | None = None,
        tenant: str = "",
        quotas: access_pb2.Quotas | None = None,
        gateways: Iterable[str] = (),
        secrets: Iterable[str] = (),
    ) -> access_pb2.CreateKeyResponse:
        """Make an API key. Its text is in the answer alone: nobody can ask for it later."""
        grant = access_pb2.Grant(
            verbs=map(_number, verbs),
            rooms=rooms,
            users=users,
            expires_at=None if expires_at is None else timestamp(expires_at),
            tenant=tenant,
            quotas=quotas,
            gateways=gateways,
            secrets=secrets,
        )
        return await self._ask(self._stub.CreateKey, access_pb2.CreateKeyRequest(name=name, grant=grant))

    async def keys(self) -> list[access_pb2.Key]:
        """Return all API keys, oldest first."""
        return list((await self._ask(self._stub.ListKeys, access_pb2.ListKeysRequest())).keys)

    async def key(self, key_id: str) -> access_pb2.Key:
        """Return an API key."""
        return (await self._ask(self._stub.GetKey, access_pb2.GetKeyRequest(key_id=key_id))).key

    async def rotate_key(self, key_id: str, grace: timedelta = timedelta()) -> access_pb2.RotateKeyResponse:
        """Give an API key another secret; the one before it stays right for `grace`."""
        request = access_pb2.RotateKeyRequest(key_id=key_id, grace=duration(grace))
        return await self._ask(self._stub.RotateKey, request)

    async def revoke_key(self, key_id: str) -> None:
        """End an API key, what runs under it, and its connections."""
        await self._ask(self._stub.RevokeKey, access_pb2.RevokeKeyRequest(key_id=key_id))

    async def create_session(
        self,
        room_id: str,
        user_id: str,
        *,
        verbs: Iterable[str] = (),
        ttl: timedelta | None = None,
    ) -> access_pb2.CreateSessionResponse:
        """Let somebody be one user in one room for `ttl`, 10 minutes by default."""
        request = access_pb2.CreateSessionRequest(
            room_id=room_id,
            user_id=user_id,
            verbs=map(_number, verbs),
            ttl=None if ttl is None else duration(ttl),
        )
        return await self._ask(self._stub.CreateSession, request)

    async def who_am_i(self) -> access_pb2.WhoAmIResponse:
        """Tell who the daemon takes us for."""
        return await self._ask(self._stub.WhoAmI, access_pb2.WhoAmIRequest())


def _number(verb: str) -> verbs_pb2.Verb.ValueType:
    if verb not in VERBS:
        raise InvalidArgumentError(
            "VERB_UNKNOWN", "there is no verb {verb}; verbs are {known}", verb=verb, known=", ".join(VERBS)
        )
    return verbs_pb2.Verb.Value(f"{_PREFIX}{verb.upper()}")
