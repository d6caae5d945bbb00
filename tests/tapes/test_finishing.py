"""Takes become whole files, however they ended."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from odind.core.recordings.capture import Capture
from odind.core.recordings.plan import Encoding, Layout, RecordingPlan
from odind.core.recordings.ports import Chunk, Mark, Voice
from odind.core.recordings.recording import CaptureState, Recording
from odind.core.timing.tick import TICK_SAMPLES
from odind.tapes.finishing import Finishing
from odind.tapes.formats import FORMATS
from odind.tapes.safe import OPEN
from odind.tapes.take import FileTake

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy.typing as npt

SILENT_LEVEL = 1_000
PACKET = b"\xf8\xff\xfe"
"""An Opus packet of 20 ms of silence that is not empty."""


def clicks(slots: int) -> list[bytes | None]:
    """Slots of which every tenth has a click on its first sample."""
    click = np.zeros(TICK_SAMPLES, "<i2")
    click[0] = 30_000
    return [click.tobytes() if slot % 10 == 0 else None for slot in range(slots)]


class Recorded:
    """A recording in a folder, made of takes in this thread."""

    def __init__(self, folder: Path, layout: Layout, encoding: Encoding, **more: Any) -> None:
        self.plan = RecordingPlan(layout, encoding, **more)
        self.folder = folder
        self.started_at = 1_700_000_000.0

    def take(self) -> FileTake:
        capture = Capture("r1", str(self.folder), self.plan, self.started_at)
        return FileTake(capture, run, page_ms=200, hold_bytes=10_000_000, on_loop=run, safe=OPEN)

    def finish(self) -> dict[str, Any]:
        recording = Recording(
            "r1",
            "c1",
            "lobby",
            self.plan,
            str(self.folder),
            CaptureState.ENDING,
            0.0,
            started_at=self.started_at,
        )
        self.finished = Finishing(recording, 1.0, lambda _share: None, OPEN).run()
        document: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text())
        return document


def run(work: Callable[[], object]) -> None:
    work()


def chunk(start: int, stop: int, *, track: str = "mix", new: bool = False, packets: bool = False) -> Chunk:
    sound = [PACKET] * (stop - start) if packets else clicks(stop)[start:]
    return Chunk(start, stop, {track: sound}, {track: Voice("anna", 1)} if new else {})


def decoded(path: Path) -> npt.NDArray[np.float32]:
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    flat = np.concatenate(frames, axis=1)[0]
    return flat / (32_768 if flat.dtype == np.int16 else 1)


@pytest.mark.parametrize("encoding", [Encoding.FLAC, Encoding.WAV, Encoding.MP3, Encoding.AAC])
def test_sound_lies_at_its_sample_and_files_are_as_long_as_their_slots(tmp_path: Path, encoding: Encoding):
    recorded = Recorded(tmp_path, Layout.MIX, encoding)
    take = recorded.take()
    for start in range(0, 100, 10):
        take.write(chunk(start, start + 10, new=not start))
    take.close(lambda: None)
    manifest = recorded.finish()
    sound = decoded(tmp_path / f"mix{FORMATS[encoding].ending}")
    assert manifest["samples"] == manifest["tracks"][0]["samples"] == 100 * TICK_SAMPLES
    found = [
        int(np.argmax(np.abs(sound[at : at + 5 * TICK_SAMPLES])))
        for at in range(0, 90 * TICK_SAMPLES, 10 * TICK_SAMPLES)
    ]
    assert max(found) <= (2 if encoding in (Encoding.MP3, Encoding.AAC) else 0)
    assert recorded.finished.complete


@pytest.mark.parametrize("encoding", [Encoding.FLAC, Encoding.OPUS])
def test_takes_are_joined_with_the_gap_between_them_and_all_tracks_are_as_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: Encoding
):
    recorded = Recorded(tmp_path, Layout.PER_PEER, encoding)
    packets = encoding is Encoding.OPUS
    first = recorded.take()
    first.write(chunk(0, 50, track="anna", new=True, packets=packets))
    first.write(chunk(50, 60, track="ben", new=True, packets=packets))
    monkeypatch.setattr("odind.tapes.take.time.time", lambda: recorded.started_at + 4.0)
    second = recorded.take()  # the first one was never closed, as after a crash
    second.write(chunk(0, 50, track="anna", new=True, packets=packets))
    second.close(lambda: None)
    manifest = recorded.finish()
    assert [take["first_sample"] for take in manifest["takes"]] == [0, 200 * TICK_SAMPLES]
    assert len(manifest["gaps"]) == 1
    assert {track["samples"] for track in manifest["tracks"]} == {manifest["samples"]} == {250 * TICK_SAMPLES}
    ending = FORMATS[encoding].ending
    assert {len(decoded(tmp_path / f"{name}{ending}")) for name in ("anna", "ben")} == {manifest["samples"]}
    assert not list(tmp_path.glob("*.part"))
    assert not recorded.finished.complete


def test_a_torn_line_and_a_second_finish_change_nothing(tmp_path: Path):
    recorded = Recorded(tmp_path, Layout.MIX, Encoding.WAV)
    take = recorded.take()
    take.write(chunk(0, 10, new=True))
    take.write(Chunk(10, 10, marks=[Mark(10, "peer_joined", {"user_id": "ben", "peer_id": 2})]))
    take.close(lambda: None)
    with (tmp_path / "timeline.jsonl.part").open("a") as timeline:
        timeline.write('{"sample": 96')
    before = recorded.finish()
    assert "ben joined" in (tmp_path / "labels.txt").read_text()
    assert recorded.finish() == before
    assert before["tracks"][0]["first_sound_sample"] == 0


def test_a_track_that_begins_late_has_silence_before_it(tmp_path: Path):
    recorded = Recorded(tmp_path, Layout.PER_PEER, Encoding.OPUS)
    take = recorded.take()
    take.write(Chunk(0, 500))
    take.write(chunk(500, 510, track="anna", new=True, packets=True))
    take.close(lambda: None)
    recorded.finish()
    with av.open(str(tmp_path / "anna.ogg")) as container:
        sizes = [packet.size for packet in container.demux(audio=0) if packet.size]
    assert sizes[:500] == [1] * 500
    assert sizes[500:510] == [len(PACKET)] * 10
    assert len(decoded(tmp_path / "anna.ogg")) == 510 * TICK_SAMPLES
