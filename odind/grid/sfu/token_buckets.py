"""Token buckets: a rate with a burst, time as an argument."""

from __future__ import annotations

from odind.grid.config import Rate


class TokenBucket:
    """Admits `burst` at once and `per_second` from then on."""

    __slots__ = ("_burst", "_per_second", "_tokens", "_updated")

    def __init__(self, rate: Rate, now: float) -> None:
        self._per_second = rate.per_second
        self._burst = rate.burst
        self._tokens = rate.burst
        self._updated = now

    def take(self, now: float) -> bool:
        """Take one; False when there is none left. A clock that goes back adds nothing."""
        elapsed = now - self._updated
        if elapsed > 0:
            self._tokens = min(self._burst, self._tokens + elapsed * self._per_second)
            self._updated = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def is_idle(self, now: float) -> bool:
        """Whether it would be full by now."""
        return self._tokens + (now - self._updated) * self._per_second >= self._burst


class MediaBuckets:
    """A bucket for each media that a peer sends, and no more than so many at a time.

    A media counts until it has been idle for long enough to fill its bucket. Encryption hides which media
    a packet belongs to: encrypted packets share the allowance of all.
    """

    __slots__ = ("_buckets", "_encrypted", "_most", "_rate")

    def __init__(self, rate: Rate, most: int, now: float) -> None:
        self._rate = rate
        self._most = most
        self._buckets: dict[int, TokenBucket] = {}
        self._encrypted = TokenBucket(Rate(rate.per_second * most, rate.burst * most), now)

    def take(self, media: int | None, now: float) -> bool:
        """Take one for a packet of this media, None when it is encrypted."""
        if media is None:
            return self._encrypted.take(now)
        bucket = self._buckets.get(media) or self._open(media, now)
        return bucket is not None and bucket.take(now)

    def _open(self, media: int, now: float) -> TokenBucket | None:
        if len(self._buckets) >= self._most:
            self._buckets = {m: bucket for m, bucket in self._buckets.items() if not bucket.is_idle(now)}
        if len(self._buckets) >= self._most:
            return None
        bucket = self._buckets[media] = TokenBucket(self._rate, now)
        return bucket
