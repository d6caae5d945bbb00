"""A call as one span of a trace: what its caller says of the trace, and the port of whoever keeps spans.

Without a tracer the log still names the caller's trace. W3C Trace Context: https://www.w3.org/TR/trace-context/
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final, Protocol

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PARENT: Final = re.compile(
    r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(?:-.*)?"
)
_LONGEST: Final = 512
"""What a header of the standard has at most; a longer one is ignored."""


@dataclass(frozen=True)
class TraceContext:
    """The headers `traceparent` and `tracestate` of a call, "" where it has none."""

    parent: str = ""
    state: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers, as they came."""
        return {"traceparent": self.parent, "tracestate": self.state}


NO_CONTEXT: Final = TraceContext()
_CURRENT: Final[ContextVar[TraceContext]] = ContextVar("trace", default=NO_CONTEXT)


def current_trace() -> TraceContext:
    """Return what other processes are told of the trace of the call that runs."""
    return _CURRENT.get()


@contextmanager
def traced(context: TraceContext) -> Iterator[None]:
    """Have `current_trace` return this for the length of the block."""
    before = _CURRENT.set(context)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def trace_context(headers: Mapping[str, str | bytes]) -> TraceContext:
    """Return what the headers of a call say, whose names are in lower case."""
    parent = headers.get("traceparent")
    if not isinstance(parent, str) or len(parent) > _LONGEST:
        return NO_CONTEXT
    state = headers.get("tracestate", "")
    return TraceContext(parent, state if isinstance(state, str) and len(state) <= _LONGEST else "")


class Span(Protocol):
    """One call that runs. Used on the loop's thread."""

    @property
    def fields(self) -> Mapping[str, str]:
        """What the call's lines in the log say of its trace: `trace_id` and `span_id`, or nothing."""

    @property
    def context(self) -> TraceContext:
        """What calls of other processes need, to be parts of this one."""

    def end(self, code: str, reason: str) -> None:
        """Note how the call ended; `reason` is set for errors of core."""


class Tracer(Protocol):
    """Makes spans. Called on the loop's thread; takes some 20 us."""

    def begin(self, method: str, face: str, context: TraceContext) -> Span:
        """Begin the span of a call, as a part of its caller's trace where that names one."""


class ForeignSpan:
    """The span of a caller, of whose trace we keep nothing."""

    def __init__(self, fields: Mapping[str, str], context: TraceContext = NO_CONTEXT) -> None:
        self.fields = fields
        self.context = context

    def end(self, code: str, reason: str) -> None:
        """Note nothing."""


_NONE: Final = ForeignSpan({})


class Untraced:
    """Keeps no spans, and reads the caller's ids for the log."""

    def begin(self, method: str, face: str, context: TraceContext) -> Span:
        """Return the caller's span."""
        found = _PARENT.fullmatch(context.parent) if context.parent else None
        return ForeignSpan({"trace_id": found[1], "span_id": found[2]}, context) if found else _NONE


UNTRACED: Final = Untraced()
