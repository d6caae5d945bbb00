"""The messages between the front and a worker: numbered portable values, in MessagePack.

A message is `[number, shape, [[type name, value], ...]]`. The front numbers its requests from 1. A worker's
message with that number is the answer; number 0 marks an event. Both processes have the same version.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

import msgspec

from odind.core import errors
from odind.core.rooms.actions import Action
from odind.core.rooms.events import ConnectionLeft, ConnectionView
from odind.core.rooms.ports import JoinSpec
from odind.core.rooms.settings import ConnectionSettings
from odind.core.values.portable import portable
from odind.portable_bytes import decode_portable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.errors import OdindError

PATH: Final = "/odind.Host/Talk"
EVENT: Final = 0
"""The number of messages that are events."""
_NOTHING, _ONE, _SEVERAL = range(3)
_MESSAGE: Final = tuple[int, int, list[tuple[str, msgspec.Raw]]]


class MessageError(ValueError):
    """The bytes are no message, or one of another version. The text never repeats them."""


@portable
class Join(Action[None]):
    """Join a room."""

    view: ConnectionView
    spec: JoinSpec
    settings: ConnectionSettings


@portable
class Apply(Action[None]):
    """Apply settings to a connection."""

    connection_id: str
    settings: ConnectionSettings


@portable
class Leave(Action[None]):
    """End a connection, and say why."""

    connection_id: str
    left: ConnectionLeft


@portable
class Cancel:
    """Cancel the request with the number of this message; there is no answer."""


@portable
class Trace:
    """What a request belongs to, in the headers of W3C; the request follows in the same message."""

    parent: str
    state: str


@portable
class Subject:
    """The id that an event is about; the event follows in the same message."""

    subject: str


@portable
class Failure:
    """A request failed with an OdindError. `kind` names its class; "" stands for a bug of the worker."""

    kind: str
    reason: str = ""
    message: str = ""
    metadata: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, error: OdindError) -> Failure:
        """Return the failure that carries an error."""
        return cls(type(error).__name__, error.reason, error.message, error.metadata)

    def error(self) -> Exception:
        """Return the error that this failure carries."""
        if not self.kind:
            return RuntimeError("a worker failed; its log says how")
        kind: type[OdindError] = getattr(errors, self.kind)
        error = kind(self.reason, self.message)
        error.metadata = self.metadata
        return error


def encode(number: int, value: object) -> bytes:
    """Return a message with a portable value, a tuple of portable values, or None."""
    shape = _NOTHING if value is None else _SEVERAL if isinstance(value, tuple) else _ONE
    values = value if isinstance(value, tuple) else () if value is None else (value,)
    return msgspec.msgpack.encode((number, shape, [(type(one).__name__, one) for one in values]))


def decode(data: bytes) -> tuple[int, object]:
    """Return the number and the value of a message; raises MessageError."""
    try:
        number, shape, named = msgspec.msgpack.decode(data, type=_MESSAGE)
        return number, _shaped(shape, _values(named))
    except (msgspec.MsgspecError, ValueError) as error:
        raise MessageError("the bytes must be a message of this version") from error


def _shaped(shape: int, values: tuple[object, ...]) -> object:
    if shape == _SEVERAL:
        return values
    if len(values) != shape:
        raise MessageError("a message has another number of values than it says")
    return values[0] if values else None


def _values(named: Sequence[tuple[str, msgspec.Raw]]) -> tuple[object, ...]:
    return tuple(decode_portable(name, raw) for name, raw in named)
