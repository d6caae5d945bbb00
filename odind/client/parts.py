"""The parts of an audio stream: one call to each process of the daemon that has connections of its lanes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.base.errors import FailedPreconditionError, UnavailableError

if TYPE_CHECKING:
    from odind.v1.audio_pb2 import StreamAudioResponse

    from .audio import AudioCall


class Part:
    """The call to one target. `lanes` are the stream's numbers of its lanes, `live` those not over."""

    def __init__(self, call: AudioCall, target: str) -> None:
        self.call = call
        self.target = target
        self.lanes: list[int] = []
        self.live: set[int] = set()
        self.over = False

    def renumbered(self, response: StreamAudioResponse) -> StreamAudioResponse:
        """Return what it says with the stream's numbers of lanes."""
        if response.HasField("lane_ended"):
            self.live.discard(self.lanes[response.lane])
        if self.lanes[-1] == len(self.lanes) - 1:
            return response
        for frame in response.frames.frames:
            frame.lane = self.lanes[frame.lane]
        if not response.HasField("frames"):
            response.lane = self.lanes[response.lane]
        return response


def ends_lanes(failure: Exception | None) -> bool:
    """Whether it is the connections that failed, if anything did."""
    return failure is None or isinstance(failure, FailedPreconditionError | UnavailableError)


def of_a_worker(error: Exception) -> Exception:
    """A link to a worker process that breaks means that the worker is gone, not the daemon."""
    if isinstance(error, UnavailableError) and error.reason == "DAEMON_UNREACHABLE":
        return UnavailableError(
            "WORKER_LOST",
            "the worker process that holds the connection was lost; its connections are being restored, try "
            "again after the joined event",
        )
    return error
