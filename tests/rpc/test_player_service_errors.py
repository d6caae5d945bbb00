"""Every error of PlayerService."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from odind.core.access.grant import Grant
from odind.core.access.principal import Principal
from odind.core.access.verbs import ALL, Verb
from odind.core.players.settings import Item, LaneKind, Placing
from odind.core.players.source import SoundSource, SourceKind
from odind.v1 import players_pb2

from .bench import Bench, open_bench
from .cases import Case, Cases, check
from .repeating import add_repetitions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

CASES = Cases("PlayerService")
TONE = players_pb2.PlayerItem(source=players_pb2.SoundSource(tone=players_pb2.Tone()))
EFFECT = players_pb2.PLAYER_LANE_EFFECT
RANGE = ("name", "value", "low", "high")


async def enqueue(
    bench: Bench, *items: players_pb2.PlayerItem, **fields: Any
) -> players_pb2.PlayerLaneStatus:
    fields.setdefault("connection_id", await bench.join_id())
    request = players_pb2.EnqueueRequest(items=items, **fields)
    return (await bench.ask_players.Enqueue(request)).lane


async def update(bench: Bench, *paths: str, lane: Any = None, **settings: Any) -> None:
    request = players_pb2.UpdatePlayerRequest(
        connection_id=await bench.join_id(),
        lane=lane,
        settings=players_pb2.PlayerLaneSettings(**settings),
        update_mask=FieldMask(paths=paths),
    )
    await bench.ask_players.UpdatePlayer(request)


REQUESTS: dict[str, Callable[..., Any]] = {
    "Enqueue": lambda **fields: players_pb2.EnqueueRequest(items=[TONE], **fields),
    "Say": lambda **fields: players_pb2.SayRequest(speech=players_pb2.Speech(text="hello"), **fields),
    "UpdatePlayer": players_pb2.UpdatePlayerRequest,
    "Skip": players_pb2.SkipRequest,
    "RemoveItems": players_pb2.RemoveItemsRequest,
    "MoveItem": players_pb2.MoveItemRequest,
    "ClearQueue": players_pb2.ClearQueueRequest,
    "ShuffleQueue": players_pb2.ShuffleQueueRequest,
    "AnswerBargeIn": players_pb2.AnswerBargeInRequest,
    "GetPlayer": players_pb2.GetPlayerRequest,
}


def add_general() -> None:
    def asking(rpc: str, **fields: Any) -> Callable[[Bench], Awaitable[object]]:
        async def ask(bench: Bench) -> None:
            connection_id = fields.get("connection_id") or await bench.join_id()
            rest = {name: value for name, value in fields.items() if name != "connection_id"}
            await getattr(bench.ask_players, rpc)(REQUESTS[rpc](connection_id=connection_id, **rest))

        return ask

    for rpc in REQUESTS:
        CASES.add(rpc, "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")(
            asking(rpc, connection_id="c-none")
        )
        if rpc != "GetPlayer":
            CASES.add(rpc, "INVALID_ARGUMENT", "LANE_INVALID", "name", "code")(asking(rpc, lane=99))
    for rpc in ("Skip", "MoveItem", "ShuffleQueue", "AnswerBargeIn"):
        CASES.add(rpc, "FAILED_PRECONDITION", "LANE_HAS_NO_QUEUE", "what")(asking(rpc, lane=EFFECT))
    for rpc, named in (("Skip", "item_id"), ("MoveItem", "item_id")):
        CASES.add(rpc, "NOT_FOUND", "ITEM_NOT_FOUND", "item_id")(asking(rpc, **{named: "p-none"}))
    CASES.add("RemoveItems", "NOT_FOUND", "ITEM_NOT_FOUND", "item_id")(
        asking("RemoveItems", item_ids=["p-none"])
    )
    for rpc in ("Enqueue", "RemoveItems", "MoveItem"):
        CASES.add(rpc, "FAILED_PRECONDITION", "QUEUE_CHANGED", "expected", "revision")(
            asking(rpc, expected_revision=7)
        )


add_general()


@CASES.add("Enqueue", "INVALID_ARGUMENT", "PLACING_INVALID", "name", "code")
async def a_place_that_is_none(bench: Bench) -> None:
    await enqueue(bench, TONE, placing=99)


@CASES.add("Enqueue", "INVALID_ARGUMENT", "ITEMS_MISSING")
async def nothing_to_play(bench: Bench) -> None:
    await enqueue(bench)


@CASES.add("Enqueue", "INVALID_ARGUMENT", "SOURCE_INVALID")
async def an_item_without_a_source(bench: Bench) -> None:
    await enqueue(bench, players_pb2.PlayerItem())


@CASES.add("Enqueue", "INVALID_ARGUMENT", "SOURCE_INVALID", "field", "value", "low", "high")
async def a_tone_that_nobody_hears(bench: Bench) -> None:
    tone = players_pb2.Tone(frequency_hz=1.0)
    await enqueue(bench, players_pb2.PlayerItem(source=players_pb2.SoundSource(tone=tone)))


@CASES.add("Enqueue", "INVALID_ARGUMENT", "SOURCE_INVALID", "kind", "size", "low", "high")
async def a_path_without_an_end(bench: Bench) -> None:
    await enqueue(bench, players_pb2.PlayerItem(source=players_pb2.SoundSource(file="x" * 5_000)))


@CASES.add("Enqueue", "NOT_FOUND", "SOUND_NOT_FOUND", "sound_id")
async def a_sound_of_somebody_else(bench: Bench) -> None:
    bench.access.principal = Principal("anna", Grant(ALL - {Verb.ADMIN}))
    await enqueue(bench, players_pb2.PlayerItem(source=players_pb2.SoundSource(sound_id="a0123-45")))


async def enqueue_sources(bench: Bench, *sources: players_pb2.SoundSource) -> players_pb2.PlayerLaneStatus:
    return await enqueue(bench, *(players_pb2.PlayerItem(source=source) for source in sources))


def add_forbidden() -> None:
    """What lies nowhere below the folder, among others that may be played."""
    for name in ("../secret.wav", "/etc/passwd", "/dev/zero", "link.wav", "fifo.wav", "folder.wav"):

        @CASES.add("Enqueue", "PERMISSION_DENIED", "FILE_NOT_ALLOWED", "name", "problem")
        async def a_forbidden_file(bench: Bench, name: str = name) -> None:
            furnish(bench.folder)
            tone, forbidden = (
                players_pb2.SoundSource(tone=players_pb2.Tone()),
                players_pb2.SoundSource(file=name),
            )
            await enqueue_sources(bench, tone, forbidden)

    for url in (
        "ftp://example.com/a.mp3",
        "https://me:secret@example.com/a.mp3",
        "https://",
        "http://example.com",
    ):

        @CASES.add("Enqueue", "INVALID_ARGUMENT", "URL_REFUSED", "problem")
        async def a_forbidden_url(bench: Bench, url: str = url) -> None:
            await enqueue_sources(bench, players_pb2.SoundSource(url=url))

    for host in (
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.0.0.1",
        "169.254.169.254",
        "0x7f000001",
        "[::ffff:10.0.0.1]",
    ):

        @CASES.add("Enqueue", "INVALID_ARGUMENT", "ADDRESS_REFUSED", "host", "addresses")
        async def a_forbidden_address(bench: Bench, host: str = host) -> None:
            await enqueue_sources(bench, players_pb2.SoundSource(url=f"https://{host}/a.mp3"))


def furnish(folder: Path) -> None:
    """Put into a folder what is no sound, but for a file."""
    (folder / "there.wav").touch()
    (folder / "link.wav").symlink_to(folder / "there.wav")
    (folder / "folder.wav").mkdir()
    os.mkfifo(folder / "fifo.wav")


add_forbidden()


@CASES.add("Enqueue", "NOT_FOUND", "FILE_NOT_FOUND", "name")
async def files_of_which_none_is_there(bench: Bench) -> None:
    await enqueue_sources(bench, *(players_pb2.SoundSource(file=name) for name in ("one.wav", "two.wav")))


@CASES.add("Enqueue", "UNAVAILABLE", "FILE_UNREADABLE", "name", "detail")
async def a_file_whose_name_is_too_long_for_its_disk(bench: Bench) -> None:
    await enqueue_sources(bench, players_pb2.SoundSource(file="x" * 300))


@CASES.add("Enqueue", "INVALID_ARGUMENT", "ITEM_INVALID", *RANGE)
async def an_item_that_is_too_loud(bench: Bench) -> None:
    await enqueue(bench, players_pb2.PlayerItem(source=TONE.source, gain_db=100.0))


@CASES.add("Enqueue", "RESOURCE_EXHAUSTED", "QUEUE_TOO_LONG", "items", "limit", "size", "size_limit")
async def more_than_a_queue_holds(bench: Bench) -> None:
    await enqueue(bench, *[TONE] * 1_001)


@CASES.add("Enqueue", "RESOURCE_EXHAUSTED", "TOO_MANY_EFFECTS", "limit")
async def more_than_can_sound_at_once(bench: Bench) -> None:
    await enqueue(bench, *[TONE] * 17, lane=EFFECT)


async def enqueue_once(bench: Bench, request_id: str, user_id: str) -> None:
    await enqueue(bench, TONE, connection_id=await bench.join_id(user_id), request_id=request_id)


add_repetitions(CASES, "Enqueue", enqueue_once)


async def say(bench: Bench, text: str = "hello", **fields: Any) -> None:
    """Say a text, while time passes."""
    fields.setdefault("connection_id", await bench.join_id())
    request = players_pb2.SayRequest(speech=players_pb2.Speech(text=text), **fields)
    call = bench.ask_players.Say(request)
    while not call.done():
        bench.tick()
        await asyncio.sleep(0.005)
    await call


@CASES.add("Say", "INVALID_ARGUMENT", "PLACING_INVALID", "name", "code")
async def to_say_something_nowhere(bench: Bench) -> None:
    await say(bench, placing=99)


@CASES.add("Say", "INVALID_ARGUMENT", "SOURCE_INVALID", "kind", "size", "low", "high")
async def to_say_nothing(bench: Bench) -> None:
    await say(bench, "")


@CASES.add("Say", "INVALID_ARGUMENT", "SPEECH_REFUSED", "detail")
async def a_voice_that_the_engine_does_not_have(bench: Bench) -> None:
    await say(bench, "refuse this")


@CASES.add("Say", "UNAVAILABLE", "SPEECH_ENGINE_AWAY", "detail")
async def an_engine_that_is_away(bench: Bench) -> None:
    await say(bench, "be away")


@CASES.add("Say", "RESOURCE_EXHAUSTED", "QUEUE_TOO_LONG", "items", "limit", "size", "size_limit")
async def to_say_something_in_a_full_queue(bench: Bench) -> None:
    connection_id = await bench.join_id()
    announcements = players_pb2.PLAYER_LANE_ANNOUNCEMENT
    await enqueue(bench, *[TONE] * 1_000, connection_id=connection_id, lane=announcements)
    await say(bench, connection_id=connection_id)


@CASES.add("Say", "RESOURCE_EXHAUSTED", "TOO_MANY_EFFECTS", "limit")
async def to_say_something_among_all_effects(bench: Bench) -> None:
    connection_id = await bench.join_id()
    await enqueue(bench, *[TONE] * 16, connection_id=connection_id, lane=EFFECT)
    await say(bench, connection_id=connection_id, lane=EFFECT)


@CASES.add("UpdatePlayer", "INVALID_ARGUMENT", "UPDATE_MASK_INVALID", "path", "known")
async def a_setting_that_is_none(bench: Bench) -> None:
    await update(bench, "tempo")


@CASES.add("UpdatePlayer", "INVALID_ARGUMENT", "PLAYER_INVALID", *RANGE)
async def a_crossfade_without_an_end(bench: Bench) -> None:
    await update(bench, "volume_db", volume_db=1_000.0)


@CASES.add("UpdatePlayer", "INVALID_ARGUMENT", "REPEAT_INVALID", "name", "code")
async def a_repetition_that_is_none(bench: Bench) -> None:
    await update(bench, "repeat", repeat=99)


@CASES.add("UpdatePlayer", "FAILED_PRECONDITION", "NOTHING_PLAYS")
async def a_position_in_nothing(bench: Bench) -> None:
    await update(bench, "position")


@CASES.add("UpdatePlayer", "FAILED_PRECONDITION", "STREAM_HAS_NO_POSITIONS")
async def a_position_in_what_is_streamed(bench: Bench) -> None:
    connection_id = await bench.join_id()
    bench.host.find(connection_id).player.change(
        LaneKind.MUSIC,
        lambda lane: lane.enqueue([Item("p1", SoundSource(SourceKind.STREAM, "a name"))], Placing.ADD, None),
    )
    request = players_pb2.UpdatePlayerRequest(
        connection_id=connection_id, update_mask=FieldMask(paths=["position"])
    )
    await bench.ask_players.UpdatePlayer(request)


@CASES.add("UpdatePlayer", "FAILED_PRECONDITION", "LANE_HAS_NO_QUEUE", "what")
async def a_pause_of_effects(bench: Bench) -> None:
    await update(bench, "paused", lane=EFFECT, paused=True)


@CASES.add("UpdatePlayer", "INVALID_ARGUMENT", "BARGE_IN_INVALID", *RANGE)
async def a_deadline_without_an_end(bench: Bench) -> None:
    await update(bench, "barge_in", barge_in=players_pb2.BargeIn(deadline=timedelta(hours=1)))


@CASES.add("AnswerBargeIn", "FAILED_PRECONDITION", "NO_BARGE_IN")
async def an_answer_that_nobody_waits_for(bench: Bench) -> None:
    await bench.ask_players.AnswerBargeIn(
        players_pb2.AnswerBargeInRequest(connection_id=await bench.join_id(), confirm=True)
    )


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_the_caller_learns_what_is_wrong(tmp_path: Path, case: Case) -> None:
    async with open_bench(tmp_path) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)


async def test_a_tone_is_played_where_it_was_enqueued(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        here, there = await bench.join_id(), await bench.join_id("other")
        lane = await enqueue(bench, TONE, connection_id=here)
        assert [item.source.tone.frequency_hz for item in lane.items] == [440.0]
        bench.tick(10)
        states = []
        for connection_id in (here, there):
            request = players_pb2.GetPlayerRequest(connection_id=connection_id)
            player = (await bench.ask_players.GetPlayer(request)).player
            states.append([lane.state for lane in player.lanes])
            assert player.lanes[0].settings.position.nanos == (200_000_000 if connection_id == here else 0)
        idle, playing = players_pb2.PLAYER_LANE_STATE_IDLE, players_pb2.PLAYER_LANE_STATE_PLAYING
        assert states == [[playing, idle, idle], [idle, idle, idle]]


async def test_a_file_that_is_not_there_does_not_keep_others_out_of_the_queue(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        furnish(bench.folder)
        names = ("missing.wav", "there.wav", "missing, too.wav")
        lane = await enqueue_sources(bench, *(players_pb2.SoundSource(file=name) for name in names))
        assert [item.source.file for item in lane.items] == list(names)


async def test_nothing_is_enqueued_with_what_is_forbidden(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        connection_id = await bench.join_id()
        forbidden = players_pb2.PlayerItem(source=players_pb2.SoundSource(file="/etc/passwd"))
        with pytest.raises(grpc.aio.AioRpcError):
            await enqueue(bench, TONE, forbidden, connection_id=connection_id)
        request = players_pb2.GetPlayerRequest(connection_id=connection_id)
        player = (await bench.ask_players.GetPlayer(request)).player
        assert [list(lane.items) for lane in player.lanes] == [[], [], []]
