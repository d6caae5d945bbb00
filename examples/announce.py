"""Announces a sound file in a room, and leaves: python examples/announce.py ROOM FILE."""

import sys
from contextlib import suppress

from odind.client import sync


def announce(room: str, file: str) -> float:
    """Play the file for everybody in the room, and return how many seconds were spoken."""
    with sync.connect() as daemon, daemon.join(room, user_id="announcer") as connection:
        return connection.play(file)


with suppress(KeyboardInterrupt):
    print(f"spoke {announce(sys.argv[1], sys.argv[2]):.2f} s")
