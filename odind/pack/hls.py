"""Converts between core's HLS outputs and the proto's. Decides nothing but defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.hls.copy import CopyState
from odind.core.hls.events import HlsChanged, HlsEnded, HlsPlayable, HlsStarted
from odind.core.hls.plan import DEFAULT_BIT_RATES, HlsPlan
from odind.v1 import hls_pb2, live_pb2

from .live import STATES, pack_job
from .times import pack_seconds, pack_time, unpack_seconds

if TYPE_CHECKING:
    from odind.core.hls.copy import HlsCopy
    from odind.core.hls.events import HlsEvent
    from odind.core.hls.output import HlsOutput
    from odind.v1 import rooms_pb2

HLS_KINDS: Final[dict[str, type[HlsEvent]]] = {
    "hls_started": HlsStarted,
    "hls_changed": HlsChanged,
    "hls_playable": HlsPlayable,
    "hls_ended": HlsEnded,
}
"""The kinds of events by the names that the fields of the proto's Event have."""
_COPY_STATES: Final = {
    CopyState.FOLLOWING: hls_pb2.HLS_COPY_STATE_FOLLOWING,
    CopyState.BEHIND: hls_pb2.HLS_COPY_STATE_BEHIND,
    CopyState.COMPLETE: hls_pb2.HLS_COPY_STATE_COMPLETE,
    CopyState.GIVEN_UP: hls_pb2.HLS_COPY_STATE_GIVEN_UP,
}
_WINDOW_S: Final = 60.0


def unpack_plan(request: hls_pb2.StartHlsRequest) -> HlsPlan:
    """Return the plan of an output; raises what HlsPlan raises."""
    rates = tuple(request.bit_rates)
    return HlsPlan(
        name=request.name,
        user_ids=tuple(request.user_ids),
        peer_ids=tuple(request.peer_ids),
        own_voice=request.own_voice,
        bit_rates=rates or (() if request.opus_bit_rate else DEFAULT_BIT_RATES),
        opus_bit_rate=request.opus_bit_rate,
        window_s=unpack_seconds(request.window) if request.HasField("window") else _WINDOW_S,
        captions=request.captions,
        low_latency=not request.whole_segments,
        outputs=tuple(dict.fromkeys(request.outputs)),
    )


def pack_output(output: HlsOutput) -> hls_pb2.HlsOutput:
    """Return the message of an output."""
    plan = output.plan
    return hls_pb2.HlsOutput(
        job=pack_job(output),
        name=output.name,
        path=path_of(output.name),
        bit_rates=plan.bit_rates,
        opus_bit_rate=plan.opus_bit_rate,
        window=pack_seconds(plan.window_s),
        captions=plan.captions,
        low_latency=plan.low_latency,
        user_ids=plan.user_ids,
        peer_ids=plan.peer_ids,
        own_voice=plan.own_voice,
        playable_at=None if output.playable_at is None else pack_time(output.playable_at),
        segments=output.segments,
        size_bytes=output.size_bytes,
        erased=output.erased,
        outputs=plan.outputs,
        copies=map(_pack_copy, output.copies),
    )


def _pack_copy(copy: HlsCopy) -> hls_pb2.HlsCopy:
    return hls_pb2.HlsCopy(
        output=copy.output,
        state=_COPY_STATES[copy.state],
        since=pack_time(copy.since),
        reason=copy.reason,
        detail=copy.problem,
    )


def path_of(name: str, ticket: str = "") -> str:
    """Return the path of an output's page on the HTTP address, with a ticket or without."""
    return f"/hls/~{ticket}/{name}/" if ticket else f"/hls/{name}/"


def pack_hls_event(event: rooms_pb2.Event, happened: HlsEvent) -> None:
    """Write an event of an output into an event of a watch."""
    output = pack_output(happened.output)
    match happened:
        case HlsStarted():
            event.hls_started.output.CopyFrom(output)
        case HlsChanged(_, before):
            previous = STATES[before] if before else live_pb2.LIVE_STATE_UNSPECIFIED
            event.hls_changed.CopyFrom(hls_pb2.HlsChanged(output=output, previous_state=previous))
        case HlsPlayable():
            event.hls_playable.output.CopyFrom(output)
        case HlsEnded():
            event.hls_ended.output.CopyFrom(output)
