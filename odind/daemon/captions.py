"""Makes what transcribes, as the settings describe it."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING

import structlog

from odind.captions.chat import OpenAiWriter
from odind.captions.embedded import EmbeddedTranscriber
from odind.captions.openai import OpenAiTranscriber
from odind.captions.shelves import FolderShelves
from odind.captions.wyoming import WyomingTranscriber
from odind.captions_config import EMBEDDED, OPENAI
from odind.clock import SystemClock
from odind.core.captions.captions import Captions
from odind.core.captions.cutting import Cutting
from odind.core.captions.line import EngineLine
from odind.core.captions.live import LiveCaptions
from odind.core.captions.summaries import Summaries
from odind.core.timing.tick import TICK_S
from odind.core.values.span import fine_span_s
from odind.egress import Egress
from odind.sounds.decoders import Decoders
from odind.sounds.past import PastSounds
from odind.sounds.shelf import finder
from odind.sounds.stored import StoredOpener

from .named_secrets import setting_secret
from .played import feeder_of, library_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from odind.captions_config import CaptionsConfig
    from odind.config import Config
    from odind.core.captions.ports import Engine
    from odind.core.live.cues import CueBoard
    from odind.core.live.jobs import Around
    from odind.core.plane import ControlPlane
    from odind.core.players.library import SoundLibrary

_log = structlog.get_logger("odind.captions")


@asynccontextmanager
async def open_captions(
    config: Config, plane: ControlPlane, library: SoundLibrary
) -> AsyncIterator[Captions]:
    """Have captions for the length of the block. Raises InvalidArgumentError CONFIG_INVALID."""
    settings, clock = config.captions, SystemClock()
    async with AsyncExitStack() as open_:
        egress = await open_.enter_async_context(Egress(config.egress))
        engine = await open_.enter_async_context(_engine(settings, egress))
        patience_s = fine_span_s(settings.patience)
        line = EngineLine(engine, clock, depth=settings.queue, patience_s=patience_s) if engine else None
        decoders = await open_.enter_async_context(Decoders())
        uploaded = StoredOpener(finder(library_folder(config)), decoders)
        sounds = await open_.enter_async_context(PastSounds(uploaded, feeder_of(config, decoders)))
        yield await open_.enter_async_context(
            Captions(
                plane.scribe,
                line,
                sounds,
                FolderShelves(settings.folder or config.server.state_dir / "transcripts"),
                recordings=plane.recordings,
                downloads=plane.downloads,
                library=library,
                clock=clock,
                bugs=_note_bug,
                writer=_writer(settings, egress),
                cutting=_cutting(settings),
                max_running=settings.max_running,
            )
        )


def live_captions(
    config: Config, around: Around, transcripts: Captions, board: CueBoard, summaries: Summaries
) -> LiveCaptions:
    """Return the use cases of captions, which go on with those of an earlier daemon and post cues."""
    live = LiveCaptions(
        around,
        transcripts,
        board,
        summaries,
        cutting=_cutting(config.captions),
        most=config.captions.max_running,
    )
    live.recall()
    return live


def summaries_of(around: Around, transcripts: Captions) -> Summaries:
    """Return the use cases of summaries, which give up what an earlier daemon has not finished."""
    summaries = Summaries(around, transcripts, transcripts.writer)
    summaries.recall()
    return summaries


def _writer(settings: CaptionsConfig, egress: Egress) -> OpenAiWriter | None:
    """Return the model for summaries."""
    if not settings.summary_url:
        return None
    key = setting_secret(settings.summary_api_key_file, "captions.summary_api_key_file")
    return OpenAiWriter(egress, settings.summary_url, model=settings.summary_model, api_key=key)


def _engine(settings: CaptionsConfig, egress: Egress) -> AbstractAsyncContextManager[Engine | None]:
    """Return the engine for the length of a block."""
    if settings.engine == EMBEDDED:
        return EmbeddedTranscriber(settings.chosen_model, settings.threads)
    return nullcontext(_server(settings, egress) if settings.engine else None)


def _server(settings: CaptionsConfig, egress: Egress) -> Engine:
    timeout_s = fine_span_s(settings.patience)
    if settings.engine == OPENAI:
        return OpenAiTranscriber(
            egress,
            settings.url,
            model=settings.chosen_model,
            api_key=setting_secret(settings.api_key_file, "captions.api_key_file"),
            parallel=settings.parallel,
            timeout_s=timeout_s,
        )
    return WyomingTranscriber(
        *settings.address, model=settings.model, parallel=settings.parallel, idle_s=timeout_s
    )


def _cutting(settings: CaptionsConfig) -> Cutting:
    shortest, pause, longest = (
        max(1, round(fine_span_s(span) / TICK_S))
        for span in (settings.shortest, settings.pause, settings.longest)
    )
    return Cutting(shortest=shortest, pause=pause, longest=longest)


def _note_bug(transcript_id: str, bug: Exception) -> None:
    _log.error("transcript.failed", transcript_id=transcript_id, exc_info=bug)
