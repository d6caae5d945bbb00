"""Seeing how loud peers are, and changing how they are heard."""

from __future__ import annotations

import asyncio
import json
import re
import signal
from typing import TYPE_CHECKING

import grpc
import pytest
import yaml

from odind.cli.metering import SILENCE_DBFS, Meters, meter_lines
from odind.client import PER_PEER, Event
from odind.v1 import audio_pb2, rooms_pb2
from odind.v1.audio_pb2 import AudioFrame, AudioFrames, StreamAudioResponse
from tests.client.scripted_daemon import abort_with, replay

from .terminals import terminal

if TYPE_CHECKING:
    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl
    from .conversation import Requests, Responses

ALICE = rooms_pb2.Peer(peer_id=1, user_id="alice")
BOB = rooms_pb2.Peer(peer_id=2, user_id="bob\x1b[2J")


def snapshot(*peers: rooms_pb2.Peer) -> rooms_pb2.Snapshot:
    return rooms_pb2.Snapshot(connections=[rooms_pb2.Connection(connection_id="c-1", peers=peers)])


def heard(*levels: float, peer_id: int = 1) -> AudioFrames:
    return AudioFrames(frames=[AudioFrame(peer_id=peer_id, level_dbfs=level, voice=True) for level in levels])


async def alice_speaks(requests: Requests, _context: Context) -> Responses:
    """Alice speaks for as long as anybody listens."""
    config = (await anext(requests)).config
    assert config.receive_mode == PER_PEER
    yield StreamAudioResponse(started=audio_pb2.StreamAudioStarted(receive=config.receive))
    while True:
        yield StreamAudioResponse(frames=heard(-20.0))
        await asyncio.sleep(0.001)


@pytest.fixture
def speaking(script: ScriptedDaemon) -> None:
    """A room in which alice speaks and bob is silent."""
    script.stream("StreamAudio", alice_speaks)

    async def watch(_request: object, _context: Context) -> Responses:
        yield rooms_pb2.WatchEventsResponse(snapshot=snapshot(ALICE, BOB))
        await asyncio.Event().wait()

    script.stream("WatchEvents", watch)


def test_the_level_is_the_mean_power_of_the_time():
    meters = Meters()
    meters.look(snapshot(ALICE, BOB))
    meters.hear(heard(-20.0, -20.0, -20.0, -20.0))

    half, silent = meters.read(8), meters.read(8)

    assert half == [
        {"peer_id": 1, "user_id": "alice", "level_dbfs": -23.0, "speaking": True},
        {"peer_id": 2, "user_id": BOB.user_id, "level_dbfs": SILENCE_DBFS, "speaking": False},
    ]
    assert silent[0] == {"peer_id": 1, "user_id": "alice", "level_dbfs": SILENCE_DBFS, "speaking": False}


def test_more_frames_than_the_time_holds_are_not_louder():
    meters = Meters()
    meters.look(snapshot(ALICE))
    meters.hear(heard(*[-10.0] * 9))

    assert meters.read(5)[0]["level_dbfs"] == -10.0


def test_peers_come_and_go():
    meters = Meters()
    meters.look(snapshot(ALICE))
    meters.look(Event.of(rooms_pb2.Event(peer_joined=rooms_pb2.PeerJoined(peer=BOB))))
    meters.look(Event.of(rooms_pb2.Event(peer_left=rooms_pb2.PeerLeft(peer=ALICE))))
    meters.hear(heard(-3.0, peer_id=1))

    assert [level["peer_id"] for level in meters.read(5)] == [2]


def test_a_reconnected_room_is_looked_at_anew():
    meters = Meters()
    meters.look(snapshot(ALICE))
    joined = rooms_pb2.ConnectionJoined(connection=rooms_pb2.Connection(peers=[BOB]))
    meters.look(Event.of(rooms_pb2.Event(joined=joined)))

    assert [level["peer_id"] for level in meters.read(5)] == [2]


@pytest.mark.parametrize(
    ("level", "share"), [(-127.0, 0.0), (-60.0, 0.0), (-30.0, 0.5), (0.0, 1.0), (3.0, 1.0)]
)
def test_a_bar_is_as_long_as_it_is_loud(level: float, share: float):
    readings = [{"peer_id": 1, "user_id": "alice", "level_dbfs": level, "speaking": level > -60}]

    (line,) = meter_lines(readings, width=100)
    (full,) = meter_lines([{**readings[0], "level_dbfs": 0.0}], width=100)

    assert line.count("#") == pytest.approx(full.count("#") * share, abs=0.5)
    assert line.endswith("speaking") == (level > -60)
    assert len(line) <= 100


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize("arguments", [["--json"], [], ["-o", "yaml"]], ids=["--json", "no terminal", "yaml"])
async def test_every_reading_is_a_document(odindctl: Odindctl, arguments: list[str]):
    ended = await odindctl("audio", "level", "-c", "c-1", "--seconds", "0.3", "--interval", "0.1", *arguments)

    printed = (
        list(yaml.safe_load_all(ended.stdout))
        if arguments == ["-o", "yaml"]
        else [json.loads(line) for line in ended.stdout.splitlines()]
    )
    readings = [document["peers"] for document in printed]
    assert {document["kind"] for document in printed} == {"levels"}
    assert ended.exit_code == 0
    assert len(readings) == 3
    assert [peer["user_id"] for peer in readings[-1]] == ["alice", BOB.user_id]
    assert [peer["speaking"] for peer in readings[-1]] == [True, False]
    assert readings[-1][0]["level_dbfs"] <= -20.0


@pytest.mark.usefixtures("speaking")
async def test_the_meter_ends_with_the_connection(script: ScriptedDaemon, odindctl: Odindctl):
    async def left(requests: Requests, _context: Context) -> Responses:
        config = (await anext(requests)).config
        yield StreamAudioResponse(started=audio_pb2.StreamAudioStarted(receive=config.receive))

    script.stream("StreamAudio", left)

    ended = await odindctl("audio", "level", "-c", "c-1", "--interval", "10")

    assert (ended.exit_code, ended.stderr) == (0, "")


@pytest.mark.usefixtures("speaking")
async def test_a_terminal_is_redrawn_in_place(odindctl: Odindctl):
    async with terminal(columns=80) as screen:
        process = await odindctl.start("audio", "level", "-c", "c-1", stdout=screen.device)
        screen.hand_over()
        await screen.shows("# ")
        await screen.shows(" speaking")
        await screen.shows("\x1b[2F")
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 0

    assert "\x1b[2J" not in screen.text
    lines = re.sub(r"\x1b\[\d*[A-Z]", "", screen.text).split("\r\n")
    assert any(line.startswith("bob\\x1b[2J (2)") for line in lines)
    assert max(len(line) for line in lines) < 80


async def test_a_room_with_nobody_in_it_says_so(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("StreamAudio", alice_speaks)
    script.stream("WatchEvents", lambda *_: replay([rooms_pb2.WatchEventsResponse(snapshot=snapshot())]))
    async with terminal() as screen:
        process = await odindctl.start(
            "audio", "level", "-c", "c-1", "--seconds", "0.2", stdout=screen.device
        )
        screen.hand_over()
        await screen.shows("nobody else is in the room")
        assert await process.wait() == 0


async def test_an_error_ends_the_meter(script: ScriptedDaemon, odindctl: Odindctl):
    async def refuse(requests: Requests, context: Context) -> Responses:
        await anext(requests)
        yield await abort_with(context, grpc.StatusCode.NOT_FOUND, "CONNECTION_NOT_FOUND", "no c-1")

    script.stream("StreamAudio", refuse)

    ended = await odindctl("audio", "level", "-c", "c-1", "--json")

    assert ended.exit_code == 5
    assert ended.error["reason"] == "CONNECTION_NOT_FOUND"


async def test_single_peers_are_adjusted(script: ScriptedDaemon, odindctl: Odindctl):
    now = audio_pb2.PeerListening(peer_id=4, gain_db=-6, muted=True, paused=False)
    script.answer("UpdateListening", audio_pb2.UpdateListeningResponse(peers=[now]))

    ended = await odindctl(
        *("audio", "adjust", "-c", "c-1", "--peer", "4", "--peer", "7", "--gain", "-6", "--mute")
    )

    assert ended.stdout == "hearing\npeer 4  -6.0 dB  muted\n"
    (request,) = script.requests["UpdateListening"]
    assert request.connection_id == "c-1"
    assert not request.HasField("deafened")
    assert [peer.peer_id for peer in request.peers] == [4, 7]
    for peer in request.peers:
        assert (peer.gain_db, peer.muted, peer.HasField("paused")) == (-6, True, False)


@pytest.mark.parametrize(("flag", "deafened"), [("--deafen", True), ("--undeafen", False)])
async def test_everybody_is_adjusted(
    script: ScriptedDaemon, odindctl: Odindctl, flag: str, *, deafened: bool
):
    script.answer("UpdateListening", audio_pb2.UpdateListeningResponse(deafened=deafened))

    ended = await odindctl("audio", "adjust", "-c", "c-1", flag, "--json")

    assert ended.document == {"deafened": deafened, "peers": []}
    assert script.requests["UpdateListening"][0].deafened == deafened


@pytest.mark.parametrize(
    "arguments", [["--gain", "3"], ["--peer", "4"], ["--mute"], ["--peer", "0", "--mute"]]
)
async def test_a_change_goes_with_a_peer(odindctl: Odindctl, arguments: list[str]):
    ended = await odindctl("audio", "adjust", "-c", "c-1", *arguments)

    assert ended.exit_code == 2
