"""Only who agrees is recorded, and only while they do."""

from __future__ import annotations

import numpy as np
import pytest

from odind.core.recordings.capture import Capture
from odind.core.recordings.consent import says_yes
from odind.core.recordings.plan import Encoding, Layout, RecordingPlan
from odind.core.recordings.ports import Pace
from odind.core.recordings.recorder import Recorder, reception_of
from odind.core.timing.tick import TICK_SAMPLES
from odind.core.values.payload import Json, Payload
from odind.core.voice.lane_config import ReceiveMode
from odind.core.voice.outbox import HeardFrame

from .test_two_hours import Written

YES = Json('{"record":true}')
NO = Json('{"record":false}')


@pytest.mark.parametrize(
    ("user_data", "yes"),
    [
        (YES, True),
        (Json('{"record":"yes","name":"anna"}'), True),
        (b'{"record": true}', True),
        (NO, False),
        (Json('{"record":"no"}'), False),
        (Json('{"record":1}'), False),
        (Json('{"record":[true]}'), False),
        (Json('{"other":true}'), False),
        (Json("true"), False),
        (b"", False),
        (b"\xff\xfe", False),
        (b"[" * 100_000, False),
    ],
)
def test_only_a_clear_yes_is_one(user_data: Payload, yes: bool):  # noqa: FBT001
    assert says_yes(user_data, "record") is yes


def spoken(peer_id: int, slot: int) -> HeardFrame:
    """A frame of a voice whose samples are its peer's number."""
    pcm = np.full(TICK_SAMPLES, peer_id + 1, np.int16).tobytes()
    return HeardFrame(peer_id, f"user {peer_id}", slot, slot * TICK_SAMPLES, pcm)


def recorded(said: list[dict[int, Payload]], plan: RecordingPlan) -> list[int]:
    """Let ourselves and two peers speak in every slot; return what the samples of each slot sum up to."""
    written, now = Written(), 0
    recorder = Recorder(
        Capture("r1", "/all/talk", plan, 0.0),
        written,  # type: ignore[arg-type]
        Pace(1, 0),
        0,
        lambda *_: None,
        own_user_id="user 0",
        user_data=lambda peer_id: said[now].get(peer_id, b""),
    )
    for now in range(len(said)):
        recorder.deliver(now, [spoken(peer_id, now) for peer_id in (0, 1, 2)])
        recorder.tick(now)
    recorder.close(lambda: None)
    mix = written.tracks.get("mix", {})
    return [int(np.frombuffer(mix[slot], np.int16)[0]) if slot in mix else 0 for slot in range(len(said))]


def test_a_peer_is_recorded_from_the_moment_it_agrees_until_it_does_not():
    plan = RecordingPlan(Layout.MIX, Encoding.WAV, consent_field="record")
    assert reception_of(plan).mode is ReceiveMode.PER_PEER
    said: list[dict[int, Payload]] = [
        {},
        {1: YES},
        {1: YES, 2: YES},
        {0: YES, 1: YES, 2: YES},
        {1: NO, 2: YES},
    ]
    assert recorded(said, plan) == [0, 2, 2 + 3, 1 + 2 + 3, 3]


def test_a_mix_of_chosen_users_has_no_other():
    assert recorded([{}], RecordingPlan(Layout.MIX, Encoding.WAV, user_ids=("user 2",))) == [3]
    assert recorded([{}], RecordingPlan(Layout.MIX, Encoding.WAV, user_ids=("user 0", "user 1"))) == [1 + 2]


def test_without_a_choice_everybody_is_recorded_as_the_listener_mixes():
    assert reception_of(RecordingPlan()).mode is ReceiveMode.MIX
