"""Converts between core's pushes and the proto's. Decides nothing but defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.push.address import Codec
from odind.core.push.plan import PushPlan, PushSecrets, default_codec
from odind.core.push.push import (
    Link,
    PushChanged,
    PushFailed,
    PushStarted,
    PushStarting,
    PushStopped,
    PushStopping,
)
from odind.core.timing.tick import TICK_S
from odind.v1 import push_pb2

from .live import pack_job
from .times import pack_seconds, pack_time, unpack_seconds

if TYPE_CHECKING:
    from odind.core.push.push import Push, PushEvent
    from odind.v1 import rooms_pb2

PUSH_KINDS: Final[dict[str, type[PushEvent]]] = {
    "push_starting": PushStarting,
    "push_started": PushStarted,
    "push_changed": PushChanged,
    "push_stopping": PushStopping,
    "push_stopped": PushStopped,
    "push_failed": PushFailed,
}
"""The kinds of events by the names that the fields of the proto's Event have."""
_NAMES: Final = {kind: name for name, kind in PUSH_KINDS.items()}
_CODECS: Final = {codec: push_pb2.PushCodec.Value(f"PUSH_CODEC_{codec.name}") for codec in Codec}
_LINKS: Final = {link: push_pb2.PushLink.Value(f"PUSH_LINK_{link.name}") for link in Link}
_BIT_RATE: Final = 128_000
_GIVE_UP_AFTER_S: Final = 3_600.0


def unpack_plan(request: push_pb2.AddPushRequest) -> PushPlan:
    """Return the plan of a push; raises what PushPlan raises."""
    patience = request.give_up_after if request.HasField("give_up_after") else None
    return PushPlan(
        request.address,
        _codec(request.codec, request.address),
        request.bit_rate or _BIT_RATE,
        _GIVE_UP_AFTER_S if patience is None else unpack_seconds(patience),
        request.title,
        user_ids=tuple(request.user_ids),
        peer_ids=tuple(request.peer_ids),
        own_voice=request.own_voice,
    )


def unpack_secrets(request: push_pb2.AddPushRequest) -> PushSecrets:
    """Return the secrets of a push."""
    return PushSecrets(request.stream_key, request.passphrase)


def pack_push(push: Push) -> push_pb2.Push:
    """Return the message of a push."""
    plan = push.plan
    return push_pb2.Push(
        job=pack_job(push),
        address=plan.address,
        codec=_CODECS[plan.codec],
        bit_rate=0 if plan.codec is Codec.PCM else plan.bit_rate,
        title=plan.title,
        give_up_after=pack_seconds(plan.give_up_after_s),
        link=_LINKS[push.link],
        streaming_at=None if push.streaming_at is None else pack_time(push.streaming_at),
        attempts=push.attempts,
        dropped=pack_seconds(push.dropped_slots * TICK_S),
        trouble=push.trouble,
        problem=push.problem,
        user_ids=plan.user_ids,
        peer_ids=plan.peer_ids,
        own_voice=plan.own_voice,
    )


def pack_push_event(event: rooms_pb2.Event, happened: PushEvent) -> None:
    """Write an event of a push into an event of a watch."""
    getattr(event, _NAMES[type(happened)]).push.CopyFrom(pack_push(happened.push))


def _codec(number: int, address: str) -> Codec:
    if number == push_pb2.PUSH_CODEC_UNSPECIFIED:
        return default_codec(address)
    for codec, known in _CODECS.items():
        if number == known:
            return codec
    raise InvalidArgumentError("PUSH_CODEC_INVALID", "there is no codec {number}", number=number)
