"""Internet radio through a player, as its events tell it: a real Icecast on loopback."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from odind.client.players import seconds_of
from odind.v1 import players_pb2
from tests.sounds.station import entitle, icecast, needs_icecast, on_air

from .receiver import LOCAL
from .watching import watching

if TYPE_CHECKING:
    from collections.abc import Callable

    from .processes import DaemonProcess

pytestmark = needs_icecast


async def test_titles_are_told_and_a_station_that_stalls_is_given_up_for_the_next_item(
    start_daemon: Callable[..., DaemonProcess], room: str
) -> None:
    own = await start_daemon(environment={**LOCAL, "ODIND_SOUNDS__IDLE": "4s"}).ready()
    tone = players_pb2.SoundSource(tone=players_pb2.Tone(duration=seconds_of(0.2)))
    async with (
        icecast() as port,
        on_air(port) as station,
        own.connect() as client,
        client.join(room, user_id="bot") as bot,
        watching(bot) as seen,
    ):
        radio, after = await bot.player.play(f"http://127.0.0.1:{port}/live.mp3", tone)
        assert (await seen.sees("item_started")).item.item_id == radio
        await entitle(port, "Grieg - Morgenstemning")
        await seen.sees("stream_title_changed", lambda told: told.title == "Grieg - Morgenstemning")
        assert (await bot.player.get()).title == "Grieg - Morgenstemning"
        station.send_signal(signal.SIGSTOP)  # it stays connected, and sends nothing
        assert (await seen.sees("item_stuck")).item.item_id == radio
        failed = await seen.sees("item_failed")
        assert (failed.item.item_id, failed.reason) == (radio, "HOST_UNREACHABLE")
        assert (await seen.sees("item_ended")).item.item_id == radio
        assert (await seen.sees("item_started")).item.item_id == after
        assert (await seen.sees("item_ended")).item.item_id == after
