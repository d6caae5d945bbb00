"""Whether a lane gives way to speech, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.voice.talkers import Utterance

    from .settings import BargeIn


class Interruption:
    """Decides on what peers are saying. Counts ticks.

    What is being said when a barge-in ends does not begin another one: its peer has to fall silent first.
    """

    def __init__(self, utterances: Callable[[], Sequence[Utterance]]) -> None:
        self.rule: BargeIn | None = None
        self._utterances = utterances
        self._ticks_left = 0
        self._past: frozenset[tuple[int, int]] = frozenset()

    @property
    def duck_db(self) -> float:
        """How much lower a lane is that gives way."""
        return (self.rule.duck_db or 0.0) if self.rule else 0.0

    @property
    def pauses(self) -> bool:
        """Whether a lane that gives way is silent."""
        return self.rule is not None and self.rule.duck_db is None

    def cause(self, rule: BargeIn) -> Utterance | None:
        """Return the speech to which a lane has to give way now, None for none."""
        return next((heard for heard in self._utterances() if self._matters(heard, rule)), None)

    def begin(self, rule: BargeIn) -> None:
        """The lane gives way."""
        self.rule, self._ticks_left = rule, rule.deadline_ticks

    def expires(self) -> bool:
        """Count a tick; return whether it was the last one before the deadline."""
        self._ticks_left -= 1
        return self._ticks_left <= 0

    def end(self) -> None:
        """The lane does not give way any more."""
        self.rule, self._past = None, frozenset(heard.stretch for heard in self._utterances())

    def _matters(self, heard: Utterance, rule: BargeIn) -> bool:
        long = heard.ticks >= rule.after_ticks
        return long and rule.minds(heard.user_id) and heard.stretch not in self._past
