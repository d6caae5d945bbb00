"""Budgets: how much of one thing callers may hold at once, all of them together and each of them. Pure."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Protocol, Self

from odind.core.errors import ResourceExhaustedError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from types import TracebackType

    from .limits import Limits

EVERYBODY: Final = ""
"""The name under which a ledger sums up; also that of a holder for whom no caller answers."""

SHARES_ALONE: Final[Mapping[str, int]] = MappingProxyType({})


class Ledger(Protocol):
    """Notes who holds how much. Processes of one daemon share one; used on the loop's thread of each."""

    def held(self, caller: str) -> int:
        """Return how much a caller holds; for EVERYBODY, all together."""

    def add(self, callers: Collection[str], amount: int) -> None:
        """Note that callers together hold so much more, or less when `amount` is negative."""


class Book:
    """The ledger of a single process."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()

    def held(self, caller: str) -> int:
        """Return how much a caller holds; for EVERYBODY, all together."""
        return self._held[caller]

    def add(self, callers: Collection[str], amount: int) -> None:
        """Note that callers together hold so much more; nobody stays in the book who holds nothing."""
        for name in {*callers, EVERYBODY}:
            self._held[name] += amount
            if not self._held[name]:
                del self._held[name]


class Held:
    """What somebody took out of a budget, until `release` or the end of its `with` block."""

    def __init__(self, ledger: Ledger, callers: Collection[str], amount: int) -> None:
        self._ledger = ledger
        self._callers = callers
        self._amount = amount

    def release(self) -> None:
        """Give it back; a second time does nothing."""
        amount, self._amount = self._amount, 0
        if amount:
            self._ledger.add(self._callers, -amount)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class Budget:
    """Lets callers hold `limit` of one thing together, and each of them `share_percent` of that, rounded up.

    So what one caller holds never keeps all others out. Callers are paths: what `game/anna` holds counts for
    `game` too, which has a share likewise. `things` and `advice` are words of the refusal.
    """

    def __init__(
        self,
        limit: int,
        share_percent: int,
        *,
        reason: str,
        things: str,
        advice: str,
        ledger: Ledger | None = None,
    ) -> None:
        self._limit = limit
        self._share = -(-limit * share_percent // 100)
        self._reason = reason
        self._text = (
            f"{{whose}} may hold {{limit}} {things} at once; {{held}} are held, and {{wanted}} more wanted: "
            f"{advice}"
        )
        self._ledger = Book() if ledger is None else ledger

    @property
    def held(self) -> int:
        """How much all callers hold together."""
        return self._ledger.held(EVERYBODY)

    def take(self, caller: str, amount: int = 1, quotas: Mapping[str, int] = SHARES_ALONE) -> Held:
        """Take so much for a caller; raises ResourceExhaustedError with the budget's reason.

        `quotas` are those of parts of its path that have less than a share. EVERYBODY takes within the total
        alone.
        """
        self._require(EVERYBODY, amount, self._limit, "all callers together")
        callers = tuple(accumulate(caller.split("/"), "{}/{}".format)) if caller != EVERYBODY else ()
        for one in callers:
            share = min(self._share, quotas.get(one, self._share))
            self._require(one, amount, share, "one caller" if one == caller else f"{one} together")
        self._ledger.add(callers, amount)
        return Held(self._ledger, callers, amount)

    def _require(self, holder: str, amount: int, limit: int, whose: str) -> None:
        held = self._ledger.held(holder)
        if held + amount > limit:
            raise ResourceExhaustedError(
                self._reason, self._text, whose=whose, limit=limit, held=held, wanted=amount
            )


def buffers_budget(limits: Limits, ledger: Ledger | None = None) -> Budget:
    """Return the budget of bytes that audio may wait in; its reason is BUFFERS_EXHAUSTED."""
    return Budget(
        limits.buffer_bytes,
        limits.caller_share_percent,
        reason="BUFFERS_EXHAUSTED",
        things="bytes of audio buffers",
        advice="ask for shorter buffers, end a stream, or raise limits.buffer_bytes",
        ledger=ledger,
    )


def streams_budget(limits: Limits, ledger: Ledger | None = None) -> Budget:
    """Return the budget of audio streams, and that of the calls which carry them: TOO_MANY_STREAMS."""
    return Budget(
        limits.max_audio_streams,
        limits.caller_share_percent,
        reason="TOO_MANY_STREAMS",
        things="audio streams",
        advice="end one first, or raise limits.max_audio_streams",
        ledger=ledger,
    )


def watches_budget(limits: Limits) -> Budget:
    """Return the budget of watches of all kinds: TOO_MANY_WATCHERS."""
    return Budget(
        limits.max_watchers,
        limits.caller_share_percent,
        reason="TOO_MANY_WATCHERS",
        things="watches",
        advice="end one first, or raise limits.max_watchers",
    )


def requests_budget(limits: Limits) -> Budget:
    """Return the budget of bytes of requests that are being answered: TOO_MANY_REQUESTS."""
    return Budget(
        limits.request_bytes,
        limits.caller_share_percent,
        reason="TOO_MANY_REQUESTS",
        things="bytes of requests",
        advice="wait for an answer first, or raise limits.request_bytes",
    )
