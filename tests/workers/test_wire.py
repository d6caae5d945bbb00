"""What front and worker tell each other: every value arrives as it left, and nothing else does."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from odind.core.errors import ERRORS, NotFoundError
from odind.core.players.settings import LaneSettings, PlayerSettings
from odind.core.rooms.attendance import AudioAttended
from odind.core.rooms.events import (
    LEFT_BY_US,
    ConnectionJoined,
    ConnectionState,
    ConnectionView,
    MessageReceived,
    Peer,
    PeerMoved,
)
from odind.core.rooms.ports import JoinSpec
from odind.core.rooms.settings import ConnectionSettings
from odind.core.space.masks import FULL_MASK, MaskSettings
from odind.core.space.place import Place, Position
from odind.core.values.payload import Json
from odind.core.values.portable import portable
from odind.core.voice.barge_in import BargeIn
from odind.core.voice.hearing import Listening, PeerHearing
from odind.core.voice.processing import PRESETS, Preset
from odind.workers.wire import (
    EVENT,
    Apply,
    Cancel,
    Failure,
    Join,
    Leave,
    MessageError,
    Subject,
    Trace,
    decode,
    encode,
)

VIEW = ConnectionView(
    connection_id="c1",
    room_id="räum",
    user_id="me",
    customer="acme",
    gateway="g",
    state=ConnectionState.JOINED,
    own_peer_id=2**32 - 1,
    user_data=Json('{"a":[1]}'),
    peers=(Peer(1, "one", b"\x00\xff", ("vip",), (Position(63, 0.5, -1.0, 2.0),)),),
    created_at=1.5,
    place=Place(0.05, (Position(1, 1.0, 2.0, 3.0),)),
    audio_target="unix:/run/x.sock",
    audio_socket="unix:/run/x.audio",
    linger_s=2.5,
)
SETTINGS = ConnectionSettings(
    user_data=b"data",
    processing=PRESETS[Preset.VOICE],
    place=VIEW.place,
    masks=MaskSettings(FULL_MASK, {7: 1, 8: FULL_MASK}),
    listening=Listening(deafened=True, peers={7: PeerHearing(-3.0, muted=True)}),
    player=PlayerSettings(music=LaneSettings(barge_in=BargeIn(("anna",), duck_db=6.0))),
)


@pytest.mark.parametrize(
    "value",
    [
        None,
        (),
        Join(VIEW, JoinSpec("g", "secret", "room", b"x"), SETTINGS),
        Apply("c1", SETTINGS),
        Leave("c1", LEFT_BY_US),
        Cancel(),
        (Trace("00-1-2-01", "vendor=1"), Cancel()),
        (Subject("c1"), ConnectionJoined(VIEW)),
        (Subject("c1"), AudioAttended(attended=True)),
        (Subject("c1"), MessageReceived(3, "three", b"\x80" * 1_000)),
        (Subject("c1"), PeerMoved(3, "three", (Position(),))),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_arrives_as_it_left(value: object) -> None:
    assert decode(encode(7, value)) == (7, value)


@pytest.mark.parametrize("kind", ERRORS.values(), ids=lambda kind: kind.__name__)
def test_an_error_arrives_with_its_class_its_reason_and_its_variables(kind: type[NotFoundError]) -> None:
    error = kind("SOME_REASON", "{what} went wrong", what="it")
    _, failure = decode(encode(1, Failure.of(error)))
    again = failure.error()
    assert (type(again), again.reason, again.message, again.metadata) == (
        kind,
        "SOME_REASON",
        "it went wrong",
        {"what": "it"},
    )


def test_a_bug_of_a_worker_is_no_error_of_a_caller() -> None:
    _, failure = decode(encode(1, Failure("")))
    assert isinstance(failure.error(), RuntimeError)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xc1",
        msgspec.msgpack.encode((1, 1)),
        msgspec.msgpack.encode((EVENT, 1, [("Popen", ["true"])])),
        msgspec.msgpack.encode((EVENT, 1, [("Leave", {"connection_id": 5})])),
        msgspec.msgpack.encode((EVENT, 1, [("Place", {"scale": 1e99})])),
        msgspec.msgpack.encode((EVENT, 1, [])),
        msgspec.msgpack.encode((EVENT, 0, [("Cancel", {})])),
        msgspec.msgpack.encode((EVENT, 7, [("Cancel", {})])),
        b"\x93\x00\x01\x91\x92\xa1\x80\x80",
    ],
    ids=[
        "nothing",
        "no MessagePack",
        "short",
        "no portable type",
        "wrong field",
        "out of bounds",
        "a value is missing",
        "a value too many",
        "no shape",
        "no UTF-8",
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(MessageError):
        decode(data)


def test_two_portable_types_of_one_name_are_refused() -> None:
    with pytest.raises(TypeError, match=r"Leave is a portable type of odind\.workers\.wire already"):
        portable(type("Leave", (), {"__module__": __name__, "__annotations__": {}}))


FRONT_KNOWS_ALL = """
import odind.daemon.hosts
from odind.core.values.portable import portable_types
front = set(portable_types())
import odind.daemon.kernel, odind.daemon.worker
print(sorted(set(portable_types()) - front))
"""


def test_a_front_knows_every_type_that_a_worker_can_send() -> None:
    told = subprocess.run([sys.executable, "-c", FRONT_KNOWS_ALL], capture_output=True, check=True, text=True)
    assert told.stdout == "[]\n"
