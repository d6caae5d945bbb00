"""Which titles are told: those of a station from the first one on, those of a file only when they change."""

from __future__ import annotations

import pytest

from odind.core.players.events import ItemStarted, StreamTitleChanged
from odind.core.players.source import SoundSource, SourceKind

from .stage import Stage, constant


def titled(kind: SourceKind) -> Stage:
    """A player of a sound that has a title before anything of it is heard, and another one later."""
    stage = Stage()
    stage.sounds.held = True
    stage.add("sound", constant(0.1, 5), source=SoundSource(kind, "sound"))
    stage.hear(1)
    (sound,) = stage.sounds.opened
    sound.title = "first"
    stage.hear(3)
    assert not stage.told(StreamTitleChanged)
    sound.decoded = 5 * 48_000
    stage.hear(5)
    sound.title = "second"
    stage.hear(5)
    sound.title = ""
    stage.hear(5)
    return stage


@pytest.mark.parametrize(
    ("kind", "expected"), [(SourceKind.URL, ["first", "second"]), (SourceKind.FILE, ["second"])]
)
def test_titles_are_told_once_each(kind: SourceKind, expected: list[str]):
    stage = titled(kind)
    told = stage.told(ItemStarted, StreamTitleChanged)
    assert isinstance(told[0], ItemStarted)
    assert [event.title for event in told[1:]] == expected
