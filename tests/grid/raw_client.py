"""A client that speaks QUIC and HTTP/3 but keeps to no rule of ODIN's, for what real clients never do."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from typing import TYPE_CHECKING, Any

import msgspec
from qh3.asyncio import QuicConnectionProtocol, connect
from qh3.h3.connection import H3Connection
from qh3.h3.events import HeadersReceived
from qh3.quic.configuration import QuicConfiguration
from qh3.quic.events import (
    ConnectionTerminated,
    HandshakeCompleted,
    QuicEvent,
    StopSendingReceived,
    StreamDataReceived,
    StreamReset,
)

from odind.grid.wire.value_stream import ValueStream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.grid.clients import Party

PATIENCE = 10.0
PATH = b"/?api-version=v2&version=2.2.0"


class RawClient(QuicConnectionProtocol):
    """A QUIC connection with the controls laid bare."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.h3: H3Connection | None = None
        self.status: bytes | None = None
        self.values: list[Any] = []
        self.stops: list[tuple[int, int]] = []
        self.resets: list[int] = []
        self.uni_data: dict[int, bytes] = {}
        self.terminated: ConnectionTerminated | None = None
        self.room_stream: int | None = None
        self.is_deaf = False
        self._room_values = ValueStream(1_000_000)
        self._changed = asyncio.Event()

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if not self.is_deaf:
            super().datagram_received(data, addr)

    def datagrams_received(self, data: list[bytes], addr: Any) -> None:
        if not self.is_deaf:
            super().datagrams_received(data, addr)

    @property
    def quic(self) -> Any:
        return self._quic

    def quic_event_received(self, event: QuicEvent) -> None:  # noqa: C901 - a flat table
        match event:
            case HandshakeCompleted():
                self.h3 = H3Connection(self._quic, enable_webtransport=True)
            case ConnectionTerminated():
                self.terminated = event
            case StopSendingReceived():
                self.stops.append((event.stream_id, event.error_code))
            case StreamReset():
                self.resets.append(event.stream_id)
            case StreamDataReceived() if event.stream_id == self.room_stream:
                self.values += self._room_values.feed(event.data)
                if event.end_stream:
                    self.values.append("FIN")
            case StreamDataReceived() if self.h3 is not None:
                if event.stream_id & 3 == 3:
                    self.uni_data[event.stream_id] = self.uni_data.get(event.stream_id, b"") + event.data
                for http_event in self.h3.handle_event(event):
                    if isinstance(http_event, HeadersReceived):
                        self.status = dict(http_event.headers)[b":status"]
        self._changed.set()

    async def until(self, condition: Any) -> Any:
        async with asyncio.timeout(PATIENCE):
            while not (result := condition()):
                self._changed.clear()
                await self._changed.wait()
            return result

    async def request(self, path: bytes = PATH, **headers: bytes) -> bytes:
        """Ask for a WebTransport session and return the status."""
        fields = {
            b":method": b"CONNECT",
            b":scheme": b"https",
            b":authority": b".",
            b":path": path,
            b":protocol": b"webtransport",
        }
        fields |= {b":" + name.encode(): value for name, value in headers.items()}
        await self.until(lambda: self.h3)
        stream = self.quic.get_next_available_stream_id()
        self.h3.send_headers(stream, list(fields.items()))
        self.transmit()
        return await self.until(lambda: self.status)

    def send(self, data: bytes, *, stream: int | None = None, end: bool = False) -> int:
        """Write bytes, by default on the room stream, which is opened for it."""
        if stream is None:
            if self.room_stream is None:
                self.room_stream = self.quic.get_next_available_stream_id()
                data = b"\x40\x41\x00" + data
            stream = self.room_stream
        self.quic.send_stream_data(stream, data, end)
        self.transmit()
        return stream

    def say(self, name: str, **fields: Any) -> None:
        """Send a command."""
        self.send(msgspec.msgpack.encode({name: fields}))

    def send_datagram(self, data: bytes) -> None:
        self.quic.send_datagram_frame(data)
        self.transmit()

    def open_uni(self, data: bytes, *, end: bool = False) -> int:
        """Open a unidirectional stream with these bytes."""
        return self.send(data, stream=self.quic.get_next_available_stream_id(is_unidirectional=True), end=end)

    async def sees(self, name: str) -> Any:
        """Wait for an event and return its fields."""
        return await self.until(
            lambda: next((v[name] for v in self.values if isinstance(v, dict) and name in v), None)
        )

    async def join(self, party: Party, user_id: str, room: str = "room") -> int:
        """Enter a room by the rules and return the own peer id."""
        assert await self.request() == b"200"
        return await self.enter(party, user_id, room)

    async def enter(self, party: Party, user_id: str, room: str = "room") -> int:
        """Send a proper hello on the session that is there."""
        self.say("Room", token=sfu_token(party, user_id, room))
        return (await self.sees("Joined"))["own_peer_id"]


def sfu_token(party: Party, user_id: str, room: str = "room", **claims: Any) -> str:
    """A token that goes straight to the SFU."""
    address = party.grid.udp_address
    return party.key.sign(
        json.dumps({"rid": room, "uid": user_id, "cid": "grid", "aud": "sfu", "adr": address, **claims})
    )


@contextlib.asynccontextmanager
async def raw_client(party: Party, **settings: Any) -> AsyncIterator[RawClient]:
    """Connect a raw client to the party's SFU."""
    host, _, port = party.grid.udp_address.rpartition(":")
    configuration = QuicConfiguration(
        is_client=True,
        alpn_protocols=["h3"],
        server_name="localhost",
        verify_mode=ssl.CERT_NONE,
        max_datagram_frame_size=65535,
        max_datagram_size=1452,
        **settings,
    )
    async with connect(host, int(port), configuration=configuration, create_protocol=RawClient) as client:
        yield client
