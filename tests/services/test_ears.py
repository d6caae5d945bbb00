"""How live jobs listen: by the config that an audio call of anybody would send."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.core.sound.format import AudioFormat
from odind.core.voice.lane_config import ReceiveMode, Reception
from odind.pack.audio import unpack_config
from odind.services.ears import AudioEars

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from odind.v1 import audio_pb2


@pytest.mark.parametrize(
    "reception",
    [
        Reception(AudioFormat(), ReceiveMode.MIX),
        Reception(AudioFormat(), ReceiveMode.MIX | ReceiveMode.PER_PEER, own_voice=True),
    ],
)
async def test_a_live_job_listens_as_it_wants_to(reception: Reception) -> None:
    configs: list[audio_pb2.StreamAudioConfig] = []

    async def stream(requests: AsyncIterator[audio_pb2.StreamAudioRequest], *_more: object) -> None:
        configs.append((await anext(aiter(requests))).config)

    async with asyncio.TaskGroup() as tasks:

        def spawn(work: Coroutine[object, object, None]) -> asyncio.Task[None]:
            return tasks.create_task(work)

        ears = AudioEars(stream, spawn)  # type: ignore[arg-type] # it ends at once
        assert [tick async for tick in ears.listen("c1", reception)] == []
    assert [unpack_config(config, 20_000).reception for config in configs] == [reception]
