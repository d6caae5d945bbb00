"""Parses request messages from any wire; refuses those that are too large or malformed, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from google.protobuf.message import DecodeError, Message

from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    M = TypeVar("M", bound=Message)

_SCALARS: Final = (str, bytes, int, float)
MAX_MESSAGE_BYTES: Final = 1024 * 1024
"""The largest request in bytes, on every wire."""


MAX_ITEMS: Final = 4_096
"""The most items that all lists of a request may have together: a few bytes each, but many microseconds."""


def read_message(kind: type[M], data: bytes) -> M:
    """Parse protobuf; raises InvalidArgumentError MESSAGE_TOO_LARGE, MESSAGE_MALFORMED."""
    check_size(len(data))
    try:
        message = kind.FromString(data)
    except DecodeError:
        raise malformed("protobuf", kind, "the bytes cannot be parsed") from None
    if len(data) > MAX_ITEMS:
        check_items(message)
    return message


def check_items(message: Message) -> None:
    """Raise InvalidArgumentError MESSAGE_TOO_LARGE for a message whose lists have more than MAX_ITEMS."""
    left, waiting = MAX_ITEMS, [message]
    while waiting:
        for _, value in waiting.pop().ListFields():
            if isinstance(value, Message):
                waiting.append(value)
            elif not isinstance(value, _SCALARS):
                left -= len(value)
                if left < 0:
                    raise too_many_items(MAX_ITEMS)
                waiting += (item for item in value if isinstance(item, Message))


def too_many_items(limit: int) -> InvalidArgumentError:
    """Return the error of a request with too many items."""
    return InvalidArgumentError(
        "MESSAGE_TOO_LARGE", "the request has too many items; at most {limit} are allowed", limit=limit
    )


def check_size(size: int) -> None:
    """Raise InvalidArgumentError MESSAGE_TOO_LARGE for a message of more than MAX_MESSAGE_BYTES."""
    if size > MAX_MESSAGE_BYTES:
        raise InvalidArgumentError(
            "MESSAGE_TOO_LARGE",
            "the request has {size} bytes or more; at most {limit} are allowed",
            size=size,
            limit=MAX_MESSAGE_BYTES,
        )


def malformed(form: str, kind: type[Message], problem: object) -> InvalidArgumentError:
    """Return the error of a message that cannot be parsed."""
    return InvalidArgumentError(
        "MESSAGE_MALFORMED",
        "the request must be a valid {type} in {form}: {problem}",
        type=kind.DESCRIPTOR.name,
        form=form,
        problem=str(problem).encode(errors="replace").decode(),
    )
