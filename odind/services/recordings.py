"""RecordingService on core's recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.recordings import (
    pack_artifact,
    pack_recording,
    unpack_clip_plan,
    unpack_last,
    unpack_plan,
    unpack_states,
)
from odind.pack.sound_sources import unpack_source
from odind.pack.times import pack_time, unpack_lifetime, unpack_seconds
from odind.v1 import recordings_pb2

if TYPE_CHECKING:
    from odind.core.plane import ControlPlane

    from .calls import Call


class RecordingServicer:
    """One use case a method."""

    def __init__(self, plane: ControlPlane) -> None:
        self._recordings = plane.recordings
        self._rooms = plane.room_recordings
        self._shipping = plane.shipping
        self._erasure = plane.erasure
        self._downloads = plane.downloads
        self._addresses = plane.addresses

    async def StartRecording(
        self, request: recordings_pb2.StartRecordingRequest, call: Call
    ) -> recordings_pb2.StartRecordingResponse:
        """Record a connection or a room."""
        recording = await self._rooms.start_either(
            request.connection_id,
            request.room_id,
            unpack_plan(request),
            call.caller.principal,
            user_id=request.user_id,
            gateway=request.gateway,
            notice=unpack_source(request.notice) if request.HasField("notice") else None,
        )
        return recordings_pb2.StartRecordingResponse(recording=pack_recording(recording))

    async def SetCaptureRing(
        self, request: recordings_pb2.SetCaptureRingRequest, call: Call
    ) -> recordings_pb2.SetCaptureRingResponse:
        """Keep the last seconds in memory."""
        await self._recordings.set_ring(request.connection_id, unpack_seconds(request.length))
        return recordings_pb2.SetCaptureRingResponse()

    async def SaveClip(
        self, request: recordings_pb2.SaveClipRequest, call: Call
    ) -> recordings_pb2.SaveClipResponse:
        """Save what a ring holds."""
        by, plan = call.caller.principal, unpack_clip_plan(request)
        recording = await self._recordings.save_clip(request.connection_id, plan, unpack_last(request), by)
        return recordings_pb2.SaveClipResponse(recording=pack_recording(recording))

    async def PauseRecording(
        self, request: recordings_pb2.PauseRecordingRequest, call: Call
    ) -> recordings_pb2.PauseRecordingResponse:
        """Pause a recording."""
        recording = await self._recordings.pause(request.recording_id, paused=True)
        return recordings_pb2.PauseRecordingResponse(recording=pack_recording(recording))

    async def ResumeRecording(
        self, request: recordings_pb2.ResumeRecordingRequest, call: Call
    ) -> recordings_pb2.ResumeRecordingResponse:
        """Go on with a recording."""
        recording = await self._recordings.pause(request.recording_id, paused=False)
        return recordings_pb2.ResumeRecordingResponse(recording=pack_recording(recording))

    async def StopRecording(
        self, request: recordings_pb2.StopRecordingRequest, call: Call
    ) -> recordings_pb2.StopRecordingResponse:
        """End a recording."""
        recording = await self._recordings.stop(request.recording_id)
        return recordings_pb2.StopRecordingResponse(recording=pack_recording(recording))

    async def GetRecording(
        self, request: recordings_pb2.GetRecordingRequest, call: Call
    ) -> recordings_pb2.GetRecordingResponse:
        """Return a recording."""
        recording = await self._downloads.with_growing(await self._recordings.get(request.recording_id))
        return recordings_pb2.GetRecordingResponse(recording=pack_recording(recording))

    async def ListRecordings(
        self, request: recordings_pb2.ListRecordingsRequest, call: Call
    ) -> recordings_pb2.ListRecordingsResponse:
        """Return a page of recordings."""
        page, next_page_token = await self._recordings.page(
            request.page_size,
            request.page_token,
            call.caller.principal,
            room_ids=request.room_ids,
            connection_ids=request.connection_ids,
            states=unpack_states(request.states),
        )
        return recordings_pb2.ListRecordingsResponse(
            recordings=map(pack_recording, page), next_page_token=next_page_token
        )

    async def DeleteRecording(
        self, request: recordings_pb2.DeleteRecordingRequest, call: Call
    ) -> recordings_pb2.DeleteRecordingResponse:
        """Erase a recording's files."""
        recording = await self._erasure.delete(request.recording_id, call.caller.principal)
        return recordings_pb2.DeleteRecordingResponse(recording=pack_recording(recording))

    async def UploadRecording(
        self, request: recordings_pb2.UploadRecordingRequest, call: Call
    ) -> recordings_pb2.UploadRecordingResponse:
        """Try at once to bring files to their outputs."""
        recording = await self._shipping.retry(request.recording_id)
        return recordings_pb2.UploadRecordingResponse(recording=pack_recording(recording))

    async def DownloadArtifact(self, request: recordings_pb2.DownloadArtifactRequest, call: Call) -> None:
        """Send a file in pieces."""
        download = await self._downloads.open(
            request.recording_id, request.file, request.offset, request.length
        )
        await call.write(recordings_pb2.DownloadArtifactResponse(artifact=pack_artifact(download.artifact)))
        async for piece in download.pieces:
            await call.write(recordings_pb2.DownloadArtifactResponse(data=piece))

    async def SignArtifact(
        self, request: recordings_pb2.SignArtifactRequest, call: Call
    ) -> recordings_pb2.SignArtifactResponse:
        """Return an address of a file in a bucket."""
        lifetime_s = unpack_lifetime(request)
        url, until = await self._addresses.sign(request.recording_id, request.file, lifetime_s)
        return recordings_pb2.SignArtifactResponse(url=url, expires_at=pack_time(until))
