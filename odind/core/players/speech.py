"""Speech: what an engine does, and how a text is divided, so that speaking begins before it is all made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_LONGEST: Final = 300
"""Characters that are given to an engine at once."""
_SENTENCE: Final = re.compile(r"\s*\S.*?(?:[.!?…]+[\"')\]]*(?=\s)|[\u3002\uff01\uff1f]+|\n|$)", re.DOTALL)
"""The last signs are the full stop, exclamation and question mark of Chinese and Japanese."""
_PHRASE: Final = re.compile(rf".{{1,{_LONGEST}}}(?:(?<=[,;:、])\s|\s|$)|.{{1,{_LONGEST}}}", re.DOTALL)


class SpeechEngine(Protocol):
    """Makes speech of text."""

    def speak(self, text: str, voice: str, language: str) -> AsyncIterator[bytes]:
        """Yield the speech in pieces of any format of sound, as soon as they are made.

        `voice` and `language` may be "". Raises UnavailableError SPEECH_ENGINE_AWAY for an engine that cannot
        be reached, InvalidArgumentError SPEECH_REFUSED for what it does not speak.
        """


def sentences(text: str) -> list[str]:
    """Divide a text into its sentences, and long ones into phrases; together they are the text."""
    found = [match[0] for match in _SENTENCE.finditer(text)]
    return [phrase for sentence in found for phrase in _phrases(sentence)]


def spoken_part(sentence: str, part: float) -> str:
    """Return what of a sentence has been heard when a part of it, 0 to 1, was: whole words."""
    if part >= 1:
        return sentence
    at = round(len(sentence) * max(0.0, part))
    return sentence[: sentence.rfind(" ", 0, at + 1) + 1] if at else ""


def _phrases(sentence: str) -> list[str]:
    return [sentence] if len(sentence) <= _LONGEST else _PHRASE.findall(sentence)
