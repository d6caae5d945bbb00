"""Engines that are servers, which may be anything."""

from __future__ import annotations

import asyncio
import io
import wave
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.captions.chat import OpenAiWriter
from odind.captions.openai import OpenAiTranscriber
from odind.captions.wyoming import WyomingTranscriber
from odind.core.captions.ports import Heard, HeardWord, Hints
from odind.core.errors import InvalidArgumentError, OdindError, UnavailableError
from odind.egress import Egress
from tests.sounds.webs import LOOPBACK

from .servers import OpenAiServer, openai_server, wyoming_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.captions.ports import Engine

SPEECH = np.arange(16_000, dtype=np.int16)
HINTS = Hints("en", "odind, Opus")
VERBOSE = {
    "text": " Good morning.",
    "language": "en",
    "words": [{"word": " Good", "start": 0.1, "end": 0.4}, {"word": "morning.", "start": 0.4, "end": 0.9}],
    "segments": [{"no_speech_prob": 0.8, "avg_logprob": -0.9}, {"no_speech_prob": 0.4, "avg_logprob": -0.7}],
}


@asynccontextmanager
async def openai(**settings: str | float) -> AsyncIterator[tuple[OpenAiTranscriber, OpenAiServer]]:
    async with openai_server() as server, Egress(LOOPBACK) as egress:
        yield OpenAiTranscriber(egress, server.url, model="whisper-1", **settings), server  # type: ignore[arg-type]


async def failure(engine: Engine, hints: Hints = HINTS) -> OdindError:
    """What asking an engine raises."""
    with pytest.raises(OdindError) as raised:
        await engine.transcribe(SPEECH, hints)
    return raised.value


async def test_openai_is_sent_a_wav_file_with_what_is_known_beforehand():
    async with openai(api_key="secret") as (engine, server):
        server.says(VERBOSE)
        heard = await engine.transcribe(SPEECH, HINTS)
    (asked,) = server.asked
    assert heard == Heard(
        " Good morning.",
        "en",
        (HeardWord("Good", 0.1, 0.4), HeardWord("morning.", 0.4, 0.9)),
        0.4,
    )
    assert (asked["model"], asked["language"], asked["prompt"]) == (["whisper-1"], ["en"], ["odind, Opus"])
    assert asked["response_format"] == ["verbose_json"]
    assert asked["timestamp_granularities[]"] == ["word", "segment"]
    assert "authorization: Bearer secret" in asked["head"]
    assert "POST /v1/audio/transcriptions" in asked["head"]
    with wave.open(io.BytesIO(asked["file"][0])) as file:
        assert (file.getframerate(), file.getnchannels()) == (16_000, 1)
        assert file.readframes(16_001) == SPEECH.tobytes()


async def test_a_server_that_knows_json_alone_is_asked_for_that_from_then_on():
    async with openai() as (engine, server):
        server.says({"error": "response_format"}, "400 Bad Request")
        server.says({"text": "hello"})
        assert await engine.transcribe(SPEECH, Hints()) == Heard("hello")
        await engine.transcribe(SPEECH, Hints())
    assert [one["response_format"][0] for one in server.asked] == ["verbose_json", "json", "json"]
    assert "language" not in server.asked[0]


async def test_a_server_that_names_languages_in_words_tells_no_code():
    async with openai() as (engine, server):
        server.says({"text": "hello", "language": "english", "words": None})
        assert (await engine.transcribe(SPEECH, Hints())).language == ""


@pytest.mark.parametrize(
    ("value", "status", "kind"),
    [
        ("<html>sign in</html>", "200 OK", "text/html"),
        ("<html>sign in</html>", "502 Bad Gateway", "text/html"),
        ({"words": []}, "200 OK", "application/json"),
        ({"text": 7}, "200 OK", "application/json"),
        ({"text": "x" * 2_000_000}, "200 OK", "application/json"),
        ({}, "401 Unauthorized", "application/json"),
        ({}, "429 Too Many Requests", "application/json"),
    ],
)
async def test_a_server_that_answers_something_else_is_away(value: object, status: str, kind: str):
    async with openai() as (engine, server):
        server.says(value, status, kind)
        error = await failure(engine)
    assert isinstance(error, UnavailableError)
    assert error.reason == "CAPTION_ENGINE_AWAY"
    assert len(error.message) < 1_000


async def test_a_server_that_refuses_says_what_it_refuses():
    async with openai() as (engine, server):
        server.says("no such model", "404 Not Found", "text/plain")
        error = await failure(engine)
    assert isinstance(error, InvalidArgumentError)
    assert (error.reason, "no such model" in error.message) == ("CAPTIONS_REFUSED", True)


async def test_a_server_that_nobody_runs_is_away():
    async with openai() as (engine, _):
        pass
    async with Egress(LOOPBACK) as egress:
        assert (await failure(OpenAiTranscriber(egress, "http://127.0.0.1:1/v1", model="x"))).reason == (
            "CAPTION_ENGINE_AWAY"
        )
    assert (await failure(WyomingTranscriber("127.0.0.1", 1))).reason == "CAPTION_ENGINE_AWAY"
    assert engine.name == "openai"


async def test_wyoming_gets_all_of_the_speech():
    async with wyoming_server() as address:
        assert (await WyomingTranscriber(*address).transcribe(SPEECH, Hints("de"))).text == "32000 bytes"


async def test_wyoming_refuses_what_it_does_not_know():
    async with wyoming_server() as address:
        error = await failure(WyomingTranscriber(*address), Hints("tlh"))
    assert (error.reason, "no such language" in error.message) == ("CAPTIONS_REFUSED", True)


@pytest.mark.parametrize("answer", [b"<html>\n", b"", b'{"type": "transcript", "data_length": 99999999}\n'])
async def test_what_is_no_wyoming_is_away(answer: bytes):
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        error = await failure(WyomingTranscriber(*server.sockets[0].getsockname()))
    assert error.reason == "CAPTION_ENGINE_AWAY"


async def test_a_model_is_sent_what_to_do_and_the_text():
    async with openai_server() as server, Egress(LOOPBACK) as egress:
        writer = OpenAiWriter(egress, server.url, model="gpt", api_key="secret")
        server.says({"choices": [{"message": {"role": "assistant", "content": " They greet. "}}]})
        assert await writer.write("Summarize.", "anna: Good morning.") == "They greet."
    (asked,) = server.asked
    assert asked["model"] == "gpt"
    assert asked["messages"] == [
        {"role": "system", "content": "Summarize."},
        {"role": "user", "content": "anna: Good morning."},
    ]
    assert "authorization: Bearer secret" in asked["head"]
    assert "POST /v1/chat/completions" in asked["head"]


@pytest.mark.parametrize(
    ("value", "status", "reason"),
    [
        ("<html>", "200 OK", "SUMMARY_ENGINE_AWAY"),
        ({"choices": []}, "200 OK", "SUMMARY_ENGINE_AWAY"),
        ({"choices": [{"message": {"content": None}}]}, "200 OK", "SUMMARY_ENGINE_AWAY"),
        ("overloaded", "503 Service Unavailable", "SUMMARY_ENGINE_AWAY"),
        ("too long", "400 Bad Request", "SUMMARY_REFUSED"),
    ],
)
async def test_a_model_that_answers_something_else_has_a_reason(value: object, status: str, reason: str):
    async with openai_server() as server, Egress(LOOPBACK) as egress:
        server.says(value, status)
        with pytest.raises(OdindError) as raised:
            await OpenAiWriter(egress, server.url, model="gpt").write("Summarize.", "anna: hello")
    assert raised.value.reason == reason
