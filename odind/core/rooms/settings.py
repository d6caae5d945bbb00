"""What callers have set on a connection, as one value, which is enough to restore the connection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from odind.core.space.masks import MaskSettings
from odind.core.space.place import Place
from odind.core.values.payload import Payload
from odind.core.values.portable import portable
from odind.core.voice.hearing import Listening
from odind.core.voice.processing import DEFAULT, Processing

if TYPE_CHECKING:
    from collections.abc import Collection


@portable
class ConnectionSettings:
    """The settings of a connection. They survive the loss of the process that holds it.

    While it is `silenced` and no audio call has attached it, nothing is said on it.
    """

    user_data: Payload = b""
    processing: Processing = DEFAULT
    place: Place = Place()
    masks: MaskSettings = MaskSettings()
    listening: Listening = Listening()
    silenced: bool = False

    def keeping(self, present: Collection[int]) -> ConnectionSettings:
        """Return the settings without those for peers that are not present."""
        gone = {*self.masks.peers, *self.listening.peers}.difference(present)
        return replace(self, masks=self.masks.without(gone), listening=self.listening.without(gone))
