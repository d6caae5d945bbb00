"""Speech as text, for programs without an event loop."""

from __future__ import annotations

from odind.client import captions

from .faces import Face, blocking, iterating


class Captions(Face[captions.Captions]):
    """Transcripts of recordings, of sounds, and of what is said now."""

    start = blocking(captions.Captions.start)
    stop = blocking(captions.Captions.stop)
    get = blocking(captions.Captions.get)
    list = blocking(captions.Captions.list)
    spoken = iterating(captions.Captions.spoken)
    transcribe_recording = blocking(captions.Captions.transcribe_recording)
    transcribe_sound = blocking(captions.Captions.transcribe_sound)
    stop_transcript = blocking(captions.Captions.stop_transcript)
    get_transcript = blocking(captions.Captions.get_transcript)
    transcripts = blocking(captions.Captions.transcripts)
    segments = blocking(captions.Captions.segments)
    export = blocking(captions.Captions.export)
    delete_transcript = blocking(captions.Captions.delete_transcript)
    summarize = blocking(captions.Captions.summarize)
    get_summary = blocking(captions.Captions.get_summary)
    engine = blocking(captions.Captions.engine)
    follow = iterating(captions.Captions.follow)
    ended = blocking(captions.Captions.ended)
