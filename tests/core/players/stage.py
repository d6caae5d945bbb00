"""A player for tests, and what came of it; sounds for it to play."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from odind.core.players.changes import LaneChanges
from odind.core.players.player import Player
from odind.core.players.settings import Item, LaneKind, Placing
from odind.core.players.source import SoundSource, SourceKind
from odind.sounds.fake import FakeSounds

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.players.events import PlayerEvent
    from odind.core.players.ports import Sounds
    from odind.core.sound.ring import Frames
    from odind.core.sound.samples import Samples
    from odind.core.voice.talkers import Utterance

RATE = 48_000
FRAME = 960
MUSIC, ANNOUNCEMENT, EFFECT = LaneKind.MUSIC, LaneKind.ANNOUNCEMENT, LaneKind.EFFECT


def constant(level: float, seconds: float) -> Frames:
    return np.full((round(seconds * RATE), 2), level, np.float32)


def sine(start: int, count: int, frequency: float = 440.0) -> Frames:
    at = np.arange(start, start + count) / RATE
    return np.repeat((0.5 * np.sin(2 * np.pi * frequency * at)).astype(np.float32)[:, None], 2, axis=1)


def noise(seed: int, seconds: float) -> Frames:
    samples = np.random.default_rng(seed).normal(0, 0.1, round(seconds * RATE))
    return np.repeat(samples.astype(np.float32)[:, None], 2, axis=1)


def item(name: str, **fields: Any) -> Item:
    return Item(f"p-{name}", **{"source": SoundSource(SourceKind.FILE, name), **fields})


class Stage:
    """A player, and what came of it; its sounds are those of `sounds`, unless others are given."""

    def __init__(self, others: Sounds | None = None) -> None:
        self.sounds = FakeSounds()
        self.events: list[PlayerEvent] = []
        self.notes: list[object] = []
        self.plugged = False
        self.utterances: list[Utterance] = []
        self.outgoing: Any = SimpleNamespace(muted=False, reserved=False)
        self.player = Player(
            "c1",
            others or self.sounds,
            tell=self.events.append,
            note=self.notes.append,
            plug_in=self._plug_in,
            utterances=lambda: self.utterances,
        )

    def _plug_in(self) -> Callable[[], None]:
        self.plugged = True
        return self._unplug

    def _unplug(self) -> None:
        self.plugged = False

    def add(self, name: str, samples: Frames | None = None, lane: LaneKind = MUSIC, **fields: Any) -> None:
        placing = fields.pop("placing", Placing.ADD)
        if samples is not None:
            self.sounds.samples[name] = samples
        self.player.change(lane, lambda one: one.enqueue([item(name, **fields)], placing, None))

    def update(self, lane: LaneKind = MUSIC, **changes: Any) -> None:
        self.player.change(lane, lambda one: one.update(LaneChanges(**changes)))

    def hear(self, frames: int, *, ahead: int = 0) -> Frames:
        """What is said in so many frames; it may be asked for frames ahead of time."""
        heard: list[Samples] = []
        for _ in range(frames):
            if not self.plugged:
                break
            coming = self.player.ahead(ahead) if ahead else ()
            told = len(self.events)
            frame = self.player.say(self.outgoing)
            assert not coming or frame is coming[0] or len(self.events) > told
            heard.append(frame)
        return np.concatenate((np.zeros((0, 2), np.float32), *(frame.reshape(-1, 2) for frame in heard)))

    def told(self, *kinds: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kinds)]
