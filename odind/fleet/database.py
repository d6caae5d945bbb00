"""The fleet's rows in PostgreSQL: core's `Roll` and `Deeds`."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

import structlog
from psycopg.types.json import Jsonb

from odind.core.fleet.member import Member, Report
from odind.core.fleet.refusals import database_unavailable
from odind.core.log.mirror import Holding, Place
from odind.portable_bytes import PortableError, decode_portable, encode_portable

from . import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .session import Session

_log = structlog.get_logger("odind.fleet")
_MOST: Final = 20
"""Bundles adopted at once, so that several members share those of one."""
_COLUMNS: Final = ("kinds", "ids", "bundles", "types", "values")
_HELD: Final = Place("", "")
"""Stands among what was written when the lease held."""


class MemberRows:
    """Our row among those of all members; `now` is our own clock, which is only compared."""

    def __init__(
        self,
        session: Session,
        name: str,
        *,
        address: str,
        version: str,
        labels: Mapping[str, str],
        lease_s: float,
        now: Callable[[], float],
    ) -> None:
        self._session = session
        self._name = name
        self._now = now
        self._row = {
            "name": name,
            "instance": secrets.token_hex(8),
            "address": address,
            "version": version,
            "labels": Jsonb(dict(labels)),
            "lease_s": lease_s,
        }

    async def enter(self) -> int | None:
        """Take our row with the next epoch, and return that; None while another's lease on it holds."""
        enter = (tables.ENTER, {**self._row, "now": self._now()})
        _, rows = await self._session.run((tables.TIDY, None), enter)
        return rows[0]["epoch"] if rows else None

    async def renew(self, epoch: int, report: Report) -> bool:
        """Move the end of our lease; return whether it was still ours."""
        values = {**self._row, **vars(report), "epoch": epoch, "now": self._now()}
        (rows,) = await self._session.run((tables.RENEW, values))
        return bool(rows)

    async def members(self) -> Sequence[Member]:
        """Return all members, by name."""
        (rows,) = await self._session.run((tables.ALL, None))
        return list(map(_member, rows))

    async def leave(self, epoch: int) -> None:
        """Give the lease back."""
        await self._session.run((tables.LEAVE, (self._name, epoch)))


class HoldingRows:
    """The rows of all that members hold, of which some are those of the member `name`."""

    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        self._name = name

    async def keep(self, epoch: int, holdings: Mapping[Place, Holding | None]) -> frozenset[Place]:
        """Write or delete documents of ours; return the places of those that are not ours any more."""
        kept = [holding for holding in holdings.values() if holding]
        over = [place for place, holding in holdings.items() if holding is None]
        values = {"name": self._name, "epoch": epoch}
        values |= zip(("over_kinds", "over_ids"), _columns(over, 2), strict=True)
        values |= zip(_COLUMNS, _columns(map(_values, kept), len(_COLUMNS)), strict=True)
        (rows,) = await self._session.run((tables.KEEP, values))
        written = {Place(**row) for row in rows}
        if _HELD not in written:
            raise database_unavailable("the lease is over")
        return frozenset(one.place for one in kept).difference(written)

    async def ours(self, epoch: int) -> Sequence[Holding]:
        """Return what is ours, under this epoch from now on."""
        (rows,) = await self._session.run((tables.OURS, (epoch, self._name)))
        return _holdings(rows)

    async def abandoned(self) -> Sequence[Member]:
        """Return members whose lease is over and that hold something still, some of them."""
        (rows,) = await self._session.run((tables.ABANDONED, None))
        return list(map(_member, rows))

    async def adopt(self, epoch: int, gone: str) -> Sequence[Holding]:
        """Take some bundles of a member whose lease is over, each of them whole; return what is in them."""
        values = {"name": self._name, "epoch": epoch, "gone": gone, "most": _MOST}
        (rows,) = await self._session.run((tables.ADOPT, values))
        return _holdings(rows)

    async def holder(self, thing_id: str) -> str | None:
        """Return the name of the member that has what the daemon has given this id; None for nobody."""
        (rows,) = await self._session.run((tables.HOLDER, (thing_id,)))
        return rows[0]["member"] if rows else None

    async def holder_of(self, kind: str, thing_id: str) -> str | None:
        """Return the name of the member that has a document; None for nobody."""
        (rows,) = await self._session.run((tables.HOLDER_OF, (thing_id, kind)))
        return rows[0]["member"] if rows else None


def _member(row: Mapping[str, Any]) -> Member:
    report = Report(row["connections"], row["more_connections"], row["draining"])
    return Member(
        row["name"],
        row["address"],
        row["epoch"],
        row["version"],
        report,
        row["left_s"],
        row["clock_ahead_s"],
        row["labels"],
    )


def _values(holding: Holding) -> tuple[str, str, str, str, bytes]:
    """Return the columns of a row that `_holdings` reads."""
    value = holding.value
    return *holding.place, holding.bundle, type(value).__name__, encode_portable(value)


def _columns(rows: Iterable[tuple[object, ...]], count: int) -> list[list[object]]:
    """Return the columns of rows that have `count` of them."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(count)]


def _holdings(rows: Iterable[Mapping[str, Any]]) -> list[Holding]:
    """Return the documents of rows, without those that this version cannot read."""
    found = []
    for row in rows:
        try:
            value = decode_portable(row["type"], row["value"])
        except PortableError as error:
            _log.error("holding.unreadable", kind=row["kind"], id=row["id"], problem=str(error))
        else:
            found.append(Holding(row["kind"], row["id"], row["bundle"], value))
    return found
