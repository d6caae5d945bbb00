"""CaptionService on core's captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.captions import (
    pack_captions,
    pack_engine,
    pack_segment,
    pack_summary,
    pack_transcript,
    unpack_captions,
    unpack_format,
    unpack_terms,
)
from odind.pack.live import unpack_states
from odind.v1 import captions_pb2

if TYPE_CHECKING:
    from odind.core.captions.captions import Captions
    from odind.core.captions.live import LiveCaptions
    from odind.core.captions.summaries import Summaries

    from .calls import Call


class CaptionServicer:
    """One use case a method."""

    def __init__(self, captions: Captions, live: LiveCaptions, summaries: Summaries) -> None:
        self._captions = captions
        self._live = live
        self._summaries = summaries

    async def StartCaptions(
        self, request: captions_pb2.StartCaptionsRequest, call: Call
    ) -> captions_pb2.StartCaptionsResponse:
        """Begin to caption a connection or a room."""
        captions = await self._live.start(*unpack_captions(request), call.caller.principal)
        return captions_pb2.StartCaptionsResponse(captions=pack_captions(captions))

    async def StopCaptions(
        self, request: captions_pb2.StopCaptionsRequest, call: Call
    ) -> captions_pb2.StopCaptionsResponse:
        """End captions."""
        captions = self._live.jobs.get(request.captions_id, call.caller.principal)
        return captions_pb2.StopCaptionsResponse(
            captions=pack_captions(self._live.jobs.stop(captions.job_id))
        )

    async def GetCaptions(
        self, request: captions_pb2.GetCaptionsRequest, call: Call
    ) -> captions_pb2.GetCaptionsResponse:
        """Return captions."""
        captions = self._live.jobs.get(request.captions_id, call.caller.principal)
        return captions_pb2.GetCaptionsResponse(captions=pack_captions(captions))

    async def ListCaptions(
        self, request: captions_pb2.ListCaptionsRequest, call: Call
    ) -> captions_pb2.ListCaptionsResponse:
        """Return a page of captions."""
        page, next_page_token = self._live.jobs.page(
            request.page_size,
            request.page_token,
            call.caller.principal,
            room_ids=request.room_ids,
            connection_ids=request.connection_ids,
            states=unpack_states(request.states),
        )
        return captions_pb2.ListCaptionsResponse(
            captions=map(pack_captions, page), next_page_token=next_page_token
        )

    async def TranscribeFile(
        self, request: captions_pb2.TranscribeFileRequest, call: Call
    ) -> captions_pb2.TranscribeFileResponse:
        """Begin to transcribe what is past."""
        terms, by = unpack_terms(request), call.caller.principal
        if request.recording_id:
            transcript = await self._captions.transcribe_recording(request.recording_id, terms, by)
        else:
            transcript = self._captions.transcribe_sound(request.sound_id, terms, by)
        return captions_pb2.TranscribeFileResponse(transcript=pack_transcript(transcript))

    async def StopTranscript(
        self, request: captions_pb2.StopTranscriptRequest, call: Call
    ) -> captions_pb2.StopTranscriptResponse:
        """End a transcript."""
        transcript = await self._captions.stop(request.transcript_id, call.caller.principal)
        return captions_pb2.StopTranscriptResponse(transcript=pack_transcript(transcript))

    async def GetTranscript(
        self, request: captions_pb2.GetTranscriptRequest, call: Call
    ) -> captions_pb2.GetTranscriptResponse:
        """Return a transcript."""
        transcript = self._captions.find(request.transcript_id, call.caller.principal)
        return captions_pb2.GetTranscriptResponse(transcript=pack_transcript(transcript))

    async def ListTranscripts(
        self, request: captions_pb2.ListTranscriptsRequest, call: Call
    ) -> captions_pb2.ListTranscriptsResponse:
        """Return a page of transcripts."""
        page, next_page_token = self._captions.page(
            request.page_size,
            request.page_token,
            call.caller.principal,
            room_ids=request.room_ids,
            recording_ids=request.recording_ids,
        )
        return captions_pb2.ListTranscriptsResponse(
            transcripts=map(pack_transcript, page), next_page_token=next_page_token
        )

    async def ListSegments(
        self, request: captions_pb2.ListSegmentsRequest, call: Call
    ) -> captions_pb2.ListSegmentsResponse:
        """Return a page of segments."""
        page, next_page_token = await self._captions.segments(
            request.transcript_id, request.page_size, request.page_token, call.caller.principal
        )
        return captions_pb2.ListSegmentsResponse(
            segments=map(pack_segment, page), next_page_token=next_page_token
        )

    async def ExportTranscript(
        self, request: captions_pb2.ExportTranscriptRequest, call: Call
    ) -> captions_pb2.ExportTranscriptResponse:
        """Return a transcript as a file."""
        as_format = unpack_format(request.format)
        content = await self._captions.export(request.transcript_id, as_format, call.caller.principal)
        return captions_pb2.ExportTranscriptResponse(content=content.encode(errors="replace"))

    async def DeleteTranscript(
        self, request: captions_pb2.DeleteTranscriptRequest, call: Call
    ) -> captions_pb2.DeleteTranscriptResponse:
        """Delete a transcript."""
        self._captions.delete(request.transcript_id, call.caller.principal)
        return captions_pb2.DeleteTranscriptResponse()

    async def Summarize(
        self, request: captions_pb2.SummarizeRequest, call: Call
    ) -> captions_pb2.SummarizeResponse:
        """Begin to summarize a transcript."""
        summary = self._summaries.start(request.transcript_id, request.prompt, call.caller.principal)
        return captions_pb2.SummarizeResponse(summary=pack_summary(summary))

    async def GetSummary(
        self, request: captions_pb2.GetSummaryRequest, call: Call
    ) -> captions_pb2.GetSummaryResponse:
        """Return a summary."""
        summary = self._summaries.get(request.transcript_id, call.caller.principal)
        return captions_pb2.GetSummaryResponse(summary=pack_summary(summary))

    async def GetCaptionEngine(
        self, request: captions_pb2.GetCaptionEngineRequest, call: Call
    ) -> captions_pb2.GetCaptionEngineResponse:
        """Return how the engine does."""
        return pack_engine(self._captions.require_line())
