"""AccessService on core's keys and sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.access import pack_grant, pack_key, unpack_grant, unpack_verbs
from odind.pack.times import unpack_seconds
from odind.v1 import access_pb2

if TYPE_CHECKING:
    from odind.core.access.keys import Keys
    from odind.core.access.sessions import Sessions

    from .calls import Call


class AccessServicer:
    """One use case a method."""

    def __init__(self, keys: Keys, sessions: Sessions) -> None:
        self._keys = keys
        self._sessions = sessions

    async def CreateKey(
        self, request: access_pb2.CreateKeyRequest, call: Call
    ) -> access_pb2.CreateKeyResponse:
        """Make a key."""
        by = call.caller.principal
        key, text = await self._keys.create(request.name, unpack_grant(request.grant, by.grant), by)
        return access_pb2.CreateKeyResponse(key=pack_key(key), text=text)

    async def ListKeys(self, request: access_pb2.ListKeysRequest, call: Call) -> access_pb2.ListKeysResponse:
        """Return all keys."""
        return access_pb2.ListKeysResponse(keys=map(pack_key, self._keys.all(call.caller.principal)))

    async def GetKey(self, request: access_pb2.GetKeyRequest, call: Call) -> access_pb2.GetKeyResponse:
        """Return a key."""
        key = self._keys.find(request.key_id, call.caller.principal)
        return access_pb2.GetKeyResponse(key=pack_key(key))

    async def RotateKey(
        self, request: access_pb2.RotateKeyRequest, call: Call
    ) -> access_pb2.RotateKeyResponse:
        """Give a key another secret."""
        grace_s = unpack_seconds(request.grace)
        key, text = await self._keys.rotate(request.key_id, grace_s, call.caller.principal)
        return access_pb2.RotateKeyResponse(key=pack_key(key), text=text)

    async def RevokeKey(
        self, request: access_pb2.RevokeKeyRequest, call: Call
    ) -> access_pb2.RevokeKeyResponse:
        """End a key."""
        await self._keys.revoke(request.key_id, call.caller.principal)
        return access_pb2.RevokeKeyResponse()

    async def CreateSession(
        self, request: access_pb2.CreateSessionRequest, call: Call
    ) -> access_pb2.CreateSessionResponse:
        """Make a session."""
        session = self._sessions.create(
            request.room_id,
            request.user_id,
            unpack_verbs(request.verbs),
            unpack_seconds(request.ttl) if request.HasField("ttl") else None,
            call.caller.principal,
        )
        return access_pb2.CreateSessionResponse(text=session.text, grant=pack_grant(session.grant))

    async def WhoAmI(self, request: access_pb2.WhoAmIRequest, call: Call) -> access_pb2.WhoAmIResponse:
        """Tell who the caller is."""
        principal = call.caller.principal
        return access_pb2.WhoAmIResponse(name=principal.name, grant=pack_grant(principal.grant))
