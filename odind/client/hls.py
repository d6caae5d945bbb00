"""HLS outputs of the daemon: they go on while their caller is away."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from odind.v1 import hls_pb2, live_pb2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from datetime import timedelta
    from typing import TypedDict, Unpack

    from odind.v1.hls_pb2_grpc import HlsServiceAsyncStub

    from .devices import Ask
    from .watch import EventWatch

    class Options(TypedDict, total=False):
        """The other fields of a StartHlsRequest."""

        name: str
        user_ids: Iterable[str]
        peer_ids: Iterable[int]
        own_voice: bool
        bit_rates: Iterable[int]
        opus_bit_rate: int
        window: timedelta | None
        captions: bool
        whole_segments: bool
        outputs: Iterable[str]
        request_id: str


_OVER: Final = (live_pb2.LIVE_STATE_ENDED, live_pb2.LIVE_STATE_FAILED)
_KINDS: Final = ("hls_changed", "hls_playable", "hls_ended")
_PAGE: Final = 1_000


class Hls:
    """Each call raises what its RPC's comment in proto/ lists. `output.path` is below the HTTP address."""

    def __init__(self, stub: HlsServiceAsyncStub, ask: Ask, watch_events: Callable[..., EventWatch]) -> None:
        self._stub = stub
        self._ask = ask
        self._watch_events = watch_events

    async def start(self, connection_id: str, **options: Unpack[Options]) -> hls_pb2.HlsOutput:
        """Serve what a connection hears."""
        return await self._start(hls_pb2.StartHlsRequest(connection_id=connection_id), options)

    async def start_room(
        self, room_id: str, *, user_id: str = "", gateway: str = "", **options: Unpack[Options]
    ) -> hls_pb2.HlsOutput:
        """Serve a room: the daemon joins it as a bot for as long as the output runs."""
        request = hls_pb2.StartHlsRequest(room_id=room_id, user_id=user_id, gateway=gateway)
        return await self._start(request, options)

    async def stop(self, job_id: str) -> hls_pb2.HlsOutput:
        """End an output; `ended` waits until its playlists are complete."""
        request = hls_pb2.StopHlsRequest(job_id=job_id)
        return (await self._ask(self._stub.StopHls, request)).output

    async def get(self, job_id: str) -> hls_pb2.HlsOutput:
        """Return an output; the beginning of its id is enough."""
        request = hls_pb2.GetHlsRequest(job_id=job_id)
        return (await self._ask(self._stub.GetHls, request)).output

    async def list(
        self,
        *,
        room_ids: Iterable[str] = (),
        connection_ids: Iterable[str] = (),
        states: Iterable[str] = (),
    ) -> list[hls_pb2.HlsOutput]:
        """Return outputs, oldest first; states are those of the proto, in lower case: `active`."""
        request = hls_pb2.ListHlsRequest(
            page_size=_PAGE,
            room_ids=room_ids,
            connection_ids=connection_ids,
            states=[live_pb2.LiveState.Value(f"LIVE_STATE_{state.upper()}") for state in states],
        )
        found: list[hls_pb2.HlsOutput] = []
        while True:
            page = await self._ask(self._stub.ListHls, request)
            found += page.outputs
            request.page_token = page.next_page_token
            if not page.next_page_token:
                return found

    async def sign(self, job_id: str, lifetime: timedelta | None = None) -> hls_pb2.SignHlsResponse:
        """Return an address that everybody may read who has it, for an hour unless a lifetime is given."""
        request = hls_pb2.SignHlsRequest(job_id=job_id)
        if lifetime is not None:
            request.lifetime.FromTimedelta(lifetime)
        return await self._ask(self._stub.SignHls, request)

    async def follow(self, job_id: str) -> AsyncIterator[hls_pb2.HlsOutput]:
        """Yield an output as it is now and after every change, until it is over."""
        with closing(self._watch_events(kinds=_KINDS)) as events:
            await anext(events)  # the snapshot: what happens from now on is told
            output = await self.get(job_id)
            yield output
            while output.job.state not in _OVER:
                event = await anext(events)
                changed = getattr(getattr(event, "kind", None), "output", output)
                if changed.job.job_id == output.job.job_id:
                    output = changed
                    yield output

    async def playable(self, job_id: str) -> hls_pb2.HlsOutput:
        """Wait until an output can be played, or is over, and return it."""
        return await self._once(job_id, lambda output: output.HasField("playable_at"))

    async def ended(self, job_id: str) -> hls_pb2.HlsOutput:
        """Wait until an output is over, and return it."""
        return await self._once(job_id, lambda _: False)

    async def _once(self, job_id: str, enough: Callable[[hls_pb2.HlsOutput], bool]) -> hls_pb2.HlsOutput:
        async for output in self.follow(job_id):
            if enough(output) or output.job.state in _OVER:
                return output
        raise AssertionError("an output is followed until it is over")

    async def _start(self, request: hls_pb2.StartHlsRequest, options: Options) -> hls_pb2.HlsOutput:
        fields: dict[str, Any] = {**options}
        window = fields.pop("window", None)
        request.MergeFrom(hls_pb2.StartHlsRequest(**fields))
        if window is not None:
            request.window.FromTimedelta(window)
        return (await self._ask(self._stub.StartHls, request)).output
