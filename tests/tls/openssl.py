"""TLS as openssl sees it."""

from __future__ import annotations

import asyncio

PATIENCE = 20.0
BEGIN, END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


async def s_client(address: str, *options: str) -> str:
    """What `openssl s_client` tells of a new connection."""
    process = await asyncio.create_subprocess_exec(
        *("openssl", "s_client", "-connect", address, "-alpn", "h2,http/1.1", *options),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return output.decode(errors="replace")


async def shown_certificate(address: str) -> str:
    """The certificate that a new connection is shown."""
    output = await s_client(address)
    assert BEGIN in output, output
    return output.partition(BEGIN)[2].partition(END)[0]
