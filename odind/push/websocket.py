"""Sends to WebSocket servers: a text message in JSON says what comes, then binary messages are sound.

docs/PUSH.md describes the wire.
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Final

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus

from odind.core.push.address import Codec
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES
from odind.egress.dialling import AT_ONCE, told

from .refusals import closed, refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from websockets.asyncio.client import ClientConnection

    from odind.core.push.plan import PushPlan, PushSecrets
    from odind.egress.dialling import Dialler

    from .pool import Encoding, Pool

_FORMATS: Final = {Codec.PCM: "SAMPLE_FORMAT_S16LE", Codec.OPUS: "SAMPLE_FORMAT_OPUS"}
_DENIED: Final = (401, 403)
_POLICY: Final = (1008, 4003, 4007)
"""Close codes of servers that do not let us in: a policy, and those of our own WebSocket."""
_MOST_BYTES: Final = 65_536


@asynccontextmanager
async def websocket(
    plan: PushPlan, secrets: PushSecrets, dialler: Dialler, pool: Pool
) -> AsyncIterator[WebSocketCarriage]:
    """Yield a way to a WebSocket; raises what `Carrier.connect` does."""
    place = plan.place
    with told(place.host), _told(place.host):
        security: dict[str, Any] = {}
        if place.scheme.tls:
            security = {"ssl": dialler.trust, "server_hostname": place.host}
        async with connect(
            plan.address,
            sock=await dialler.socket(place.host, place.port),
            additional_headers={"Authorization": f"Bearer {secrets.stream_key}"}
            if secrets.stream_key
            else {},
            user_agent_header="odind",
            compression=None,
            proxy=None,
            open_timeout=None,
            close_timeout=1,
            max_size=_MOST_BYTES,
            max_queue=1,
            write_limit=AT_ONCE,
            **security,
        ) as socket:
            carriage = WebSocketCarriage(place.host, socket, await pool.encoding(plan))
            await socket.send(json.dumps(_start(plan)))
            yield carriage


class WebSocketCarriage:
    """Sends a message for every slot or packet."""

    def __init__(self, host: str, socket: ClientConnection, encoding: Encoding) -> None:
        self._host = host
        self._socket = socket
        self._encoding = encoding

    async def send(self, pcm: bytes) -> None:
        """Encode and send samples."""
        with _told(self._host):
            for piece in await self._encoding.pieces(pcm):
                await self._socket.send(piece)

    async def finish(self) -> None:
        """Say that it is over, and close."""
        with _told(self._host):
            await self._socket.send(json.dumps({"event": "stop"}))
            await self._socket.close()


def _start(plan: PushPlan) -> dict[str, object]:
    return {
        "event": "start",
        "version": 1,
        "sampleFormat": _FORMATS[plan.codec],
        "sampleRateHz": RATE_HZ,
        "channels": 1,
        "frameSamples": TICK_SAMPLES,
        "title": plan.title,
    }


@contextmanager
def _told(host: str) -> Iterator[None]:
    try:
        yield
    except InvalidStatus as error:
        status = error.response.status_code
        raise (refused if status in _DENIED else closed)(host, f"it answers {status}") from None
    except (InvalidHandshake, InvalidMessage) as error:
        raise closed(host, str(error)) from None
    except ConnectionClosed as error:
        code = error.rcvd.code if error.rcvd else 1006
        detail = f"it closed with {code} {error.rcvd.reason if error.rcvd else ''}".rstrip()
        raise (refused if code in _POLICY else closed)(host, detail) from None
