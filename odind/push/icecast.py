"""Sends to Icecast by HTTP PUT, as Icecast 2.4 and later take it, and to SHOUTcast as its version 1 does."""

from __future__ import annotations

import asyncio
import base64
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from odind.core.push.address import Codec

from .refusals import closed, refused

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import AsyncIterator

    from odind.core.push.plan import PushPlan, PushSecrets
    from odind.egress.dialling import Dialler

    from .pool import Encoding, Pool

_TYPES: Final = {Codec.MP3: "audio/mpeg", Codec.AAC: "audio/aac", Codec.OPUS: "application/ogg"}
_USER: Final = "source"
_DENIED: Final = (401, 403)
_CONTINUE: Final = 100
_SUCCESS: Final = range(200, 300)


@asynccontextmanager
async def icecast(
    plan: PushPlan, secrets: PushSecrets, dialler: Dialler, pool: Pool
) -> AsyncIterator[StreamCarriage]:
    """Yield a way to a mount point of Icecast; raises what `Carrier.connect` does."""
    place = plan.place
    async with dialler.connected(place.host, place.port, tls=place.scheme.tls) as (reader, writer):
        writer.write(_request(plan, secrets.stream_key))
        await _require_accepted(place.host, reader)
        yield StreamCarriage(place.host, reader, writer, await pool.encoding(plan))


@asynccontextmanager
async def shoutcast(
    plan: PushPlan, secrets: PushSecrets, dialler: Dialler, pool: Pool
) -> AsyncIterator[StreamCarriage]:
    """Yield a way to a SHOUTcast server, which takes sources on the port after its listeners'.

    Raises what `Carrier.connect` does.
    """
    place = plan.place
    async with dialler.connected(place.host, place.port + 1) as (reader, writer):
        writer.write(f"{secrets.stream_key}\r\n".encode())
        answer = await _line(place.host, reader)
        if not answer.startswith("OK"):
            raise refused(place.host, answer or "it closed the connection")
        about = {
            "content-type": _TYPES[plan.codec],
            "icy-name": plan.title or "odind",
            "icy-br": str(plan.bit_rate // 1_000),
            "icy-pub": "0",
        }
        writer.write(_lines(about))
        yield StreamCarriage(place.host, reader, writer, await pool.encoding(plan))


class StreamCarriage:
    """Writes what is encoded as it is."""

    def __init__(self, host: str, reader: StreamReader, writer: StreamWriter, encoding: Encoding) -> None:
        self._host = host
        self._reader = reader
        self._writer = writer
        self._encoding = encoding

    async def send(self, pcm: bytes) -> None:
        """Encode and send samples."""
        pieces = await self._encoding.pieces(pcm)
        if self._reader.at_eof():
            raise closed(self._host, "it closed the connection")
        self._writer.write(b"".join(pieces))
        await self._writer.drain()

    async def finish(self) -> None:
        """Close the connection once all is sent."""
        self._writer.close()
        await self._writer.wait_closed()


def _request(plan: PushPlan, key: str) -> bytes:
    place, name = plan.place, f"{_USER}:{key}"
    host = f"[{place.host}]" if ":" in place.host else place.host
    headers = {
        "Host": f"{host}:{place.port}",
        "Authorization": f"Basic {base64.b64encode(name.encode()).decode()}",
        "User-Agent": "odind",
        "Content-Type": _TYPES[plan.codec],
        "Ice-Public": "0",
        "Ice-Name": plan.title or "odind",
        "Ice-Audio-Info": f"samplerate=48000;channels=1;bitrate={plan.bit_rate // 1_000}",
        "Expect": "100-continue",
    }
    return f"PUT {place.path or '/'} HTTP/1.1\r\n".encode() + _lines(headers)


async def _require_accepted(host: str, reader: StreamReader) -> None:
    """Read the answer, which comes before the sound: 100 or 200."""
    answer = await _line(host, reader)
    protocol, _, told = answer.partition(" ")
    if not protocol.startswith("HTTP/") or not told[:3].isdecimal():
        raise closed(host, f"it does not answer as Icecast does: {answer}")
    while await _line(host, reader):
        pass
    status = int(told[:3])
    if status in _DENIED:
        raise refused(host, told)
    if status not in _SUCCESS and status != _CONTINUE:
        raise closed(host, told)


async def _line(host: str, reader: StreamReader) -> str:
    try:
        line = await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as error:
        line = error.partial
    except asyncio.LimitOverrunError:
        raise closed(host, "its answer has too long lines") from None
    return line.decode(errors="replace").strip()


def _lines(headers: dict[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode() + b"\r\n"
