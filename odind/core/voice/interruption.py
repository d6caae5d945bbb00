"""Whether a lane gives way to speech, and for how long."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from .barge_in import BargeInOutcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .barge_in import BargeIn
    from .talkers import Utterance


class Interrupted(Protocol):
    """What gives way."""

    def on_gives_way(self, cause: Utterance) -> None:
        """It gives way to what a peer is saying, from now on."""

    def on_decided(self, outcome: BargeInOutcome, *, by_deadline: bool) -> None:
        """It does not give way any more. CONFIRMED: it has to drop what it was saying."""


class Interruption:
    """Decides on what peers are saying. Counts ticks. `rule` is set while the lane gives way.

    What is being said when a barge-in ends does not begin another one: its peer has to fall silent first.
    """

    def __init__(self, lane: Interrupted, utterances: Callable[[], Sequence[Utterance]]) -> None:
        self.rule: BargeIn | None = None
        self._lane = lane
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

    def due(self, rule: BargeIn | None, *, sounding: bool) -> Callable[[], None] | None:
        """Return what is to be done in this tick because somebody speaks or spoke, None for nothing."""
        if self.rule:
            return self._due_by_deadline(self.rule)
        cause = self._cause(rule) if rule and sounding else None
        return partial(self._give_way, rule, cause) if rule and cause else None

    def decide(self, outcome: BargeInOutcome, *, by_deadline: bool = False) -> None:
        """The lane does not give way any more."""
        self.rule, self._past = None, frozenset(heard.stretch for heard in self._utterances())
        self._lane.on_decided(outcome, by_deadline=by_deadline)

    def answer(self, *, confirm: bool) -> None:
        """Decide as a caller does."""
        self.decide(BargeInOutcome.CONFIRMED if confirm else BargeInOutcome.REJECTED)

    def overtake(self) -> None:
        """Something else comes of the lane, if it gives way."""
        if self.rule:
            self.decide(BargeInOutcome.OVERTAKEN)

    def _due_by_deadline(self, rule: BargeIn) -> Callable[[], None] | None:
        self._ticks_left -= 1
        if self._ticks_left > 0:
            return None
        outcome = BargeInOutcome.CONFIRMED if rule.confirms_itself else BargeInOutcome.REJECTED
        return partial(self.decide, outcome, by_deadline=True)

    def _give_way(self, rule: BargeIn, cause: Utterance) -> None:
        self.rule, self._ticks_left = rule, rule.deadline_ticks
        self._lane.on_gives_way(cause)

    def _cause(self, rule: BargeIn) -> Utterance | None:
        """Return the speech to which a lane has to give way now, None for none."""
        return next((heard for heard in self._utterances() if self._matters(heard, rule)), None)

    def _matters(self, heard: Utterance, rule: BargeIn) -> bool:
        long = heard.ticks >= rule.after_ticks
        return long and rule.minds(heard.user_id) and heard.stretch not in self._past
