"""What is wrong with captions, as errors for those who want them."""

from __future__ import annotations

from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    ResourceExhaustedError,
    UnavailableError,
)


def captions_off() -> FailedPreconditionError:
    """Return the error of a daemon without an engine."""
    return FailedPreconditionError(
        "CAPTIONS_OFF", "this daemon has no engine for speech: set captions.engine in its settings"
    )


def captions_behind(engine: str, depth: int) -> ResourceExhaustedError:
    """Return the error of an utterance that did not fit into the line."""
    return ResourceExhaustedError(
        "CAPTIONS_BEHIND",
        "{depth} utterances wait for the engine {engine} already",
        depth=depth,
        engine=engine,
    )


def engine_slow(engine: str, patience_s: float) -> UnavailableError:
    """Return the error of an engine that does not answer in time."""
    return UnavailableError(
        "CAPTION_ENGINE_SLOW",
        "the engine {engine} has not answered within {seconds} s",
        engine=engine,
        seconds=f"{patience_s:g}",
    )


def no_transcript(transcript_id: str) -> NotFoundError:
    """Return the error of an id that no transcript has."""
    return NotFoundError(
        "TRANSCRIPT_NOT_FOUND", "there is no transcript {transcript_id}", transcript_id=transcript_id
    )


def transcript_over(transcript_id: str, state: str) -> FailedPreconditionError:
    """Return the error of a transcript that is not written any more."""
    return FailedPreconditionError(
        "TRANSCRIPT_OVER",
        "transcript {transcript_id} is {state}",
        transcript_id=transcript_id,
        state=state,
    )


def transcript_live(transcript_id: str) -> FailedPreconditionError:
    """Return the error of a transcript that captions write, which end it."""
    return FailedPreconditionError(
        "TRANSCRIPT_LIVE",
        "transcript {transcript_id} is written by captions: stop those",
        transcript_id=transcript_id,
    )


def transcript_running(transcript_id: str) -> FailedPreconditionError:
    """Return the error of a transcript that must be over first."""
    return FailedPreconditionError(
        "TRANSCRIPT_RUNNING",
        "transcript {transcript_id} is being written: stop it first",
        transcript_id=transcript_id,
    )


def too_many_transcripts(limit: int) -> ResourceExhaustedError:
    """Return the error of one more than may run."""
    return ResourceExhaustedError(
        "TOO_MANY_TRANSCRIPTS", "{limit} transcripts are being written already: stop one", limit=limit
    )


def language_invalid(language: str) -> InvalidArgumentError:
    """Return the error of what is no code of a language."""
    return InvalidArgumentError(
        "LANGUAGE_INVALID",
        'the language must be a code like "en" or "pt-BR", and is {language}',
        language=language,
    )


def prompt_too_long(size: int, most: int) -> InvalidArgumentError:
    """Return the error of too much that is asked of a summary."""
    return InvalidArgumentError(
        "PROMPT_TOO_LONG", "the prompt is {size} bytes and may have {most}", size=size, most=most
    )


def transcript_too_long(size: int, most: int) -> ResourceExhaustedError:
    """Return the error of a transcript with more text than is summarized."""
    return ResourceExhaustedError(
        "TRANSCRIPT_TOO_LONG",
        "the transcript has {size} characters, and {most} can be summarized",
        size=size,
        most=most,
    )


def no_summary(transcript_id: str) -> NotFoundError:
    """Return the error of a transcript that nobody has summarized."""
    return NotFoundError(
        "SUMMARY_NOT_FOUND",
        "transcript {transcript_id} has no summary: ask for one first",
        transcript_id=transcript_id,
    )


def summary_running(transcript_id: str) -> FailedPreconditionError:
    """Return the error of a summary that is being written."""
    return FailedPreconditionError(
        "SUMMARY_RUNNING",
        "the summary of transcript {transcript_id} is being written: wait for its end",
        transcript_id=transcript_id,
    )


def vocabulary_too_long(size: int, most: int) -> InvalidArgumentError:
    """Return the error of too many words to expect."""
    return InvalidArgumentError(
        "VOCABULARY_TOO_LONG", "the vocabulary is {size} bytes and may have {most}", size=size, most=most
    )


def recording_unheard(recording_id: str) -> FailedPreconditionError:
    """Return the error of a recording without a file of sound that is complete."""
    return FailedPreconditionError(
        "RECORDING_HAS_NO_SOUND",
        "recording {recording_id} has no file of sound that is complete: wait for its end",
        recording_id=recording_id,
    )
