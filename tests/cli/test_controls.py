"""`processing`, `position`, `mask` and `audio stats`: what they ask, and what they print."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from odind.v1 import processing_pb2, rooms_pb2, space_pb2, statistics_pb2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

FULL = 2**64 - 1
SPACE = space_pb2.Space(
    position_scale=0.5,
    positions=[space_pb2.Position(channel=3, x=1.5, y=0, z=-2)],
    default_mask=FULL,
    masks=[space_pb2.ChannelMask(peer_id=17, mask=0b1001)],
)
PROCESSING = processing_pb2.Processing(
    preset=processing_pb2.PROCESSING_PRESET_VOICE,
    pre_gain_db=-3,
    high_pass=True,
    volume_gate=processing_pb2.VolumeGate(enabled=False, attack_dbfs=-60, release_dbfs=-66),
    voice_activity=processing_pb2.VoiceActivity(
        enabled=True, attack_probability=0.9, release_probability=0.8
    ),
    noise_suppression=processing_pb2.NOISE_SUPPRESSION_VERY_HIGH,
)
STATISTICS = statistics_pb2.ConnectionStatistics(
    connection_id="c-1",
    link=statistics_pb2.LinkStatistics(rtt_ms=1.25, tx_datagrams=9, tx_bytes=900, tx_loss=0.125),
    voice_sent=5,
    streams=[statistics_pb2.StreamStatistics(sends=True, spoken_samples=960, underruns=2)],
    peers=[statistics_pb2.PeerStatistics(peer_id=17, sample_rate_hz=48_000, packets_seen=7)],
    pace=statistics_pb2.PaceStatistics(ticks=100, late=1),
)


@pytest.fixture(autouse=True)
def answers(script: ScriptedDaemon) -> None:
    """The daemon holds one connection."""
    lobby = rooms_pb2.Connection(connection_id="c-1")
    script.answer("ListConnections", rooms_pb2.ListConnectionsResponse(connections=[lobby]))
    script.answer("GetProcessing", processing_pb2.GetProcessingResponse(processing=PROCESSING))
    script.answer("SetProcessing", processing_pb2.SetProcessingResponse(processing=PROCESSING))
    for verb in ("GetSpace", "SetPositions", "ClearPositions", "SetChannelMasks"):
        response: Any = getattr(space_pb2, f"{verb}Response")
        script.answer(verb, response(space=SPACE))


async def test_settings_are_shown_one_a_line_and_what_is_off_is_just_off(odindctl: Odindctl):
    ended = await odindctl("processing", "get")
    assert ended.exit_code == 0
    lines = {line[:22].strip(): line[23:] for line in ended.stdout.splitlines()}
    assert lines["preset"] == "voice"
    assert lines["volume gate"] == "off"
    assert lines["voice activity"] == "on, attack_probability 0.9, release_probability 0.8"
    assert lines["noise suppression"] == "very_high"


async def test_settings_are_a_document_with_json(odindctl: Odindctl):
    document = (await odindctl("processing", "get", "-c", "c-1", "--json")).document
    assert document["preset"] == "voice"
    assert document["volume_gate"] == {"enabled": False, "attack_dbfs": -60, "release_dbfs": -66}


async def test_a_preset_alone_overrides_nothing(script: ScriptedDaemon, odindctl: Odindctl):
    assert (await odindctl("processing", "set", "raw")).exit_code == 0
    (request,) = script.requests["SetProcessing"]
    assert request.connection_id == "c-1"
    expected = processing_pb2.Processing(preset=processing_pb2.PROCESSING_PRESET_RAW)
    for group in ("echo_canceller", "voice_isolation", "voice_activity", "volume_gate"):
        getattr(expected, group).SetInParent()
    assert request.processing == expected


async def test_every_setting_can_be_overridden(script: ScriptedDaemon, odindctl: Odindctl):
    ended = await odindctl(
        *("processing", "set", "voice", "--gain", "-6", "--echo-canceller", "--echo-delay", "40"),
        *("--no-high-pass", "--noise-suppression", "very-high", "--transient-suppressor"),
        *("--gain-control", "v1", "--isolation", "40", "--vad", "off", "--gate", "-50:-56"),
        *("--bitrate", "96000", "--expected-loss", "5", "--application", "music"),
    )
    assert ended.exit_code == 0, ended.stderr
    (request,) = script.requests["SetProcessing"]
    assert request.processing == processing_pb2.Processing(
        preset=processing_pb2.PROCESSING_PRESET_VOICE,
        pre_gain_db=-6,
        echo_canceller=processing_pb2.EchoCanceller(enabled=True, delay_ms=40),
        high_pass=False,
        noise_suppression=processing_pb2.NOISE_SUPPRESSION_VERY_HIGH,
        transient_suppressor=True,
        gain_control=processing_pb2.GAIN_CONTROL_V1,
        voice_isolation=processing_pb2.VoiceIsolation(enabled=True, attenuation_limit_db=40),
        voice_activity=processing_pb2.VoiceActivity(enabled=False),
        volume_gate=processing_pb2.VolumeGate(enabled=True, attack_dbfs=-50, release_dbfs=-56),
        bitrate_bps=96_000,
        expected_loss_percent=5,
        application=processing_pb2.OPUS_APPLICATION_MUSIC,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        ("processing", "set", "shout"),
        ("processing", "set", "voice", "--gate", "loud"),
        ("processing", "set", "voice", "--gate", "-50"),
        ("processing", "set", "voice", "--isolation", "1:2"),
        ("position", "set", "1,2"),
        ("position", "set", "x:1,2,3"),
        ("position", "clear", "64"),
        ("mask", "set"),
        ("mask", "set", "--default", "64"),
        ("mask", "set", "--default", "5-3"),
        ("mask", "set", "--peer", "17"),
        ("audio", "stats", "--interval", "0.01"),
    ],
)
async def test_what_is_typed_wrong_is_told_before_anybody_is_asked(
    script: ScriptedDaemon, odindctl: Odindctl, wrong: tuple[str, ...]
):
    ended = await odindctl(*wrong)
    assert ended.exit_code == 2
    assert "Traceback" not in ended.stderr
    assert not {"SetProcessing", "SetPositions", "ClearPositions", "SetChannelMasks"} & script.requests.keys()


async def test_positions_are_set_on_channels(script: ScriptedDaemon, odindctl: Odindctl):
    ended = await odindctl("position", "set", "--scale", "0.5", "--", "-1,0,2.5", "3:1.5,0,-2")
    assert ended.stdout.splitlines() == [
        "channel  3  1.5, 0, -2",
        "scale 0.5",
        "hears all channels",
        "peer 17 on channels 0, 3",
    ]
    (request,) = script.requests["SetPositions"]
    assert request == space_pb2.SetPositionsRequest(
        connection_id="c-1",
        positions=[
            space_pb2.Position(channel=0, x=-1, y=0, z=2.5),
            space_pb2.Position(channel=3, x=1.5, y=0, z=-2),
        ],
        position_scale=0.5,
    )


async def test_positions_are_cleared_by_channel(script: ScriptedDaemon, odindctl: Odindctl):
    assert (await odindctl("position", "clear", "3", "7")).exit_code == 0
    assert (await odindctl("position", "get", "--json")).document["position_scale"] == 0.5
    (request,) = script.requests["ClearPositions"]
    assert list(request.channels) == [3, 7]


async def test_masks_are_written_as_channels(script: ScriptedDaemon, odindctl: Odindctl):
    peers = ("--peer", "17=none", "--peer", "18=all")
    assert (await odindctl("mask", "set", "--default", "0,3,8-10", *peers, "--reset")).exit_code == 0
    (request,) = script.requests["SetChannelMasks"]
    assert request.default_mask == 0b111_0000_1001
    assert {one.peer_id: one.mask for one in request.masks} == {17: 0, 18: FULL}
    assert request.reset


async def watched(_request: Any, _context: Any) -> AsyncIterator[statistics_pb2.WatchStatisticsResponse]:
    for _ in range(3):
        yield statistics_pb2.WatchStatisticsResponse(connections=[STATISTICS])


async def test_statistics_are_shown_once_or_again_and_again(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchStatistics", watched)
    once = await odindctl("audio", "stats", "c-1")
    assert once.stdout.splitlines() == [
        "c-1",
        "  link     rtt 1.2 ms, sent 9 (900 bytes, 12.5% lost), received 0 (0 bytes)",
        "  voice    sent 5, received 0, malformed 0",
        "  stream   sends True, spoken samples 960, underruns 2",
        "  peer 17  sample rate hz 48000, packets seen 7",
        "  ticks    100, 1 late, 0 given up",
    ]
    again = await odindctl("audio", "stats", "--watch", "--interval", "0.5", "--json")
    kinds = [json.loads(line)["kind"] for line in again.stdout.splitlines()]
    assert kinds == ["statistics"] * 3
    first, second = script.requests["WatchStatistics"]
    assert list(first.connection_ids) == ["c-1"]
    assert second.interval.ToMilliseconds() == 500
