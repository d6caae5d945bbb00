"""Tells text that nobody has said: engines invent some for noise, and repeat themselves. Pure.

The thresholds of Whisper's own decoder: no speech above 0.6 (Radford et al., "Robust Speech Recognition via
Large-Scale Weak Supervision", 4.5).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from odind.core.timing.tick import RATE_HZ

if TYPE_CHECKING:
    from .cutting import Utterance
    from .ports import Heard

_NO_SPEECH: Final = 0.6
_DOUBTFUL: Final = 0.3
_MOST_WORDS_PER_S: Final = 8.0
_FREE_WORDS: Final = 3
"""So many words fit into the shortest utterance."""
_REPEATS: Final = 4
_LONGEST_PHRASE: Final = 12
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_INVENTED: Final = frozenset(
    {
        "you",
        "thank you",
        "thanks for watching",
        "thank you for watching",
        "thank you so much for watching",
        "please subscribe",
        "bye",
        "subtitles by the amara org community",
        "untertitel der amara org community",
        "untertitel im auftrag des zdf für funk 2017",
        "sous titres réalisés par la communauté d'amara org",
    }
)
"""What Whisper's models say of silence and noise, as words; people say some of it too."""


def is_phantom(heard: Heard, utterance: Utterance) -> bool:
    """Whether what an engine heard was hardly said."""
    words = _words(heard.text)
    seconds = len(utterance.samples) / RATE_HZ
    return (
        heard.no_speech > _NO_SPEECH
        or len(words) > _FREE_WORDS + _MOST_WORDS_PER_S * seconds
        or _repeats(words)
        or (" ".join(words) in _INVENTED and max(heard.no_speech, 1 - utterance.voiced) > _DOUBTFUL)
    )


def _repeats(words: list[str]) -> bool:
    """Whether one phrase stands several times in a row."""
    return any(
        words[at : at + size] * _REPEATS == words[at : at + size * _REPEATS]
        for size in range(1, min(_LONGEST_PHRASE, len(words) // _REPEATS) + 1)
        for at in range(len(words) - size * _REPEATS + 1)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
