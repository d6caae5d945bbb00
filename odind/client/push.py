"""Pushes of the daemon: they go on while their caller is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from odind.v1 import live_pb2, push_pb2

from .following import Course
from .pages import LARGEST, pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from datetime import timedelta
    from typing import TypedDict, Unpack

    from odind.v1.push_pb2_grpc import PushServiceAsyncStub

    from .asking import Ask
    from .watch import EventWatch

    class Options(TypedDict, total=False):
        """The other fields of an AddPushRequest."""

        stream_key: str
        passphrase: str
        codec: str
        bit_rate: int
        title: str
        user_ids: Iterable[str]
        peer_ids: Iterable[int]
        own_voice: bool
        give_up_after: timedelta | None
        request_id: str


_OVER: Final = (live_pb2.LIVE_STATE_ENDED, live_pb2.LIVE_STATE_FAILED)
_KINDS: Final = ("push_started", "push_changed", "push_stopping", "push_stopped", "push_failed")


class Pushes:
    """Each call raises what its RPC's comment in proto/ lists. Codecs are in lower case: `mp3`."""

    def __init__(self, stub: PushServiceAsyncStub, ask: Ask, watch_events: Callable[..., EventWatch]) -> None:
        self._stub = stub
        self._ask = ask
        self._course: Course[push_pb2.Push] = Course(
            watch_events,
            self.get,
            _KINDS,
            "push",
            lambda one: one.job.job_id,
            lambda one: one.job.state in _OVER,
        )

    async def add(self, connection_id: str, address: str, **options: Unpack[Options]) -> push_pb2.Push:
        """Send what a connection hears to a destination."""
        request = push_pb2.AddPushRequest(connection_id=connection_id, address=address)
        return await self._add(request, options)

    async def add_room(
        self,
        room_id: str,
        address: str,
        *,
        user_id: str = "",
        gateway: str = "",
        **options: Unpack[Options],
    ) -> push_pb2.Push:
        """Send a room to a destination: the daemon joins it as a bot for as long as the push lasts."""
        request = push_pb2.AddPushRequest(room_id=room_id, address=address, user_id=user_id, gateway=gateway)
        return await self._add(request, options)

    async def remove(self, job_id: str) -> push_pb2.Push:
        """End a push; `ended` waits until the destination knows."""
        request = push_pb2.RemovePushRequest(job_id=job_id)
        return (await self._ask(self._stub.RemovePush, request)).push

    async def get(self, job_id: str) -> push_pb2.Push:
        """Return a push; the beginning of its id is enough."""
        return (await self._ask(self._stub.GetPush, push_pb2.GetPushRequest(job_id=job_id))).push

    async def list(
        self,
        *,
        room_ids: Iterable[str] = (),
        connection_ids: Iterable[str] = (),
        states: Iterable[str] = (),
    ) -> list[push_pb2.Push]:
        """Return pushes, oldest first; states are those of the proto, in lower case: `active`."""
        request = push_pb2.ListPushesRequest(
            page_size=LARGEST,
            room_ids=room_ids,
            connection_ids=connection_ids,
            states=[live_pb2.LiveState.Value(f"LIVE_STATE_{state.upper()}") for state in states],
        )
        found = pages(self._ask, self._stub.ListPushes, request)
        return [one async for page in found for one in page.pushes]

    def follow(self, job_id: str) -> AsyncIterator[push_pb2.Push]:
        """Yield a push as it is now and after every change, until it is over."""
        return self._course.follow(job_id)

    async def streaming(self, job_id: str) -> push_pb2.Push:
        """Wait until the destination takes sound, or the push is over, and return it."""
        return await self._course.until(job_id, lambda push: push.link == push_pb2.PUSH_LINK_STREAMING)

    async def ended(self, job_id: str) -> push_pb2.Push:
        """Wait until a push is over, and return it."""
        return await self._course.until(job_id)

    async def _add(self, request: push_pb2.AddPushRequest, options: Options) -> push_pb2.Push:
        fields: dict[str, Any] = {**options}
        give_up_after, codec = fields.pop("give_up_after", None), fields.pop("codec", "unspecified")
        request.MergeFrom(
            push_pb2.AddPushRequest(codec=push_pb2.PushCodec.Value(f"PUSH_CODEC_{codec.upper()}"), **fields)
        )
        if give_up_after is not None:
            request.give_up_after.FromTimedelta(give_up_after)
        return (await self._ask(self._stub.AddPush, request)).push
