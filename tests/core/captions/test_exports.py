from __future__ import annotations

import json

from odind.core.captions.exports import ExportFormat, export
from odind.core.captions.segment import Segment, Word

SEGMENTS = [
    Segment(2, "bob", 96_000, 120_000, "1 < 2 & more", language="en"),
    Segment(1, "Anna\n<b>", 48_000, 72_480, "Good\n\nmorning.", words=(Word("Good", 48_000, 60_000),)),
    Segment(3, "", 172_800_000, 172_800_000, "An hour later."),
    Segment(4, "bob", 0, 48_000, "not yet", final=False),
]


def test_webvtt_names_speakers_and_escapes_what_they_say():
    assert export(SEGMENTS, ExportFormat.VTT) == (
        "WEBVTT\n\n"
        "00:00:01.000 --> 00:00:01.510\n<v Anna &lt;b&gt;>Good morning.\n\n"
        "00:00:02.000 --> 00:00:02.500\n<v bob>1 &lt; 2 &amp; more\n\n"
        "01:00:00.000 --> 01:00:00.001\nAn hour later.\n"
    )


def test_srt_numbers_its_cues_in_the_order_of_time():
    assert export(SEGMENTS, ExportFormat.SRT) == (
        "1\n00:00:01,000 --> 00:00:01,510\nAnna <b>: Good morning.\n\n"
        "2\n00:00:02,000 --> 00:00:02,500\nbob: 1 < 2 & more\n\n"
        "3\n01:00:00,000 --> 01:00:00,001\nAn hour later.\n"
    )


def test_text_has_a_line_for_each_segment():
    assert export(SEGMENTS, ExportFormat.TEXT).splitlines() == [
        "[00:00:01.000] Anna <b>: Good morning.",
        "[00:00:02.000] bob: 1 < 2 & more",
        "[01:00:00.000] An hour later.",
    ]


def test_json_has_all_that_is_known():
    found = json.loads(export(SEGMENTS, ExportFormat.JSON))["segments"]
    assert [one["number"] for one in found] == [1, 2, 3]
    assert found[0]["words"] == [{"text": "Good", "start_sample": 48_000, "end_sample": 60_000}]
    assert (found[1]["start"], found[1]["end"], found[1]["language"]) == (2.0, 2.5, "en")


def test_a_transcript_of_nothing_is_a_file_all_the_same():
    assert export([], ExportFormat.VTT) == "WEBVTT\n"
    assert export([], ExportFormat.TEXT) == ""
