"""How every call with a `request_id` refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.log.refusals import store_unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .bench import Bench
    from .cases import Cases

    Send = Callable[[Bench, str, str], Awaitable[object]]


def add_repetitions(cases: Cases, rpc: str, send: Send) -> None:
    """Add the refusals of an RPC, which `send` calls with a request id, for a connection of a user."""

    @cases.add(rpc, "INVALID_ARGUMENT", "REQUEST_ID_INVALID", "limit")
    async def too_long_an_id(bench: Bench) -> None:
        await send(bench, "r" * 1_024, "anna")

    @cases.add(rpc, "INVALID_ARGUMENT", "REQUEST_ID_REUSED", "request_id")
    async def an_id_of_another_request(bench: Bench) -> None:
        await send(bench, "one", "anna")
        await send(bench, "one", "bert")

    @cases.add(rpc, "UNAVAILABLE", "STORE_UNAVAILABLE", "detail")
    async def an_id_that_cannot_be_kept(bench: Bench) -> None:
        bench.plane.scribe.failure = store_unavailable("the disk is full")
        await send(bench, "one", "anna")
