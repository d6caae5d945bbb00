"""The end of a transcript in the dialect of VideoSDK."""

from __future__ import annotations

from odind.core.webhooks import videosdk
from odind.core.webhooks.ports import Told


def told(state: str) -> Told:
    transcript = {"transcriptId": "t1", "state": f"TRANSCRIPT_STATE_{state}", "files": ["/t1.vtt"]}
    transcript |= {"sessionId": "s1"}
    return Told("transcript.ended", "2026-01-01T00:00:00Z", 7, "lobby", {"transcript": transcript})


def test_a_transcript_that_is_complete_has_vendors_name_and_its_files():
    assert videosdk.body_of(told("ENDED")) == {
        "webhookType": "transcription-completed",
        "data": {
            "meetingId": "lobby",
            "sessionId": "s1",
            "id": "t1",
            "filePaths": ["/t1.vtt"],
        },
    }


def test_a_transcript_that_failed_has_no_name_there():
    assert videosdk.name_of(told("FAILED")) == ""
