"""Recordings that the daemon makes: they go on while their caller is away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from odind.v1 import recordings_pb2

from .answers import answers_of
from .following import Course
from .pages import LARGEST, pages
from .players import notice_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping
    from datetime import timedelta
    from typing import TypedDict, Unpack

    from odind.v1 import players_pb2
    from odind.v1.recordings_pb2_grpc import RecordingServiceAsyncStub

    from .asking import Ask
    from .watch import EventWatch

    class Options(TypedDict, total=False):
        """The other fields of a StartRecordingRequest."""

        name: str
        user_ids: Iterable[str]
        peer_ids: Iterable[int]
        left_user_id: str
        pause: str
        max_duration: timedelta | None
        max_bytes: int
        metadata: Mapping[str, str]
        outputs: Iterable[str]
        consent_field: str
        expires_after: timedelta | None
        notice: str | players_pb2.SoundSource
        request_id: str


_OVER: Final = (recordings_pb2.CAPTURE_STATE_ENDED, recordings_pb2.CAPTURE_STATE_ABORTED)
_KINDS: Final = ("recording_changed", "recording_ended")


class Recordings:
    """Each call raises what its RPC's comment in proto/ lists.

    Layouts, encodings and pauses are given by their names in the proto, in lower case: `per_peer`, `flac`. A
    notice is a text, or a tone as `tone:880`.
    """

    def __init__(
        self,
        stub: RecordingServiceAsyncStub,
        ask: Ask,
        watch_events: Callable[..., EventWatch],
        target: str,
    ) -> None:
        self._stub = stub
        self._target = target
        self._ask = ask
        self._course: Course[recordings_pb2.Recording] = Course(
            watch_events,
            self.get,
            _KINDS,
            "recording",
            lambda one: one.recording_id,
            lambda one: one.state in _OVER,
        )

    async def start(
        self, connection_id: str, layout: str = "mix", encoding: str = "", **options: Unpack[Options]
    ) -> recordings_pb2.Recording:
        """Record a connection; without an `encoding`, as Opus or FLAC."""
        request = recordings_pb2.StartRecordingRequest(connection_id=connection_id)
        return await self._start(request, layout, encoding, options)

    async def start_room(
        self,
        room_id: str,
        layout: str = "mix",
        encoding: str = "",
        *,
        user_id: str = "",
        gateway: str = "",
        **options: Unpack[Options],
    ) -> recordings_pb2.Recording:
        """Record a room: the daemon joins it as a bot for as long as it records."""
        request = recordings_pb2.StartRecordingRequest(room_id=room_id, user_id=user_id, gateway=gateway)
        return await self._start(request, layout, encoding, options)

    async def _start(
        self, request: recordings_pb2.StartRecordingRequest, layout: str, encoding: str, options: Options
    ) -> recordings_pb2.Recording:
        fields: dict[str, Any] = {**options}
        spans = {name: fields.pop(name, None) for name in ("max_duration", "expires_after")}
        pause = fields.pop("pause", "silence")
        if fields.get("notice"):
            fields["notice"] = notice_of(fields["notice"])
        request.MergeFrom(
            recordings_pb2.StartRecordingRequest(
                layout=recordings_pb2.RecordingLayout.Value(f"RECORDING_LAYOUT_{layout.upper()}"),
                encoding=_encoding(encoding),
                pause=recordings_pb2.RecordingPause.Value(f"RECORDING_PAUSE_{pause.upper()}"),
                **fields,
            )
        )
        for name, span in spans.items():
            if span:
                getattr(request, name).FromTimedelta(span)
        return (await self._ask(self._stub.StartRecording, request)).recording

    async def set_capture_ring(self, connection_id: str, length: timedelta) -> None:
        """Keep so much of the latest that a connection hears in memory; a length of 0 keeps nothing."""
        request = recordings_pb2.SetCaptureRingRequest(connection_id=connection_id)
        request.length.FromTimedelta(length)
        await self._ask(self._stub.SetCaptureRing, request)

    async def save_clip(
        self,
        connection_id: str,
        last: timedelta | None = None,
        layout: str = "per_peer",
        *,
        user_ids: Iterable[str] = (),
        name: str = "",
        metadata: Mapping[str, str] | None = None,
        request_id: str = "",
    ) -> recordings_pb2.Recording:
        """Save the latest of a capture ring, or all of it; `ended` waits until the files are complete."""
        request = recordings_pb2.SaveClipRequest(
            connection_id=connection_id,
            layout=recordings_pb2.RecordingLayout.Value(f"RECORDING_LAYOUT_{layout.upper()}"),
            user_ids=user_ids,
            name=name,
            metadata=metadata,
            request_id=request_id,
        )
        if last is not None:
            request.last.FromTimedelta(last)
        return (await self._ask(self._stub.SaveClip, request)).recording

    async def pause(self, recording_id: str) -> recordings_pb2.Recording:
        """Keep nothing from now on."""
        request = recordings_pb2.PauseRecordingRequest(recording_id=recording_id)
        return (await self._ask(self._stub.PauseRecording, request)).recording

    async def resume(self, recording_id: str) -> recordings_pb2.Recording:
        """End a pause."""
        request = recordings_pb2.ResumeRecordingRequest(recording_id=recording_id)
        return (await self._ask(self._stub.ResumeRecording, request)).recording

    async def stop(self, recording_id: str) -> recordings_pb2.Recording:
        """End the capture; `ended` waits until the files are complete."""
        request = recordings_pb2.StopRecordingRequest(recording_id=recording_id)
        return (await self._ask(self._stub.StopRecording, request)).recording

    async def get(self, recording_id: str) -> recordings_pb2.Recording:
        """Return a recording."""
        request = recordings_pb2.GetRecordingRequest(recording_id=recording_id)
        return (await self._ask(self._stub.GetRecording, request)).recording

    async def list(
        self,
        *,
        room_ids: Iterable[str] = (),
        connection_ids: Iterable[str] = (),
        states: Iterable[str] = (),
    ) -> list[recordings_pb2.Recording]:
        """Return recordings, oldest first; states are those of the proto, in lower case: `active`."""
        request = recordings_pb2.ListRecordingsRequest(
            page_size=LARGEST,
            room_ids=room_ids,
            connection_ids=connection_ids,
            states=[recordings_pb2.CaptureState.Value(f"CAPTURE_STATE_{state.upper()}") for state in states],
        )
        found = pages(self._ask, self._stub.ListRecordings, request)
        return [one async for page in found for one in page.recordings]

    async def delete(self, recording_id: str) -> recordings_pb2.Recording:
        """Erase the files of a recording that is over, here and at its outputs; return its tombstone."""
        request = recordings_pb2.DeleteRecordingRequest(recording_id=recording_id)
        return (await self._ask(self._stub.DeleteRecording, request)).recording

    async def upload(self, recording_id: str) -> recordings_pb2.Recording:
        """Try at once to bring files to their outputs, also those that were given up."""
        request = recordings_pb2.UploadRecordingRequest(recording_id=recording_id)
        return (await self._ask(self._stub.UploadRecording, request)).recording

    async def sign(
        self, recording_id: str, file: str, lifetime: timedelta | None = None
    ) -> recordings_pb2.SignArtifactResponse:
        """Return an address at which a bucket serves a file to everybody, for an hour by default."""
        request = recordings_pb2.SignArtifactRequest(recording_id=recording_id, file=file)
        if lifetime is not None:
            request.lifetime.FromTimedelta(lifetime)
        return await self._ask(self._stub.SignArtifact, request)

    async def download(
        self, recording_id: str, file: str, offset: int = 0, length: int = 0
    ) -> AsyncIterator[bytes]:
        """Yield the bytes of a file from `offset`; a length of 0 is up to its end as it is now."""
        request = recordings_pb2.DownloadArtifactRequest(
            recording_id=recording_id, file=file, offset=offset, length=length
        )
        async for answer in answers_of(self._stub.DownloadArtifact(request), self._target):
            if answer.data:
                yield answer.data

    def follow(self, recording_id: str) -> AsyncIterator[recordings_pb2.Recording]:
        """Yield a recording as it is now and after every change, until its files are complete."""
        return self._course.follow(recording_id)

    async def ended(self, recording_id: str) -> recordings_pb2.Recording:
        """Wait until the files of a recording are complete, and return it."""
        return await self._course.until(recording_id)


def _encoding(name: str) -> recordings_pb2.RecordingEncoding.ValueType:
    return recordings_pb2.RecordingEncoding.Value(f"RECORDING_ENCODING_{(name or 'unspecified').upper()}")
