"""Converts between core's sources of sounds and the proto's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.players.source import SoundSource, SourceKind
from odind.v1 import players_pb2

from .times import pack_seconds, unpack_seconds

if TYPE_CHECKING:
    from google.protobuf.duration_pb2 import Duration


_NAMES: Final = {SourceKind.FILE: "file", SourceKind.URL: "url", SourceKind.SOUND: "sound_id"}
"""What the field is called that names the sound."""


def unpack_source(source: players_pb2.SoundSource) -> SoundSource:
    """Return where a sound comes from; raises InvalidArgumentError SOURCE_INVALID."""
    match source.WhichOneof("kind"):
        case "file":
            return SoundSource(SourceKind.FILE, source.file)
        case "url":
            return SoundSource(SourceKind.URL, source.url)
        case "sound_id":
            return SoundSource(SourceKind.SOUND, source.sound_id)
        case "tone":
            return _unpack_tone(source.tone)
        case "silence":
            return SoundSource(SourceKind.SILENCE, seconds=unpack_seconds(source.silence))
        case "speech":
            said = source.speech
            return SoundSource(SourceKind.SPEECH, said.text, voice=said.voice, language=said.language)
        case "streamed":
            raise InvalidArgumentError("SOURCE_INVALID", "what is streamed is played by PlayStream alone")
        case _:
            raise InvalidArgumentError("SOURCE_INVALID", "an item must have a source")


def _unpack_tone(tone: players_pb2.Tone) -> SoundSource:
    usual = SoundSource(SourceKind.TONE)
    return SoundSource(
        SourceKind.TONE,
        seconds=unpack_seconds(tone.duration),
        frequency_hz=tone.frequency_hz or usual.frequency_hz,
        level_dbfs=tone.level_dbfs if tone.HasField("level_dbfs") else usual.level_dbfs,
    )


def pack_source(source: SoundSource) -> players_pb2.SoundSource:
    """Return the message of a source."""
    match source.kind:
        case SourceKind.FILE | SourceKind.URL | SourceKind.SOUND:
            return _named(_NAMES[source.kind], source.name)
        case SourceKind.TONE:
            tone = players_pb2.Tone(
                frequency_hz=source.frequency_hz,
                level_dbfs=source.level_dbfs,
                duration=_seconds(source.seconds),
            )
            return players_pb2.SoundSource(tone=tone)
        case SourceKind.SILENCE:
            return players_pb2.SoundSource(silence=pack_seconds(source.seconds))
        case SourceKind.STREAM:
            return players_pb2.SoundSource(streamed=True)
        case SourceKind.SPEECH:
            speech = players_pb2.Speech(text=source.name, voice=source.voice, language=source.language)
            return players_pb2.SoundSource(speech=speech)


def _named(field: str, name: str) -> players_pb2.SoundSource:
    source = players_pb2.SoundSource()
    setattr(source, field, name)
    return source


def _seconds(seconds: float) -> Duration | None:
    return pack_seconds(seconds) if seconds else None
