"""What was heard lies in slots: what came, what was lost on the way, and nothing."""

from __future__ import annotations

from odind.core.recordings.ports import LOST
from odind.core.recordings.tracks import UserTracks
from odind.core.timing.tick import TICK_SAMPLES
from odind.core.voice.outbox import Gap, HeardFrame

SAID = b"\x78 what anna said"


def packet(slot: int) -> HeardFrame:
    return HeardFrame(1, "anna", slot, slot * TICK_SAMPLES, opus=SAID, media_timestamp=slot * 1_800)


def gap(slot: int, kind: Gap) -> HeardFrame:
    return HeardFrame(1, "anna", slot, slot * TICK_SAMPLES, voice=False, gap=kind)


def test_a_lost_packet_is_told_from_silence_and_a_late_one_takes_its_place():
    tracks = UserTracks("us")
    tracks.take_in([gap(0, Gap.LOSS)], 0, 0)  # of a voice that nobody has heard yet
    tracks.take_in([packet(1)], 0, 1)
    tracks.take_in([gap(2, Gap.LOSS), gap(3, Gap.LOSS), packet(4)], 0, 4)
    tracks.take_in([packet(3)], 0, 5)
    tracks.take_in([gap(5, Gap.SILENCE)], 0, 6)
    assert tracks.cut(0, 7) == {"anna": [None, SAID, LOST, SAID, SAID, None, None]}
    assert (tracks.counts["lost"], tracks.counts["skipped"]) == (3, 0)
    tracks.take_in([gap(6, Gap.LOSS)], 0, 7)  # its slot is written already
    assert tracks.cut(7, 8) == {}
