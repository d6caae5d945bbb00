"""What the signals mean to odind's long-running commands: drain, stop, begin anew, or nothing."""

from __future__ import annotations

import asyncio
import signal
from typing import Final

import structlog

_log = structlog.get_logger("odind.signals")
_IMPATIENT: Final = (signal.SIGTERM, signal.SIGINT)
_WITHOUT_MEANING: Final = (signal.SIGUSR1, signal.SIGUSR2)


def stop_on_signals(
    terminated: asyncio.Event | None = None, renewed: asyncio.Event | None = None
) -> asyncio.Event:
    """Return an event that the first SIGTERM, SIGINT or SIGHUP sets.

    With `terminated`, the first SIGTERM sets that one instead: the process has time to end, and stops at the
    next signal. After that, SIGTERM or SIGINT ends the process at once. A second SIGHUP does not: a terminal
    that closes sends several. SIGUSR2 sets `renewed`. SIGUSR1, and SIGUSR2 without `renewed`, are logged and
    do nothing.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop_now() -> None:
        for number in _IMPATIENT:
            loop.remove_signal_handler(number)
        stop.set()

    def terminate() -> None:
        if terminated is None or terminated.is_set():
            stop_now()
        else:
            terminated.set()

    for number in (signal.SIGINT, *_hangup()):
        loop.add_signal_handler(number, stop_now)
    loop.add_signal_handler(signal.SIGTERM, terminate)
    for number in _WITHOUT_MEANING:
        loop.add_signal_handler(number, _ignored, number)
    if renewed:
        loop.add_signal_handler(signal.SIGUSR2, renewed.set)
    return stop


def _ignored(number: signal.Signals) -> None:
    _log.warning("signal.ignored", signal=number.name)


def leave_signals_to_parent() -> None:
    """Let no signal that a process may handle for its children stop this one.

    The handlers do nothing. SIG_IGN would do the same, but the children would inherit it.
    """
    for number in (*_IMPATIENT, *_hangup(), *_WITHOUT_MEANING):
        asyncio.get_running_loop().add_signal_handler(number, lambda: None)


def _hangup() -> tuple[signal.Signals, ...]:
    """Return SIGHUP, unless the process was started to ignore it, as by nohup."""
    return () if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else (signal.SIGHUP,)
