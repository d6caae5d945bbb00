"""Who sends a request that is no RPC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.services.access import Caller, bearer_of
from odind.services.tracing import trace_context
from odind.tls.shown import shown_names

from .guard import is_foreign_page

if TYPE_CHECKING:
    from starlette.requests import Request


def caller_of(request: Request) -> Caller:
    """Return the caller, by the connection and the headers of a request."""
    return Caller(
        "http",
        local=request.client is None,
        page=is_foreign_page(request.headers),
        bearer=bearer_of(request.headers.get("authorization", "")),
        certificate=shown_names(),
        peer=request.client.host if request.client else "unix",
        trace=trace_context(request.headers),
    )
