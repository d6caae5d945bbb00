"""Has the players of a daemon speak: each connection plays a song, which the daemon decodes and encodes."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Final

import av
import numpy as np

from odind.client import messages
from odind.core.timing.tick import RATE_HZ
from odind.v1 import players_pb2, processing_pb2

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from odind.client import Daemon
    from odind.client.messages import Connection

    from .clicks import Sound

_SONG_S: Final = 180.0
"""Long enough that it is opened once in a measurement of usual length; it then begins anew."""
_BITRATE_BPS: Final = 192_000
_PIECE_BYTES: Final = 1 << 19
_MUSIC: Final = messages.Processing(preset=processing_pb2.PROCESSING_PRESET_MUSIC)


async def play_all(daemon: Daemon, joined: Iterable[Connection], sound: Sound) -> None:
    """Have each connection play a song of three minutes of the sound, over and over."""
    song = await daemon.library.put_bytes(_pieces(song_of(sound)), "song")
    source = players_pb2.SoundSource(sound_id=song.sound_id)
    for one in joined:
        await daemon.set_processing(one.connection_id, _MUSIC)
        player = daemon.player(one.connection_id)
        await player.update(players_pb2.PlayerLaneSettings(repeat=players_pb2.REPEAT_ONE), "repeat")
        await player.play(source)


def song_of(sound: Sound) -> bytes:
    """Return the sound again and again, for three minutes, as an MP3 in stereo.

    An MP3 without headers may be repeated byte by byte where no frame takes bits from those before it.
    """
    written = io.BytesIO()
    bare = {"write_xing": "0", "id3v2_version": "0"}
    with av.open(written, "w", format="mp3", options=bare) as file:
        stream = file.add_stream(
            "libmp3lame", RATE_HZ, layout="stereo", bit_rate=_BITRATE_BPS, options={"reservoir": "0"}
        )
        frame = av.AudioFrame.from_ndarray(np.stack((sound, sound)), "fltp", "stereo")
        frame.sample_rate = RATE_HZ
        for one in (frame, None):
            file.mux(stream.encode(one))
    return written.getvalue() * math.ceil(_SONG_S * RATE_HZ / len(sound))


def _pieces(content: bytes) -> Iterator[bytes]:
    for begin in range(0, len(content), _PIECE_BYTES):
        yield content[begin : begin + _PIECE_BYTES]
