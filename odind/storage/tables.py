"""The tables of the newest schema; the migrations lead to it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Integer, LargeBinary, MetaData, String, Table

_SEQUENCE: Final = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite's INTEGER has 64 bits, and as the key it needs no index of its own."""
METADATA: Final = MetaData()
EVENTS: Final = Table(
    "events",
    METADATA,
    Column("sequence", _SEQUENCE, primary_key=True, autoincrement=False),
    Column("time", Double, nullable=False),
    Column("subject", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("room", LargeBinary),
    Index("events_by_subject", "subject", "sequence"),
    Index("events_by_time", "time"),
)
"""`sequence` is drawn by the log, `time` is seconds since the epoch, `value` is as `portable_bytes` says, and
`room` the room's id in UTF-8."""
DOCUMENTS: Final = Table(
    "documents",
    METADATA,
    Column("collection", String, primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    Column("kind", String, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("expires_at", Double),
    Index("documents_by_expiry", "expires_at"),
)
"""`key` is UTF-8: as text, some databases would refuse some keys."""
MARKS: Final = Table(
    "marks",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
"""What is known of the store itself. `clean` is "yes" while no daemon has it open and nothing is missing."""
