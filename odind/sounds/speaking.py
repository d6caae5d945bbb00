"""Opens speech: an engine makes it, and a decoder for each sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from odind.core.players.source import SoundSource
    from odind.core.players.speech import SpeechEngine

    from .decoded import DecodedSound
    from .feeding import Feeder


class SpeechOpener:
    """Has an engine speak, and its bytes decoded."""

    def __init__(self, engine: SpeechEngine, feeder: Feeder) -> None:
        self._engine = engine
        self._feeder = feeder

    async def begin(self, sound: DecodedSound, source: SoundSource, start: int) -> None:
        """Feed a sound. Raises what `SpeechEngine.speak` and `Feeder.stream` do."""
        speech = self._engine.speak(source.name, source.voice, source.language)
        await self._feeder.stream(sound, speech, start, prompt=True)
