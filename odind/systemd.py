"""What systemd wants to hear from a Type=notify service; silent when nobody listens.

Protocol: sd_notify(3), datagrams of `NAME=value` lines to the socket named by NOTIFY_SOCKET.
"""

from __future__ import annotations

import asyncio
import os
import socket
from typing import Final

_MICROSECONDS: Final = 1_000_000


def notify(state: str) -> None:
    """Tell systemd `state`, as in "READY=1"."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect(address)
        channel.send(state.encode())


async def watchdog() -> None:
    """Show systemd that the loop turns, twice per WatchdogSec, for as long as this runs."""
    timeout_us = int(os.environ.get("WATCHDOG_USEC", "0"))
    while timeout_us:
        notify("WATCHDOG=1")
        await asyncio.sleep(timeout_us / _MICROSECONDS / 2)
