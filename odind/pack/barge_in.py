"""Converts between core's rules of barge-in and the proto's."""

from __future__ import annotations

from typing import Any, Final

from odind.core.voice.barge_in import BargeIn, BargeInOutcome
from odind.v1 import players_pb2

from .times import pack_seconds, unpack_seconds

OUTCOMES: Final = {
    BargeInOutcome.CONFIRMED: players_pb2.BARGE_IN_OUTCOME_CONFIRMED,
    BargeInOutcome.REJECTED: players_pb2.BARGE_IN_OUTCOME_REJECTED,
    BargeInOutcome.OVERTAKEN: players_pb2.BARGE_IN_OUTCOME_OVERTAKEN,
}


def unpack_barge_in(rule: players_pb2.BargeIn) -> BargeIn:
    """Return a rule with its defaults; raises InvalidArgumentError BARGE_IN_INVALID."""
    given: dict[str, Any] = {}
    if rule.HasField("after"):
        given["after_s"] = unpack_seconds(rule.after)
    if rule.HasField("deadline"):
        given["deadline_s"] = unpack_seconds(rule.deadline)
    if rule.HasField("duck_db"):
        given["duck_db"] = rule.duck_db
    return BargeIn(tuple(rule.user_ids), confirms_itself=rule.confirm_at_deadline, **given)


def pack_barge_in(rule: BargeIn) -> players_pb2.BargeIn:
    """Return the message of a rule."""
    return players_pb2.BargeIn(
        user_ids=rule.user_ids,
        after=pack_seconds(rule.after_s),
        duck_db=rule.duck_db,
        deadline=pack_seconds(rule.deadline_s),
        confirm_at_deadline=rule.confirms_itself,
    )
