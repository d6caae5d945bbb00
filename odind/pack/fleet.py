"""Converts core's members of a fleet to the proto's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.fleet.member import Word
from odind.v1 import fleet_pb2

from .times import pack_seconds

if TYPE_CHECKING:
    from odind.core.fleet.member import Member

_STATES: Final = {
    Word.RENEWING: fleet_pb2.MEMBER_STATE_SERVING,
    Word.WITHOUT_DATABASE: fleet_pb2.MEMBER_STATE_WITHOUT_DATABASE,
    Word.FENCED: fleet_pb2.MEMBER_STATE_FENCED,
    Word.GONE: fleet_pb2.MEMBER_STATE_GONE,
}
WORDS: Final = {state: word for word, state in _STATES.items()}
"""What a member means that tells its own state."""


def pack_member(standing: tuple[Member, Word]) -> fleet_pb2.Member:
    """Return the proto's message for a member that stands so."""
    member, word = standing
    report = member.report
    return fleet_pb2.Member(
        name=member.name,
        address=member.address,
        state=_STATES[word],
        epoch=member.epoch,
        version=member.version,
        labels=member.labels,
        connections=report.connections,
        more_connections=report.more_connections,
        draining=report.draining,
        lease_left=pack_seconds(member.left_s),
        clock_ahead=pack_seconds(member.clock_ahead_s),
    )
