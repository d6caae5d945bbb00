"""Token buckets: a rate with a burst. Pure; time is an argument."""

from __future__ import annotations

from odind.grid.config import Rate


class TokenBucket:
    """Allows `burst` packets at once and `per_second` from then on."""

    __slots__ = ("_burst", "_per_second", "_tokens", "_updated")

    def __init__(self, rate: Rate, now: float) -> None:
        self._per_second = rate.per_second
        self._burst = rate.burst
        self._tokens = rate.burst
        self._updated = now

    def spend(self, now: float, tokens: float = 1) -> bool:
        """Spend tokens; return False when too few are left. A clock that runs backwards adds none."""
        elapsed = now - self._updated
        if elapsed > 0:
            self._tokens = min(self._burst, self._tokens + elapsed * self._per_second)
            self._updated = now
        if self._tokens < tokens:
            return False
        self._tokens -= tokens
        return True

    def is_full(self, now: float) -> bool:
        """Whether all tokens are available again."""
        return self._tokens + (now - self._updated) * self._per_second >= self._burst


class MediaBuckets:
    """One bucket for each media of a peer, for at most `max_medias` of them at a time.

    A media counts until its bucket is full again. Encryption hides which media a packet belongs to, so
    encrypted packets share one bucket as large as all others together.
    """

    __slots__ = ("_buckets", "_encrypted", "_max_medias", "_rate")

    def __init__(self, rate: Rate, max_medias: int, now: float) -> None:
        self._rate = rate
        self._max_medias = max_medias
        self._buckets: dict[int, TokenBucket] = {}
        self._encrypted = TokenBucket(Rate(rate.per_second * max_medias, rate.burst * max_medias), now)

    def spend(self, media: int | None, now: float) -> bool:
        """Spend one token for a packet of this media; None is an encrypted packet."""
        if media is None:
            return self._encrypted.spend(now)
        bucket = self._buckets.get(media) or self._open(media, now)
        return bucket is not None and bucket.spend(now)

    def _open(self, media: int, now: float) -> TokenBucket | None:
        if len(self._buckets) >= self._max_medias:
            self._buckets = {m: bucket for m, bucket in self._buckets.items() if not bucket.is_full(now)}
        if len(self._buckets) >= self._max_medias:
            return None
        bucket = self._buckets[media] = TokenBucket(self._rate, now)
        return bucket
