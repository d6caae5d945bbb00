"""What the history keeps of payloads."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from odind.core.rooms.events import (
    CannotDecrypt,
    ConnectionChanged,
    ConnectionJoined,
    ConnectionState,
    ConnectionView,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
)
from odind.core.rooms.redaction import with_hashes, without_payloads
from odind.core.values.payload import Json
from odind.core.voice.events import SpeakingStarted

if TYPE_CHECKING:
    from collections.abc import Callable

BEN = Peer(7, "ben", b"secret", ("tag",))
CLEO = Peer(8, "cleo", Json('"secret"'))
VIEW = ConnectionView(
    "c1", "lobby", "anna", "", "gateway", ConnectionState.JOINED, 3, b"secret", (BEN, CLEO), 1.0
)
EVENTS = (
    MessageReceived(7, "ben", b"secret"),
    MessageReceived(7, "ben", Json('{"a":"secret"}')),
    *(kind(peer) for kind in (PeerJoined, PeerChanged, PeerLeft) for peer in (BEN, CLEO)),
    ConnectionJoined(VIEW),
    CannotDecrypt((BEN, CLEO)),
    ConnectionChanged(VIEW),
)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("keep", [without_payloads, with_hashes])
def test_no_event_keeps_what_was_said(keep: Callable[[object], object], event: object):
    assert "secret" in repr(event)
    assert "secret" not in repr(keep(event))


def test_everything_else_stays():
    bare = replace(VIEW, user_data=b"", peers=(replace(BEN, user_data=b""), replace(CLEO, user_data=b"")))
    assert without_payloads(ConnectionJoined(VIEW)) == ConnectionJoined(bare)
    assert without_payloads(MessageReceived(7, "ben", b"secret")) == MessageReceived(7, "ben", b"")
    assert without_payloads(SpeakingStarted(7, "ben")) == SpeakingStarted(7, "ben")


def test_a_hash_tells_equal_from_different_and_says_the_size():
    digest = sha256(b"secret").hexdigest()
    assert with_hashes(MessageReceived(7, "ben", b"secret")) == MessageReceived(
        7, "ben", Json(f'{{"sha256":"{digest}","bytes":6}}')
    )
    assert with_hashes(MessageReceived(7, "ben", b"")) == MessageReceived(7, "ben", b"")
