"""What callers have set on a connection, as one value."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from odind.core.rooms.settings import ConnectionSettings
from odind.core.space.masks import MaskSettings
from odind.core.space.place import Place, Position
from odind.core.values.portable import portable_types
from odind.core.voice.hearing import Listening, PeerHearing
from odind.core.voice.processing import DEFAULT, PRESETS, Preset

SET = ConnectionSettings(
    user_data=b"data",
    processing=PRESETS[Preset.VOICE],
    place=Place(2.0).moved([Position(3, 1.0)]),
    masks=MaskSettings(5, {1: 1, 2: 2}),
    listening=Listening(peers={2: PeerHearing(-6.0), 3: PeerHearing(muted=True)}),
)


def test_at_first_nothing_is_set():
    assert ConnectionSettings() == ConnectionSettings(b"", DEFAULT, Place(), MaskSettings(), Listening())


def test_what_was_set_for_peers_that_are_gone_is_not_kept_and_everything_else_is():
    assert SET.keeping({2, 4}) == replace(
        SET, masks=MaskSettings(5, {2: 2}), listening=Listening(peers={2: PeerHearing(-6.0)})
    )
    assert SET.keeping({1, 2, 3}) == SET


def test_settings_are_values():
    with pytest.raises(FrozenInstanceError):
        SET.user_data = b"new"  # type: ignore[misc]
    assert portable_types()["ConnectionSettings"] is ConnectionSettings
