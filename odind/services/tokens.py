"""TokenService on core's use cases."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from odind.core.access.signing import check_token
from odind.pack.times import pack_time, unpack_seconds
from odind.v1 import tokens_pb2

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.rooms.tenants import Tenants
    from odind.core.tokens.ports import Key
    from odind.core.tokens.tokens import Tokens

    from .calls import Call


class TokenServicer:
    """Calls one use case per method."""

    def __init__(self, tokens: Tokens, tenants: Tenants) -> None:
        self._tokens = tokens
        self._tenants = tenants

    async def GenerateAccessKey(
        self, request: tokens_pb2.GenerateAccessKeyRequest, call: Call
    ) -> tokens_pb2.GenerateAccessKeyResponse:
        """Make an access key."""
        key = self._tokens.generate_key()
        return tokens_pb2.GenerateAccessKeyResponse(
            access_key=key.text, key_id=key.key_id, public_key=_public_key(key)
        )

    async def DescribeAccessKey(
        self, request: tokens_pb2.DescribeAccessKeyRequest, call: Call
    ) -> tokens_pb2.DescribeAccessKeyResponse:
        """Return the public parts of a key."""
        key = self._signer(request.gateway, call.caller.principal).key(
            request.access_key if request.HasField("access_key") else None
        )
        return tokens_pb2.DescribeAccessKeyResponse(key_id=key.key_id, public_key=_public_key(key))

    async def CreateToken(
        self, request: tokens_pb2.CreateTokenRequest, call: Call
    ) -> tokens_pb2.CreateTokenResponse:
        """Sign a token."""
        signed = self._signer(request.gateway, call.caller.principal).create(
            access_key=request.access_key if request.HasField("access_key") else None,
            room_ids=request.room_ids,
            user_id=request.user_id,
            customer=request.customer,
            audience=request.audience,
            subject=request.subject,
            lifetime_s=unpack_seconds(request.lifetime) if request.HasField("lifetime") else None,
        )
        check_token(
            call.caller.principal,
            room_ids=request.room_ids,
            user_id=request.user_id,
            subject=request.subject,
            expires_at=signed.expires_at,
        )
        return tokens_pb2.CreateTokenResponse(
            token=signed.token, key_id=signed.key_id, expires_at=pack_time(signed.expires_at)
        )

    def _signer(self, gateway: str, by: Principal) -> Tokens:
        return self._tenants.of(by).terms.signer(gateway)


def _public_key(key: Key) -> str:
    return base64.urlsafe_b64encode(key.public_key).rstrip(b"=").decode()
