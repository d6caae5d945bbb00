"""The comments of the protos promise errors; each promise has a case that provokes it."""

from __future__ import annotations

import re
from pathlib import Path

import grpc

from tests.workers.test_worker_errors import AUDIO as RELAYED_AUDIO
from tests.workers.test_worker_errors import ROOMS as SPREAD_ROOMS
from tests.workers.test_worker_errors import SOCKETS as RELAYED_SOCKETS

from .test_access_service_errors import CASES as ACCESS
from .test_audio_service_errors import CASES as AUDIO
from .test_audit_service_errors import CASES as AUDITS
from .test_caption_service_errors import CASES as CAPTIONS
from .test_control_service_errors import PROCESSING, SPACE, STATISTICS
from .test_control_service_errors import ROOMS as PLACES
from .test_device_service_errors import CASES as DEVICES
from .test_fleet_service_errors import CASES as FLEET
from .test_fleet_watching_errors import CASES as FLEET_WATCHES
from .test_hls_service_errors import CASES as HLS
from .test_managed_room_service_errors import CASES as MANAGED
from .test_moderation_service_errors import CASES as MODERATION
from .test_play_stream import CASES as STREAMED
from .test_player_service_errors import CASES as PLAYERS
from .test_push_service_errors import CASES as PUSHES
from .test_recording_files_errors import CASES as RECORDING_FILES
from .test_recording_service_errors import CASES as RECORDINGS
from .test_room_service_errors import CASES as ROOMS
from .test_server_service_errors import CASES as SERVER
from .test_socket_service_errors import CASES as SOCKETS
from .test_sound_service_errors import CASES as SOUNDS
from .test_token_service_errors import CASES as TOKENS
from .test_tool_service import CASES as TOOLS
from .test_webhook_service_errors import CASES as WEBHOOKS

PROTOS = Path(__file__).parents[2] / "proto/odind/v1"
CODES = {code.name for code in grpc.StatusCode}
UPPER = re.compile(r"\b[A-Z]+(?:_[A-Z]+)*\b")
SERVICE = re.compile(r"^service (\w+) \{(.*?)^\}", re.MULTILINE | re.DOTALL)
RPC = re.compile(r"((?:^  //.*\n)+)  rpc (\w+)\(", re.MULTILINE)


def promised() -> set[tuple[str, str, str]]:
    """Every rpc, code and reason in the comments: a reason belongs to the code last named before it."""
    found = set()
    for proto in PROTOS.glob("*.proto"):
        for service, body in SERVICE.findall(proto.read_text()):
            for comment, rpc in RPC.findall(body):
                code = ""
                for word in UPPER.findall(comment.partition("Errors:")[2]):
                    code = word if word in CODES else code
                    if "_" in word and word not in CODES:
                        found.add((f"{service}.{rpc}", code, word))
    return found


def test_every_error_that_the_protos_promise_is_provoked() -> None:
    one = (ACCESS, TOKENS, ROOMS, PLACES, AUDIO, DEVICES, PROCESSING, SPACE, STATISTICS, SERVER)
    two = (PLAYERS, STREAMED, RECORDINGS, AUDITS, MANAGED, MODERATION, SOCKETS, SOUNDS, TOOLS)
    more = (
        CAPTIONS,
        FLEET,
        FLEET_WATCHES,
        HLS,
        PUSHES,
        RECORDING_FILES,
        WEBHOOKS,
        SPREAD_ROOMS,
        RELAYED_AUDIO,
        RELAYED_SOCKETS,
    )
    tables = (*one, *two, *more)
    assert promised() - set().union(*(table.covered for table in tables)) == set()


def test_the_comments_are_read_as_they_are_meant() -> None:
    assert ("RoomService.WatchEvents", "RESOURCE_EXHAUSTED", "TOO_MANY_WATCHERS") in promised()
    assert ("AudioService.StreamAudio", "ALREADY_EXISTS", "SENDER_EXISTS") in promised()
    assert len(promised()) > 40
