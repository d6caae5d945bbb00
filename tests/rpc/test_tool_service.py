"""ToolService: what it makes of samples, and every error of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import numpy as np
import pytest

from odind.core.bounds.limits import Limits
from odind.v1 import audio_pb2
from odind.v1 import tools_pb2 as pb

from .bench import Bench, open_bench
from .cases import BUDGET, Case, Cases, check

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CASES = Cases("ToolService")
F32LE, OPUS = audio_pb2.SAMPLE_FORMAT_F32LE, audio_pb2.SAMPLE_FORMAT_OPUS


def layout(rate: int = 0, channels: int = 0, sample_format: Any = 0) -> audio_pb2.AudioFormat:
    return audio_pb2.AudioFormat(sample_rate_hz=rate, channels=channels, sample_format=sample_format)


def to_resample(come: audio_pb2.AudioFormat, go: audio_pb2.AudioFormat) -> pb.ResampleRequest:
    return pb.ResampleRequest(config=pb.ResampleConfig(**{"from": come}, to=go))


def to_mix(audio_format: audio_pb2.AudioFormat, *gains: float) -> pb.MixRequest:
    return pb.MixRequest(config=pb.MixConfig(format=audio_format, gain_db=gains))


def pieces(*sounds: bytes) -> pb.MixRequest:
    return pb.MixRequest(pieces=pb.MixPieces(pcm=sounds))


async def answers(rpc: Any, *requests: Any) -> list[bytes]:
    return [response.pcm async for response in rpc(iter(requests))]


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with open_bench(tmp_path) as opened:
        yield opened


async def test_a_long_piece_is_converted_as_short_ones_are(bench: Bench):
    sound = np.rint(10_000 * np.sin(2 * np.pi * 440 * np.arange(100_000) / 16_000)).astype("<i2")
    config = to_resample(layout(16_000), layout(48_000))
    at_once = await answers(bench.ask_tools.Resample, config, pb.ResampleRequest(pcm=sound.tobytes()))
    parts = [pb.ResampleRequest(pcm=part.tobytes()) for part in np.split(sound, 100)]
    assert b"".join(at_once) == b"".join(await answers(bench.ask_tools.Resample, config, *parts))
    assert len(at_once) > 40


async def test_a_sound_is_converted_piece_by_piece_and_nothing_of_it_is_lost(bench: Bench):
    sound = np.rint(10_000 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 16_000)).astype("<i2")
    parts = [pb.ResampleRequest(pcm=piece.tobytes()) for piece in np.split(sound, 50)]
    config = to_resample(layout(16_000), layout(48_000, 1, F32LE))
    made = await answers(bench.ask_tools.Resample, config, *parts)
    assert len(made) == 51
    heard = np.frombuffer(b"".join(made), "<f4")
    said = 10_000 / 32_768 * np.sin(2 * np.pi * 440 * np.arange(48_000) / 48_000)
    assert len(heard) == 48_000
    assert np.abs(heard - said)[1_000:-1_000].max() < 0.0005


async def test_sounds_are_added_with_gains_and_clipped(bench: Bench):
    one, two = np.full(4, 16_384, "<i2").tobytes(), np.full(2, 20_000, "<i2").tobytes()
    config = to_mix(layout(), 0.0, -20.0)
    (first, second) = await answers(bench.ask_tools.Mix, config, pieces(one, two), pieces(one, one, one))
    assert np.frombuffer(first, "<i2").tolist() == [18_384, 18_384, 16_384, 16_384]
    assert np.frombuffer(second, "<i2").tolist() == [32_767] * 4


async def resampled(bench: Bench, *requests: pb.ResampleRequest) -> None:
    await answers(bench.ask_tools.Resample, *requests)


async def mixed(bench: Bench, *requests: pb.MixRequest) -> None:
    await answers(bench.ask_tools.Mix, *requests)


def wrong(reason: str, *metadata: str, resample: tuple[Any, ...] = (), mix: tuple[Any, ...] = ()) -> None:
    """Note requests that are refused."""
    for rpc, work, requests in (("Resample", resampled, resample), ("Mix", mixed, mix)):
        if requests:

            @CASES.add(rpc, "INVALID_ARGUMENT", reason, *metadata)
            async def provoke(bench: Bench, work: Any = work, requests: Any = requests) -> None:
                await work(bench, *requests)


GOOD = to_resample(layout(8_000), layout(16_000))
SOUND = to_mix(layout())
wrong("CONFIG_EXPECTED", resample=(pb.ResampleRequest(pcm=b"\0\0"),), mix=(pieces(b"\0\0"),))
wrong("REQUEST_EMPTY", resample=(GOOD, pb.ResampleRequest()), mix=(SOUND, pb.MixRequest()))
wrong("SAMPLE_RATE_INVALID", "rate", "low", "high", resample=(to_resample(layout(7_999), layout()),))
wrong("SAMPLE_RATE_INVALID", "rate", "low", "high", mix=(to_mix(layout(192_001)),))
wrong("CHANNELS_INVALID", "channels", resample=(to_resample(layout(), layout(0, 3)),))
wrong("CHANNELS_INVALID", "channels", mix=(to_mix(layout(0, 3)),))
wrong("FORMAT_INVALID", "number", resample=(to_resample(layout(0, 0, OPUS), layout()),))
wrong("FORMAT_INVALID", "number", resample=(to_resample(layout(0, 0, 99), layout()),))
wrong("FORMAT_INVALID", "number", mix=(to_mix(layout(0, 0, OPUS)),))
wrong("FORMATS_DIFFER", "come", "go", resample=(to_resample(layout(0, 1), layout(0, 2)),))
wrong("CHUNK_NOT_WHOLE", "size", "sample", resample=(GOOD, pb.ResampleRequest(pcm=b"\0")))
wrong("CHUNK_NOT_WHOLE", "size", "sample", mix=(SOUND, pieces(b"\0\0", b"\0")))
wrong("GAIN_INVALID", "gain", "low", "high", mix=(to_mix(layout(), 25.0),))
wrong("INPUTS_INVALID", "count", "limit", mix=(SOUND, pieces(*[b"\0\0"] * 65)))


async def busy(bench: Bench) -> Any:
    call = bench.ask_tools.Mix(None)
    await call.write(SOUND)
    await call.write(pieces(b"\0\0"))
    await call.read()
    return call


@CASES.add("Resample", "RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS", *BUDGET, limits=Limits(max_audio_streams=1))
async def one_call_too_many(bench: Bench) -> None:
    call = await busy(bench)
    await resampled(bench, GOOD)
    call.cancel()


@CASES.add("Mix", "RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS", *BUDGET, limits=Limits(max_audio_streams=1))
async def one_mix_too_many(bench: Bench) -> None:
    call = await busy(bench)
    await mixed(bench, SOUND)
    call.cancel()


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_the_tool_service_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as opened:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(opened)
    check(caught.value, case)
