"""Players, for programs without an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.client import players

from .faces import Face, blocking

if TYPE_CHECKING:
    from odind.client.players import Lane


class Player(Face[players.Player]):
    """One lane of the player of a connection."""

    def lane(self, lane: Lane) -> Player:
        """Return another lane of the same player."""
        return Player(self.original.lane(lane), self.thread)

    get = blocking(players.Player.get)
    play = blocking(players.Player.play)
    play_stream = blocking(players.Player.play_stream)
    say = blocking(players.Player.say)
    add = blocking(players.Player.add)
    update = blocking(players.Player.update)
    pause = blocking(players.Player.pause)
    resume = blocking(players.Player.resume)
    seek = blocking(players.Player.seek)
    set_volume = blocking(players.Player.set_volume)
    skip = blocking(players.Player.skip)
    remove = blocking(players.Player.remove)
    move = blocking(players.Player.move)
    shuffle = blocking(players.Player.shuffle)
    clear = blocking(players.Player.clear)
    give_way = blocking(players.Player.give_way)
    answer_barge_in = blocking(players.Player.answer_barge_in)
    finished = blocking(players.Player.finished)
