"""What an audit says of calls, and what it leaves out."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from odind.audit.keeper import AuditKeeper
from odind.clock import FakeClock
from odind.core.access.grant import Grant
from odind.core.access.principal import OWNER, Principal
from odind.services.access import Caller
from odind.services.auditing import Entry

JOIN = "/odind.v1.RoomService/JoinRoom"
LIST = "/odind.v1.RoomService/ListConnections"
SECRET = "s" * 43  # which must not be told
KEY = f"odk_k1_{SECRET}"
STRANGER = Caller("rpc", local=False, bearer=KEY, peer="ipv4:127.0.0.1:5555")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def lines() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def keeper(lines: list[dict[str, Any]], clock: FakeClock) -> AuditKeeper:
    return AuditKeeper(lines.append, clock, {LIST})


async def test_a_line_says_who_called_what_on_what(keeper: AuditKeeper, lines: list[dict[str, Any]]):
    known = STRANGER.known_as(Principal("k1/anna", Grant(frozenset())))
    keeper.tell(Entry(known, JOIN, "OK", took_s=0.0123, target={"room_id": "lobby"}))
    assert lines == [
        {
            "time": "2023-11-14T22:13:20.000Z",
            "who": "k1/anna",
            "by": "key k1",
            "from": "ipv4:127.0.0.1:5555",
            "face": "rpc",
            "call": "RoomService/JoinRoom",
            "target": {"room_id": "lobby"},
            "verdict": "allowed",
            "code": "OK",
            "reason": "",
            "ms": 12.3,
        }
    ]
    assert SECRET not in str(lines)


@pytest.mark.parametrize(
    ("caller", "by"),
    [
        (Caller("rpc"), "socket"),
        (Caller("http", local=False, bearer="c00kie"), "cookie"),
        (Caller("http", local=False, bearer="ods_x"), "session"),
        (Caller("http", local=False, bearer=f"odk_{SECRET}"), "key"),
        (Caller("rpc", local=False, certificate=("alice",)), "certificate alice"),
        (Caller("rpc", local=False), "nothing"),
    ],
)
async def test_it_says_by_what_a_caller_was_known(
    keeper: AuditKeeper, lines: list[dict[str, Any]], caller: Caller, by: str
):
    keeper.tell(Entry(caller.known_as(OWNER), JOIN, "OK"))
    assert (lines[0]["by"], lines[0]["who"]) == (by, "owner")
    assert SECRET not in str(lines)


async def test_looking_is_left_out_unless_it_was_refused(keeper: AuditKeeper, lines: list[dict[str, Any]]):
    keeper.tell(Entry(STRANGER, LIST, "OK"))
    keeper.tell(Entry(STRANGER, LIST, "PERMISSION_DENIED", "KEY_WRONG"))
    assert [(line["verdict"], line["reason"]) for line in lines] == [("refused", "KEY_WRONG")]
    assert lines[0]["who"] == "@nobody"


async def test_refusals_that_repeat_are_one_line_a_second(
    keeper: AuditKeeper, lines: list[dict[str, Any]], clock: FakeClock
):
    for port in range(500):
        caller = Caller("rpc", local=False, peer=f"ipv4:127.0.0.1:{port}")
        keeper.tell(Entry(caller, JOIN, "PERMISSION_DENIED", "COOKIE_MISSING"))
    assert len(lines) == 1
    clock.advance(1)
    await asyncio.sleep(0)
    assert [line.get("times") for line in lines] == [None, 499]
    keeper.tell(Entry(STRANGER, JOIN, "PERMISSION_DENIED", "COOKIE_MISSING"))
    assert len(lines) == 3


async def test_however_different_refusals_are_they_are_bounded(
    keeper: AuditKeeper, lines: list[dict[str, Any]], clock: FakeClock
):
    for number in range(5_000):
        keeper.tell(Entry(STRANGER, f"/page/{number}", "PERMISSION_DENIED", "HOST_NOT_ALLOWED"))
    clock.advance(1)
    assert len(lines) <= 1_002
    assert sum(line.get("times", 1) for line in lines) == 5_000


async def test_the_end_tells_what_was_folded(keeper: AuditKeeper, lines: list[dict[str, Any]]):
    for _ in range(3):
        keeper.tell(Entry(STRANGER, JOIN, "PERMISSION_DENIED", "KEY_WRONG"))
    keeper.close()
    assert [line.get("times") for line in lines] == [None, 2]
