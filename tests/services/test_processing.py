"""ProcessingService against the official core and a grid, while speech flows."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.client import messages
from odind.core.errors import InvalidArgumentError, NotFoundError
from odind.v1 import processing_pb2

from .household import FLOAT, FRAME, RATE, Household, listening, say, speech, tone

if TYPE_CHECKING:
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

SPEECH = messages.Processing(
    preset=processing_pb2.PROCESSING_PRESET_AUTO,
    chosen_preset=processing_pb2.PROCESSING_PRESET_SPEECH,
    pre_gain_db=0,
    echo_canceller=processing_pb2.EchoCanceller(enabled=False, delay_ms=0),
    high_pass=False,
    noise_suppression=processing_pb2.NOISE_SUPPRESSION_NONE,
    transient_suppressor=False,
    gain_control=processing_pb2.GAIN_CONTROL_NONE,
    voice_isolation=processing_pb2.VoiceIsolation(enabled=False, attenuation_limit_db=100),
    voice_activity=processing_pb2.VoiceActivity(
        enabled=False, attack_probability=0.9, release_probability=0.8
    ),
    volume_gate=processing_pb2.VolumeGate(enabled=True, attack_dbfs=-60, release_dbfs=-66),
    bitrate_bps=0,
    expected_loss_percent=15,
    application=processing_pb2.OPUS_APPLICATION_VOICE,
)


def processing(**fields: object) -> messages.Processing:
    return messages.Processing(preset=processing_pb2.PROCESSING_PRESET_RAW, **fields)  # type: ignore[arg-type]


async def test_the_default_is_speech_with_everything_said(household: Household):
    connection = (await household.join("anna")).connection_id
    assert await household.daemon.processing(connection) == SPEECH
    assert await household.daemon.set_processing(connection) == SPEECH


async def test_the_default_is_voice_while_a_device_speaks_and_speech_again_for_a_program(
    household: Household,
):
    speaker = await household.join("anna")
    connection = speaker.connection_id
    line = await household.daemon.devices.open_capture(connection, "fake:mic")
    voice = await household.daemon.processing(connection)
    assert voice.preset == processing_pb2.PROCESSING_PRESET_AUTO
    assert voice.chosen_preset == processing_pb2.PROCESSING_PRESET_VOICE
    assert (voice.high_pass, voice.voice_activity.enabled, voice.bitrate_bps) == (True, True, 64_000)
    put_back = await household.daemon.set_processing(connection, voice)
    assert put_back == voice
    await household.daemon.devices.close(line.line_id)
    await say(speaker, tone(0.2))
    assert await household.daemon.processing(connection) == SPEECH


async def test_the_default_with_a_setting_of_ones_own_has_it_for_devices_and_programs(household: Household):
    connection = (await household.join("anna")).connection_id
    answer = await household.daemon.set_processing(connection, messages.Processing(bitrate_bps=96_000))
    assert (answer.chosen_preset, answer.bitrate_bps) == (processing_pb2.PROCESSING_PRESET_SPEECH, 96_000)
    await household.daemon.devices.open_capture(connection, "fake:mic")
    voice = await household.daemon.processing(connection)
    assert (voice.chosen_preset, voice.bitrate_bps) == (processing_pb2.PROCESSING_PRESET_VOICE, 96_000)


async def test_an_answer_put_back_as_a_request_changes_nothing(household: Household):
    connection = (await household.join("anna")).connection_id
    wanted = messages.Processing(
        preset=processing_pb2.PROCESSING_PRESET_VOICE,
        pre_gain_db=3,
        noise_suppression=processing_pb2.NOISE_SUPPRESSION_HIGH,
        voice_activity=processing_pb2.VoiceActivity(release_probability=0.5),
        bitrate_bps=48_000,
    )
    answer = await household.daemon.set_processing(connection, wanted)
    assert answer.voice_activity.enabled
    assert answer.voice_activity.attack_probability == 0.9
    assert answer.voice_activity.release_probability == 0.5
    assert answer.high_pass
    assert answer.application == processing_pb2.OPUS_APPLICATION_VOICE
    assert await household.daemon.set_processing(connection, answer) == answer
    assert await household.daemon.processing(connection) == answer


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (messages.Processing(preset=99), "PRESET_INVALID"),  # type: ignore[arg-type]
        (messages.Processing(chosen_preset=99), "CHOSEN_PRESET_INVALID"),  # type: ignore[arg-type]
        (messages.Processing(noise_suppression=99), "NOISE_SUPPRESSION_INVALID"),  # type: ignore[arg-type]
        (messages.Processing(gain_control=99), "GAIN_CONTROL_INVALID"),  # type: ignore[arg-type]
        (messages.Processing(application=99), "APPLICATION_INVALID"),  # type: ignore[arg-type]
        (messages.Processing(bitrate_bps=499), "PROCESSING_INVALID"),
        (messages.Processing(pre_gain_db=float("nan")), "PROCESSING_INVALID"),
        (
            messages.Processing(volume_gate=processing_pb2.VolumeGate(attack_dbfs=-70)),
            "PROCESSING_INVALID",
        ),
    ],
)
async def test_what_is_wrong_is_refused_and_changes_nothing(
    household: Household, wrong: messages.Processing, reason: str
):
    connection = (await household.join("anna")).connection_id
    with pytest.raises(InvalidArgumentError) as caught:
        await household.daemon.set_processing(connection, wrong)
    assert caught.value.reason == reason
    assert await household.daemon.processing(connection) == SPEECH


async def test_a_connection_that_is_not_there_has_no_settings(household: Household):
    for call in (household.daemon.processing, household.daemon.set_processing):
        with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
            await call("c-none")


async def test_settings_hold_for_speakers_to_come_and_change_the_size_of_packets(household: Household):
    speaker = await household.join("anna")
    sizes = []
    for bitrate_bps in (16_000, 128_000):
        await household.daemon.set_processing(speaker.connection_id, processing(bitrate_bps=bitrate_bps))
        before = await household.daemon.statistics(speaker.connection_id)
        await say(speaker, tone(0.5))
        after = await household.daemon.statistics(speaker.connection_id)
        sizes.append(
            (after.voice_sent_bytes - before.voice_sent_bytes) / (after.voice_sent - before.voice_sent)
        )
    small, large = sizes
    assert small == pytest.approx(40 + 27, abs=3)
    assert large == pytest.approx(320 + 28, abs=3)


async def test_only_raw_sends_silence(household: Household):
    speaker = await household.join("anna")
    sent = []
    for preset in (processing_pb2.PROCESSING_PRESET_MUSIC, processing_pb2.PROCESSING_PRESET_RAW):
        await household.daemon.set_processing(speaker.connection_id, messages.Processing(preset=preset))
        before = (await household.daemon.statistics(speaker.connection_id)).voice_sent
        await say(speaker, np.zeros(RATE, np.float32))
        sent.append((await household.daemon.statistics(speaker.connection_id)).voice_sent - before)
    assert sent[0] == 0
    assert sent[1] >= 50


async def test_changes_while_somebody_speaks_lose_nothing(household: Household):
    """Ten changes within 4 s of a tone: the hearer's jitter buffer sees one source without a gap."""
    speaker, hearer = await household.join("anna"), await household.join("ben")
    who = speaker.view.own_peer_id
    changes = [
        processing(bitrate_bps=32_000),
        processing(volume_gate=processing_pb2.VolumeGate(enabled=True)),
        processing(bitrate_bps=96_000, expected_loss_percent=30),
        processing(high_pass=True),
        processing(),
    ]
    async with listening(hearer) as ear:
        await household.knows_what_was_asked(hearer, speaker)
        async with asyncio.TaskGroup() as tasks:
            speaking = tasks.create_task(say(speaker, tone(4)))
            for number, change in enumerate(changes * 2, start=1):
                await ear.until(lambda number=number: len(ear.of(who)) > number * RATE * 0.3)  # type: ignore[misc]
                await household.daemon.set_processing(speaker.connection_id, change)
            await speaking
        await household.knows_what_was_asked(speaker, hearer)
        (peer,) = (await household.daemon.statistics(hearer.connection_id)).peers
        sent = (await household.daemon.statistics(speaker.connection_id)).voice_sent
        assert peer.packets_seen == sent
        assert (peer.packets_lost, peer.packets_repeated, peer.rewinds, peer.packets_invalid) == (0, 0, 0, 0)
        assert sent >= 4 * RATE // FRAME  # every frame of the tone is a packet, however late


async def test_a_gain_is_heard_while_the_same_speech_goes_on(household: Household):
    speaker, hearer = await household.join("anna"), await household.join("ben")
    who = speaker.view.own_peer_id
    async with listening(hearer) as ear, asyncio.TaskGroup() as tasks:
        speaking = tasks.create_task(say(speaker, tone(15, amplitude=0.1)))
        await ear.until(lambda: len(ear.of(who)) > RATE)
        quiet = np.abs(ear.of(who)[-RATE // 2 :]).max()
        await household.daemon.set_processing(speaker.connection_id, processing(pre_gain_db=12))
        changed = len(ear.of(who))
        await ear.until(lambda: len(ear.of(who)) > changed + RATE)
        loud = np.abs(ear.of(who)[-RATE // 2 :]).max()
        speaking.cancel()
    assert loud / quiet == pytest.approx(3.98, rel=0.1)


async def test_an_echo_is_cancelled_with_what_the_caller_hears(household: Household):
    """Without the reverse stream the echo comes through, with it at least 20 dB less."""
    playback = speech(6)
    async with asyncio.TaskGroup() as tasks:
        without = tasks.create_task(echo_level(household, "anna", playback, np.zeros_like(playback)))
        cancelled = tasks.create_task(echo_level(household, "clara", playback, playback))
    assert without.result() - cancelled.result() > 20


async def echo_level(household: Household, user_id: str, playback: Sound, reverse: Sound) -> float:
    """Level of what is heard of an echo in its fifth second, in dBFS; the canceller is told `reverse`."""
    speaker, hearer = await household.join(user_id), await household.join(f"{user_id}-listener")
    who = speaker.view.own_peer_id
    canceller = processing_pb2.EchoCanceller(enabled=True)
    await household.daemon.set_processing(speaker.connection_id, processing(echo_canceller=canceller))
    echo = np.concatenate((np.zeros(2_880, np.float32), playback))[: len(playback)] * np.float32(0.3)
    async with listening(hearer) as ear:
        await household.knows_what_was_asked(hearer, speaker)
        async with speaker.audio(send=FLOAT) as stream:
            for start in range(0, len(echo), FRAME):
                await stream.write_reverse(reverse[start : start + FRAME].tobytes())
                await stream.write(echo[start : start + FRAME].tobytes())
                reached = start - 8 * FRAME
                await ear.until(lambda reached=reached: len(ear.of(who)) > reached)  # type: ignore[misc]
            await stream.drain()
        fifth = ear.of(who)[4 * RATE : 5 * RATE].astype(np.float64)
    await speaker.leave()
    await hearer.leave()
    return float(10 * np.log10(np.mean(fifth**2) + 1e-12))
