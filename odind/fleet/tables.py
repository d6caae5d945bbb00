"""The tables of the fleet's database. Every moment in them is of the database's own clock."""

from __future__ import annotations

from typing import Final

from odind.core.managed.room import COLLECTION, CUSTOM_IDS

SCHEMA: Final = 2
LOCK: Final = 0x6F64_696E_66
"""The key of the lock under which tables are made."""

CREATE: Final = (
    "create table if not exists fleet_schema (version integer not null)",
    """
    create table if not exists fleet_member (
        name text primary key,
        instance text not null,
        epoch bigint not null,
        until timestamptz not null,
        address text not null,
        version text not null,
        labels jsonb not null,
        connections integer not null default 0,
        more_connections integer not null default 0,
        draining boolean not null default false,
        clock_ahead_s double precision not null default 0
    ) with (fillfactor = 50)
    """,
    """
    create table if not exists fleet_holding (
        kind text not null,
        id text not null,
        bundle text not null,
        member text not null,
        epoch bigint not null,
        type text not null,
        value bytea not null,
        primary key (id, kind)
    )
    """,
    "create index if not exists fleet_holding_by_member on fleet_holding (member, bundle, kind, id)",
    "insert into fleet_schema select %s where not exists (select from fleet_schema)",
)

# PostgreSQL writes a row that changes anew. A heartbeat stays on the page and writes no index where that page
# has room and no index is on what changes: hence the fillfactor, and no index on `until`.
_LEASE: Final = "clock_timestamp() + %(lease_s)s * interval '1 second'"
_AHEAD: Final = "%(now)s - extract(epoch from clock_timestamp())"

ENTER: Final = f"""
insert into fleet_member as known (name, instance, epoch, until, address, version, labels, clock_ahead_s)
values (%(name)s, %(instance)s, 1, {_LEASE}, %(address)s, %(version)s, %(labels)s, {_AHEAD})
on conflict (name) do update set
    instance = excluded.instance, epoch = known.epoch + 1, until = excluded.until, address = excluded.address,
    version = excluded.version, labels = excluded.labels, connections = 0, more_connections = 0,
    draining = false, clock_ahead_s = excluded.clock_ahead_s
where known.until < clock_timestamp() or known.instance = excluded.instance
returning epoch
"""  # noqa: S608 - made of constants
RENEW: Final = f"""
update fleet_member set until = {_LEASE}, connections = %(connections)s,
    more_connections = %(more_connections)s, draining = %(draining)s, clock_ahead_s = {_AHEAD}
where name = %(name)s and epoch = %(epoch)s and until > clock_timestamp()
returning epoch
"""  # noqa: S608 - made of constants
LEAVE: Final = """
update fleet_member set until = clock_timestamp() where name = %s and epoch = %s and until > clock_timestamp()
"""
TIDY: Final = """
delete from fleet_member where until < clock_timestamp() - interval '1 day'
and not exists (select from fleet_holding where member = fleet_member.name)
"""
MEMBERS: Final = """
select name, address, epoch, version, labels, connections, more_connections, draining, clock_ahead_s,
    extract(epoch from until - clock_timestamp())::double precision as left_s
from fleet_member
"""
ALL: Final = f"{MEMBERS} order by name"
ABANDONED: Final = f"""{MEMBERS}
where until < clock_timestamp() and exists (select from fleet_holding where member = fleet_member.name)
order by until limit 20
"""

KEEP: Final = """
with held as (
    select from fleet_member where name = %(name)s and epoch = %(epoch)s and until > clock_timestamp()
), dropped as (
    delete from fleet_holding using unnest(%(over_kinds)s::text[], %(over_ids)s::text[]) as gone (kind, id)
    where fleet_holding.kind = gone.kind and fleet_holding.id = gone.id
    and member = %(name)s and epoch = %(epoch)s and exists (select from held)
), kept as (
    insert into fleet_holding as known (member, epoch, kind, id, bundle, type, value)
    select %(name)s, %(epoch)s, new.* from unnest(
        %(kinds)s::text[], %(ids)s::text[], %(bundles)s::text[], %(types)s::text[], %(values)s::bytea[]
    ) as new where exists (select from held)
    on conflict (id, kind) do update set
        bundle = excluded.bundle, type = excluded.type, value = excluded.value
    where known.member = excluded.member and known.epoch = excluded.epoch
    returning kind, id
)
select kind, id from kept union all select '', '' from held
"""
"""Returns what is kept, and a row of empty texts if the lease holds; else nothing is written."""
OURS: Final = "update fleet_holding set epoch = %s where member = %s returning kind, id, bundle, type, value"
ADOPT: Final = """
with free as (
    select bundle from fleet_holding as first where member = %(gone)s and not exists (
        select from fleet_holding where member = first.member and bundle = first.bundle
        and (kind, id) < (first.kind, first.id)
    ) and exists (
        select from fleet_member where name = %(gone)s and until < clock_timestamp()
    ) order by bundle, kind, id limit %(most)s for update skip locked
)
update fleet_holding set member = %(name)s, epoch = %(epoch)s from free
where fleet_holding.bundle = free.bundle and member = %(gone)s and exists (
    select from fleet_member where name = %(name)s and epoch = %(epoch)s and until > clock_timestamp()
)
returning kind, id, fleet_holding.bundle, type, value
"""
"""Who takes the first row of a bundle takes all of it: nobody else can have locked that one.

The order is that of the index, so that no more rows are read than are taken.
"""
_CHOSEN: Final = f"'{COLLECTION}', '{CUSTOM_IDS}'"
HOLDER: Final = f"select member from fleet_holding where id = %s and kind not in ({_CHOSEN}) limit 1"  # noqa: S608 - made of constants
"""Ids of the kinds that are left out are chosen by callers, who must not hide what has another id."""
HOLDER_OF: Final = "select member from fleet_holding where id = %s and kind = %s"
