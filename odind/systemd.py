"""Notifications to systemd from a Type=notify service; does nothing without NOTIFY_SOCKET.

Protocol: sd_notify(3), datagrams of `NAME=value` lines to the socket named by NOTIFY_SOCKET.
"""

from __future__ import annotations

import asyncio
import os
import socket
from typing import Final

_MICROSECONDS: Final = 1_000_000


def notify(state: str) -> None:
    """Send `state` to systemd, as in "READY=1"."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect(address)
        channel.send(state.encode())


async def watchdog() -> None:
    """Notify systemd's watchdog twice per WatchdogSec, for as long as the loop runs."""
    timeout_us = int(os.environ.get("WATCHDOG_USEC", "0"))
    while timeout_us:
        notify("WATCHDOG=1")
        await asyncio.sleep(timeout_us / _MICROSECONDS / 2)
