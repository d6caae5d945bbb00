"""Speech as text: transcripts of recordings, of sounds, and of what is said now."""

from __future__ import annotations

import builtins  # noqa: TC003 - `list` is a method below
from contextlib import closing
from typing import TYPE_CHECKING, Final

from odind.v1 import captions_pb2, live_pb2

from .pages import LARGEST, pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from typing import TypedDict, Unpack

    from odind.v1.captions_pb2_grpc import CaptionServiceAsyncStub

    from .asking import Ask
    from .watch import EventWatch

    class Options(TypedDict, total=False):
        """The other fields of a StartCaptionsRequest."""

        user_id: str
        gateway: str
        language: str
        vocabulary: str
        user_ids: Iterable[str]
        peer_ids: Iterable[int]
        own_voice: bool
        interim: bool
        chat: bool
        request_id: str


_KINDS: Final = ("transcript_changed", "transcript_ended", "caption_spoken")


class Captions:
    """Each call raises what its RPC's comment in proto/ lists."""

    def __init__(
        self, stub: CaptionServiceAsyncStub, ask: Ask, watch_events: Callable[..., EventWatch]
    ) -> None:
        self._stub = stub
        self._ask = ask
        self._watch_events = watch_events

    async def start(
        self, connection_id: str = "", *, room_id: str = "", **options: Unpack[Options]
    ) -> captions_pb2.Captions:
        """Begin to caption a connection, or a room, which the daemon joins as a bot."""
        request = captions_pb2.StartCaptionsRequest(connection_id=connection_id, room_id=room_id, **options)
        return (await self._ask(self._stub.StartCaptions, request)).captions

    async def stop(self, captions_id: str) -> captions_pb2.Captions:
        """End captions; `ended` of their transcript waits until that is complete."""
        request = captions_pb2.StopCaptionsRequest(captions_id=captions_id)
        return (await self._ask(self._stub.StopCaptions, request)).captions

    async def get(self, captions_id: str) -> captions_pb2.Captions:
        """Return captions, by their id or its beginning."""
        request = captions_pb2.GetCaptionsRequest(captions_id=captions_id)
        return (await self._ask(self._stub.GetCaptions, request)).captions

    async def list(
        self,
        *,
        room_ids: Iterable[str] = (),
        connection_ids: Iterable[str] = (),
        states: Iterable[str] = (),
    ) -> list[captions_pb2.Captions]:
        """Return captions, oldest first; states are those of the proto, in lower case: `active`."""
        request = captions_pb2.ListCaptionsRequest(
            page_size=LARGEST,
            room_ids=room_ids,
            connection_ids=connection_ids,
            states=[live_pb2.LiveState.Value(f"LIVE_STATE_{state.upper()}") for state in states],
        )
        found = pages(self._ask, self._stub.ListCaptions, request)
        return [one async for page in found for one in page.captions]

    async def spoken(
        self, connection_ids: Iterable[str] = (), *, room_ids: Iterable[str] = ()
    ) -> AsyncIterator[captions_pb2.CaptionSegment]:
        """Yield what is said from now on, in any transcript or on these connections and in these rooms."""
        with closing(
            self._watch_events(*connection_ids, kinds=("caption_spoken",), room_ids=tuple(room_ids))
        ) as events:
            await anext(events)  # the snapshot
            async for event in events:
                told = getattr(event, "kind", None)
                if isinstance(told, captions_pb2.CaptionSpoken):
                    yield told.segment

    async def transcribe_recording(
        self, recording_id: str, *, language: str = "", vocabulary: str = "", request_id: str = ""
    ) -> captions_pb2.Transcript:
        """Begin to transcribe a recording that is over; `ended` waits for the end."""
        request = captions_pb2.TranscribeFileRequest(
            recording_id=recording_id, language=language, vocabulary=vocabulary, request_id=request_id
        )
        return (await self._ask(self._stub.TranscribeFile, request)).transcript

    async def transcribe_sound(
        self, sound_id: str, *, language: str = "", vocabulary: str = "", request_id: str = ""
    ) -> captions_pb2.Transcript:
        """Begin to transcribe a sound that `library.put` has uploaded; `ended` waits for the end."""
        request = captions_pb2.TranscribeFileRequest(
            sound_id=sound_id, language=language, vocabulary=vocabulary, request_id=request_id
        )
        return (await self._ask(self._stub.TranscribeFile, request)).transcript

    async def stop_transcript(self, transcript_id: str) -> captions_pb2.Transcript:
        """End a transcript that is being written; what it has is kept."""
        request = captions_pb2.StopTranscriptRequest(transcript_id=transcript_id)
        return (await self._ask(self._stub.StopTranscript, request)).transcript

    async def get_transcript(self, transcript_id: str) -> captions_pb2.Transcript:
        """Return a transcript, without its segments."""
        request = captions_pb2.GetTranscriptRequest(transcript_id=transcript_id)
        return (await self._ask(self._stub.GetTranscript, request)).transcript

    async def transcripts(
        self, *, room_ids: Iterable[str] = (), recording_ids: Iterable[str] = ()
    ) -> builtins.list[captions_pb2.Transcript]:
        """Return transcripts, oldest first."""
        request = captions_pb2.ListTranscriptsRequest(
            room_ids=room_ids, recording_ids=recording_ids, page_size=LARGEST
        )
        found = pages(self._ask, self._stub.ListTranscripts, request)
        return [one async for page in found for one in page.transcripts]

    async def segments(self, transcript_id: str) -> builtins.list[captions_pb2.CaptionSegment]:
        """Return all final segments of a transcript, in the order of their numbers."""
        request = captions_pb2.ListSegmentsRequest(transcript_id=transcript_id, page_size=LARGEST)
        found = pages(self._ask, self._stub.ListSegments, request)
        return [one async for page in found for one in page.segments]

    async def export(self, transcript_id: str, as_format: str = "vtt") -> bytes:
        """Return a transcript as a file: "vtt", "srt", "json" or "txt", in UTF-8."""
        number = captions_pb2.TranscriptFormat.Value(f"TRANSCRIPT_FORMAT_{as_format.upper()}")
        request = captions_pb2.ExportTranscriptRequest(transcript_id=transcript_id, format=number)
        return (await self._ask(self._stub.ExportTranscript, request)).content

    async def delete_transcript(self, transcript_id: str) -> None:
        """Delete a transcript that is over, with its files."""
        request = captions_pb2.DeleteTranscriptRequest(transcript_id=transcript_id)
        await self._ask(self._stub.DeleteTranscript, request)

    async def summarize(self, transcript_id: str, prompt: str = "") -> captions_pb2.Summary:
        """Have a transcript that is over summarized, and wait for it; its state says whether there is one."""
        with closing(self._watch_events(kinds=("summary_ended",))) as events:
            await anext(events)  # the snapshot
            request = captions_pb2.SummarizeRequest(transcript_id=transcript_id, prompt=prompt)
            summary = (await self._ask(self._stub.Summarize, request)).summary
            while summary.state == captions_pb2.SUMMARY_STATE_RUNNING:
                told = getattr(await anext(events), "kind", None)
                if (
                    isinstance(told, captions_pb2.SummaryEnded)
                    and told.summary.transcript_id == transcript_id
                ):
                    summary = told.summary
        return summary

    async def get_summary(self, transcript_id: str) -> captions_pb2.Summary:
        """Return the summary of a transcript as it is now."""
        request = captions_pb2.GetSummaryRequest(transcript_id=transcript_id)
        return (await self._ask(self._stub.GetSummary, request)).summary

    async def engine(self) -> captions_pb2.GetCaptionEngineResponse:
        """Return how the engine does."""
        return await self._ask(self._stub.GetCaptionEngine, captions_pb2.GetCaptionEngineRequest())

    async def follow(
        self, transcript_id: str
    ) -> AsyncIterator[captions_pb2.Transcript | captions_pb2.CaptionSegment]:
        """Yield a transcript as it is now and after every change, and what is said, until it is over."""
        with closing(self._watch_events(kinds=_KINDS)) as events:
            await anext(events)  # the snapshot: what happens from now on is told
            transcript = await self.get_transcript(transcript_id)
            yield transcript
            while transcript.state == captions_pb2.TRANSCRIPT_STATE_RUNNING:
                told = getattr(await anext(events), "kind", None)
                if isinstance(told, captions_pb2.CaptionSpoken):
                    if told.transcript_id == transcript_id:
                        yield told.segment
                elif told is not None and told.transcript.transcript_id == transcript_id:
                    transcript = told.transcript
                    yield transcript

    async def ended(self, transcript_id: str) -> captions_pb2.Transcript:
        """Wait until a transcript is over, and return it."""
        transcript = captions_pb2.Transcript()
        async for told in self.follow(transcript_id):
            transcript = told if isinstance(told, captions_pb2.Transcript) else transcript
        return transcript
