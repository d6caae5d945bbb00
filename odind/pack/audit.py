"""Converts lines of the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from odind.v1 import audit_pb2

if TYPE_CHECKING:
    from collections.abc import Mapping


def pack_line(line: Mapping[str, Any], lost: int) -> audit_pb2.WatchAuditResponse:
    """Return the message of a line, before which so many were lost."""
    time, took = Timestamp(), Duration()
    time.FromJsonString(line["time"])
    took.FromNanoseconds(round(line["ms"] * 1_000_000))
    return audit_pb2.WatchAuditResponse(
        time=time,
        who=line["who"],
        by=line["by"],
        origin=line["from"],
        face=line["face"],
        tenant=line.get("tenant", ""),
        call=line["call"],
        targets=[
            audit_pb2.AuditTarget(field=field, values=[value] if isinstance(value, str) else value)
            for field, value in line["target"].items()
        ],
        verdict=line["verdict"],
        code=line["code"],
        reason=line["reason"],
        took=took,
        times=line.get("times", 1),
        lost=lost,
    )
