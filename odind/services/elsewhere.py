"""The other members of a fleet, as the services need them, and calls that these answer in our place."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Final, Protocol

from google.protobuf.message_factory import GetMessageClass

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from google.protobuf.descriptor import Descriptor, MethodDescriptor
    from google.protobuf.message import Message

    from .access import Caller
    from .calls import Call

_CONNECTION: Final = "odind.v1.Connection"
_LOCAL: Final = ("audio_target", "audio_ticket", "audio_socket")
"""What of a connection is of use on its own machine alone."""


class Elsewhere(Protocol):
    """The other members of the fleet."""

    name: str

    @property
    def serving(self) -> Sequence[str]:
        """The names of all members whose lease holds, ours among them, in order."""

    async def holder(self, connection_id: str) -> str | None:
        """Return the name of the member that has a connection, None for nobody.

        Raises UnavailableError FLEET_DATABASE_UNAVAILABLE.
        """

    async def holder_of(self, kind: str, thing_id: str) -> str | None:
        """Return the name of the member that has a document, None for nobody.

        Raises UnavailableError FLEET_DATABASE_UNAVAILABLE.
        """

    def place(self, member: str, labels: Mapping[str, str]) -> str:
        """Return the name of the member that is to have one more connection.

        Raises NotFoundError MEMBER_NOT_FOUND, ResourceExhaustedError NO_MEMBER_FITS.
        """

    def call(
        self,
        member: str,
        method: str,
        requests: AsyncIterator[bytes],
        caller: Caller,
        limit_s: float | None,
    ) -> AsyncIterator[bytes]:
        """Make a call for a caller, by the path of its method; yield the answers.

        It may take `limit_s`; with None it lasts while the member's machine answers.

        Raises CallFailedError with what the member answered, UnavailableError MEMBER_UNREACHABLE.
        """


async def pass_on(
    elsewhere: Elsewhere,
    member: str,
    method: MethodDescriptor,
    requests: AsyncIterator[Message],
    call: Call,
    *,
    limit_s: float | None = None,
) -> Message | None:
    """Have a member answer a call; return its last answer unless the method streams them.

    It may take `limit_s`; without, it lasts while the member's machine answers, as long speech does.
    """
    read, last = GetMessageClass(method.output_type).FromString, None
    tells = _tells_connections(method.output_type)
    path = f"/{method.containing_service.full_name}/{method.name}"
    answers = elsewhere.call(member, path, _serialized(requests), call.caller, limit_s)
    async with aclosing(answers):  # type: ignore[type-var] # an async generator
        async for data in answers:
            last = read(data)
            if tells:
                _clear_local(last)
            if method.server_streaming:
                await call.write(last)
    return None if method.server_streaming else last


async def only(request: Message) -> AsyncIterator[Message]:
    """Yield one request."""
    yield request


async def _serialized(messages: AsyncIterator[Message]) -> AsyncIterator[bytes]:
    async for message in messages:
        yield message.SerializeToString()


def _tells_connections(kind: Descriptor, depth: int = 3) -> bool:
    """Whether a message can have connections in it."""
    inner = [field.message_type for field in kind.fields if field.message_type]
    return any(one.full_name == _CONNECTION for one in inner) or (
        depth > 0 and any(_tells_connections(one, depth - 1) for one in inner)
    )


def _clear_local(message: Message) -> None:
    """Clear what callers cannot use here, in all connections of a message."""
    for field, value in message.ListFields():
        if field.message_type is None or field.message_type.GetOptions().map_entry:
            continue
        for part in value if field.is_repeated else (value,):
            if field.message_type.full_name == _CONNECTION:
                for name in _LOCAL:
                    part.ClearField(name)
            else:
                _clear_local(part)
