"""A daemon is started anew: its players go on where they were, as an official client hears it."""

from __future__ import annotations

import signal
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import numpy as np
import pytest

from .tape import taped
from .test_players import MONO, write
from .test_players_returning import PART, chirp, loud_frames, places

if TYPE_CHECKING:
    from collections.abc import Callable

    from .processes import DaemonProcess


@pytest.mark.parametrize(("end", "most_s"), [(signal.SIGTERM, 1), (signal.SIGKILL, 6)], ids=["stop", "kill"])
async def test_a_player_goes_on_at_most_seconds_before_where_it_was_after_a_restart(
    daemon: DaemonProcess,
    start_daemon: Callable[..., DaemonProcess],
    room: str,
    end: signal.Signals,
    most_s: float,
) -> None:
    state = daemon.folder / "state"
    async with AsyncExitStack() as stack:
        host = await stack.enter_async_context(daemon.connect())
        gateway = (await host.info()).gateway
        flags = ("--gateway", gateway, "--access-key-file", str(state / "access.key"))
        how = {"environment": {"SSL_CERT_FILE": str(state / "trusted.pem")}, "name": "guest"}
        first = await start_daemon(*flags, **how).ready()
        name = write(first.folder / "state/sound", "chirp.wav", chirp(60))
        listener = await stack.enter_async_context(host.join(room, user_id="listener"))
        stream = await stack.enter_async_context(listener.listen(MONO))
        tape = await stack.enter_async_context(taped(stream))
        async with first.connect() as guest:
            bot = await guest.join_room(room, user_id="bot")
            await bot.player.play(name, "tone:700")
            await tape.until(lambda: loud_frames(tape) > 340)
            over = len(tape.heard())
            first.kill(end)
            await first.exit_code()
        second = await start_daemon(*flags, **how).ready()
        await tape.until(lambda: loud_frames(tape, over + 25) > 150)
        async with second.connect() as guest:
            lane = await guest.player(bot.connection_id).get()
        assert [item.source.WhichOneof("kind") for item in lane.items] == ["file", "tone"]
    when, what = places(tape)
    gap = int(np.argmax(np.diff(when)))
    before, after = what[: gap + 1] - when[: gap + 1], what[gap + 1 :] - when[gap + 1 :]
    assert np.ptp(before) < 0.2
    assert np.ptp(after) < 0.2
    assert -most_s - 0.3 < what[gap + 1] - what[gap] - PART / 48_000 < 0.3
