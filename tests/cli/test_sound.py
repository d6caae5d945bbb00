"""What `odindctl sound` asks of the daemon, and what it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from odind.v1 import sounds_pb2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl

GONG = sounds_pb2.Sound(
    sound_id="a1",
    name="gong\x1b[2J",
    size_bytes=1_234,
    duration=Duration(seconds=2, nanos=500_000_000),
    loudness_lufs=-18.25,
)
SILENCE = sounds_pb2.Sound(sound_id="a2", name="silence", size_bytes=10, duration=Duration(seconds=1))


@pytest.fixture(autouse=True)
def sounds(script: ScriptedDaemon) -> None:
    script.answer("ListSounds", sounds_pb2.ListSoundsResponse(sounds=[GONG, SILENCE]))
    script.answer("GetSound", sounds_pb2.GetSoundResponse(sound=GONG))
    script.answer("DeleteSound", sounds_pb2.DeleteSoundResponse())


@pytest.mark.parametrize("options", [(), ("--name", "jingle")])
async def test_a_file_is_uploaded_in_pieces_and_its_id_is_printed(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path, options: tuple[str, ...]
):
    taken: list[sounds_pb2.PutSoundRequest] = []

    async def take(
        requests: AsyncIterator[sounds_pb2.PutSoundRequest], _context: Context
    ) -> AsyncIterator[sounds_pb2.PutSoundResponse]:
        taken.extend([request async for request in requests])
        yield sounds_pb2.PutSoundResponse(sound=GONG)

    script.stream("PutSound", take)
    file = tmp_path / "gong.wav"
    file.write_bytes(bytes(range(256)) * 4_000)
    ended = await odindctl("sound", "put", str(file), *options)
    assert (ended.exit_code, ended.stdout) == (0, "a1\n")
    assert taken[0].config.name == (options[1] if options else "gong.wav")
    assert b"".join(request.data for request in taken[1:]) == file.read_bytes()
    assert max(len(request.data) for request in taken) <= 1_048_576


async def test_sounds_are_listed_with_what_is_known_of_them(odindctl: Odindctl):
    text = (await odindctl("sound", "list")).stdout.splitlines()
    document = (await odindctl("sound", "list", "--json")).document
    lines = (await odindctl("sound", "list", "-o", "jsonl")).stdout.splitlines()
    assert [line.split() for line in text] == [
        ["SOUND", "NAME", "SECONDS", "LUFS", "BYTES"],
        ["a1", "gong\\x1b[2J", "2.500", "-18.2", "1234"],
        ["a2", "silence", "1.000", "-", "10"],
    ]
    assert [sound["sound_id"] for sound in document["sounds"]] == ["a1", "a2"]
    assert len(lines) == 2


async def test_without_sounds_the_list_says_so(script: ScriptedDaemon, odindctl: Odindctl):
    script.answer("ListSounds", sounds_pb2.ListSoundsResponse())
    assert (await odindctl("sound", "list")).stdout == "no sounds\n"


async def test_a_sound_is_shown_and_deleted_by_its_id(script: ScriptedDaemon, odindctl: Odindctl):
    shown = await odindctl("sound", "get", "a1")
    deleted = await odindctl("sound", "delete", "a1")
    again = await odindctl("sound", "delete", "a1", "--json")
    assert "seconds  2.500" in shown.stdout
    assert deleted.stdout == "deleted a1\n"
    assert again.document == {"sound_id": "a1", "deleted": True}
    assert [request.sound_id for request in script.requests["DeleteSound"]] == ["a1", "a1"]


async def test_a_sound_that_is_not_there_has_its_exit_code(script: ScriptedDaemon, odindctl: Odindctl):
    script.fail("GetSound", grpc.StatusCode.NOT_FOUND, "SOUND_NOT_FOUND", "there is no sound a9")
    ended = await odindctl("sound", "get", "a9", "--json")
    assert (ended.exit_code, ended.error["reason"]) == (5, "SOUND_NOT_FOUND")


@pytest.mark.parametrize(
    "words", ["sound put", "sound put missing.wav", "sound put .", "sound get", "sound delete"]
)
async def test_a_wrong_command_line_asks_for_nothing(script: ScriptedDaemon, odindctl: Odindctl, words: str):
    assert (await odindctl(*words.split())).exit_code == 2
    assert not script.requests["PutSound"]
    assert not script.requests["GetSound"]
    assert not script.requests["DeleteSound"]
