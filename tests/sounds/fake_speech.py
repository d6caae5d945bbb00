"""A speech engine that fails as its text says, or has nothing to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.players.ports import SoundFailure

if TYPE_CHECKING:
    from odind.core.players.source import SoundSource
    from odind.sounds.decoded import DecodedSound


class FakeSpeech:
    """Implements `Opener`."""

    async def begin(self, sound: DecodedSound, source: SoundSource, _start: int) -> None:
        if "refuse" in source.name:
            raise InvalidArgumentError("SPEECH_REFUSED", "there is no such voice")
        if "away" in source.name:
            raise UnavailableError("SPEECH_ENGINE_AWAY", "it does not answer")
        sound.fail(SoundFailure("SOUND_EMPTY", "it says nothing"))
