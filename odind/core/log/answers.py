"""Answers by request id: a call that is made again is answered, and not done again."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from odind.core.timing.clock import Clock

    from .scribe import Scribe

COLLECTION: Final = "answers"
MAX_ID_BYTES: Final = 128
MOST: Final = 20_000
"""Answers kept at most, the latest ones: about 20 MB."""
KEPT_S: Final = 86_400


@portable
class KeptAnswer:
    """What a call was answered; `fingerprint` tells its request from others."""

    fingerprint: bytes
    value: bytes


@dataclass(eq=False)
class _Running:
    """A call that is under way; `ended` is set once it has been answered or has failed."""

    fingerprint: bytes
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Answers:
    """Keeps answers for 24 hours, over restarts too, and of those the latest `MOST`. Belongs to the loop."""

    def __init__(self, scribe: Scribe, clock: Clock) -> None:
        self._scribe = scribe
        self._clock = clock
        self._shelf = scribe.shelf(COLLECTION, KeptAnswer)
        self._running: dict[str, _Running] = {}

    async def once(
        self, request_id: str, fingerprint: bytes, work: Callable[[], Awaitable[bytes]], mark: str = ""
    ) -> bytes:
        """Return the answer of `work`, or that of an earlier call with this id; return once it is durable.

        `mark` keeps the ids of one principal from those of another.

        While another call with this id is under way, wait for it. A call that fails is as if it was never
        made. Raises InvalidArgumentError REQUEST_ID_INVALID, REQUEST_ID_REUSED, and UnavailableError
        STORE_UNAVAILABLE before anything is done while nothing can be stored.
        """
        _check_id(request_id)
        known = f"{mark}/{request_id}" if mark else request_id
        answer = await self._earlier(known, fingerprint) or await self._do(known, fingerprint, work)
        await self._scribe.stored()
        return answer.value

    async def _earlier(self, request_id: str, fingerprint: bytes) -> KeptAnswer | None:
        while running := self._running.get(request_id):
            _require_same(request_id, running.fingerprint, fingerprint)
            await running.ended.wait()
        answer = self._shelf.get(request_id)
        if answer:
            _require_same(request_id, answer.fingerprint, fingerprint)
        return answer

    async def _do(
        self, request_id: str, fingerprint: bytes, work: Callable[[], Awaitable[bytes]]
    ) -> KeptAnswer:
        self._scribe.require_working()
        running = self._running[request_id] = _Running(fingerprint)
        try:
            answer = KeptAnswer(fingerprint, await work())
            self._keep(request_id, answer)
        finally:
            del self._running[request_id]
            running.ended.set()
        return answer

    def _keep(self, request_id: str, answer: KeptAnswer) -> None:
        """Keep an answer, in the same turn of the loop in which `work` ended: no crash comes between."""
        self._shelf.put(request_id, answer, self._clock.now() + KEPT_S)
        self._ids.append(request_id)
        while len(self._ids) > MOST:
            self._shelf.delete(self._ids.popleft())

    @cached_property
    def _ids(self) -> deque[str]:
        """The ids of all answers, oldest first; those that expired are among them."""
        return deque(request_id for request_id, _ in self._shelf.items())


def _check_id(request_id: str) -> None:
    if len(request_id.encode(errors="replace")) > MAX_ID_BYTES:
        raise InvalidArgumentError(
            "REQUEST_ID_INVALID", "request_id must be at most {limit} bytes", limit=MAX_ID_BYTES
        )


def _require_same(request_id: str, known: bytes, fingerprint: bytes) -> None:
    if known != fingerprint:
        raise InvalidArgumentError(
            "REQUEST_ID_REUSED",
            "the request_id {request_id} is that of another request; use a new one for each",
            request_id=request_id,
        )
