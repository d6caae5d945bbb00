"""Calls that are made once, however often they are sent: those whose request has a `request_id`."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from google.protobuf.message_factory import GetMessageClass

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor
    from google.protobuf.message import Message

    from odind.core.log.answers import Answers

    from .calls import Call

    Behaviour = Callable[[Message | AsyncIterator[Message], Call], Awaitable[Message | None]]

_FIELD: Final = "request_id"
_PEER: Final = "odind.v1.Peer"
_SECRETS: Final = ("token", "password")


def once(behaviour: Behaviour, method: MethodDescriptor, answers: Answers) -> Behaviour:
    """Return what answers a method, and answers a request with a known id as it was answered before.

    Returns `behaviour` itself for methods whose request has no `request_id`.
    """
    if _FIELD not in method.input_type.fields_by_name:
        return behaviour
    read = GetMessageClass(method.output_type).FromString

    async def answer(request: Message, call: Call) -> Message | None:
        request_id: str = getattr(request, _FIELD)
        if not request_id:
            return await behaviour(request, call)
        fresh: list[Message] = []

        async def work() -> bytes:
            response = await behaviour(request, call)
            assert response is not None  # noqa: S101 - such a method does not stream
            fresh.append(response)
            return _kept(response)

        mark = call.caller.principal.mark
        value = await answers.once(request_id, _fingerprint(method, request), work, mark)
        return fresh[0] if fresh else read(value)

    return answer  # type: ignore[return-value] # a method with a request_id takes one message


def _fingerprint(method: MethodDescriptor, request: Message) -> bytes:
    """Return what tells a request from others. It is stored, and a hash of secrets would tell them."""
    compared = type(request)()
    compared.CopyFrom(request)
    _drop(compared, lambda field: field.name in _SECRETS)
    digest = hashlib.sha256(method.full_name.encode())
    digest.update(compared.SerializeToString(deterministic=True))
    return digest.digest()


def _kept(response: Message) -> bytes:
    """Return a response as it is kept: without peers, whose data is theirs, and soon out of date."""
    kept = type(response)()
    kept.CopyFrom(response)
    _drop(kept, lambda field: field.message_type is not None and field.message_type.full_name == _PEER)
    return kept.SerializeToString()


def _drop(message: Message, unwanted: Callable[[FieldDescriptor], bool]) -> None:
    """Clear fields of a message and of those in it."""
    for field, value in message.ListFields():
        if unwanted(field):
            message.ClearField(field.name)
        elif field.message_type is not None and not field.is_repeated:
            _drop(value, unwanted)
