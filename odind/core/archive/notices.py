"""The notice at the start of a recording: a tone or a text that everybody in the room hears."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError, NotFoundError, OdindError
from odind.core.players.settings import Item, LaneKind, Placing
from odind.core.players.source import SourceKind

if TYPE_CHECKING:
    from odind.core.players.source import SoundSource
    from odind.core.recordings.recording import Recording
    from odind.core.rooms.saying import Speech

    from .recordings import Recordings

_TONE_S: Final = 1.0
_LONGEST_TONE_S: Final = 10.0


class Notices:
    """Used on the loop's thread. A recording whose notice nobody could hear does not go on."""

    def __init__(self, speech: Speech, recordings: Recordings) -> None:
        self._speech = speech
        self._recordings = recordings

    async def give(self, recording: Recording, notice: SoundSource) -> None:
        """Play a notice, and end the recording as NOTICE_FAILED if it cannot be heard."""
        try:
            item = Item(item_id="", source=notice, interruptible=False)
            await self._speech.play(recording.connection_id, item, LaneKind.ANNOUNCEMENT, Placing.NEXT)
        except OdindError as error:
            detail = f"its notice could not be heard: {error.message}"
            with suppress(NotFoundError):  # it was forgotten meanwhile
                self._recordings.end(recording.recording_id, "NOTICE_FAILED", detail)


def checked_notice(source: SoundSource) -> SoundSource:
    """Return a notice, a tone of which has a length; raises InvalidArgumentError NOTICE_INVALID."""
    if source.kind not in (SourceKind.TONE, SourceKind.SPEECH) or source.seconds > _LONGEST_TONE_S:
        raise InvalidArgumentError(
            "NOTICE_INVALID",
            "the notice must be a text or a tone of at most {longest_s} s",
            longest_s=int(_LONGEST_TONE_S),
        )
    is_endless = source.kind is SourceKind.TONE and not source.seconds
    return replace(source, seconds=_TONE_S) if is_endless else source
