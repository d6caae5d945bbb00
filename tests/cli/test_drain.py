"""`odindctl drain`: what it asks, what it prints, and how following it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google.protobuf.duration_pb2 import Duration

from odind.v1 import daemon_pb2, rooms_pb2, server_pb2
from odind.v1.rooms_pb2 import WatchEventsResponse
from tests.client.scripted_daemon import replay

if TYPE_CHECKING:
    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

DRAINING = server_pb2.DrainResponse(connections=2)
DRAINING.draining.deadline.FromJsonString("2026-01-02T03:04:05Z")
FOR_EVER = server_pb2.DrainResponse(connections=1, draining=daemon_pb2.DaemonDraining())
SNAPSHOT = WatchEventsResponse(snapshot=rooms_pb2.Snapshot(sequence=1))
LEFT = rooms_pb2.Event(connection_id="c-1", left=rooms_pb2.ConnectionLeft(reason="LEFT_BY_US"))
READY = rooms_pb2.Event(daemon_ready=daemon_pb2.DaemonReady())
OTHER = rooms_pb2.Event(daemon_draining=daemon_pb2.DaemonDraining())


async def test_it_asks_for_a_drain_and_says_what_is_waited_for(
    odindctl: Odindctl, script: ScriptedDaemon
) -> None:
    script.answer("Drain", DRAINING)
    ended = await odindctl("drain", "--deadline", "5h")
    assert ended.stdout == "drains: 2 connections to leave, until 2026-01-02T03:04:05Z\n"
    assert script.requests["Drain"] == [server_pb2.DrainRequest(deadline=Duration(seconds=18_000))]


async def test_without_a_deadline_none_is_asked_for_and_none_is_printed(
    odindctl: Odindctl, script: ScriptedDaemon
) -> None:
    script.answer("Drain", FOR_EVER)
    assert (await odindctl("drain")).stdout == "drains: 1 connection to leave\n"
    assert (await odindctl("drain", "--json")).document == {"draining": {"deadline": None}, "connections": 1}
    assert script.requests["Drain"] == [server_pb2.DrainRequest()] * 2


async def test_following_says_who_leaves_and_ends_with_the_daemon(
    odindctl: Odindctl, script: ScriptedDaemon
) -> None:
    script.answer("Drain", DRAINING)
    events = [WatchEventsResponse(event=event) for event in (OTHER, LEFT)]
    script.stream("WatchEvents", lambda *_: replay([SNAPSHOT, *events]))
    ended = await odindctl("drain", "--follow")
    assert (ended.exit_code, ended.stderr) == (0, "left: c-1\nthe daemon stops\n")


async def test_following_a_drain_that_somebody_undoes_is_an_error(
    odindctl: Odindctl, script: ScriptedDaemon
) -> None:
    script.answer("Drain", DRAINING)
    script.stream("WatchEvents", lambda *_: replay([SNAPSHOT, WatchEventsResponse(event=READY)]))
    ended = await odindctl("drain", "--follow", "--json")
    assert (ended.exit_code, ended.error["reason"]) == (7, "DRAIN_UNDONE")


async def test_undoing_asks_for_that_alone(odindctl: Odindctl, script: ScriptedDaemon) -> None:
    ended = await odindctl("drain", "--undo", "--json")
    assert ended.document == {"draining": None}
    assert (script.requests["Undrain"], script.requests["Drain"]) == ([server_pb2.UndrainRequest()], [])


@pytest.mark.parametrize(
    "options", [("--undo", "--follow"), ("--undo", "--deadline", "5m"), ("--deadline", "soon")]
)
async def test_options_that_make_no_sense_are_refused(
    odindctl: Odindctl, script: ScriptedDaemon, options: tuple[str, ...]
) -> None:
    assert (await odindctl("drain", *options)).exit_code == 2
    assert not script.requests
