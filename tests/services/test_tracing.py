"""What is read of a caller's trace context, and what the log says of it."""

from __future__ import annotations

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.services.access import Caller
from odind.services.calls import Calls
from odind.services.tracing import NO_CONTEXT, UNTRACED, TraceContext, trace_context
from odind.services.turnstile import Turnstile
from tests.services.test_calls import Call, nothing

TRACE, SPAN = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = f"00-{TRACE}-{SPAN}-01"


def fields(parent: str) -> dict[str, str]:
    return dict(UNTRACED.begin("/a", "rpc", TraceContext(parent)).fields)


def test_the_headers_of_the_standard_are_read():
    assert trace_context({"traceparent": PARENT, "tracestate": "a=1"}) == TraceContext(PARENT, "a=1")
    assert trace_context({}) == NO_CONTEXT


@pytest.mark.parametrize("parent", [b"bytes", "x" * 513], ids=["bytes", "too long"])
def test_what_is_no_text_or_too_long_is_ignored(parent: str | bytes):
    assert trace_context({"traceparent": parent}) == NO_CONTEXT
    assert trace_context({"traceparent": PARENT, "tracestate": "x" * 513}).state == ""


@pytest.mark.parametrize(
    "parent", [PARENT, f"01-{TRACE}-{SPAN}-00-more"], ids=["today's", "a later version's"]
)
def test_ids_of_a_trace_are_told(parent: str):
    assert fields(parent) == {"trace_id": TRACE, "span_id": SPAN}


@pytest.mark.parametrize(
    "parent",
    ["", "00", PARENT.upper(), f"00-{'0' * 32}-{SPAN}-01", f"00-{TRACE}-{'0' * 16}-01", f"{PARENT}\n"],
    ids=["nothing", "short", "upper case", "no trace", "no span", "a line end"],
)
def test_what_is_no_trace_is_told_nowhere(parent: str):
    assert fields(parent) == {}


@given(st.text(max_size=80))
def test_no_text_breaks_it(parent: str):
    assert set(fields(parent)) in (set(), {"trace_id", "span_id"})


class Traced(Call):
    """A call of a caller that traces."""

    caller = Caller("test", trace=TraceContext(PARENT))


async def test_the_lines_of_a_call_carry_its_trace_and_the_summary_of_a_minute_does_not():
    now = 0.0
    calls = Calls(structlog.get_logger("test"), Turnstile(Limits(), SystemClock()), monotonic=lambda: now)
    processors = [structlog.contextvars.merge_contextvars]
    with capture_logs(processors=processors) as told:
        await calls.run("/a", Traced(), nothing)
        now = 100.0
        await calls.run("/a", Traced(), nothing)
    first, second, summary = told
    assert first["trace_id"] == second["trace_id"] == TRACE
    assert (summary["event"], "trace_id" in summary) == ("rpc.summary", False)
