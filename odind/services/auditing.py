"""What is noted of every call for an audit: who, from where, what, on what, and how it ended. No payloads."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import field
from functools import reduce
from typing import TYPE_CHECKING, Any, Final, Protocol

from odind.core.errors import OdindError
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.core.access.principal import Principal
    from odind.v1 import audio_pb2

    from .access import Caller

    LaneCheck = Callable[[Principal, audio_pb2.StreamAudioConfig], None]
    Behaviour = Callable[[Message | AsyncIterator[Message], Any], Awaitable[Message | None]]

_TARGETS: Final = ("room_id", "user_id", "connection_id", "line_id", "key_id", "session_id", "consumer")
"""The fields of requests that name what a call is about, and their plurals."""
_TICKET: Final = "RoomsTicket"
_LONGEST: Final = 128
_MOST: Final = 16
BEGUN: Final = "BEGUN"
"""What stands for the code of a call that goes on."""


@dataclass(frozen=True)
class Entry:
    """One line of an audit. `code` is how the call ended, `target` what its request names."""

    caller: Caller
    call: str
    code: str
    reason: str = ""
    took_s: float = 0.0
    target: Mapping[str, str | list[str]] = field(default_factory=dict)


class Audit(Protocol):
    """Keeps entries. Called on the loop's thread, for every call; never waits, never raises."""

    def tell(self, entry: Entry) -> None:
        """Keep an entry."""


class NoAudit:
    """Keeps nothing."""

    def tell(self, entry: Entry) -> None:
        """Forget an entry."""


UNAUDITED: Final = NoAudit()


class Record:
    """What is known so far of one call."""

    def __init__(self, audit: Audit, call: str, caller: Caller) -> None:
        self.caller = caller
        self._audit = audit
        self._call = call
        self._target: dict[str, str | list[str]] = {}

    def name(self, target: Mapping[str, str | list[str]]) -> None:
        """Note what the call is about."""
        self._target.update(target)

    def tell(self, code: str, reason: str, target: Mapping[str, str | list[str]]) -> None:
        """Tell what happens within the call, which goes on."""
        self._audit.tell(Entry(self.caller, self._call, code, reason, target=target))

    def end(self, code: str, reason: str, took_s: float) -> None:
        """Tell how the call ended."""
        self._audit.tell(Entry(self.caller, self._call, code, reason, took_s, self._target))


_CURRENT: ContextVar[Record | None] = ContextVar("audit_record", default=None)


def open_record(audit: Audit, call: str, caller: Caller) -> Record:
    """Begin the record of a call, which whatever works for the call can add to."""
    record = Record(audit, call, caller)
    _CURRENT.set(record)
    return record


def noting_lanes(check: LaneCheck) -> LaneCheck:
    """Return a check of lanes that tells of each whether it was let in, on behalf of the call that runs."""
    record = _CURRENT.get()
    if record is None:
        return check

    def checked(by: Principal, config: audio_pb2.StreamAudioConfig) -> None:
        target = {"connection_id": config.connection_id[:_LONGEST]}
        try:
            check(by, config)
        except OdindError as error:
            record.tell(error.code, error.reason, target)
            raise
        record.tell(BEGUN, "", target)

    return checked


def note_begun(**target: str) -> None:
    """Tell that something begins within the call that runs, and what it is about."""
    record = _CURRENT.get()
    if record:
        record.tell(BEGUN, "", {name: value[:_LONGEST] for name, value in target.items()})


def noting(behaviour: Behaviour, method: MethodDescriptor) -> Behaviour:
    """Return what answers a method, and notes what its request names.

    Returns `behaviour` itself for methods that name nothing, or in a stream of requests. A watch is told
    when it begins, too.
    """
    fields = _fields(method)
    if method.client_streaming or not (fields or method.server_streaming):
        return behaviour

    async def answer(request: Message, call: Any) -> Message | None:
        record = _CURRENT.get()
        if record:
            target = [(path[-1], _short(reduce(getattr, path, request), is_list)) for path, is_list in fields]
            record.name(named := {name: value for name, value in target if value})
            if method.server_streaming:
                record.tell(BEGUN, "", named)
        return await behaviour(request, call)

    return answer  # type: ignore[return-value] # the method takes one message


def _fields(method: MethodDescriptor) -> list[tuple[tuple[str, ...], bool]]:
    """Return the paths of what a request names, those within a ticket too, and whether each is a list."""
    own = method.input_type.fields
    within = [
        ((outer.name,), field)
        for outer in own
        if outer.message_type and outer.message_type.name == _TICKET
        for field in outer.message_type.fields
    ]
    return [
        ((*place, field.name), field.is_repeated)
        for place, field in (*(((), field) for field in own), *within)
        if (field.name.removesuffix("s") if field.is_repeated else field.name) in _TARGETS
    ]


def _short(value: object, is_list: bool) -> str | list[str]:  # noqa: FBT001 - private
    if is_list:
        assert hasattr(value, "__getitem__")  # noqa: S101 - a repeated field
        return [str(one)[:_LONGEST] for one in value[:_MOST]]
    return str(value)[:_LONGEST]
