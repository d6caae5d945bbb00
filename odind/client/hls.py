"""HLS outputs of the daemon: they go on while their caller is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from odind.v1 import hls_pb2, live_pb2

from .following import Course
from .pages import LARGEST, pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from datetime import timedelta
    from typing import TypedDict, Unpack

    from odind.v1.hls_pb2_grpc import HlsServiceAsyncStub

    from .asking import Ask
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


class Hls:
    """Each call raises what its RPC's comment in proto/ lists. `output.path` is below the HTTP address."""

    def __init__(self, stub: HlsServiceAsyncStub, ask: Ask, watch_events: Callable[..., EventWatch]) -> None:
        self._stub = stub
        self._ask = ask
        self._course: Course[hls_pb2.HlsOutput] = Course(
            watch_events,
            self.get,
            _KINDS,
            "output",
            lambda one: one.job.job_id,
            lambda one: one.job.state in _OVER,
        )

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
            page_size=LARGEST,
            room_ids=room_ids,
            connection_ids=connection_ids,
            states=[live_pb2.LiveState.Value(f"LIVE_STATE_{state.upper()}") for state in states],
        )
        found = pages(self._ask, self._stub.ListHls, request)
        return [one async for page in found for one in page.outputs]

    async def sign(self, job_id: str, lifetime: timedelta | None = None) -> hls_pb2.SignHlsResponse:
        """Return an address that everybody may read who has it, for an hour unless a lifetime is given."""
        request = hls_pb2.SignHlsRequest(job_id=job_id)
        if lifetime is not None:
            request.lifetime.FromTimedelta(lifetime)
        return await self._ask(self._stub.SignHls, request)

    def follow(self, job_id: str) -> AsyncIterator[hls_pb2.HlsOutput]:
        """Yield an output as it is now and after every change, until it is over."""
        return self._course.follow(job_id)

    async def playable(self, job_id: str) -> hls_pb2.HlsOutput:
        """Wait until an output can be played, or is over, and return it."""
        return await self._course.until(job_id, lambda output: output.HasField("playable_at"))

    async def ended(self, job_id: str) -> hls_pb2.HlsOutput:
        """Wait until an output is over, and return it."""
        return await self._course.until(job_id)

    async def _start(self, request: hls_pb2.StartHlsRequest, options: Options) -> hls_pb2.HlsOutput:
        fields: dict[str, Any] = {**options}
        window = fields.pop("window", None)
        request.MergeFrom(hls_pb2.StartHlsRequest(**fields))
        if window is not None:
            request.window.FromTimedelta(window)
        return (await self._ask(self._stub.StartHls, request)).output
