"""When a session ends by itself: a function of what is known of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.values.portable import portable

from .session import EndReason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .room import ManagedRoom
    from .session import RoomSession

_WARNING_S: Final = 60.0


@portable
class Deadline:
    """A session ends at `ends_at` for this reason unless something happens, told at `warns_at`."""

    reason: EndReason
    ends_at: float
    warns_at: float


def deadline_of(room: ManagedRoom, session: RoomSession, now: float) -> Deadline:
    """Return the first end that the rules of a room set for its session.

    While the daemon cannot see the room, only the rules hold that need no look.
    """
    return min(_deadlines(room, session, now), key=lambda deadline: deadline.ends_at)


def _deadlines(room: ManagedRoom, session: RoomSession, now: float) -> Iterator[Deadline]:
    rules = room.settings.close
    yield _after(EndReason.DURATION, session.started_at, rules.duration_s)
    if rules.max_uptime_s is not None:
        yield _after(EndReason.MAX_UPTIME, room.enabled_at, rules.max_uptime_s)
    if session.blind:
        return
    if session.nobody_since is not None:
        yield _after(EndReason.EMPTY, session.nobody_since, rules.empty_s)
    elif session.no_human_since is not None:
        yield _after(EndReason.ONLY_BOTS, session.no_human_since, rules.only_bots_s)
    if rules.silence:
        quiet_since = now if session.speech.speaking else session.speech.last_sound_at
        counted_from = max(quiet_since, session.started_at + rules.silence.armed_after_s)
        yield _after(EndReason.SILENCE, counted_from, rules.silence.after_s)


def _after(reason: EndReason, since: float, span_s: float) -> Deadline:
    return Deadline(reason, since + span_s, since + span_s - min(_WARNING_S, span_s / 2))
