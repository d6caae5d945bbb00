"""The status of a grid as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FAULTS: Final = ("drop", "duplicate", "reorder", "delay", "jitter")


def status_text(status: Mapping[str, Any]) -> str:
    """Return the status as text: addresses, who is in which room, counters above 0, faults."""
    head = table([["gateway", status["gateway"]], ["sfu", status["udp"]]])
    sections = [_rooms(status["rooms"]), _counters(status["counters"]), _faults(status["faults"])]
    return "\n\n".join([head, *filter(None, sections)])


def _rooms(rooms: Iterable[Mapping[str, Any]]) -> str:
    rows = [
        [room["namespace"], room["room_id"], str(peer["peer_id"]), peer["user_id"]]
        for room in rooms
        for peer in room["peers"]
    ]
    return table([["NAMESPACE", "ROOM", "PEER", "USER"], *rows]) if rows else "nobody is in a room"


def _counters(counters: Mapping[str, int]) -> str:
    rows = [[name.replace("_", " "), str(value)] for name, value in counters.items() if value]
    return table([["COUNTER", "TOTAL"], *rows]) if rows else ""


def _faults(faults: Mapping[str, Any]) -> str:
    rows = [
        *([*_target(one), f"{one['direction']}: {_disturbances(one)}"] for one in faults["datagrams"]),
        *([*_target(one), f"blackhole for {one['seconds_left']} s"] for one in faults["blackholes"]),
    ]
    lines = [table([["USER", "ROOM", "FAULT"], *rows])] if rows else []
    if faults["refuse_joins"]:
        lines.append(table([[f"joins are refused: {faults['refuse_joins']}"]]))
    return "\n\n".join(lines) or "no faults"


def _target(fault: Mapping[str, Any]) -> list[str]:
    return [fault["user_id"], fault["room_id"] or "all"]


def _disturbances(fault: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {fault[name]:g}" for name in _FAULTS if fault[name])
