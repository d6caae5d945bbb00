"""What callers have set on a connection, as one value, which is enough to restore the connection."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from odind.core.players.settings import PlayerSettings
from odind.core.recordings.capture import Capture
from odind.core.space.masks import MaskSettings
from odind.core.space.place import Place
from odind.core.values.payload import Payload
from odind.core.values.portable import portable
from odind.core.voice.hearing import Listening
from odind.core.voice.processing import DEFAULT, Processing

from .peer_data import RoomsPeerData, written

if TYPE_CHECKING:
    from collections.abc import Collection


@portable
class MutedLines:
    """Whether there are lines that record into a connection, or that play it, and all of them are muted."""

    capture: bool = False
    playback: bool = False


@portable
class ConnectionSettings:
    """The settings of a connection. They survive the loss of the process that holds it.

    While it is `silenced` and no audio call has attached it, nothing is said on it. With `rooms_peer`, the
    user data is what that says, and the mutes that there are now. With `attentive`, who speaks is known also
    while nobody listens. `player` is as its process told last: the process decides what plays, and takes this
    only when the connection begins there.
    """

    user_data: Payload = b""
    processing: Processing = DEFAULT
    place: Place = Place()
    masks: MaskSettings = MaskSettings()
    listening: Listening = Listening()
    silenced: bool = False
    rooms_peer: RoomsPeerData | None = None
    muted_lines: MutedLines = MutedLines()
    attentive: bool = False
    player: PlayerSettings = field(default_factory=PlayerSettings)
    recordings: tuple[Capture, ...] = ()
    capture_ring_s: float = 0.0

    @property
    def consistent(self) -> ConnectionSettings:
        """The settings, whose user data agrees with the rest of them."""
        if self.rooms_peer is None:
            return self
        now = replace(
            self.rooms_peer,
            input_muted=self.rooms_peer.input_muted or self.silenced or self.muted_lines.capture,
            output_muted=self.rooms_peer.output_muted or self.listening.deafened or self.muted_lines.playback,
        )
        return replace(self, user_data=written(now))

    @property
    def without_lines(self) -> ConnectionSettings:
        """The settings after a restart of the daemon, which no line outlives."""
        return replace(self, muted_lines=MutedLines()).consistent

    def keeping(self, present: Collection[int]) -> ConnectionSettings:
        """Return the settings without those for peers that are not present."""
        gone = {*self.masks.peers, *self.listening.peers}.difference(present)
        return replace(self, masks=self.masks.without(gone), listening=self.listening.without(gone))
