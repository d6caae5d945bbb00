"""The official core's words and events, put into core's."""

from __future__ import annotations

import asyncio
import os
import ssl
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import structlog

from odind.core.bounds.limits import Limits
from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    PermissionDeniedError,
    UnavailableError,
)
from odind.core.rooms.cause import Cause
from odind.core.rooms.events import Peer
from odind.core.rooms.signals import (
    Dismissed,
    JoinConfirmed,
    LinkClosed,
    LinkLost,
    MessageArrived,
    PeerAppeared,
    PeerUpdated,
    PeerVanished,
    Signal,
)
from odind.core.values.payload import Json
from odind.runtime.odin.codecs import NativeDecoder, NativeEncoder
from odind.runtime.odin.failures import failure
from odind.runtime.odin.panics import contain
from odind.runtime.odin.signals import EventReader
from odind.runtime.odin.trust import trust_also

WORDS: list[tuple[str, type[Exception], str]] = [
    ("error sending request for url (https://a/)", UnavailableError, "GATEWAY_UNREACHABLE"),
    ("gateway returned invalid json; expected value", UnavailableError, "GATEWAY_ANSWER_INVALID"),
    ("error decoding response body for url (http://a/)", UnavailableError, "GATEWAY_ANSWER_INVALID"),
    ("response is not valid", UnavailableError, "GATEWAY_ANSWER_INVALID"),
    ("received similar token", UnavailableError, "GATEWAY_ANSWER_INVALID"),
    ("token got rejected", UnavailableError, "GATEWAY_ANSWER_INVALID"),
    ("invalid initial token", InvalidArgumentError, "TOKEN_MALFORMED"),
    ("open room was rejected: room is full", PermissionDeniedError, "ROOM_REFUSED"),
    ("connect timeout", UnavailableError, "SERVER_UNREACHABLE"),
    ("failed to resolve host", UnavailableError, "SERVER_UNREACHABLE"),
    ("connection lost", UnavailableError, "SERVER_UNREACHABLE"),
    ("unexpected end of file", UnavailableError, "SERVER_UNREACHABLE"),
    (
        "failed to secure connection because invalid peer certificate: UnknownIssuer",
        FailedPreconditionError,
        "CERTIFICATE_UNTRUSTED",
    ),
    ("token has expired", PermissionDeniedError, "TOKEN_REFUSED"),
    ("anything {else} at all", PermissionDeniedError, "TOKEN_REFUSED"),
    ("", PermissionDeniedError, "TOKEN_REFUSED"),
]

EVENTS: list[tuple[Any, Signal]] = [
    (
        {"Joined": {"own_peer_id": 3, "room_id": "r", "customer": "c", "extra": 1}},
        JoinConfirmed(3, "r", "c"),
    ),
    ({"RoomStatusChanged": {"status": "joining", "message": "connection lost"}}, LinkLost("connection lost")),
    ({"Left": {"reason": "peer_kicked"}}, Dismissed("we were kicked", cause=Cause.KICKED)),
    ({"Left": {"reason": "room_closing"}}, Dismissed("the room was closed", cause=Cause.ROOM_CLOSED)),
    (
        {"PeerJoined": {"peer_id": 1, "user_id": "u", "user_data": [1, 2], "tags": ["a", 5]}},
        PeerAppeared(Peer(1, "u", b"\x01\x02", ("a",))),
    ),
    ({"PeerJoined": {"peer_id": 1, "user_id": "u", "user_data": None}}, PeerAppeared(Peer(1, "u"))),
    (
        {"PeerChanged": {"peer_id": 1, "user_data": {"a": [300]}}},
        PeerUpdated(1, Json('{"a":[300]}')),
    ),
    ({"PeerChanged": {"peer_id": 1, "tags": ["x"]}}, PeerUpdated(1, None, ("x",))),
    ({"PeerLeft": {"peer_id": 1}}, PeerVanished(1)),
    ({"MessageReceived": {"sender_peer_id": 1, "message": "ü"}}, MessageArrived(1, Json('"ü"'))),
]

MEANINGLESS: list[Any] = [
    {},
    None,
    [],
    {"Joined": {}},
    {"Joined": {"own_peer_id": "3", "room_id": "r", "customer": "c"}},
    {"RoomStatusChanged": {"status": "joined", "message": ""}},
    {"Left": {"reason": "server_closing"}},
    {"PeerJoined": {"peer_id": 1}},
    {"PeerLeft": {"peer_id": None}},
    {"NewReconnectToken": {"token": "t"}},
    {"MessageReceived": {"message": 1}},
]


@pytest.mark.parametrize(("words", "kind", "reason"), WORDS)
def test_the_cores_words_have_a_class_and_a_reason(words: str, kind: type[Exception], reason: str) -> None:
    error = failure(words)
    assert type(error) is kind
    assert (error.reason, error.metadata) == (reason, {"detail": words})
    assert error.message.endswith(words)


def test_of_a_long_text_only_its_beginning_is_told_in_one_line() -> None:
    error = failure("no\nway \ud800" + "A" * 10_000_000)
    assert error.metadata["detail"] == "no way  " + "A" * 292 + "…"
    error.message.encode()
    lost = EventReader(Limits()).read({"RoomStatusChanged": {"status": "joining", "message": "A" * 1_000}})
    assert lost == LinkLost("A" * 300 + "…")


@pytest.mark.parametrize(("event", "signal"), EVENTS)
def test_an_event_is_a_signal(event: Any, signal: Signal) -> None:
    assert EventReader(Limits()).read(event) == signal


@pytest.mark.parametrize("event", MEANINGLESS)
def test_what_says_nothing_is_no_signal(event: Any) -> None:
    assert EventReader(Limits()).read(event) is None


def test_the_end_of_a_room_carries_its_reason() -> None:
    signal = EventReader(Limits()).read(
        {"RoomStatusChanged": {"status": "closed", "message": "token has expired"}}
    )
    assert isinstance(signal, LinkClosed)
    assert signal.error.reason == "TOKEN_REFUSED"


class PanicException(BaseException):
    """Stands for a panic in the native core."""


def test_a_panic_is_contained_and_logged() -> None:
    with structlog.testing.capture_logs() as logged:
        contain(PanicException("mid > len"), "decoder.push")
    assert logged == [
        {
            "event": "runtime.fault",
            "log_level": "warning",
            "doing": "decoder.push",
            "fault": "PanicException",
            "detail": "mid > len",
        }
    ]


@pytest.mark.parametrize("kind", [asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_what_ends_tasks_and_processes_is_not_contained(kind: type[BaseException]) -> None:
    with pytest.raises(kind):
        contain(kind(), "decoder.push")


def test_no_beginning_of_a_datagram_and_no_flipped_byte_breaks_a_decoder() -> None:
    encoder, decoder = NativeEncoder(48_000, 1), NativeDecoder(48_000, 1)
    random = np.random.default_rng(3)
    packet = encoder.encode(random.uniform(-0.5, 0.5, 960 * 3).astype(np.float32))[-1]
    for cut in range(len(packet)):
        decoder.push(packet[:cut])
        flipped = bytearray(packet)
        flipped[cut] ^= int(random.integers(1, 256))
        decoder.push(bytes(flipped))
        decoder.pop(960)


def test_trust_is_the_systems_and_the_grids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system, ours, bundle = tmp_path / "system.pem", tmp_path / "ours.pem", tmp_path / "bundle.pem"
    system.write_text("SYSTEM")
    ours.write_text("OURS")
    monkeypatch.setenv("SSL_CERT_FILE", str(system))
    trust_also(ours, bundle)
    assert bundle.read_text().split() == ["SYSTEM", "OURS"]
    assert os.environ["SSL_CERT_FILE"] == str(bundle)


def test_a_bundle_of_before_is_not_taken_for_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, bundle = tmp_path / "ours.pem", tmp_path / "bundle.pem"
    ours.write_text("OURS")
    bundle.write_text("BEFORE")
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    trust_also(ours, bundle)
    assert "BEFORE" not in bundle.read_text()
    assert bundle.read_text().endswith("OURS")


def test_without_any_system_store_the_grid_is_trusted_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, bundle = tmp_path / "ours.pem", tmp_path / "bundle.pem"
    ours.write_text("OURS")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setattr(Path, "is_file", lambda _: False)
    nowhere = ssl.DefaultVerifyPaths(None, None, "", "", "", "")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    trust_also(ours, bundle)
    assert bundle.read_text() == "OURS"
