"""GetCapacity against the official core and a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.client import OPUS, AudioFormat
from odind.core.capacity.calibration import measure_codecs
from odind.load import MachineLoad
from odind.runtime.odin import OdinRuntime
from odind.v1 import server_pb2

from .household import FLOAT, Household, listening, open_household, say, tone

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PASSED = AudioFormat(sample_format=OPUS)


def bound(answer: server_pb2.GetCapacityResponse, bottleneck: server_pb2.Bottleneck) -> tuple[int, int]:
    (found,) = (bound for bound in answer.bounds if bound.bottleneck == bottleneck)
    return found.connections, found.pass_through


async def test_the_answer_is_the_least_bound_and_says_which(household: Household):
    answer = await household.daemon.capacity()
    least = min(answer.bounds, key=lambda bound: bound.connections)
    assert (answer.more_connections, answer.bottleneck) == (least.connections, least.bottleneck)
    least = min(answer.bounds, key=lambda bound: bound.pass_through)
    assert (answer.more_pass_through, answer.pass_through_bottleneck) == (
        least.pass_through,
        least.bottleneck,
    )
    assert {bound.bottleneck for bound in answer.bounds} == set(server_pb2.Bottleneck.values()) - {0}
    assert answer.use.processes == 1
    assert answer.use.memory_bytes > 1 << 20


async def test_samples_cost_more_than_packets_and_the_loop_is_part_of_all(household: Household):
    answer = await household.daemon.capacity()
    samples, packets = answer.connection_cost, answer.pass_through_cost
    assert 0 < packets.loop_us < samples.loop_us < samples.cpu_us
    assert packets.loop_us < packets.cpu_us < samples.cpu_us
    assert 0 < packets.memory_bytes < samples.memory_bytes


async def test_the_codecs_that_are_timed_are_the_real_ones():
    async with OdinRuntime() as runtime:
        codec_us = await measure_codecs(runtime, MachineLoad())
        load = MachineLoad()
        encoder, sound = runtime.encoder(48_000, 1), tone(0.02)
        encoder.encode(sound)
        before = load.thread_s()
        for _ in range(50):
            encoder.encode(sound)
        encode_us = (load.thread_s() - before) / 50 * 1e6
        encoder.close()
    assert encode_us / 2 < codec_us < encode_us * 20


async def test_a_stream_takes_its_place_though_nobody_speaks_and_gives_it_back(household: Household):
    anna = await household.join("anna")
    empty = await household.daemon.capacity()
    async with anna.audio(send=FLOAT, receive=FLOAT):
        samples = await household.daemon.capacity()
    ben = await household.join("ben")
    async with ben.audio(send=PASSED, receive=PASSED):
        packets = await household.daemon.capacity()
    assert (samples.use.connections, samples.use.audio_streams) == (1, 1)
    assert (packets.use.connections, packets.use.audio_streams) == (2, 1)
    limits = household.host.limits
    streams = server_pb2.BOTTLENECK_MAX_AUDIO_STREAMS
    assert bound(empty, streams)[0] == limits.max_audio_streams
    assert bound(samples, streams)[0] == bound(packets, streams)[0] == limits.max_audio_streams - 1


async def test_the_loop_is_busy_while_somebody_speaks(household: Household):
    speaker, hearer = await household.join("anna"), await household.join("ben")
    idle = await household.daemon.capacity()
    async with listening(hearer):
        await say(speaker, tone(3))
        busy = await household.daemon.capacity()
    assert 0 < busy.use.loop_cores <= busy.use.cpu_cores
    loop = server_pb2.BOTTLENECK_LOOP
    assert bound(busy, loop)[0] < bound(idle, loop)[0]


async def test_the_answer_never_exceeds_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    async with open_household(tmp_path, monkeypatch, max_connections=3, max_audio_streams=2) as household:
        first = await household.daemon.capacity()
        assert max(first.more_connections, first.more_pass_through) <= 2
        connections = [await household.join(f"user-{number}") for number in range(3)]
        full = await household.daemon.capacity()
        assert (full.more_connections, full.more_pass_through) == (0, 0)
        assert bound(full, server_pb2.BOTTLENECK_MAX_CONNECTIONS) == (0, 0)
        await connections[0].leave()
        again = await household.daemon.capacity()
        assert bound(again, server_pb2.BOTTLENECK_MAX_CONNECTIONS) == (1, 1)
