"""How sure Whisper is that nothing was said: it says so in two numbers, of which one alone means little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SURE_LOGPROB: Final = -0.5
"""Where the tokens are as probable as this on average, something was said, whatever the other number is."""


def no_speech(segments: Iterable[tuple[float, float]]) -> float:
    """Return a probability of what has such pairs of no_speech_prob and avg_logprob; 0 without any."""
    return min((silent if sure < _SURE_LOGPROB else 0.0 for silent, sure in segments), default=0.0)
