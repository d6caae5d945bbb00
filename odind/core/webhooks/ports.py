"""What webhooks need from outside: words for events, and somebody who carries them to their endpoints."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.core.log.log import Entry

    from .endpoint import Dialect


@dataclass(frozen=True)
class Told:
    """An event in words: `type` as in "peer.joined", and `data` that is written as JSON.

    `timestamp` is when, as RFC 3339 has it; `room` is "" where it happened in none.
    """

    type: str
    timestamp: str
    sequence: int
    room: str
    data: Mapping[str, object]


class Teller(Protocol):
    """Puts events into words. `kinds` are the types of all events that it knows, `types` their names."""

    kinds: tuple[type[object], ...]
    types: tuple[str, ...]

    def type_of(self, event: object) -> str:
        """Return the name of an event's type."""

    def name_of(self, kind: type[object]) -> str:
        """Return the name of a type of events."""

    def timestamp(self, seconds: float) -> str:
        """Return a time, in seconds since the epoch, as RFC 3339 has it."""

    def tell(self, entry: Entry[object]) -> Told:
        """Return an event in words, the same at every call."""


@dataclass(frozen=True)
class Letter:
    """One attempt. `sent_at` is whole seconds since the epoch; every secret signs it."""

    url: str
    letter_id: str
    sent_at: int
    body: str = field(repr=False)
    dialect: Dialect
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """What an endpoint answered: its status, the beginning of its text, and when to ask it again."""

    status: int
    text: str
    retry_after_s: float | None = None


class Carrier(Protocol):
    """Signs letters and posts them."""

    async def public_key(self) -> str:
        """Return the PEM of the key that signs the dialect of VideoSDK."""

    def check(self, url: str) -> None:
        """Raise InvalidArgumentError URL_REFUSED, ADDRESS_REFUSED for a URL that is never called."""

    async def post(self, letter: Letter) -> Reply:
        """Post a letter, and return the answer within seconds; raises OdindError when there is none."""
