"""Events of the Wyoming protocol, which engines of Home Assistant speak over TCP.

An event is a line of JSON, which says how many bytes of more JSON and how many bytes of payload follow it.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_MOST_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True)
class Event:
    """An event; `payload` comes after its line."""

    type: str
    data: dict[str, Any] = field(default_factory=dict)
    data_length: int = 0
    payload_length: int = 0
    payload: bytes = b""


@asynccontextmanager
async def connected(
    address: tuple[str, int], timeout_s: float
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connect to a server for the length of the block. Raises OSError, of which TimeoutError is one."""
    async with asyncio.timeout(timeout_s):
        reader, writer = await asyncio.open_connection(*address)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


def event_bytes(kind: str, data: dict[str, Any], payload: bytes = b"") -> bytes:
    """Return an event as it is sent."""
    line = {"type": kind, "data": data} | ({"payload_length": len(payload)} if payload else {})
    return msgspec.json.encode(line) + b"\n" + payload


async def read_event(reader: asyncio.StreamReader, timeout_s: float) -> Event:
    """Return the next event. Raises EOFError, OSError, MsgspecError, ValueError for what is none."""
    async with asyncio.timeout(timeout_s):
        line = await reader.readuntil(b"\n")
        event = msgspec.json.decode(line, type=Event)
        if max(event.data_length, event.payload_length) > _MOST_BYTES:
            raise ValueError(f"an event of its is larger than {_MOST_BYTES} bytes")
        more = await reader.readexactly(event.data_length)
        payload = await reader.readexactly(event.payload_length)
    data = event.data | (msgspec.json.decode(more, type=dict[str, Any]) if more else {})
    return Event(event.type, data, payload=payload)
