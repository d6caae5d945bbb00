"""A scripted daemon for people's own tests, on sockets that stay."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from odind.sockets import audio_socket_beside
from odind.v1 import rooms_pb2, server_pb2
from odind.v1.rooms_pb2 import Connection, ConnectionJoined, Event, Snapshot, WatchEventsResponse

from .door import Door
from .http_face import HttpFace
from .lanes import AudioCalls
from .script import ScriptedDaemon

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from google.protobuf.message import Message

    from .script import Context

_PEER: Final = 1


@asynccontextmanager
async def serving(socket: Path, origins: Sequence[str] = ()) -> AsyncIterator[tuple[str, str, str]]:
    """Serve on a unix socket, the audio socket beside it, a TCP port and HTTP; yield the targets of these.

    HTTP is for pages of `origins` too.

    Whoever joins gets `c-1`; whoever watches, a snapshot and an event; what is spoken is spoken at once.
    """
    script, audio = ScriptedDaemon(socket), AudioCalls(in_a_hurry=True)
    tcp = script.listen()
    script.answer("GetInfo", server_pb2.GetInfoResponse(version="scripted"))
    script.answer_with("JoinRoom", _join)
    script.answer_with("GetConnection", _get)
    script.stream("WatchEvents", _watch)
    script.stream("StreamAudio", audio.serve)
    async with script, Door(audio_socket_beside(socket), audio), HttpFace(script, origins) as http:
        yield script.target, tcp, http.url


async def _join(request: rooms_pb2.JoinRoomRequest, _context: Context) -> Message:
    view = Connection(
        connection_id="c-1", room_id=request.room_id, user_id=request.user_id, own_peer_id=_PEER
    )
    return rooms_pb2.JoinRoomResponse(connection=view)


async def _get(request: rooms_pb2.GetConnectionRequest, _context: Context) -> Message:
    return rooms_pb2.GetConnectionResponse(connection=Connection(connection_id=request.connection_id))


async def _watch(_request: Any, _context: Context) -> AsyncIterator[Message]:
    yield WatchEventsResponse(snapshot=Snapshot(sequence=1, connections=[Connection(connection_id="c-1")]))
    yield WatchEventsResponse(event=Event(sequence=2, connection_id="c-1", joined=ConnectionJoined()))
