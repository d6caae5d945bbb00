"""Captions of a connection, as callers see them and as the store keeps them."""

from __future__ import annotations

from dataclasses import field

from odind.core.live.job import LiveJob
from odind.core.values.portable import portable

from .transcript import TranscriptTerms


@portable
class CaptionPlan:
    """What a caller chooses: users and peers to hear, everybody where none is named.

    With `own_voice`, what the connection says is captioned as well. With `interim`, what is being said is
    told before its end; with `chat`, what was said is sent into the room as a message of ODIN Rooms' chat.
    Unless `summary_prompt` is None, the transcript is summarized at its end as that says, in the usual manner
    where it is "".
    """

    user_ids: tuple[str, ...] = ()
    peer_ids: tuple[int, ...] = ()
    interim: bool = False
    chat: bool = False
    own_voice: bool = False
    summary_prompt: str | None = None


@portable
class CaptionJob(LiveJob):
    """A live job that has an engine understand what it hears, for its transcript."""

    terms: TranscriptTerms = field(default_factory=TranscriptTerms)
    plan: CaptionPlan = field(default_factory=CaptionPlan)

    @property
    def transcript_id(self) -> str:
        """The id of its transcript, which differs from its own in the letter alone."""
        return f"t{self.job_id[1:]}"
