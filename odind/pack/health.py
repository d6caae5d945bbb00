"""Converts core's health to the proto's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.health.checks import CheckState
from odind.v1 import server_pb2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.health.checks import Check, Health

_STATES: Final = {
    CheckState.OK: server_pb2.CHECK_STATE_OK,
    CheckState.WARNING: server_pb2.CHECK_STATE_WARNING,
    CheckState.FAILED: server_pb2.CHECK_STATE_FAILED,
}


def pack_health(health: Health) -> server_pb2.GetHealthResponse:
    """Return the response for the daemon's health."""
    return server_pb2.GetHealthResponse(ready=health.ready, checks=map(pack_check, health.checks))


def pack_diagnosis(checks: Iterable[Check]) -> server_pb2.DiagnoseResponse:
    """Return the response for what a diagnosis found."""
    return server_pb2.DiagnoseResponse(checks=map(pack_check, checks))


def pack_check(check: Check) -> server_pb2.Check:
    """Return a check as the proto has it."""
    return server_pb2.Check(
        name=check.name, state=_STATES[check.state], detail=check.detail, advice=check.advice
    )
