"""What goes wrong on purpose, one thing after another, each with what is measured of it."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from odind.client import Event
from odind.core.errors import OdindError
from tests.chaos.told import Told

from . import judging
from .party import NAMES, listed
from .report import Figure, Step

if TYPE_CHECKING:
    from .party import Party

_BACK_S: Final = 5.0
_SILENT_S: Final = 3.0
_STALLED_S: Final = 20.0
_AWAY_S: Final = 60.0
_CUT_S: Final = 15.0
_SPEECH_S: Final = 3.0
_ON_ITS_WAY_S: Final = 2.0
"""A message that was sent before is told by now."""
_FRAMES: Final = 5
"""What a process that goes on after a stop may say before it learns that its lease is over: 100 ms."""


async def killed(party: Party) -> Step:
    """A member is killed; later it is started again."""
    party.fleet.members["one"].kill()
    began = party.strike("one")
    back = await party.all_there() - began
    gone = await party.alone() - began
    await party.start("one")
    await party.settle()
    return Step("kill -9 of one", [*_returned(party, began, back), Figure("ghosts gone after", gone, "s")])


async def stalled(party: Party) -> Step:
    """A member stands still for a while, and goes on."""
    process = party.fleet.members["two"]
    process.kill(signal.SIGSTOP)
    began = party.strike("two")
    back = await party.all_there() - began
    await asyncio.sleep(_STALLED_S - (time.monotonic() - began))
    process.kill(signal.SIGCONT)
    went_on = time.monotonic()
    gone = await party.settle() - went_on
    figures = _returned(party, began, back)
    return Step(
        "SIGSTOP of two, 20 s", [*figures, Figure("ghosts gone after it went on", gone, "s", _BACK_S)]
    )


async def without_database(party: Party) -> Step:
    """PostgreSQL is gone for a minute: everything of a member's own goes on."""
    for connection in party.connections.values():  # so that its member remembers who has it
        while not await _answers(connection):  # noqa: ASYNC110 - a database on a busy machine takes too long
            await asyncio.sleep(0.1)
    began = time.monotonic()
    await asyncio.to_thread(party.postgres.stop)
    await asyncio.sleep(_AWAY_S / 3)
    joined = [await _join_and_leave(party, name) for name in NAMES]
    answered = [await _answers(connection) for connection in party.connections.values()]
    await asyncio.sleep(_AWAY_S - (time.monotonic() - began))
    views = [await client.members() for client in party.clients.values()]
    until = time.monotonic()
    await asyncio.to_thread(party.postgres.start)
    restarted = time.monotonic()
    for client in party.clients.values():
        await listed(client)
        while (await client.members()).problem:  # noqa: ASYNC110 - asked of a daemon
            await asyncio.sleep(0.05)
    healed = time.monotonic() - restarted
    age = min(view.age.ToTimedelta().total_seconds() for view in views)
    figures = [
        Figure("joins on the own member", sum(joined), least=len(NAMES)),
        Figure("calls that were answered, of 60", sum(answered), least=len(answered)),
        Figure("views that tell the problem", sum(bool(view.problem) for view in views), least=len(NAMES)),
        Figure("age of the views at its end", age, "s", least=_AWAY_S - 5),
        Figure("absence of a user, longest", _absence(party, began, until), "s", 0),
        Figure("silence of a room, longest", party.silence(began, until), "s", _SILENT_S),
        Figure("views up to date again after", healed, "s", _BACK_S),
    ]
    await party.settle()
    return Step("PostgreSQL away, 60 s", figures)


async def cut_off(party: Party) -> Step:
    """A member is without a network for a while."""
    await party.ground.cut("three")
    began = party.strike("three")
    back = await party.all_there() - began
    await asyncio.sleep(_CUT_S - (time.monotonic() - began))
    await party.ground.mend("three")
    mended = time.monotonic()
    await listed(party.clients["three"])
    serving = time.monotonic() - mended
    gone = await party.settle() - began
    figures = [
        *_returned(party, began, back),
        Figure("serves again after", serving, "s", _BACK_S),
        Figure("ghosts gone after", gone, "s"),
    ]
    return Step("partition of three, 15 s", figures)


async def upgraded(party: Party) -> Step:
    """Each member in turn drains and is started again, while everybody speaks."""
    began = time.monotonic()
    for name in NAMES:
        await party.clients[name].drain(timedelta(seconds=1))
        await party.fleet.members[name].exit_code()
        await party.all_there()
        await party.start(name)
        await party.settle()
        await asyncio.sleep(_SPEECH_S)
    until = time.monotonic()
    figures = [
        Figure("silence of a room, longest", party.silence(began, until), "s", _SILENT_S),
        Figure("absence of a user, longest", _absence(party, began, until), "s", _SILENT_S),
        Figure("connections lost", len(party.connections) - len(judging.present(party.presences)), most=0),
    ]
    return Step("rolling upgrade with drain", figures)


async def compared(party: Party) -> Step:
    """All logs beside what was seen in the rooms, over the whole trial."""
    latest = time.monotonic() - _ON_ITS_WAY_S
    sent = [(one.room_id, one.number, one.at) for one in party.onlookers.sent if one.at < latest]
    changed = [one for name in NAMES for one in await _told_otherwise(party, name)]
    hearings = [one for book in party.books.values() for one in book.hearings]
    lost = judging.lost(sent, party.presences, hearings)
    doubled = judging.doubled(hearings)
    joins = [one for book in party.books.values() for one in book.joins]
    seen = {(one.room_id, one.user_id, one.peer_id) for one in party.presences}
    reconnects = sum((book.reconnects for book in party.books.values()), Counter[str]())
    misses = [miss for one in party.onlookers.all for miss in one.misses]
    figures = [
        Figure("how often a user was in its room at once", judging.most_at_once(party.presences), most=1),
        Figure("datagrams of a ghost whose user was back", party.spoke_twice(), most=_FRAMES),
        Figure("messages that logs tell", len(hearings), least=1),
        Figure("messages lost", len(lost), most=0),
        Figure("messages told twice", len(doubled), most=0),
        Figure("joins that logs tell", len(joins), least=len(party.connections)),
        Figure("joins told twice, or that nobody saw", len(joins) - len(set(joins) & seen), most=0),
        Figure("joins seen that no log tells", len(seen - set(joins)), most=0),
        Figure("reconnects that logs tell", sum(reconnects.values())),
        Figure("events that a log tells otherwise than before", len(changed), most=0),
        Figure("misfortunes of the onlookers themselves", len(misses), most=0),
    ]
    return Step(
        "all of it", figures, [*misses, *map(str, lost), *map(str, doubled), *changed[:3], str(reconnects)]
    )


def _returned(party: Party, began: float, back: float) -> list[Figure]:
    until = time.monotonic()
    return [
        Figure("all back after", back, "s", _BACK_S),
        Figure("silence of a room, longest", party.silence(began, until), "s"),
    ]


def _absence(party: Party, since: float, until: float) -> float:
    ours = [one for one in party.presences if one.user_id in party.connections]
    return judging.longest_absence(ours, since, until)


async def _join_and_leave(party: Party, member: str) -> bool:
    joined = await party.join("room-0", f"guest of {member}", member)
    await joined.leave()
    return True


async def _answers(connection: object) -> bool:
    try:
        await connection.refresh()  # type: ignore[attr-defined]
    except OdindError:
        return False
    return True


async def _told_otherwise(party: Party, name: str) -> list[str]:
    """Return the events that a member's log does not tell as its watcher heard them."""
    heard, history = dict(party.books[name].told.events), Told()
    with closing(party.clients[name].watch_events(after_sequence=0, until_now=True)) as watch:
        async for item in watch:
            assert isinstance(item, Event), "the first events are no longer kept"
            history.see(item)
    return [
        f"{name} told {event}, now {history.events.get(number)}"
        for number, event in heard.items()
        if history.events.get(number) != event
    ]
