"""What begins with the sessions of a room, as its creation says. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.managed.room import AutoStart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .bodies import AutoStart as AutoStartConfig
    from .bodies import Job, Transcription

NAMES: Final = {
    AutoStart.RECORDING: "recording",
    AutoStart.HLS: "hls",
    AutoStart.CAPTIONS: "transcription",
    AutoStart.SUMMARY: "transcription.summary",
}
"""The parts as VideoSDK calls them."""


def started_by(config: AutoStartConfig) -> tuple[tuple[AutoStart, ...], str]:
    """Return the parts that begin with each session, each once, and what a summary should be like."""
    jobs = [job for job in (config.recording, config.hls) if job]
    transcriptions = [job.transcription for job in jobs if job.transcription and job.transcription.enabled]
    prompts = [one.summary.prompt for one in transcriptions if one.summary and one.summary.enabled]
    parts = dict.fromkeys(_parts(config, transcriptions))
    return tuple(parts), next(filter(None, prompts), "")


def _parts(config: AutoStartConfig, transcriptions: list[Transcription]) -> Iterator[AutoStart]:
    if config.recording or _is_recorded(config.hls):
        yield AutoStart.RECORDING
    if config.hls:
        yield AutoStart.HLS
    if transcriptions:
        yield AutoStart.CAPTIONS
    if any(one.summary and one.summary.enabled for one in transcriptions):
        yield AutoStart.SUMMARY


def _is_recorded(hls: Job | None) -> bool:
    """Whether what is broadcast is recorded too."""
    recording = hls.config.recording if hls and hls.config else None
    return recording is not None and recording.enabled
