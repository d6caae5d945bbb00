"""A connection of the daemon, as an object to work with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from odind.v1 import audio_pb2, players_pb2

from .formats import MIX, PER_PEER, S16LE
from .playing import play_file
from .recorder import Recorded, Recorder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractAsyncContextManager

    from odind.v1 import odin_rooms_pb2, processing_pb2, rooms_pb2

    from .audio import AudioStream
    from .cipher import Cipher
    from .daemon import Daemon
    from .payload import Payload
    from .players import Player
    from .watch import EventWatch


class Connection:
    """A connection of the daemon. `view` is how the daemon last described it; `refresh` asks again."""

    def __init__(self, daemon: Daemon, view: rooms_pb2.Connection) -> None:
        self._daemon = daemon
        self.view = view

    @property
    def connection_id(self) -> str:
        """Names the connection in every call."""
        return self.view.connection_id

    async def refresh(self) -> rooms_pb2.Connection:
        """Ask for the connection and its peers as they are now."""
        self.view = (await self._daemon.connection(self.connection_id)).view
        return self.view

    async def leave(self) -> None:
        """End the connection."""
        await self._daemon.leave_room(self.connection_id)

    async def update_user_data(self, user_data: Payload) -> None:
        """Replace our user data."""
        await self._daemon.update_user_data(self.connection_id, user_data)

    async def set_cipher(self, cipher: Cipher) -> None:
        """Change the password of a connection that was joined with a cipher."""
        await self._daemon.set_cipher(self.connection_id, cipher)

    async def send_message(self, message: Payload, *, peer_ids: Iterable[int] = ()) -> None:
        """Send a message to all other peers, or to those that are named."""
        await self._daemon.send_message(self.connection_id, message, peer_ids=peer_ids)

    async def send_chat(self, text: str, *, peer_ids: Iterable[int] = ()) -> None:
        """Say something in the chat of ODIN Rooms, to all other peers or to those that are named."""
        await self._daemon.send_chat(self.connection_id, text, peer_ids=peer_ids)

    async def set_rooms_peer(self, peer: odin_rooms_pb2.RoomsPeer) -> None:
        """Change how users of ODIN Rooms see us, in place of our user data."""
        await self._daemon.set_rooms_peer(self.connection_id, peer)

    async def processing(self) -> processing_pb2.Processing:
        """Return how our sound is treated."""
        return await self._daemon.processing(self.connection_id)

    async def set_processing(
        self, processing: processing_pb2.Processing | None = None
    ) -> processing_pb2.Processing:
        """Treat our sound as a preset says, and what differs from it; return all settings."""
        return await self._daemon.set_processing(self.connection_id, processing)

    @property
    def player(self) -> Player:
        """What plays sounds on this connection, beside whatever else speaks on it."""
        return self._daemon.player(self.connection_id)

    async def say(
        self, text: str, *, voice: str = "", language: str = "", interruptible: bool = True
    ) -> players_pb2.SayResponse:
        """Say a text over the music; return what was said of it once that is over."""
        lane = self.player.lane(players_pb2.PLAYER_LANE_ANNOUNCEMENT)
        return await lane.say(text, voice=voice, language=language, interruptible=interruptible)

    def watch_events(self) -> EventWatch:
        """Watch this connection alone; the watch ends when the connection is left."""
        return self._daemon.watch_events(self.connection_id)

    def audio(
        self,
        *,
        send: audio_pb2.AudioFormat | None = None,
        receive: audio_pb2.AudioFormat | None = None,
        mode: audio_pb2.ReceiveMode.ValueType = audio_pb2.RECEIVE_MODE_UNSPECIFIED,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Speak, listen, or both. Leaving the context ends that at once: `drain` before."""
        return self._daemon.audio(self.connection_id, send=send, receive=receive, mode=mode)

    def speak(
        self,
        audio_format: audio_pb2.AudioFormat | None = None,
        *,
        send_buffer: audio_pb2.SendBuffer | None = None,
        gain_db: float = 0,
        ducked: bool = False,
        barge_in: players_pb2.BargeIn | None = None,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Speak on this connection, as `daemon.speak` does. Leaving the context ends that at once."""
        return self._daemon.speak(
            self.connection_id,
            audio_format,
            send_buffer=send_buffer,
            gain_db=gain_db,
            ducked=ducked,
            barge_in=barge_in,
        )

    def listen(
        self,
        audio_format: audio_pb2.AudioFormat | None = None,
        *,
        mode: audio_pb2.ReceiveMode.ValueType = audio_pb2.RECEIVE_MODE_UNSPECIFIED,
        own_voice: bool = False,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Listen on this connection, to the mix of all peers unless `mode` says otherwise.

        With `own_voice` to what the connection says itself as well, as others hear it.
        """
        return self._daemon.listen(self.connection_id, audio_format, mode=mode, own_voice=own_voice)

    async def play(self, path: str | Path, *, gain_db: float = 0) -> float:
        """Speak a sound file, wait until all of it was spoken, and return how many seconds that were.

        WAV, FLAC, MP3, Ogg, Opus and whatever else FFmpeg reads; without PyAV, the extra `files`, WAV files
        of 16-bit samples. `gain_db`, -60 to 24, makes it louder or quieter. Cancelling drops what is not
        spoken yet. Raises InvalidArgumentError AUDIO_FILE_UNREADABLE and GAIN_INVALID, and what `speak`
        raises. It is mixed with what else speaks on the connection.
        """
        return await play_file(self.speak, path, gain_db)

    def record(
        self,
        path: str | Path,
        *,
        per_peer: bool = False,
        seconds: float | None = None,
        sample_rate_hz: int = 48_000,
        channels: int = 1,
    ) -> Recorder:
        """Record what the connection hears: `async with` during the block, `await` until it is over.

        The mix of all peers is written to `path`, WAV or what else its suffix says; `per_peer` writes
        `path/PEER_ID-USER_ID.wav` for each peer. All files begin when listening began, are aligned by
        `room_sample`, silent in gaps, and equally long. A file that exists is replaced. It is over after
        `seconds`, or when the connection is left.

        Raises InvalidArgumentError AUDIO_FILE_UNWRITABLE, also when the disk is full; that cancels the block,
        and the files keep what was heard before. Raises what `listen` raises.
        """
        audio_format = audio_pb2.AudioFormat(
            sample_rate_hz=sample_rate_hz, channels=channels, sample_format=S16LE
        )
        mode = PER_PEER if per_peer else MIX
        wanted = Recorded(path=Path(path), audio_format=audio_format, per_peer=per_peer, seconds=seconds)
        return Recorder(lambda: self.listen(audio_format, mode=mode), wanted)
