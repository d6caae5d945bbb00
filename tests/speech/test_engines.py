from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.players.source import SoundSource, SourceKind
from odind.core.timing.tick import RATE_HZ
from odind.egress import Egress
from odind.sounds.decoders import Decoders
from odind.sounds.feeding import Feeder
from odind.sounds.house import DecodedSounds
from odind.sounds.speaking import SpeechOpener
from odind.speech.espeak import EspeakEngine
from odind.speech.openai import OpenAiEngine
from odind.speech.wyoming import WyomingEngine
from tests.sounds.reading import part, whole
from tests.sounds.webs import LOOPBACK
from tests.speech.servers import openai_server, wyoming_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.players.speech import SpeechEngine

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")

TEXT = "Good morning to all of you. The train to Berlin leaves from platform four in ten minutes!"


@asynccontextmanager
async def engines() -> AsyncIterator[dict[str, SpeechEngine]]:
    """Run all engines for the length of the block."""
    async with openai_server() as (base, _), wyoming_server() as address, Egress(LOOPBACK) as egress:
        yield {
            "espeak-ng": EspeakEngine(),
            "openai": OpenAiEngine(egress, base, model="tts-1"),
            "wyoming": WyomingEngine(*address),
        }


@asynccontextmanager
async def speaking(engine: SpeechEngine) -> AsyncIterator[DecodedSounds]:
    """Open speech of an engine for the length of the block."""
    async with Decoders() as decoders:
        feeder = Feeder(decoders, first_sound_s=10, most=600 * RATE_HZ)
        async with DecodedSounds({SourceKind.SPEECH: SpeechOpener(engine, feeder)}) as sounds:
            yield sounds


async def test_every_engine_says_all_of_a_text():
    lengths = {}
    async with engines() as all_of_them:
        for name, engine in all_of_them.items():
            async with speaking(engine) as sounds:
                sound = sounds.open(SoundSource(SourceKind.SPEECH, TEXT))
                decoded = await whole(sound)
            assert sound.failure is None
            assert sound.spoken(1 << 40) == TEXT
            assert np.abs(decoded).max() > 0.1
            lengths[name] = len(decoded) / RATE_HZ

    assert lengths == pytest.approx(dict.fromkeys(lengths, lengths["espeak-ng"]), rel=0.02)
    assert 4 < lengths["espeak-ng"] < 8


async def test_who_interrupts_speech_learns_how_much_of_it_was_said():
    async with speaking(EspeakEngine()) as sounds:
        sound = sounds.open(SoundSource(SourceKind.SPEECH, TEXT))
        before = sound.spoken(0)
        await part(sound, 3 * RATE_HZ)
        said = sound.spoken(3 * RATE_HZ)
        sound.close()

    assert before == ""
    assert said.startswith("Good morning to all of you. The train")
    assert TEXT.startswith(said)
    assert len(said) < len(TEXT)


async def test_speech_begins_before_all_of_it_is_made():
    begun: list[str] = []

    class Slow:
        """Makes the first sentence, and never another."""

        def __init__(self) -> None:
            self._engine = EspeakEngine()

        async def speak(self, text: str, voice: str, language: str) -> AsyncIterator[bytes]:
            begun.append(text)
            if len(begun) > 1:
                raise UnavailableError("SPEECH_ENGINE_AWAY", "it went away")
            async for piece in self._engine.speak(text, voice, language):
                yield piece

    async with speaking(Slow()) as sounds:
        sound = sounds.open(SoundSource(SourceKind.SPEECH, TEXT))
        decoded = await whole(sound)

    assert len(decoded) > RATE_HZ
    assert sound.failure
    assert sound.failure.reason == "SPEECH_ENGINE_AWAY"
    assert sound.spoken(1 << 40) == "Good morning to all of you."


async def test_what_an_engine_does_not_speak_is_refused_with_its_own_words():
    async with engines() as all_of_them:
        for engine in all_of_them.values():
            with pytest.raises(InvalidArgumentError, match="voice") as refusal:
                await _spoken(engine, "nobody")
            assert refusal.value.reason == "SPEECH_REFUSED"


@pytest.mark.parametrize("voice", ["../../etc/passwd", "--version", "-w", "a b"])
async def test_a_voice_cannot_be_a_path_or_an_option(voice: str):
    with pytest.raises(InvalidArgumentError):
        await _spoken(EspeakEngine(), voice)


async def test_engines_that_are_away_are_told():
    async with Egress(LOOPBACK) as egress:
        for engine in (
            EspeakEngine(program="no-such-program"),
            OpenAiEngine(egress, "http://127.0.0.1:1/v1", model="tts-1"),
            WyomingEngine("127.0.0.1", 1),
        ):
            with pytest.raises(UnavailableError) as error:
                await _spoken(engine, "")
            assert error.value.reason == "SPEECH_ENGINE_AWAY"


async def test_a_server_of_openais_interface_gets_the_key_and_the_voice():
    async with openai_server() as (base, asked), Egress(LOOPBACK) as egress:
        engine = OpenAiEngine(egress, base, model="kokoro", voice="af", api_key="secret")
        assert (await _spoken(engine, ""))[:4] == b"RIFF"

    (request,) = asked
    assert (request["model"], request["voice"], request["response_format"]) == ("kokoro", "af", "wav")
    assert "authorization: Bearer secret" in request["head"]


async def _spoken(engine: SpeechEngine, voice: str) -> bytes:
    return b"".join([piece async for piece in engine.speak("Hello.", voice, "")])
