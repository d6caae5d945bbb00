"""Calls to other members, over gRPC with mutual TLS."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

import grpc
import msgspec

from odind.core.access.principal import ITSELF, NOBODY, Principal
from odind.core.fleet.member import Word
from odind.core.fleet.refusals import member_unreachable
from odind.pack.fleet import WORDS
from odind.services.access import MEMBER_FACE, Caller
from odind.services.tracing import current_trace, trace_context
from odind.v1 import fleet_pb2
from odind.workers.link import passed_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from types import TracebackType

    from google.protobuf.message import Message

    from odind.core.errors import OdindError
    from odind.core.fleet.member import Member
    from odind.services.calls import CallFailedError
    from odind.tls.contexts import Identities

_PRINCIPAL: Final = "odind-principal-bin"
_PEER: Final = "odind-peer"
_GET: Final = "/odind.v1.FleetService/GetMember"
_OURSELVES: Final = ((_PRINCIPAL, msgspec.msgpack.encode(ITSELF)), (_PEER, "member"))
_OPTIONS: Final = (
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    ("grpc.enable_http_proxy", 0),
    ("grpc.http2.bdp_probe", 0),
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    # for so long an attempt to connect may be silent, and calls wait with it; 20 s by default
    ("grpc.min_reconnect_backoff_ms", 2_000),
    # a member whose machine is gone sends no end: calls to it must not wait for ever
    ("grpc.keepalive_time_ms", 2_000),
    ("grpc.keepalive_timeout_ms", 2_000),
    ("grpc.http2.ping_timeout_ms", 2_000),  # else the ping waits for a minute, whatever the line above says
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
)


class MemberLinks:
    """One channel to each member, made when it is first called. On the loop's thread.

    `patience_s` is how long one may take to tell how it stands.
    """

    def __init__(self, identities: Identities, *, patience_s: float) -> None:
        self._identities = identities
        self._patience_s = patience_s
        self._channels: dict[str, grpc.aio.Channel] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for channel in self._channels.values():
            await channel.close(None)

    async def call(
        self,
        member: Member,
        method: str,
        requests: AsyncIterator[bytes],
        caller: Caller,
        limit_s: float | None,
    ) -> AsyncIterator[bytes]:
        """Make a call for a caller, by the path of its method; yield the answers, for `limit_s` at most.

        Raises CallFailedError with what the member answered, UnavailableError MEMBER_UNREACHABLE.
        """
        begin = self._channel(member.address).stream_stream(method, None, None)
        call = begin(requests, timeout=limit_s, metadata=_metadata(caller))
        try:
            async for data in call:
                yield data
        except grpc.aio.AioRpcError as failure:
            raise _error_of(failure, member) from None
        finally:
            call.cancel()

    async def ask(self, member: Member) -> Word:
        """Ask a member how it stands; raises nothing."""
        ask = self._channel(member.address).unary_unary(_GET, None, fleet_pb2.GetMemberResponse.FromString)
        try:
            answer = await ask(b"", timeout=self._patience_s, wait_for_ready=True, metadata=_OURSELVES)
        except grpc.aio.AioRpcError:
            return await self._knock(member.address)
        if answer.member.name != member.name:
            return Word.GONE  # another one has its address
        return WORDS.get(answer.member.state, Word.SILENT)

    async def _knock(self, address: str) -> Word:
        """Tell a port on which nobody listens from a machine that is silent."""
        host, _, port = address.rpartition(":")
        try:
            async with asyncio.timeout(self._patience_s):
                _, writer = await asyncio.open_connection(host.strip("[]"), int(port))
        except ConnectionRefusedError:
            return Word.GONE
        except (OSError, TimeoutError):
            return Word.SILENT
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return Word.SILENT

    def _channel(self, address: str) -> grpc.aio.Channel:
        channel = self._channels.get(address)
        if channel is None:
            credentials = _credentials(self._identities)
            channel = self._channels[address] = grpc.aio.secure_channel(address, credentials, _OPTIONS)
        return channel


def member_caller(context: grpc.aio.ServicerContext[bytes, Message]) -> Caller:
    """Return whose call another member passes on; its certificate was verified."""
    metadata: Mapping[str, str | bytes] = dict(context.invocation_metadata() or ())
    told = metadata.get(_PRINCIPAL, b"")
    principal = msgspec.msgpack.decode(told, type=Principal) if isinstance(told, bytes) and told else NOBODY
    peer = str(metadata.get(_PEER, ""))
    return Caller(MEMBER_FACE, local=False, peer=peer, trace=trace_context(metadata), principal=principal)


def _error_of(failure: grpc.aio.AioRpcError, member: Member) -> OdindError | CallFailedError:
    """Return what our caller gets for a call that a member failed, or did not answer."""
    unreachable = member_unreachable(member.name)
    if failure.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
        return unreachable
    return passed_on(failure, unreachable)


def _metadata(caller: Caller) -> tuple[tuple[str, str | bytes], ...]:
    """Return what a call tells of who makes it, and of which trace it is."""
    trace = ((name, value) for name, value in current_trace().headers.items() if value)
    return ((_PRINCIPAL, msgspec.msgpack.encode(caller.principal)), (_PEER, caller.peer), *trace)


def _credentials(identities: Identities) -> grpc.ChannelCredentials:
    identity = identities.identity
    return grpc.ssl_channel_credentials(identity.client_ca, identity.key, identity.certificate)
