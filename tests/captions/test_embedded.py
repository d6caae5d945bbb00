"""The engine that runs on this machine: the real model on sentences that espeak-ng says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.captions import model
from odind.captions.embedded import EmbeddedTranscriber
from odind.core.captions.ports import Hints
from odind.core.errors import UnavailableError

from .voices import distance, needs_all, spoken, words_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SENTENCES = (
    "Good morning to all of you, and welcome to our meeting.",
    "The train to Berlin leaves from platform four in ten minutes.",
    "Please bring the old map and the red umbrella with you.",
    "We have to decide today whether the bridge will be repaired.",
    "Nobody has seen the captain since yesterday evening.",
    "The library closes at six, but the garden stays open until eight.",
    "My brother bought three apples and a loaf of bread.",
    "Can you hear me now, or is the line still bad?",
    "It has been raining for two days, and the river is rising.",
    "Thank you very much for your help, and have a nice weekend.",
)
MOST_ERRORS = 0.15
"""The share of words that may be wrong; docs/CAPTIONS.md states what is measured."""


@needs_all
async def test_ten_sentences_are_understood_and_a_lost_process_is_replaced(
    record_property: Callable[[str, object], None],
):
    wrong = count = 0
    async with EmbeddedTranscriber("tiny.en") as engine:
        for sentence in SENTENCES:
            speech = spoken(sentence, 16_000)
            heard = await engine.transcribe(speech, Hints("en"))
            wrong += distance(words_of(sentence), words_of(heard.text))
            count += len(words_of(sentence))
            assert heard.no_speech < 0.6
            times = [time for word in heard.words for time in (word.start_s, word.end_s)]
            assert times == sorted(times)
            assert times[-1] == pytest.approx(len(speech) / 16_000, abs=0.8)
        engine._process.kill()
        with pytest.raises(UnavailableError, match="has ended"):
            await engine.transcribe(speech, Hints("en"))
        again = await engine.transcribe(speech, Hints("en", "weekend"))
    record_property("word_error_rate", wrong / count)
    assert wrong / count <= MOST_ERRORS
    assert "help" in again.text
    assert engine._process is None


async def test_a_model_that_is_not_there_is_named(tmp_path: Path):
    async with EmbeddedTranscriber(str(tmp_path)) as engine:
        with pytest.raises(UnavailableError, match="there is no model in") as raised:
            await engine.transcribe(np.zeros(1_600, np.int16), Hints())
    assert raised.value.reason == "CAPTION_ENGINE_AWAY"


@needs_all
def test_a_packaged_model_that_is_another_one_is_not_loaded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(model, "_SHA256", "0" * 64)
    with pytest.raises(LookupError, match="SHA-256"):
        model.model_folder(model.TINY_EN)


def test_a_folder_with_a_model_is_one(tmp_path: Path):
    (tmp_path / "model.bin").touch()
    assert os.fspath(model.model_folder(str(tmp_path))) == str(tmp_path)
