"""Managed rooms with real peers, on a grid that outlives the daemon: sessions, rules, kill and restart."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from odind.client import (
    CloseRules,
    Event,
    ParticipantMoved,
    RoomSessionChanged,
    RoomSettings,
    SilenceRule,
)
from odind.v1.managed_pb2 import AUTO_START_RECORDING
from odind.v1.recordings_pb2 import RecordingStarted
from tests.grid.clients import party_factory

from .processes import PATIENCE, DaemonProcess, run

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from odind.client import Daemon
    from odind.client.messages import RoomSession
    from tests.grid.clients import Client, Party

SOON = timedelta(seconds=1)
LATER = timedelta(seconds=2)
BOT = {"role": "bot"}


@pytest.fixture
async def party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Party]:
    """A grid and its clients."""
    async with party_factory(tmp_path / "grid", monkeypatch)() as opened:
        yield opened


@pytest.fixture
def start(start_daemon: Callable[..., DaemonProcess], party: Party, tmp_path: Path) -> Callable[..., Any]:
    """Start a daemon in the rooms of that grid; the same one again after its end."""
    (tmp_path / "access.key").write_text(party.key.text)
    (tmp_path / "access.key").chmod(0o600)
    flags = ("--gateway", party.grid.gateway_url, "--access-key-file", str(tmp_path / "access.key"))
    trusted = {"SSL_CERT_FILE": str(party.grid.ca_file)}
    return lambda *more: start_daemon(*flags, *more, name="same", environment=trusted)


@asynccontextmanager
async def guest(daemon: Daemon, party: Party, user_id: str, **how: Any) -> AsyncIterator[Client]:
    """Be in the room with a join token of the daemon's, for the length of the block."""
    made = await daemon.managed.create_join_token("lobby", user_id)
    client = await party.join(user_id, token=made.token, **how)
    yield client
    client.room.close()


async def happens(daemon: Daemon, kind: type[Any], name: str, times: int = 1) -> Any:
    """Wait for the n-th event of that name, and return it."""
    with closing(daemon.watch_events(after_sequence=0, kinds=[name])) as watch:
        async with asyncio.timeout(PATIENCE):
            async for item in watch:
                assert isinstance(item, Event)
                assert isinstance(item.kind, kind)
                times -= 1
                if not times:
                    return item.kind
    raise AssertionError("the watch ended")


async def ended(daemon: Daemon) -> RoomSession:
    """Wait until the first session is over, and return all that is kept of it."""
    told = await happens(daemon, RoomSessionChanged, "session_ended")
    return await daemon.managed.session(told.session.session_id)


async def stays(daemon: Daemon, session_id: str) -> dict[str, list[Any]]:
    """Return the stays of all participants, by user."""
    return {one.user_id: list(one.stays) async for one in daemon.managed.participants(session_id)}


async def test_real_peers_come_speak_and_go_and_the_room_tells_it(start: Any, party: Party) -> None:
    async with (await start("--workers", "1").ready()).connect() as daemon:
        settings = RoomSettings(close=CloseRules(empty=SOON), auto_start=[AUTO_START_RECORDING])
        await daemon.managed.create("lobby", settings=settings)
        async with guest(daemon, party, "anna") as anna:
            await happens(daemon, RecordingStarted, "recording_started")
            for packet in anna.packets(20):
                anna.room.send_datagram(packet)
                await asyncio.sleep(0.02)
            async with guest(daemon, party, "dj", user_data=BOT):
                joined = await happens(daemon, ParticipantMoved, "participant_joined", times=2)
                assert (joined.participant.bot, joined.peer_count, joined.human_count) == (True, 2, 1)
                room = await daemon.managed.get("lobby")
                assert (room.peer_count, room.human_count, room.observer_problem) == (2, 1, "")
            await happens(daemon, ParticipantMoved, "participant_left")
        session = await ended(daemon)
        assert not session.gaps
        assert (session.participant_count, session.present_count) == (2, 0)
        people = {one.user_id: one async for one in daemon.managed.participants(session.session_id)}
        assert people["anna"].talk.ToTimedelta() > timedelta(0)
        assert not people["dj"].talk.ToTimedelta()
        assert 0 < people["anna"].packets <= 20
        assert people["anna"].packets + people["anna"].packets_lost <= 20
        (stay,) = people["anna"].stays
        recording = await daemon.recordings.ended(session.recording_ids[0])
        assert recording.artifacts[0].file.endswith(".flac")
        assert recording.duration.ToTimedelta() > timedelta(seconds=0.4)
        assert session.started_at.ToDatetime() <= stay.joined_at.ToDatetime() < stay.left_at.ToDatetime()


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        (CloseRules(duration=LATER), "duration"),
        (CloseRules(silence=SilenceRule(after=SOON, armed_after=SOON)), "silence"),
        (CloseRules(max_uptime=timedelta(seconds=4)), "max_uptime"),
        (CloseRules(only_bots=LATER), "only_bots"),
    ],
)
async def test_a_rule_ends_the_session_and_real_peers_are_removed(
    start: Any, party: Party, rules: CloseRules, word: str
) -> None:
    async with (await start().ready()).connect() as daemon:
        await daemon.managed.create("lobby", settings=RoomSettings(close=rules))
        async with guest(daemon, party, "dj", user_data=BOT) as dj:
            async with guest(daemon, party, "anna") as anna:
                if word != "only_bots":
                    assert await anna.sees("Left") == {"reason": "peer_kicked"}
            assert await dj.sees("Left") == {"reason": "peer_kicked"}
        session = await ended(daemon)
        shown = await run("odindctl", "managed", "session", session.session_id, "--json", *at(daemon))
        assert json.loads(shown.output)["reason"] == word
        assert session.problem == ""
        enabled = (await daemon.managed.validate("lobby")).enabled
        assert enabled == (word != "max_uptime")


async def test_who_is_not_admitted_is_removed_and_begins_no_session(start: Any, party: Party) -> None:
    async with (await start().ready()).connect() as daemon:
        settings = RoomSettings(user_ids=["anna"], observe_always=True)
        await daemon.managed.create("lobby", settings=settings)
        await happens_to_observe(daemon)
        eve = await party.join("eve", room="lobby")
        assert await eve.sees("Left") == {"reason": "peer_kicked"}
        async with guest(daemon, party, "anna"):
            started = await happens(daemon, RoomSessionChanged, "session_started")
        people = await stays(daemon, started.session.session_id)
        assert set(people) == {"anna"}


async def happens_to_observe(daemon: Daemon) -> str:
    """Wait until the daemon observes the room, and return the connection's id."""
    async with asyncio.timeout(PATIENCE):
        while not (room := await daemon.managed.get("lobby")).observer_id:  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.02)
    return room.observer_id


@pytest.mark.parametrize("how", ["killed", "asked to stop"])
async def test_a_session_goes_on_after_a_restart_and_says_what_was_not_seen(
    start: Any, party: Party, how: str
) -> None:
    first = await start().ready()
    async with first.connect() as daemon:
        await daemon.managed.create("lobby", settings=RoomSettings(close=CloseRules(empty=SOON)))
        made = [await daemon.managed.create_join_token("lobby", name) for name in ("anna", "bert", "carl")]
        anna, bert = [
            await party.join(name, token=one.token) for name, one in zip(("anna", "bert"), made, strict=False)
        ]
        joined = await happens(daemon, ParticipantMoved, "participant_joined", times=2)
        session_id = joined.session_id
    if how == "killed":
        first.kill()
        await first.exit_code()
    else:
        first.end()
    bert.room.close()
    carl = await party.join("carl", token=made[2].token)
    second = await start().ready()
    async with second.connect() as daemon:
        await happens(daemon, ParticipantMoved, "participant_joined", times=3)
        people = await stays(daemon, session_id)
        (of_anna,), (of_bert,), (of_carl,) = people["anna"], people["bert"], people["carl"]
        assert not of_anna.HasField("left_at")
        assert (of_bert.leave_unseen, of_carl.join_unseen) == (True, True)
        (gap,) = (await daemon.managed.session(session_id)).gaps
        assert (of_bert.left_at, of_carl.joined_at) == (gap.began_at, gap.ended_at)
        carl.room.close()
        anna.room.close()
        session = await ended(daemon)
        assert session.session_id == session_id


def at(daemon: Daemon) -> tuple[str, str]:
    """The options with which odindctl talks to the same daemon."""
    return "--target", daemon.target
