"""What a principal may name in a request: its own connections and lines, and the rooms of its grant.

The fields of requests say which: `connection_id`, `line_id`, `recording_id`, `room_id`, and their plurals. So
a new RPC whose fields have these names is checked by itself. What belongs to others is not found, as if it
did not exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.access.refusals import verb_not_granted
from odind.core.access.tickets import TicketHolder
from odind.core.access.verbs import Verb
from odind.core.archive.refusals import no_recording
from odind.core.devices.refusals import no_line
from odind.core.rooms.refusals import no_connection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.core.access.principal import Principal
    from odind.core.archive.recordings import Recordings
    from odind.core.devices.devices import Devices
    from odind.core.rooms.registry import Registry
    from odind.v1 import audio_pb2

    from .calls import Call

    Behaviour = Callable[[Message | AsyncIterator[Message], Call], Awaitable[Message | None]]
    Check = Callable[[Principal, str], None]


class Scope:
    """Checks what calls name, against the connections of a registry, the lines of devices and recordings."""

    def __init__(self, registry: Registry, devices: Devices, recordings: Recordings) -> None:
        self._registry = registry
        self._devices = devices
        self._recordings = recordings
        self._checks: dict[str, Check] = {
            "connection_id": self.require_connection,
            "line_id": self.require_line,
            "recording_id": self.require_recording,
            "room_id": _require_room,
        }

    def within(self, behaviour: Behaviour, method: MethodDescriptor) -> Behaviour:
        """Return what answers a method for those who may name what the request does.

        Returns `behaviour` itself for methods that name nothing, or in a stream of requests.
        """
        fields = [] if method.client_streaming else self._fields(method)
        if not fields:
            return behaviour

        async def answer(request: Message, call: Call) -> Message | None:
            by = call.caller.principal
            if not by.is_owner:
                for name, check, is_list in fields:
                    value = getattr(request, name)
                    for one in value if is_list else filter(None, (value,)):
                        check(by, one)
            return await behaviour(request, call)

        return answer  # type: ignore[return-value] # the method takes one message

    def require_connection(self, by: Principal, connection_id: str) -> None:
        """Raise NotFoundError CONNECTION_NOT_FOUND unless a principal sees a connection."""
        entry = self._registry.get(connection_id)
        if not (entry.is_seen(by) if entry else by.sees(connection_id, None)):
            raise no_connection(connection_id)

    def require_line(self, by: Principal, line_id: str) -> None:
        """Raise NotFoundError LINE_NOT_FOUND unless a principal sees a line."""
        if not self._devices.is_seen(line_id, by):
            raise no_line(line_id)

    def require_recording(self, by: Principal, recording_id: str) -> None:
        """Raise NotFoundError RECORDING_NOT_FOUND unless a principal sees a recording."""
        recording = self._recordings.shelf.get(recording_id)
        if recording is None or not self._recordings.is_seen(recording, by):
            raise no_recording(recording_id)

    def require_lane(self, by: Principal, config: audio_pb2.StreamAudioConfig) -> None:
        """Raise an error unless a principal may have such a lane.

        NotFoundError CONNECTION_NOT_FOUND, PermissionDeniedError VERB_NOT_GRANTED.
        """
        if not by.is_owner:
            self.require_connection(by, config.connection_id)
            _require_verbs(by, config)

    def _fields(self, method: MethodDescriptor) -> list[tuple[str, Check, bool]]:
        return [
            (field.name, self._checks[singular], field.is_repeated)
            for field in method.input_type.fields
            if (singular := field.name.removesuffix("s") if field.is_repeated else field.name) in self._checks
        ]


def require_tickets_lane(by: Principal, config: audio_pb2.StreamAudioConfig) -> None:
    """Raise an error unless a principal may have such a lane at a worker, where it may have shown a ticket.

    Without one, file permissions have let only owners in. Raises what `Scope.require_lane` does.
    """
    if isinstance(by, TicketHolder):
        require_tickets_connection(by, config.connection_id)
        _require_verbs(by, config)


def require_tickets_connection(by: Principal, connection_id: str) -> None:
    """Raise NotFoundError CONNECTION_NOT_FOUND for another connection than that of a ticket."""
    if isinstance(by, TicketHolder) and by.connection_id != connection_id:
        raise no_connection(connection_id)


def _require_verbs(by: Principal, config: audio_pb2.StreamAudioConfig) -> None:
    if config.HasField("send"):
        _require_verb(by, Verb.SPEAK)
    if config.HasField("receive") or config.HasField("barge_in"):  # both tell who speaks
        _require_verb(by, Verb.LISTEN)


def _require_room(by: Principal, room_id: str) -> None:
    by.require_room(room_id)


def _require_verb(by: Principal, verb: Verb) -> None:
    if not by.grant.allows(verb):
        raise verb_not_granted(frozenset({verb}))
