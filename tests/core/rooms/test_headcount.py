"""Who counts as a bot, and what joins and leaves tell of how many are there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from odind.core.rooms.events import Peer, PeerChanged, PeerJoined, PeerLeft
from odind.core.rooms.headcount import says_bot
from odind.core.values.payload import Json
from tests.core.fakes import Daemon, open_daemon


def counts(daemon: Daemon) -> list[tuple[int, int]]:
    """What joins and leaves told, oldest first."""
    told = (event for _, event in daemon.told() if isinstance(event, PeerJoined | PeerLeft))
    return [(event.peer_count, event.human_count) for event in told]


@pytest.mark.parametrize(
    "user_data",
    [
        {"platform": "odind"},
        {"role": "Observer"},
        {"role": "recorder", "platform": "linux"},
        {"userId": "b", "role": "BOT"},
    ],
)
def test_who_says_so_is_a_bot(user_data: dict[str, Any]):
    text = json.dumps(user_data)
    assert says_bot(Json(text))
    assert says_bot(text.encode())


@pytest.mark.parametrize(
    "user_data", [b"", b"bot", b'"bot"', b"\xff", b"{", b'{"role": "Guest"}', b'{"role": 7}', b"{" * 100_000]
)
def test_others_are_none(user_data: bytes):
    assert not says_bot(user_data)


async def test_joins_and_leaves_tell_how_many_are_there_and_how_many_of_them_are_humans():
    async with open_daemon() as daemon:
        daemon.host.peers = (Peer(7, "bert"),)
        anna = await daemon.join()
        await daemon.join("music", "elsewhere")
        for event in (
            PeerJoined(Peer(8, "carl")),
            PeerJoined(Peer(9, "dj", Json('{"role":"bot"}'))),
            PeerChanged(Peer(8, "carl", Json('{"platform":"odind"}'))),
            PeerJoined(Peer(10, "music")),
            PeerLeft(Peer(7, "bert")),
        ):
            daemon.host.tell(anna, event)
        assert counts(daemon) == [(2, 2), (3, 2), (4, 2), (3, 1)]


async def test_a_user_that_has_joined_through_the_daemon_is_a_bot_for_as_long_as_it_is_there():
    async with open_daemon() as daemon:
        anna, music = await daemon.join(), await daemon.join("music")
        daemon.host.tell(anna, PeerJoined(Peer(10, "music")))
        await daemon.rooms.leave(music)
        daemon.host.tell(anna, PeerLeft(Peer(10, "music")))
        daemon.host.tell(anna, PeerJoined(Peer(11, "music")))
        assert counts(daemon) == [(1, 0), (0, 0), (1, 1)]
