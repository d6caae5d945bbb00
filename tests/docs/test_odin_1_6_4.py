"""The table of ODIN 1.6.4: no name of it is missing, and all that it points to exists."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from google.protobuf.descriptor_pool import Default

from odind.client import methods
from odind.runtime.odin.codecs import _COUNTERS

from .clean_copy import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = ROOT / "docs/ODIN-1.6.4.md"
CODE = re.compile(r"`([^`]+)`")
TEST = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)
NONE = "—"
FUNCTIONS = 47
EVENTS = 10
FIELDS = {
    "OdinAudioStreamConfig": 2,
    "OdinEvent_JoinedData": 5,
    "OdinEvent_PeerJoinedData": 3,
    "OdinEvent_PeerLeftData": 1,
    "OdinEvent_PeerUserDataChangedData": 2,
    "OdinEvent_MediaAddedData": 2,
    "OdinEvent_MediaRemovedData": 2,
    "OdinEvent_MediaActiveStateChangedData": 3,
    "OdinEvent_RoomUserDataChangedData": 1,
    "OdinEvent_RoomConnectionStateChangedData": 2,
    "OdinEvent_MessageReceivedData": 2,
    "OdinConnectionStats": 9,
    "OdinApmConfig": 12,
    "OdinAudioStreamStats": 8,
    "OdinTokenOptions": 3,
}
CONSTANTS = {
    "OdinMediaStreamType": 3,
    "OdinNoiseSuppressionLevel": 5,
    "OdinRoomConnectionState": 4,
    "OdinRoomConnectionStateChangeReason": 3,
    "OdinTokenAudience": 3,
}


def rows() -> Iterator[tuple[str, str, str, str]]:
    for line in DOCUMENT.read_text().splitlines():
        if line.startswith("| `"):
            name, here, how, tested = (cell.strip() for cell in line.strip("|").split("|"))
            yield CODE.findall(name)[0], here, how, tested


ROWS = list(rows())


@cache
def everything() -> frozenset[str]:
    """Every RPC as `Service.Rpc`, field as `Message.field` and constant of the protos."""
    methods()  # loads all of them
    found: set[str] = set()
    pool = Default()
    for path in sorted((ROOT / "proto/odind/v1").iterdir()):
        file = pool.FindFileByName(f"odind/v1/{path.name}")
        for service in file.services_by_name.values():
            found.update(f"{service.name}.{method.name}" for method in service.methods)
        for message in file.message_types_by_name.values():
            found.update(f"{message.name}.{field.name}" for field in message.fields)
        for enum in file.enum_types_by_name.values():
            found.update(value.name for value in enum.values)
    return frozenset(found)


@cache
def all_tests() -> frozenset[str]:
    sources = (path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for source in sources for name in TEST.findall(source))


def test_no_name_of_it_is_missing_and_none_is_there_twice():
    names = [name for name, *_ in ROWS]
    assert len(set(names)) == len(names)
    assert sum(name.startswith("odin_") for name in names) == FUNCTIONS
    assert sum(name.startswith("OdinEvent_") and "." not in name for name in names) == EVENTS
    for struct, count in FIELDS.items():
        assert sum(name.startswith(f"{struct}.") for name in names) == count, struct
    for enum, count in CONSTANTS.items():
        assert sum(name.startswith(f"{enum}_") for name in names) == count, enum
    assert len(names) == FUNCTIONS + EVENTS + sum(FIELDS.values()) + sum(CONSTANTS.values())


@pytest.mark.parametrize(("name", "here", "how", "tested"), ROWS, ids=[name for name, *_ in ROWS])
def test_every_row_has_a_verdict_that_holds(name: str, here: str, how: str, tested: str):
    assert set(CODE.findall(here)) <= everything(), name
    assert set(CODE.findall(tested)) <= all_tests(), name
    assert CODE.findall(here) or (here == NONE and how), name
    assert CODE.findall(tested) or tested == NONE, name


def test_every_counter_of_a_jitter_buffer_has_its_name_of_1_6_4():
    """The runtime has the eight counters under names of its own."""
    eight = [CODE.findall(here)[0] for name, here, *_ in ROWS if name.startswith("OdinAudioStreamStats.")]
    assert len(eight) == 8
    assert {one.removeprefix("PeerStatistics.") for one in eight} <= set(_COUNTERS)
