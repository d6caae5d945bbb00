"""What a recording is of, as its metadata says."""

from __future__ import annotations

import pytest

from odind.core.recordings.purpose import PURPOSE, SESSION, SPEAKER, Purpose, is_begun_for

TRACK = {PURPOSE: "track", SPEAKER: "anna", SESSION: "s1"}


@pytest.mark.parametrize(
    ("metadata", "of"),
    [
        ({PURPOSE: "room"}, {Purpose.ROOM}),
        ({PURPOSE: "room", SESSION: "s1"}, {Purpose.ROOM}),
        ({SESSION: "s1"}, {Purpose.ROOM}),  # begun by the session itself
        (TRACK, {Purpose.TRACK}),
        ({PURPOSE: "of a newer daemon"}, {Purpose.ROOM}),
        ({}, set()),  # another caller's
        ({"videosdk-like": "room"}, set()),
    ],
)
def test_recordings_of_sessions_and_of_the_api_are_told_from_those_of_others(
    metadata: dict[str, str], of: set[Purpose]
):
    assert {purpose for purpose in Purpose if is_begun_for(metadata, purpose)} == of
