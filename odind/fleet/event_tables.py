"""The tables of the fleet's sequence of events.

A number is drawn by moving the one row of `fleet_event_head`, which stays locked until the transaction is
over: so numbers are visible in their order, and none is left out. `fleet_event_source` has how far each log
has come, by the transactions that add its events.
"""

from __future__ import annotations

from typing import Final

from odind.core.fleet.events import MemberEventsLost
from odind.core.log.numbers import FLEET_FROM

CHANNEL: Final = "odind_fleet_event"
"""Notified by each transaction that adds events."""
AT_ONCE: Final = 5_000
"""Events discarded by one statement."""
_TIDYING: Final = 0x6F64_696E_65
"""The key of the lock that the member has which discards events."""

CREATE: Final = (
    """
    create table if not exists fleet_event_head (
        only_row boolean primary key default true check (only_row),
        last bigint not null
    )
    """,
    """
    create table if not exists fleet_event_source (
        member text not null,
        log text not null,
        shipped bigint not null,
        since timestamptz not null default clock_timestamp(),
        primary key (member, log)
    )
    """,
    """
    create table if not exists fleet_event (
        number bigint primary key,
        added timestamptz not null default clock_timestamp(),
        member text not null,
        local bigint not null,
        at double precision not null,
        subject bytea not null,
        room bytea not null,
        kind text not null,
        value bytea not null
    )
    """,
    "create index if not exists fleet_event_by_added on fleet_event (added)",
    "create index if not exists fleet_event_by_subject on fleet_event (subject, number)",
    # a database in place of another one begins above all numbers of that one
    f"""
    insert into fleet_event_head (last)
    select {FLEET_FROM} + (extract(epoch from clock_timestamp()) * 1000000)::bigint
    where not exists (select from fleet_event_head)
    """,  # noqa: S608 - made of constants
)

POSITION: Final = """
insert into fleet_event_source as known (member, log, shipped) values (%s, %s, %s)
on conflict (member, log) do update set since = clock_timestamp()
returning shipped
"""
ADD: Final = f"""
with source as (
    update fleet_event_source set shipped = %(reached)s
    where member = %(member)s and log = %(log)s and shipped = %(after)s
    returning shipped
), head as (
    update fleet_event_head set last = last + %(count)s where exists (select from source) returning last
), added as (
    insert into fleet_event (number, added, member, local, at, subject, room, kind, value)
    select head.last - %(count)s + nth, clock_timestamp(), %(member)s, local, at, subject, room, kind, value
    from head, unnest(
        %(local)s::bigint[], %(at)s::float8[], %(subject)s::bytea[], %(room)s::bytea[], %(kind)s::text[],
        %(value)s::bytea[]
    ) with ordinality as new (local, at, subject, room, kind, value, nth)
)
select pg_notify('{CHANNEL}', '') from head
"""  # noqa: S608 - made of constants
REACHED: Final = "select shipped from fleet_event_source where member = %s and log = %s"

EXTENT: Final = """
select coalesce((select min(number) from fleet_event), last + 1) as oldest, last from fleet_event_head
"""
_COLUMNS: Final = "select number, member, local, at, subject, room, kind, value from fleet_event"
AFTER: Final = f"{_COLUMNS} where number > %(after)s order by number limit %(limit)s"
READ: Final = f"""{_COLUMNS}
where number > %(after)s and number <= %(up_to)s and (
    kind = '{MemberEventsLost.__name__}' or (
        (%(kinds)s::text[] is null or kind = any(%(kinds)s::text[]))
        and (%(subjects)s::bytea[] is null or subject = any(%(subjects)s::bytea[]))
        and (%(rooms)s::bytea[] is null or room = any(%(rooms)s::bytea[]))
    )
) order by number limit %(limit)s
"""
BEFORE: Final = """
select coalesce((select min(number) from fleet_event where added >= to_timestamp(%(since)s)) - 1, last)
    as sequence from fleet_event_head
"""
TIDY: Final = f"""
with turn as materialized (select pg_try_advisory_xact_lock({_TIDYING}) as ours),
beyond as (
    select greatest(
        (select last - %(most)s::bigint from fleet_event_head where %(most)s > 0),
        (select max(number) from fleet_event where %(days)s > 0
            and added < clock_timestamp() - %(days)s * interval '1 day')
    ) as number
)
delete from fleet_event where (select ours from turn)
and number <= (select number from beyond)
and number <= (select min(number) from fleet_event) + {AT_ONCE - 1}
returning 1
"""  # noqa: S608 - made of constants
FORGET: Final = """
delete from fleet_event_source where since < clock_timestamp() - interval '90 days'
and not exists (select from fleet_member where name = fleet_event_source.member)
"""
