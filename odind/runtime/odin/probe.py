"""Finds out why a gateway cannot be reached, which the native runtime does not tell."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

_TIMEOUT_S: Final = 2.0


async def unreachable_because(gateway: str) -> str:
    """Try to connect; return a sentence that names the cause."""
    return await silence_of(gateway) or "it accepts connections but the request failed"


async def silence_of(gateway: str) -> str:
    """Try to connect; return a sentence that names the cause when that fails, "" when it does not."""
    url = urlsplit(gateway if "://" in gateway else f"https://{gateway}")
    secure = url.scheme == "https"
    host = url.hostname or ""
    port = url.port or (443 if secure else 80)
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            context = ssl.create_default_context() if secure else None
            _, writer = await asyncio.open_connection(host, port, ssl=context)
            writer.close()
    except TimeoutError:
        return f"{host} does not answer on port {port}"
    except socket.gaierror:
        return f"the name {host} is not known"
    except ssl.SSLError as error:
        return f"no secure connection to {host}:{port}: {error.reason or 'handshake failed'}"
    except OSError as error:
        return f"{host}:{port}: {os.strerror(error.errno) if error.errno else error}"
    return ""
