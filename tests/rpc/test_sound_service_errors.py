"""Every error of SoundService."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from odind.core.bounds.limits import Limits
from odind.core.errors import UnavailableError
from odind.v1 import sounds_pb2

from .bench import Bench, open_bench
from .cases import BUDGET, Case, Cases, check
from .test_tool_service import busy

if TYPE_CHECKING:
    from pathlib import Path

CASES = Cases("SoundService")


def config(name: str = "gong") -> sounds_pb2.PutSoundRequest:
    return sounds_pb2.PutSoundRequest(config=sounds_pb2.PutSoundConfig(name=name))


def data(content: bytes) -> sounds_pb2.PutSoundRequest:
    return sounds_pb2.PutSoundRequest(data=content)


def put(bench: Bench, *requests: sounds_pb2.PutSoundRequest) -> Any:
    return bench.ask_sounds.PutSound(iter(requests))


@CASES.add("PutSound", "INVALID_ARGUMENT", "CONFIG_EXPECTED")
async def bytes_without_a_config(bench: Bench) -> None:
    await put(bench, data(b"abc"))


@CASES.add("PutSound", "INVALID_ARGUMENT", "CONFIG_EXPECTED")
async def nothing(bench: Bench) -> None:
    await put(bench)


@CASES.add("PutSound", "INVALID_ARGUMENT", "REQUEST_EMPTY")
async def a_second_config(bench: Bench) -> None:
    await put(bench, config(), config())


@CASES.add("PutSound", "INVALID_ARGUMENT", "SOUND_NAME_INVALID", "size", "most")
async def a_long_name(bench: Bench) -> None:
    await put(bench, config("x" * 256), data(b"abc"))


@CASES.add("PutSound", "INVALID_ARGUMENT", "SOUND_UNREADABLE", "detail")
async def bytes_that_are_no_sound(bench: Bench) -> None:
    await put(bench, config(), data(b"\0"))


@CASES.add("PutSound", "RESOURCE_EXHAUSTED", "SOUND_TOO_LARGE", "most")
async def a_large_sound(bench: Bench) -> None:
    await put(bench, config(), data(bytes(1_001)))


@CASES.add("PutSound", "RESOURCE_EXHAUSTED", "LIBRARY_FULL", "most", "what")
async def one_sound_too_many(bench: Bench) -> None:
    await put(bench, config(), data(b"a" * 1_000))
    await put(bench, config(), data(b"b" * 1_000))


@CASES.add("PutSound", "RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS", *BUDGET, limits=Limits(max_audio_streams=1))
async def one_upload_too_many(bench: Bench) -> None:
    call = await busy(bench)
    await put(bench, config(), data(b"abc"))
    call.cancel()


@CASES.add("PutSound", "UNAVAILABLE", "LIBRARY_UNWRITABLE", "problem")
async def a_full_disk(bench: Bench) -> None:
    bench.shelf.failure = UnavailableError("LIBRARY_UNWRITABLE", "it is full: {problem}", problem="no space")
    await put(bench, config(), data(b"abc"))


@CASES.add("PutSound", "UNAVAILABLE", "DECODER_UNAVAILABLE", "detail")
async def no_decoder(bench: Bench) -> None:
    bench.shelf.failure = UnavailableError("DECODER_UNAVAILABLE", "it is away: {detail}", detail="no memory")
    await put(bench, config(), data(b"abc"))


@CASES.add("GetSound", "NOT_FOUND", "SOUND_NOT_FOUND", "sound_id")
async def a_sound_that_is_not_there(bench: Bench) -> None:
    await bench.ask_sounds.GetSound(sounds_pb2.GetSoundRequest(sound_id="a0"))


@CASES.add("ListSounds", "INVALID_ARGUMENT", "PAGE_TOKEN_INVALID")
async def a_page_that_is_none(bench: Bench) -> None:
    await bench.ask_sounds.ListSounds(sounds_pb2.ListSoundsRequest(page_token="x"))  # noqa: S106 - of a page


@CASES.add("DeleteSound", "NOT_FOUND", "SOUND_NOT_FOUND", "sound_id")
async def to_delete_a_sound_that_is_not_there(bench: Bench) -> None:
    await bench.ask_sounds.DeleteSound(sounds_pb2.DeleteSoundRequest(sound_id="a0"))


@CASES.add("DeleteSound", "UNAVAILABLE", "LIBRARY_UNWRITABLE", "problem")
async def to_delete_on_a_read_only_disk(bench: Bench) -> None:
    sound = (await put(bench, config(), data(b"abc"))).sound
    bench.shelf.failure = UnavailableError("LIBRARY_UNWRITABLE", "it fails: {problem}", problem="read-only")
    await bench.ask_sounds.DeleteSound(sounds_pb2.DeleteSoundRequest(sound_id=sound.sound_id))


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_sound_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as opened:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(opened)
    check(caught.value, case)
