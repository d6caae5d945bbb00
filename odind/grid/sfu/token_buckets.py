"""The token buckets of a peer. Pure; time is an argument."""

from __future__ import annotations

from odind.core.bounds.token_bucket import TokenBucket
from odind.grid.config import Rate


def bucket_of(rate: Rate, now: float) -> TokenBucket:
    """Return a bucket that allows this rate."""
    return TokenBucket(rate.per_second, rate.burst, now)


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
        self._encrypted = bucket_of(Rate(rate.per_second * max_medias, rate.burst * max_medias), now)

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
        bucket = self._buckets[media] = bucket_of(self._rate, now)
        return bucket
