"""What `odindctl player` and `say` ask of the daemon, and what they print."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from odind.v1 import players_pb2, rooms_pb2
from tests.client.scripted_daemon import replay

from .terminals import terminal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl

SONG = players_pb2.PlayerItem(
    item_id="p1", source=players_pb2.SoundSource(file="/sounds/song.mp3"), title="A\x1b[2J song"
)
PAUSE = players_pb2.PlayerItem(item_id="p2", source=players_pb2.SoundSource(silence=Duration(seconds=3)))
LANE = players_pb2.PlayerLaneStatus(
    lane=players_pb2.PLAYER_LANE_MUSIC,
    settings=players_pb2.PlayerLaneSettings(position=Duration(seconds=30), repeat=players_pb2.REPEAT_OFF),
    items=[SONG, PAUSE],
    revision=7,
    state=players_pb2.PLAYER_LANE_STATE_PLAYING,
    length=Duration(seconds=120),
)
OTHERS = [
    players_pb2.PlayerLaneStatus(lane=lane)
    for lane in (players_pb2.PLAYER_LANE_ANNOUNCEMENT, players_pb2.PLAYER_LANE_EFFECT)
]
IDLE = players_pb2.PlayerLaneStatus(
    lane=players_pb2.PLAYER_LANE_MUSIC, state=players_pb2.PLAYER_LANE_STATE_IDLE
)
LANE_ANSWERS: dict[str, Any] = {
    "UpdatePlayer": players_pb2.UpdatePlayerResponse(lane=LANE),
    "Skip": players_pb2.SkipResponse(lane=LANE),
    "RemoveItems": players_pb2.RemoveItemsResponse(lane=LANE),
    "MoveItem": players_pb2.MoveItemResponse(lane=LANE),
    "ClearQueue": players_pb2.ClearQueueResponse(lane=LANE),
    "ShuffleQueue": players_pb2.ShuffleQueueResponse(lane=LANE),
    "AnswerBargeIn": players_pb2.AnswerBargeInResponse(lane=LANE),
}


def answer_of(lane: players_pb2.PlayerLaneStatus) -> players_pb2.GetPlayerResponse:
    return players_pb2.GetPlayerResponse(player=players_pb2.PlayerStatus(lanes=[lane, *OTHERS]))


@pytest.fixture(autouse=True)
def a_room(script: ScriptedDaemon) -> None:
    connection = rooms_pb2.Connection(connection_id="c-1", room_id="lobby")
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[connection]))
    script.answer("GetConnection", rooms_pb2.GetConnectionResponse(connection=connection))
    script.answer("GetPlayer", answer_of(LANE))
    script.answer("Enqueue", players_pb2.EnqueueResponse(lane=LANE, item_ids=["p1", "p2"]))
    for rpc, answer in LANE_ANSWERS.items():
        script.answer(rpc, answer)


async def test_sounds_are_enqueued_as_told_and_the_lane_is_shown(script: ScriptedDaemon, odindctl: Odindctl):
    options = (
        "--lane announcement --as next --title News --gain -3 --start 1s --fade-in 0.5s --uninterruptible"
    )
    ended = await odindctl("player", "play", "tone:440", "https://example.com/a.mp3", *options.split())
    assert ended.exit_code == 0, ended.stderr
    (request,) = script.requests["Enqueue"]
    assert (request.connection_id, request.lane, request.placing) == (
        "c-1",
        players_pb2.PLAYER_LANE_ANNOUNCEMENT,
        players_pb2.PLACING_NEXT,
    )
    tone, url = request.items
    assert (tone.source.tone.frequency_hz, url.source.url) == (440, "https://example.com/a.mp3")
    for item in request.items:
        assert (item.title, item.gain_db, item.start.seconds, item.fade_in.nanos) == (
            "News",
            -3,
            1,
            500_000_000,
        )
        assert item.HasField("interruptible")
        assert not item.interruptible


@pytest.mark.parametrize(
    ("lane", "placing"), [("music", players_pb2.PLACING_PLAY), ("effect", players_pb2.PLACING_ADD)]
)
async def test_effects_are_added_and_all_else_begins_at_once(
    script: ScriptedDaemon, odindctl: Odindctl, lane: str, placing: int
):
    await odindctl("player", "play", "tone:440", "--lane", lane)
    assert script.requests["Enqueue"][0].placing == placing


async def test_a_lane_is_shown_with_what_plays_and_nothing_that_a_terminal_obeys(odindctl: Odindctl):
    text = (await odindctl("player", "show")).stdout.splitlines()
    document = (await odindctl("player", "show", "--json")).document
    assert text == [
        "playing  A\\x1b[2J song  0:30.0  ======------------------  -1:30.0",
        "volume 0 dB, repeat off, revision 7",
        "  p1  A\\x1b[2J song",
        "  p2  silence",
    ]
    assert (document["state"], document["length"], document["revision"]) == ("playing", "120s", 7)


async def test_a_queue_is_listed_with_ids_positions_and_lengths(odindctl: Odindctl):
    listed = await odindctl("player", "queue")
    document = (await odindctl("player", "queue", "--json")).document
    assert [line.split() for line in listed.stdout.splitlines()] == [
        ["ITEM", "TITLE", "POSITION", "LENGTH"],
        ["p1", "A\\x1b[2J", "song", "0:30.0", "2:00.0"],
        ["p2", "silence", "-", "0:03.0"],
    ]
    assert listed.stderr == "revision 7\n"
    assert (document["revision"], document["position"], document["length"]) == (7, "30s", "120s")
    assert [item["item_id"] for item in document["items"]] == ["p1", "p2"]


async def test_an_empty_queue_says_so(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("GetPlayer", answer_of(IDLE))
    assert (await odindctl("player", "queue")).stdout == "no items\n"
    assert (await odindctl("player", "queue", "--lane", "effect", "--json")).document["items"] == []


@pytest.mark.parametrize(
    ("words", "rpc", "expected"),
    [
        ("pause", "UpdatePlayer", {"settings": {"paused": True}, "update_mask": ["paused"]}),
        ("resume", "UpdatePlayer", {"settings": {}, "update_mask": ["paused"]}),
        ("seek 90s", "UpdatePlayer", {"settings": {"position": "90s"}, "update_mask": ["position"]}),
        ("volume -- -6", "UpdatePlayer", {"settings": {"volume_db": -6.0}, "update_mask": ["volume_db"]}),
        (
            "set --repeat all --crossfade 2s",
            "UpdatePlayer",
            {
                "settings": {"repeat": "REPEAT_ALL", "crossfade": "2s"},
                "update_mask": ["repeat", "crossfade"],
            },
        ),
        (
            "set --own-loudness",
            "UpdatePlayer",
            {"settings": {}, "update_mask": ["loudness_target_lufs"]},
        ),
        (
            "barge-in on --user anna --after 0.5s --duck 12",
            "UpdatePlayer",
            {
                "settings": {"barge_in": {"user_ids": ["anna"], "after": "0.500s", "duck_db": 12.0}},
                "update_mask": ["barge_in"],
            },
        ),
        (
            "barge-in on --duck 0 --confirm-at-deadline",
            "UpdatePlayer",
            {
                "settings": {"barge_in": {"duck_db": 0.0, "confirm_at_deadline": True}},
                "update_mask": ["barge_in"],
            },
        ),
        ("barge-in off", "UpdatePlayer", {"settings": {}, "update_mask": ["barge_in"]}),
        ("barge-in confirm", "AnswerBargeIn", {"confirm": True}),
        ("barge-in reject", "AnswerBargeIn", {"confirm": False}),
        ("skip", "Skip", {"item_id": ""}),
        ("skip p2", "Skip", {"item_id": "p2"}),
        ("remove p1 p2", "RemoveItems", {"item_ids": ["p1", "p2"]}),
        ("move p2 --before p1", "MoveItem", {"item_id": "p2", "before_item_id": "p1"}),
        ("shuffle --seed 7", "ShuffleQueue", {"seed": 7}),
        ("clear", "ClearQueue", {}),
    ],
)
async def test_each_verb_asks_for_what_it_says(
    script: ScriptedDaemon, odindctl: Odindctl, words: str, rpc: str, expected: dict[str, Any]
):
    verb, *rest = words.split()
    ended = await odindctl("player", verb, "--lane", "announcement", "-c", "c-9", *rest)
    assert ended.exit_code == 0, ended.stderr
    assert ended.stdout.startswith("playing  ")
    (request,) = script.requests[rpc]
    assert (request.connection_id, request.lane) == ("c-9", players_pb2.PLAYER_LANE_ANNOUNCEMENT)
    assert asked(request, expected) == expected


def asked(request: Any, names: dict[str, Any]) -> dict[str, Any]:
    """The fields of a request that a test names."""
    from google.protobuf.json_format import MessageToDict  # noqa: PLC0415

    found: dict[str, Any] = {}
    for name, wanted in names.items():
        value = getattr(request, name)
        if name == "update_mask":
            found[name] = list(value.paths)
        elif name == "settings":
            found[name] = MessageToDict(value, preserving_proto_field_name=True)
        else:
            found[name] = list(value) if isinstance(wanted, list) else value
    return found


@pytest.mark.parametrize(
    "words",
    [
        "player play",
        "player play tone:loud",
        "player play - tone:440",
        "player play tone:440 --as later",
        "player play tone:440 --lane side",
        "player seek",
        "player seek never",
        "player volume loud",
        "player remove",
        "player move",
        "player shuffle --seed -1",
        "player set",
        "player set --repeat twice",
        "player barge-in maybe",
        "player barge-in off --duck 12",
        "say",
    ],
)
async def test_a_wrong_command_line_asks_for_nothing(script: ScriptedDaemon, odindctl: Odindctl, words: str):
    ended = await odindctl(*words.split(), "--json")
    assert ended.exit_code == 2
    assert ended.error["reason"] == "USAGE" or ended.error["code"] == "INVALID_ARGUMENT"
    for rpc in ("Enqueue", "Say", *LANE_ANSWERS):
        assert not script.requests[rpc]


@pytest.mark.parametrize(
    ("code", "reason", "exit_code"),
    [
        (grpc.StatusCode.PERMISSION_DENIED, "FILE_NOT_ALLOWED", 4),
        (grpc.StatusCode.NOT_FOUND, "FILE_NOT_FOUND", 5),
        (grpc.StatusCode.INVALID_ARGUMENT, "ADDRESS_REFUSED", 3),
    ],
)
async def test_what_is_refused_is_told_by_its_exit_code(
    script: ScriptedDaemon, odindctl: Odindctl, code: grpc.StatusCode, reason: str, exit_code: int
):
    script.fail("Enqueue", code, reason, "it must not be")
    ended = await odindctl("player", "play", "song.mp3", "--json")
    assert ended.exit_code == exit_code
    assert ended.error["reason"] == reason


def takes(script: ScriptedDaemon, answer: players_pb2.PlayStreamResponse) -> list[bytes]:
    """Have a stream taken in whole, and answered; return where its bytes go, after its config."""
    pieces: list[bytes] = []

    async def take(
        requests: AsyncIterator[players_pb2.PlayStreamRequest], _context: Context
    ) -> AsyncIterator[players_pb2.PlayStreamResponse]:
        async for request in requests:
            one = request.config.SerializeToString() if request.HasField("config") else request.data
            pieces.append(one)
        yield answer

    script.stream("PlayStream", take)
    return pieces


async def test_stdin_is_played_piece_by_piece_to_its_end(script: ScriptedDaemon, odindctl: Odindctl):
    answer = players_pb2.PlayStreamResponse(
        item_id="p1", reason=players_pb2.ITEM_END_REASON_FINISHED, played=Duration(seconds=61)
    )
    pieces = takes(script, answer)
    sound = bytes(range(256)) * 1_000
    ended = await odindctl("player", "play", "-", "--gain", "-3", stdin=sound)
    assert ended.exit_code == 0, ended.stderr
    assert ended.stdout == "played 1:01.0\n"
    config = players_pb2.PlayStreamConfig.FromString(pieces[0])
    assert (config.connection_id, config.placing) == ("c-1", players_pb2.PLACING_PLAY)
    assert (config.item.title, config.item.gain_db) == ("stdin", -3)
    assert b"".join(pieces[1:]) == sound
    assert max(map(len, pieces)) <= 65_536


async def test_stdin_that_was_skipped_ends_the_command_though_more_would_come(
    script: ScriptedDaemon, odindctl: Odindctl
):
    skipped = players_pb2.PlayStreamResponse(
        item_id="p1",
        reason=players_pb2.ITEM_END_REASON_SKIPPED,
        played=Duration(seconds=2),
        interrupted=True,
    )
    script.stream("PlayStream", lambda *_: replay([skipped]))
    process = await odindctl.start("player", "play", "-", "--json")
    assert process.stdout
    document = await process.stdout.readline()
    assert b'"reason": "skipped"' in document
    assert await process.wait() == 0


async def test_ctrl_c_ends_what_comes_through_stdin(script: ScriptedDaemon, odindctl: Odindctl):
    begun, over = asyncio.Event(), asyncio.Event()

    async def hold(
        requests: AsyncIterator[players_pb2.PlayStreamRequest], _context: Context
    ) -> AsyncIterator[players_pb2.PlayStreamResponse]:
        try:
            async for _ in requests:
                begun.set()
        finally:
            over.set()
        yield players_pb2.PlayStreamResponse()

    script.stream("PlayStream", hold)
    async with terminal() as seen:
        process = await odindctl.start("player", "play", "-", stderr=seen.device)
        seen.hand_over()
        await begun.wait()
        await seen.shows("0:30.0  ======")
        process.send_signal(signal.SIGINT)
        assert await process.wait() == 130
    await over.wait()


async def test_a_terminal_shows_where_a_lane_is_until_it_is_idle(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("GetPlayer", answer_of(LANE), answer_of(LANE), answer_of(IDLE))

    async def watch(*_: Any) -> AsyncIterator[rooms_pb2.WatchEventsResponse]:
        yield rooms_pb2.WatchEventsResponse(snapshot=rooms_pb2.Snapshot())
        yield rooms_pb2.WatchEventsResponse(
            event=rooms_pb2.Event(sequence=1, queue_changed=players_pb2.QueueChanged())
        )
        yield rooms_pb2.WatchEventsResponse(
            event=rooms_pb2.Event(sequence=2, queue_changed=players_pb2.QueueChanged())
        )
        await asyncio.Event().wait()

    script.stream("WatchEvents", watch)
    async with terminal() as seen:
        process = await odindctl.start("player", "show", "--follow", stderr=seen.device)
        seen.hand_over()
        await seen.shows("playing  A\\x1b[2J song  0:30.0")
        stdout, _ = await process.communicate()
    assert process.returncode == 0
    assert stdout.startswith(b"nothing to play\n")


SAID = players_pb2.SayResponse(
    item_id="p1",
    reason=players_pb2.ITEM_END_REASON_FINISHED,
    spoken_text="Hello there.",
    played=Duration(seconds=1),
)


async def test_a_text_is_said_and_what_was_said_is_printed(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("Say", SAID)
    options = ("--voice", "v", "--language", "en", "--uninterruptible")
    ended = await odindctl("say", "Hello there.", *options)
    piped = await odindctl("say", "-", "--json", stdin=b"Hello there.")
    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, "Hello there.\n", "")
    assert piped.document["spoken_text"] == "Hello there."
    first, second = script.requests["Say"]
    assert (first.speech.voice, first.speech.language, first.interruptible) == ("v", "en", False)
    assert (second.speech.text, second.interruptible) == ("Hello there.", True)
    assert first.lane == players_pb2.PLAYER_LANE_ANNOUNCEMENT


async def test_speech_that_was_interrupted_says_so_beside_what_was_said(
    script: ScriptedDaemon, odindctl: Odindctl
):
    said = players_pb2.SayResponse(
        reason=players_pb2.ITEM_END_REASON_INTERRUPTED,
        spoken_text="Hello",
        played=Duration(nanos=500_000_000),
        interrupted=True,
    )
    script.answer("Say", said)
    ended = await odindctl("say", "Hello there.")
    assert (ended.exit_code, ended.stdout) == (0, "Hello\n")
    assert ended.stderr == "interrupted after 0.5 s\n"


async def test_an_engine_that_is_away_has_its_exit_code(script: ScriptedDaemon, odindctl: Odindctl):
    script.fail("Say", grpc.StatusCode.UNAVAILABLE, "SPEECH_ENGINE_AWAY", "the speech engine cannot be used")
    ended = await odindctl("say", "Hello there.")
    assert ended.exit_code == 9
    assert "SPEECH_ENGINE_AWAY" in ended.stderr
