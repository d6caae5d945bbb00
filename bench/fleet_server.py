"""What a PostgreSQL server did while it was watched: statements, rows, WAL, CPU time, memory."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from odind.bench.processes import family_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

OPTIONS: Final = (
    "-c shared_preload_libraries=pg_stat_statements "
    "-c pg_stat_statements.track_utility=off -c max_connections={connections}"
)
"""All else is as Debian has it: commits wait for the disk."""
_SAMPLED: Final = 40
_WAL: Final = "select (pg_current_wal_insert_lsn() - '0/0')::float8 as bytes"
_STATEMENTS: Final = """
select query, calls, total_exec_time * 1e3 as took_us, shared_blks_hit + shared_blks_read as blocks, rows
from pg_stat_statements where query like '%fleet_%' order by total_exec_time desc
"""


@dataclass(frozen=True)
class Statement:
    """A statement: how often it was made in a second, and what each took of the server."""

    text: str
    per_s: float
    took_us: float
    blocks: float
    rows: float


@dataclass(frozen=True)
class Load:
    """What the server did in each second; `cores` are those that it kept busy."""

    wal_bytes_per_s: float
    cores: float
    statements: Sequence[Statement]

    @property
    def statements_per_s(self) -> float:
        """How many statements it answered."""
        return sum(one.per_s for one in self.statements)

    @property
    def rows_per_s(self) -> float:
        """How many rows it returned or wrote."""
        return sum(one.per_s * one.rows for one in self.statements)


@dataclass(frozen=True)
class Memory:
    """The server's processes, and the memory that is a session's own."""

    processes: int
    session_mb: float


class Watch:
    """Watches the server by a session of its own, from `begin` to `load`."""

    def __init__(self, session: psycopg.AsyncConnection[dict[str, Any]], postmaster: int) -> None:
        self._session = session
        self._postmaster = postmaster
        self._began = self._cpu_s = self._wal = 0.0

    async def begin(self) -> None:
        """Forget what was before."""
        await self._session.execute("create extension if not exists pg_stat_statements")
        await self._session.execute("select pg_stat_statements_reset()")
        self._wal = (await self._rows(_WAL))[0]["bytes"]
        self._cpu_s, self._began = _cpu_s(self._postmaster), time.monotonic()

    async def load(self) -> Load:
        """Return what was done since."""
        took_s = time.monotonic() - self._began
        cores = (_cpu_s(self._postmaster) - self._cpu_s) / took_s
        found = [_statement(one, took_s) for one in await self._rows(_STATEMENTS)]
        wal = (await self._rows(_WAL))[0]["bytes"]
        return Load((wal - self._wal) / took_s, cores, found)

    def memory(self) -> Memory:
        """Return how much the newest sessions take."""
        family = family_of(self._postmaster)
        sampled = [kib for kib in map(_own_kib, family[-_SAMPLED:]) if kib]
        return Memory(len(family), sum(sampled) / max(len(sampled), 1) / 1024)

    async def _rows(self, text: str) -> list[dict[str, Any]]:
        return await (await self._session.execute(text.encode())).fetchall()


def _cpu_s(postmaster: int) -> float:
    """Return the CPU seconds of the server, with those of its processes that have ended."""
    fields = Path(f"/proc/{postmaster}/stat").read_text().rpartition(") ")[2].split()
    ended = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    return sum(map(_scheduled_s, family_of(postmaster)), ended)


def _scheduled_s(pid: int) -> float:
    """Return the CPU seconds of a process, to the nanosecond: thousands use less than a tick."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    return 0.0


def _own_kib(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss_Anon:"):
                return int(line.split()[1])
    return 0


def _statement(row: dict[str, Any], took_s: float) -> Statement:
    calls = row["calls"]
    text = " ".join(row["query"].split())
    return Statement(text, calls / took_s, row["took_us"] / calls, row["blocks"] / calls, row["rows"] / calls)
