"""How many more connections a real daemon says that it can take, while it fills."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from odind.client import S16LE, AudioFormat
from odind.core.errors import ResourceExhaustedError

from .processes import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from .processes import DaemonProcess

MONO = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
LIMITS = {
    "ODIND_LIMITS__MAX_CONNECTIONS": "8",
    "ODIND_LIMITS__MAX_AUDIO_STREAMS": "6",
    "ODIND_LIMITS__CALLER_SHARE_PERCENT": "100",
}


async def test_more_connections_leave_less_and_the_answer_never_exceeds_the_limits(
    start_daemon: Callable[..., DaemonProcess],
):
    process = await start_daemon(environment=LIMITS).ready()
    async with process.connect() as daemon, AsyncExitStack() as streams:

        async def bounds() -> dict[int, int]:
            answer = await daemon.capacity()
            assert answer.more_connections <= 8 - answer.use.connections
            assert answer.more_connections <= 6 - answer.use.audio_streams
            assert answer.more_connections == min(bound.connections for bound in answer.bounds)
            return {bound.bottleneck: bound.connections for bound in answer.bounds}

        loop, connections, audio_streams = 1, 4, 5
        empty = await bounds()
        assert (empty[connections], empty[audio_streams]) == (8, 6)
        joined = [await daemon.join_room("lobby", user_id=f"user-{number}") for number in range(6)]
        for connection in joined:
            stream = await streams.enter_async_context(connection.audio(send=MONO, receive=MONO))
            await stream.write(b"\0\1" * 48_000)
        streaming = await bounds()
        assert (streaming[connections], streaming[audio_streams]) == (2, 0)
        assert streaming[loop] < empty[loop]
        await streams.aclose()
        for number in range(6, 8):
            await daemon.join_room("lobby", user_id=f"user-{number}")
        assert (await bounds())[connections] == 0
        with pytest.raises(ResourceExhaustedError) as refused:
            await daemon.join_room("lobby", user_id="one too many")
        assert refused.value.reason == "TOO_MANY_CONNECTIONS"
        await joined[0].leave()
        assert (await bounds())[connections] == 1


async def test_workers_answer_together_and_what_is_there_once_is_not_counted_twice(
    start_daemon: Callable[..., DaemonProcess],
):
    process = await start_daemon("--workers", "2", environment=LIMITS).ready()
    async with process.connect() as daemon:
        empty = await daemon.capacity()
        assert (empty.use.processes, empty.use.connections) == (2, 0)
        for number in range(3):  # one worker gets one of them, the other two
            await daemon.join_room("lobby", user_id=f"user-{number}")
        answer = await daemon.capacity()
    bounds = {bound.bottleneck: bound.connections for bound in answer.bounds}
    assert (answer.use.processes, answer.use.connections) == (2, 3)
    assert (bounds[4], bounds[5]) == (8 - 3, 6)
    assert answer.more_connections == min(bounds.values())
    assert bounds[1] * answer.connection_cost.loop_us > 0.6 * 20_000, "no more than one loop could take"


async def test_the_command_tells_people_and_programs(daemon: DaemonProcess):
    shown = await run("odindctl", "capacity", "--target", daemon.target)
    assert shown.code == 0, shown.errors
    assert "more connections" in shown.output
    document = await run("odindctl", "capacity", "--json", "--target", daemon.target)
    assert '"bottleneck": "' in document.output
