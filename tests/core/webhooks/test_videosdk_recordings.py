"""What endpoints in the dialect of VideoSDK get of recordings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from odind.core.archive.shelf import RecordingShelf
from odind.core.recordings.artifact import Artifact, ArtifactKind, ArtifactState
from odind.core.recordings.events import RecordingChanged, RecordingEnded, RecordingStarted
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.recording import CaptureState, Recording
from odind.core.webhooks.endpoint import Dialect
from tests.core.webhooks.fakes import URL, Office, open_office

FILES = (
    Artifact(
        "mix.flac", ArtifactKind.MIX, ArtifactState.READY, 0.0, 4_000, locations=("s3://talks/mix.flac",)
    ),
    Artifact("manifest.json", ArtifactKind.MANIFEST, ArtifactState.READY, 0.0, 500),
)
FILE = {"filePath": "talk/mix.flac", "fileUrl": "s3://talks/mix.flac"}
ROOM = {"meetingId": "lobby", "sessionId": "s1"}
VOICE = ROOM | {"participantId": "anna", "fileFormat": "flac"}


async def test_a_recording_is_told_step_by_step_and_nothing_twice():
    async with open_office() as office:
        await office.endpoint(dialect=Dialect.VIDEOSDK)
        await record(office, {"session_id": "s1"})
        assert told(office) == [
            ("recording-starting", ROOM),
            ("recording-started", ROOM),
            ("recording-stopping", ROOM),
            ("recording-stopped", ROOM | FILE),
        ]


@pytest.mark.parametrize(
    ("of", "job", "more"),
    [
        ("participant", "participant-recording", VOICE),
        ("track", "participant-track-recording", VOICE | {"kind": "audio"}),
    ],
)
async def test_the_recording_of_a_voice_says_whose_it_is(of: str, job: str, more: dict[str, str]):
    async with open_office() as office:
        await office.endpoint(dialect=Dialect.VIDEOSDK)
        await record(office, {"session_id": "s1", "videosdk": of, "participant": "anna"})
        assert [name for name, _ in told(office)] == [
            f"{job}-{step}" for step in ("starting", "started", "stopping", "stopped")
        ]
        assert told(office)[0][1] == more
        assert told(office)[-1][1] == more | {"fileDetails": [FILE]}


async def test_a_recording_without_files_has_failed_or_has_none():
    async with open_office() as office:
        await office.endpoint(dialect=Dialect.VIDEOSDK, events=("*-stopped", "*-failed"))
        await record(office, {}, CaptureState.ABORTED, ())
        await record(office, {}, CaptureState.ENDED, ())
        outside = {"meetingId": "lobby", "sessionId": ""}
        assert told(office) == [
            ("recording-failed", outside),
            ("recording-stopped", outside | {"filePath": None, "fileUrl": None}),
        ]


async def test_standard_webhooks_have_every_change_of_a_recording():
    async with open_office() as office:
        await office.endpoint(events=("recording.*",))
        await record(office, {"session_id": "s1"})
        bodies = [json.loads(letter.body) for letter in office.carrier.letters[URL]]
        assert [one["type"] for one in bodies] == [
            "recording.started",
            *["recording.changed"] * 5,
            "recording.ended",
        ]
        assert bodies[1]["data"]["previousState"] == "CAPTURE_STATE_STARTING"


async def record(
    office: Office,
    metadata: dict[str, str],
    end: CaptureState = CaptureState.ENDED,
    files: tuple[Artifact, ...] = FILES,
) -> None:
    """Have a recording begin, pause, go on and end."""
    shelf, plan = RecordingShelf(office.scribe), RecordingPlan(metadata=metadata)
    begun = Recording("r1", "c1", "lobby", plan, "/all/talk", CaptureState.STARTING, 0.0, name="talk")
    shelf.add(begun, RecordingStarted)
    for state in (CaptureState.ACTIVE, CaptureState.PAUSED, CaptureState.ACTIVE, CaptureState.ENDING):
        shelf.change("r1", RecordingChanged, state=state)
    shelf.change("r1", RecordingChanged, progress=0.5)
    shelf.change("r1", RecordingEnded, state=end, artifacts=files)
    await office.settle()


def told(office: Office) -> list[tuple[str, dict[str, Any]]]:
    """Return the names and the data of the webhooks that came, in their order."""
    bodies = (json.loads(letter.body) for letter in office.carrier.letters[URL])
    return [(one["webhookType"], one["data"]) for one in bodies]
