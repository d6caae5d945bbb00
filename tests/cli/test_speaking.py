"""How loud a pushed sound is, and how it gives way to announcements and to peers."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from odind.v1 import audio_pb2, players_pb2, rooms_pb2
from odind.v1.audio_pb2 import StreamAudioResponse

from .conversation import DROPPED, UNDERRUNS, Ear
from .sounds import write

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl
    from .conversation import Requests, Responses

SAMPLES = 4_800
OPTIONS: Final = (
    "--gain -6 --ducked --barge-in --barge-in-user anna --barge-in-user ben --barge-in-after 0.5s "
    "--barge-in-duck 0 --barge-in-deadline 1s --barge-in-confirm-at-deadline"
)


@pytest.fixture(autouse=True)
def room(script: ScriptedDaemon) -> None:
    """The daemon has a connection, and joins rooms."""
    view = rooms_pb2.Connection(connection_id="c-1", room_id="lobby", user_id="bot")
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[view]))
    script.answer("JoinRoom", rooms_pb2.JoinRoomResponse(connection=view))
    script.stream("HoldConnections", hold)


async def hold(_request: object, _context: Context) -> AsyncIterator[rooms_pb2.HoldConnectionsResponse]:
    """Hold connections for as long as the caller is there."""
    yield rooms_pb2.HoldConnectionsResponse()
    await asyncio.Event().wait()


@pytest.fixture
def wav(tmp_path: Path) -> str:
    """A short sound file."""
    write(tmp_path / "short.wav", np.zeros((SAMPLES, 1)), 48_000)
    return str(tmp_path / "short.wav")


@pytest.mark.parametrize("verb", ["audio push", "speak lobby --user bot"])
async def test_a_sound_is_as_loud_as_told_and_gives_way_as_told(
    script: ScriptedDaemon, odindctl: Odindctl, wav: str, verb: str
):
    ear = Ear()
    script.stream("StreamAudio", ear.listen)

    ended = await odindctl(*verb.split(), wav, *OPTIONS.split())

    assert ended.exit_code == 0, ended.stderr
    assert ear.config
    assert (ear.config.gain_db, ear.config.ducked) == (-6.0, True)
    rule = players_pb2.BargeIn(user_ids=["anna", "ben"], duck_db=0.0, confirm_at_deadline=True)
    rule.after.FromMilliseconds(500)
    rule.deadline.FromMilliseconds(1_000)
    assert ear.config.barge_in == rule


async def test_a_sound_gives_way_to_nobody_unless_told(script: ScriptedDaemon, odindctl: Odindctl, wav: str):
    plain, minding = Ear(), Ear()
    for ear, options in ((plain, ()), (minding, ("--barge-in",))):
        script.stream("StreamAudio", ear.listen)
        assert (await odindctl("audio", "push", wav, *options)).exit_code == 0

    assert plain.config
    assert not plain.config.HasField("barge_in")
    assert minding.config
    assert minding.config.HasField("barge_in")
    assert minding.config.barge_in == players_pb2.BargeIn()


async def test_a_rule_without_barge_in_is_a_wrong_command_line(odindctl: Odindctl, wav: str):
    ended = await odindctl("audio", "push", wav, "--barge-in-duck", "0")

    assert ended.exit_code == 2
    assert "go with --barge-in" in ended.stderr


@pytest.mark.parametrize(
    ("outcome", "samples", "dropped"),
    [
        (players_pb2.BARGE_IN_OUTCOME_REJECTED, 2 * SAMPLES, 0),
        (players_pb2.BARGE_IN_OUTCOME_CONFIRMED, SAMPLES, 1_000 + DROPPED),
    ],
    ids=["rejected", "confirmed"],
)
async def test_what_speech_interrupts_ends_without_an_error_and_what_it_does_not_goes_on(
    *,
    script: ScriptedDaemon,
    odindctl: Odindctl,
    outcome: players_pb2.BargeInOutcome.ValueType,
    samples: int,
    dropped: int,
):
    decided = asyncio.Event()

    async def give_way(requests: Requests, _context: Context) -> Responses:
        config = (await anext(requests)).config
        started = audio_pb2.StreamAudioStarted(send=config.send, accepted_until=2**40)
        yield StreamAudioResponse(started=started)
        spoken = len((await anext(requests)).chunk.pcm) // 2
        yield StreamAudioResponse(barge_in_started=audio_pb2.StreamBargeInStarted(user_id="anna"))
        ended = audio_pb2.StreamBargeInEnded(outcome=outcome, dropped_samples=1_000 if dropped else 0)
        yield StreamAudioResponse(barge_in_ended=ended)
        decided.set()
        async for request in requests:
            spoken += len(request.chunk.pcm) // 2
            if request.HasField("flush"):
                yield StreamAudioResponse(flushed=audio_pb2.Flushed(dropped_samples=DROPPED))
            elif request.HasField("finish"):
                drained = audio_pb2.SendDrained(samples=spoken, underruns=UNDERRUNS)
                yield StreamAudioResponse(drained=drained)

    script.stream("StreamAudio", give_way)
    process = await odindctl.start("audio", "push", "-", "--barge-in", "--json")
    assert process.stdin
    assert process.stdout
    process.stdin.write(bytes(2 * SAMPLES))
    await decided.wait()
    if not dropped:  # what is interrupted ends by itself, though more could come
        process.stdin.write(bytes(2 * SAMPLES))
        process.stdin.close()
    stdout = await process.stdout.read()

    assert await process.wait() == 0
    assert json.loads(stdout) == {
        "samples": samples,
        "sample_rate_hz": 48_000,
        "underruns": UNDERRUNS,
        "dropped_samples": dropped,
        "interrupted": bool(dropped),
    }
