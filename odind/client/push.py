"""Pushes of the daemon: they go on while their caller is away."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from odind.v1 import live_pb2, push_pb2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from datetime import timedelta
    from typing import TypedDict, Unpack

    from odind.v1.push_pb2_grpc import PushServiceAsyncStub

    from .devices import Ask
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
_PAGE: Final = 1_000


class Pushes:
    """Each call raises what its RPC's comment in proto/ lists. Codecs are in lower case: `mp3`."""

    def __init__(self, stub: PushServiceAsyncStub, ask: Ask, watch_events: Callable[..., EventWatch]) -> None:
        self._stub = stub
        self._ask = ask
        self._watch_events = watch_events

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
            page_size=_PAGE,
            room_ids=room_ids,
            connection_ids=connection_ids,
            states=[live_pb2.LiveState.Value(f"LIVE_STATE_{state.upper()}") for state in states],
        )
        found: list[push_pb2.Push] = []
        while True:
            page = await self._ask(self._stub.ListPushes, request)
            found += page.pushes
            request.page_token = page.next_page_token
            if not page.next_page_token:
                return found

    async def follow(self, job_id: str) -> AsyncIterator[push_pb2.Push]:
        """Yield a push as it is now and after every change, until it is over."""
        with closing(self._watch_events(kinds=_KINDS)) as events:
            await anext(events)  # the snapshot: what happens from now on is told
            push = await self.get(job_id)
            yield push
            while push.job.state not in _OVER:
                event = await anext(events)
                changed = getattr(getattr(event, "kind", None), "push", push)
                if changed.job.job_id == push.job.job_id:
                    push = changed
                    yield push

    async def streaming(self, job_id: str) -> push_pb2.Push:
        """Wait until the destination takes sound, or the push is over, and return it."""
        return await self._once(job_id, lambda push: push.link == push_pb2.PUSH_LINK_STREAMING)

    async def ended(self, job_id: str) -> push_pb2.Push:
        """Wait until a push is over, and return it."""
        return await self._once(job_id, lambda _: False)

    async def _once(self, job_id: str, enough: Callable[[push_pb2.Push], bool]) -> push_pb2.Push:
        async for push in self.follow(job_id):
            if enough(push) or push.job.state in _OVER:
                return push
        raise AssertionError("a push is followed until it is over")

    async def _add(self, request: push_pb2.AddPushRequest, options: Options) -> push_pb2.Push:
        fields: dict[str, Any] = {**options}
        give_up_after, codec = fields.pop("give_up_after", None), fields.pop("codec", "unspecified")
        request.MergeFrom(
            push_pb2.AddPushRequest(codec=push_pb2.PushCodec.Value(f"PUSH_CODEC_{codec.upper()}"), **fields)
        )
        if give_up_after is not None:
            request.give_up_after.FromTimedelta(give_up_after)
        return (await self._ask(self._stub.AddPush, request)).push
