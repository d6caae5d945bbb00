"""Makes the speech engine that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.sounds_config import OPENAI, WYOMING
from odind.speech.espeak import EspeakEngine
from odind.speech.openai import OpenAiEngine
from odind.speech.wyoming import WyomingEngine

from .named_secrets import setting_secret

if TYPE_CHECKING:
    from odind.core.players.speech import SpeechEngine
    from odind.egress import Egress
    from odind.sounds_config import SpeechConfig


def speech_engine(config: SpeechConfig, egress: Egress) -> SpeechEngine:
    """Return the engine; raises InvalidArgumentError CONFIG_INVALID for a key that cannot be read."""
    if config.engine == OPENAI:
        return OpenAiEngine(
            egress,
            config.url,
            model=config.model,
            voice=config.voice,
            api_key=setting_secret(config.api_key_file, "speech.api_key_file"),
            sound_format=config.format,
        )
    if config.engine == WYOMING:
        return WyomingEngine(*config.address, voice=config.voice)
    return EspeakEngine(config.voice)
