"""Makes lines of what calls did, and hands them to a sink that may be slow."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from odind.core.access import key, sessions

from .folding import Folding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from odind.core.timing.clock import Clock, Timer
    from odind.services.access import Caller
    from odind.services.auditing import Entry

    Sink = Callable[[dict[str, Any]], object]

_ALLOWED: Final = ("OK", "CANCELLED", "BEGUN")
_REFUSED: Final = ("PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "UNAUTHENTICATED")
_PORT: Final = re.compile(r"(?<=[\]\d]):\d+$")
_FOLD_S: Final = 1.0


class AuditKeeper:
    """An `Audit` that writes to a sink. Calls in `reads` are left out unless they were refused."""

    def __init__(self, sink: Sink, clock: Clock, reads: Collection[str] = ()) -> None:
        self._sink = sink
        self._clock = clock
        self._reads = reads
        self._folding = Folding()
        self._timer: Timer | None = None

    def tell(self, entry: Entry) -> None:
        """Keep an entry."""
        verdict = _verdict(entry.code)
        if verdict == "refused":
            self._tell_refused(_line(entry, verdict, self._clock.now()))
        elif entry.call not in self._reads:
            self._sink(_line(entry, verdict, self._clock.now()))

    def close(self) -> None:
        """Tell what has been folded so far."""
        if self._timer:
            self._timer.cancel()
        self._flush()

    def _tell_refused(self, line: dict[str, Any]) -> None:
        origin = _PORT.sub("", line["from"])
        told = self._folding.take((line["who"], origin, line["call"], line["reason"]), line)
        if told:
            self._sink(told)
        if self._timer is None:
            self._timer = self._clock.call_at(self._clock.monotonic() + _FOLD_S, self._flush)

    def _flush(self) -> None:
        self._timer = None
        for line in self._folding.flush():
            self._sink(line)


def _verdict(code: str) -> str:
    if code in _ALLOWED:
        return "allowed"
    return "refused" if code in _REFUSED else "failed"


def _line(entry: Entry, verdict: str, now: float) -> dict[str, Any]:
    caller = entry.caller
    return {
        "time": datetime.fromtimestamp(now, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "who": caller.principal.name or "owner",
        **({"tenant": caller.principal.tenant} if caller.principal.tenant else {}),
        "by": _credential(caller),
        "from": caller.peer,
        "face": caller.face,
        "call": entry.call.removeprefix("/").removeprefix("odind.v1."),
        "target": entry.target,
        "verdict": verdict,
        "code": entry.code,
        "reason": entry.reason,
        "ms": round(entry.took_s * 1000, 1),
    }


def _credential(caller: Caller) -> str:
    """Return by what the caller said who it is; nothing of a secret."""
    if caller.bearer.startswith(key.PREFIX):
        parts = key.parse_key(caller.bearer)
        return f"key {parts[0]}" if parts else "key"
    if caller.bearer.startswith(sessions.PREFIX):
        return "session"
    if caller.certificate:
        return f"certificate {', '.join(caller.certificate)}"[:256]
    if caller.local:
        return "socket"
    return "cookie" if caller.bearer else "nothing"
