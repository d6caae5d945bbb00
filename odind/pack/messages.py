"""Parses request messages from any wire; refuses those that are too large or malformed, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from google.protobuf.message import DecodeError, Message

from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    M = TypeVar("M", bound=Message)

MAX_MESSAGE_BYTES: Final = 1024 * 1024
"""The largest request in bytes, on every wire."""


def read_message(kind: type[M], data: bytes) -> M:
    """Parse protobuf; raises InvalidArgumentError MESSAGE_TOO_LARGE, MESSAGE_MALFORMED."""
    check_size(len(data))
    try:
        return kind.FromString(data)
    except DecodeError:
        raise malformed("protobuf", kind, "the bytes cannot be parsed") from None


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
