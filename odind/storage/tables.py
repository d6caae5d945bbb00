"""The tables of the newest schema; the migrations lead to it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, LargeBinary, MetaData, String, Table

METADATA: Final = MetaData()
EVENTS: Final = Table(
    "events",
    METADATA,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("time", Double, nullable=False),
    Column("subject", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Index("events_by_subject", "subject", "sequence"),
    Index("events_by_time", "time"),
)
"""`sequence` is drawn by the log, `time` is seconds since the epoch, `value` is as `portable_bytes` says."""
DOCUMENTS: Final = Table(
    "documents",
    METADATA,
    Column("collection", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("expires_at", Double),
    Index("documents_by_expiry", "expires_at"),
)
MARKS: Final = Table(
    "marks",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
"""What is known of the store itself. `clean` is "yes" while no daemon has it open and nothing is missing."""
