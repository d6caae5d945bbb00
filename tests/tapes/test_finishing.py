"""Takes become whole files, however they ended."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from odind.core.recordings.capture import Capture
from odind.core.recordings.plan import Encoding, Layout, RecordingPlan
from odind.core.recordings.ports import LOST, Chunk, Mark, Voice
from odind.core.recordings.recording import CaptureState, Recording
from odind.core.timing.tick import TICK_SAMPLES
from odind.sealing.file import is_sealed, open_sealed
from odind.sealing.keys import SealingKey, SealingKeys
from odind.tapes.finishing import Finishing
from odind.tapes.formats import FORMATS
from odind.tapes.mixing import PacketMixer
from odind.tapes.safe import OPEN, Safe
from odind.tapes.take import FileTake

if TYPE_CHECKING:
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
        self.safe = OPEN

    def take(self) -> FileTake:
        capture = Capture("r1", str(self.folder), self.plan, self.started_at)
        return FileTake(capture, run, page_ms=200, hold_bytes=10_000_000, on_loop=run, safe=self.safe)

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
        self.finished = Finishing(recording, 1.0, lambda _share: None, self.safe).run()
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
    assert sizes[:500] == [len(PACKET)] * 500
    assert sizes[500:510] == [len(PACKET)] * 10
    assert len(decoded(tmp_path / "anna.ogg")) == 510 * TICK_SAMPLES


def tone_packets(slots: int, application: str) -> list[bytes]:
    """Opus packets of a tone, as speech codecs or as music codecs make them."""
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "mono", "s16"
    encoder.bit_rate, encoder.options = 16_000, {"application": application}
    time = np.arange(slots * TICK_SAMPLES) / 48_000
    frame = av.AudioFrame.from_ndarray(
        (8_000 * np.sin(2 * np.pi * 440 * time)).astype("<i2")[None, :], format="s16", layout="mono"
    )
    frame.sample_rate = 48_000
    return [bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)]][:slots]


@pytest.mark.parametrize("application", ["voip", "audio"])
def test_silence_decodes_as_silence_and_a_lost_packet_is_concealed(tmp_path: Path, application: str):
    recorded = Recorded(tmp_path, Layout.PER_PEER, Encoding.OPUS)
    packets = tone_packets(50, application)
    sound = [*packets[:20], LOST, *packets[21:], *[None] * 100, *packets]
    take = recorded.take()
    take.write(Chunk(0, len(sound), {"anna": sound}, {"anna": Voice("anna", 1)}))
    take.close(lambda: None)
    recorded.finish()
    levels = np.abs(decoded(tmp_path / "anna.ogg")).reshape(-1, TICK_SAMPLES).max(axis=1)
    assert levels[53:149].max() < 1e-4
    assert min(levels[5:19].min(), levels[25:49].min(), levels[155:199].min()) > 0.1
    with av.open(str(tmp_path / "anna.ogg")) as container:
        sizes = [packet.size for packet in container.demux(audio=0)]
    assert sizes[20] == 1  # without content, which decoders conceal
    assert min(sizes[:20]) > 1


def test_hours_of_silence_before_a_voice_take_no_room_and_hold_nobody_up(tmp_path: Path):
    recorded, queue = Recorded(tmp_path, Layout.PER_PEER, Encoding.WAV), deque[Callable[[], object]]()
    capture = Capture("r1", str(tmp_path), recorded.plan, recorded.started_at)
    take = FileTake(capture, queue.append, page_ms=200, hold_bytes=10_000_000, on_loop=run, safe=OPEN)
    take.write(Chunk(0, 60_000))
    take.write(chunk(60_000, 60_010, track="anna", new=True))
    for _ in range(3):  # the take begins, and has two chunks
        queue.popleft()()
    slices = 0
    while queue:
        queue.popleft()()
        slices += 1
    take.close(lambda: None)
    while queue:
        queue.popleft()()
    assert slices == 120
    written = (tmp_path / "anna.wav.part").stat()
    assert written.st_size > 60_010 * 2 * TICK_SAMPLES
    assert written.st_blocks * 512 < written.st_size / 100
    assert recorded.finish()["tracks"][0]["first_sound_sample"] == 60_000 * TICK_SAMPLES


def test_packets_of_two_voices_become_one_track():
    mixer, packets = PacketMixer(), tone_packets(50, "audio")
    both = mixer.mix(Chunk(0, 50, {"anna": packets, "ben": [None] * 25 + packets[25:]}))
    assert both.voices == {"mix": Voice("", 1)}
    levels = [np.abs(np.frombuffer(slot, "<i2")).max() for slot in both.sound["mix"]]
    assert np.mean(levels[35:]) > 1.8 * np.mean(levels[5:25])
    silent = mixer.mix(Chunk(50, 52, {"anna": [None, b"no packet of Opus at all"]}))
    assert silent.sound["mix"][0] is None
    assert not silent.voices


def test_a_sealed_recording_goes_on_after_a_crash_and_only_its_manifest_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    recorded = Recorded(tmp_path, Layout.MIX, Encoding.WAV)
    keys = SealingKeys([SealingKey.parse("ab" * 32)])
    recorded.safe = Safe(keys, seals=True)
    first = recorded.take()
    first.write(chunk(0, 50, new=True))
    first.write(Chunk(50, 50, marks=[Mark(50, "peer_joined", {"user_id": "ben", "peer_id": 2})]))
    monkeypatch.setattr("odind.tapes.take.time.time", lambda: recorded.started_at + 2.0)
    second = recorded.take()  # the first one was never closed
    second.write(chunk(0, 50, new=True))
    second.close(lambda: None)
    manifest = recorded.finish()
    assert [take["take"] for take in manifest["takes"]] == [1, 2]
    assert {one.file for one in recorded.finished.artifacts if not one.encrypted} == {"manifest.json"}
    for file in ("timeline.jsonl", "labels.txt", "mix.wav.peaks.json", "tracks.lof", "mix.wav"):
        assert is_sealed(tmp_path / file)
    with open_sealed(tmp_path / "labels.txt", keys) as labels:
        assert b"ben joined" in labels.read()


def test_a_file_of_all_tracks_says_in_their_order_whose_they_are(tmp_path: Path):
    recorded = Recorded(tmp_path, Layout.MULTITRACK, Encoding.OPUS)
    take = recorded.take()
    sound = {name: [PACKET] * 10 for name in ("ben", "anna")}
    take.write(Chunk(0, 10, sound, {name: Voice(name, peer) for peer, name in enumerate(sound, 1)}))
    take.close(lambda: None)
    recorded.finish()

    users = {one.file: one.track_user_ids for one in recorded.finished.artifacts if one.track_user_ids}
    assert users == {"multitrack.mka": ("anna", "ben")}
    with av.open(str(tmp_path / "multitrack.mka")) as file:
        assert [stream.metadata["title"] for stream in file.streams.audio] == ["anna", "ben"]
