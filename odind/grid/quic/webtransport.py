"""HTTP/3 and WebTransport on one QUIC connection: accepts the session and passes its bytes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard
from urllib.parse import parse_qs, urlsplit

from qh3.h3.connection import H3Connection
from qh3.h3.events import (
    DataReceived,
    H3Event,
    HeadersReceived,
    StreamReset,
    WebTransportStreamDataReceived,
)
from qh3.quic.events import StopSendingReceived as QuicStopSending
from qh3.quic.events import StreamDataReceived as QuicStreamData
from qh3.quic.events import StreamReset as QuicStreamReset

if TYPE_CHECKING:
    from qh3.quic.connection import QuicConnection
    from qh3.quic.events import QuicEvent

    from .client_session import ClientSession

_UNIDIRECTIONAL: Final = 2
_OK: Final = 200
_NOT_FOUND: Final = 404
_UPGRADE_REQUIRED: Final = 426
_API_VERSION: Final = "v2"
_MAX_CLIENT_ID: Final = 128
_EARLY_COST: Final = 32 * 1024
"""What a client may send before it has shown a valid token, in bytes."""
_EVENT_COST: Final = 1024
"""What each event counts beyond its bytes: a stream of one byte is not free."""


class WebTransport:
    """The one WebTransport session of a connection."""

    def __init__(self, quic: QuicConnection, session: ClientSession) -> None:
        self._quic = quic
        self._session = session
        self._h3 = H3Connection(quic, enable_webtransport=True)
        self._session_id: int | None = None
        self._early_cost = 0

    def event_received(self, event: QuicEvent, now: float) -> None:
        """Handle a stream event of the connection."""
        if isinstance(event, QuicStopSending):
            # Real clients stop our QPACK streams, which they do not use. The library treats that as the end
            # of the connection.
            self._stream_stopped(event.stream_id, event.error_code)
            return
        for http_event in self._h3.handle_event(event):
            self._http_event_received(http_event, now)
        if _ends_unidirectional(event):
            # The library waits for such streams to end in both directions.
            self._h3._stream.pop(event.stream_id, None)  # noqa: SLF001
        if not self._session.is_trusted:
            self._charge(event)

    def open_stream(self) -> int:
        """Open a unidirectional stream of the session and return its id."""
        return self._h3.create_webtransport_stream(self._session_id or 0, is_unidirectional=True)

    def _charge(self, event: QuicEvent) -> None:
        """Bound what the library stores for a client without a token: headers, tables and streams."""
        self._early_cost += _EVENT_COST
        if isinstance(event, QuicStreamData):
            self._early_cost += len(event.data)
        if self._early_cost > _EARLY_COST:
            self._quic.close(0, None, "too much data before joining")

    def _http_event_received(self, event: H3Event, now: float) -> None:
        match event:
            case WebTransportStreamDataReceived():
                self._data_received(event, now)
            case HeadersReceived():
                self._request_received(event)
            case DataReceived(stream_id=stream_id, stream_ended=True):
                self._stream_ended(stream_id)
            case StreamReset(stream_id=stream_id, error_code=code):
                self._stream_ended(stream_id)
                self._session.stream_reset(stream_id, code)

    def _data_received(self, event: WebTransportStreamDataReceived, now: float) -> None:
        if event.session_id != self._session_id:
            self._quic.stop_stream(event.stream_id, 0)
        elif event.stream_id & _UNIDIRECTIONAL:
            self._session.socket_data_received(event.stream_id, event.data, end=event.stream_ended)
        else:
            self._session.room_data_received(event.stream_id, event.data, end=event.stream_ended, now=now)

    def _request_received(self, event: HeadersReceived) -> None:
        if event.stream_ended:
            self._stream_ended(event.stream_id)
        headers = dict(event.headers)
        status = _status_for(headers)
        if status == _OK and self._session_id is None:
            self._session_id = event.stream_id
            self._session.client_identified(_client_id(headers))
            self._answer(event.stream_id, _OK)
        else:
            self._answer(event.stream_id, status if status != _OK else _NOT_FOUND)

    def _answer(self, stream_id: int, status: int) -> None:
        headers = [(b":status", str(status).encode())]
        self._h3.send_headers(stream_id, headers, end_stream=status != _OK)

    def _stream_stopped(self, stream_id: int, code: int) -> None:
        self._stream_ended(stream_id)
        self._session.stream_stopped(stream_id, code)

    def _stream_ended(self, stream_id: int) -> None:
        if stream_id == self._session_id:
            self._session.finish()


def _ends_unidirectional(event: QuicEvent) -> TypeGuard[QuicStreamData | QuicStreamReset]:
    match event:
        case QuicStreamReset(stream_id=stream_id) | QuicStreamData(stream_id=stream_id, end_stream=True):
            return bool(stream_id & _UNIDIRECTIONAL)
        case _:
            return False


def _status_for(headers: dict[bytes, bytes]) -> int:
    if headers.get(b":method") != b"CONNECT" or headers.get(b":protocol") != b"webtransport":
        return _NOT_FOUND
    path, query = _target(headers)
    if path != "/":
        return _NOT_FOUND
    return _OK if query.get("api-version", []) == [_API_VERSION] else _UPGRADE_REQUIRED


def _client_id(headers: dict[bytes, bytes]) -> str:
    """Return the id of the client's process, empty when it sends none."""
    return _target(headers)[1].get("uid", [""])[0][:_MAX_CLIENT_ID]


def _target(headers: dict[bytes, bytes]) -> tuple[str, dict[str, list[str]]]:
    """Return path and query of a request."""
    target = urlsplit(headers.get(b":path", b"").decode("utf-8", "replace"))
    return target.path, parse_qs(target.query)
