"""Plays a song to a room, and leaves when it ends: python examples/music_bot.py ROOM SONG.

The daemon plays it: a file below its folders of sounds, an http address, or tone:440.
"""

import sys
from contextlib import suppress

from odind.client import sync


def play(room: str, song: str) -> None:
    with sync.connect() as daemon, daemon.join(room, user_id="music bot") as connection:
        connection.send_chat(f"Now playing: {song}")
        connection.player.play(song)
        connection.player.finished()


with suppress(KeyboardInterrupt):
    play(*sys.argv[1:])
