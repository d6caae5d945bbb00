"""A push at one moment, as callers see it, and what happens to it."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import Final, TypeAlias, get_args

from odind.core.live.hearing import Hearing
from odind.core.live.job import JobState, LiveJob
from odind.core.live.kind import JobKind
from odind.core.values.portable import portable

from .plan import PushPlan


class Link(Enum):
    """Whether the destination takes sound: being connected to, taking it, or tried again after a while."""

    CONNECTING = "connecting"
    STREAMING = "streaming"
    WAITING = "waiting"


@portable
class Push(LiveJob):
    """A live job that sends the mix to a destination.

    `streaming_at` is when the destination first took sound, seconds since the epoch. `attempts` counts
    connections, `dropped_slots` the 20 ms that no attempt could carry. `trouble` and `problem` are the reason
    and the text of the latest failure, "" since the destination takes sound again.
    """

    plan: PushPlan = field(kw_only=True)
    link: Link = Link.CONNECTING
    streaming_at: float | None = None
    attempts: int = 0
    dropped_slots: int = 0
    trouble: str = ""
    problem: str = ""


@portable
class PushStarting:
    """A push was added."""

    push: Push


@portable
class PushStarted:
    """The destination takes sound, for the first time."""

    push: Push


@portable
class PushChanged:
    """The destination takes no sound at present, or takes it again; or the connection is away or back."""

    push: Push


@portable
class PushStopping:
    """The push hears nothing more."""

    push: Push


@portable
class PushStopped:
    """The push is over, by a call or with its connection."""

    push: Push


@portable
class PushFailed:
    """The push is over: the destination refuses it, or was not to be had for too long."""

    push: Push


PushEvent: TypeAlias = PushStarting | PushStarted | PushChanged | PushStopping | PushStopped | PushFailed
PUSH_EVENTS: Final[tuple[type[PushEvent], ...]] = get_args(PushEvent)
"""Every kind of event of pushes."""


def _changed(push: Push, before: JobState | None) -> PushEvent:
    stopping = push.state is JobState.ENDING is not before
    return PushStopping(push) if stopping else PushChanged(push)


def _ended(push: Push) -> PushEvent:
    return PushFailed(push) if push.state is JobState.FAILED else PushStopped(push)


PUSHES: Final = JobKind(
    "push",
    "p",
    "pushes",
    "push.max_running",
    Push,
    lambda push: Hearing(
        user_ids=push.plan.user_ids, peer_ids=push.plan.peer_ids, own_voice=push.plan.own_voice
    ),
    PushStarting,
    _changed,
    _ended,
)
