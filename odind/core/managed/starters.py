"""What begins with a session, part by part: each starts on the connection of the room's observer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from odind.core.captions.job import CaptionPlan
from odind.core.captions.transcript import TranscriptTerms
from odind.core.hls.plan import HlsPlan
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.purpose import SESSION
from odind.core.rooms.bots import Source

from .room import AutoStart

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.archive.recordings import Recordings
    from odind.core.captions.live import LiveCaptions
    from odind.core.hls.outputs import HlsOutputs
    from odind.core.live.job import LiveJob

    from .room import RoomSettings
    from .session import RoomSession

CAPTIONED: Final = frozenset({AutoStart.CAPTIONS, AutoStart.SUMMARY})
"""The parts that captions are started for: a summary is one of their transcript."""


class Starter(Protocol):
    """Starts and stops what begins with sessions. Used on the loop's thread."""

    async def start(
        self, settings: RoomSettings, session: RoomSession, connection_id: str, by: Principal
    ) -> str:
        """Begin on a connection, for `by`; return the id. Raises what the service's own call lists."""

    async def stop(self, started_id: str) -> object:
        """End it; raises OdindError where it is over already."""

    def goes_on(self, started_id: str) -> bool:
        """Whether it is not over."""


class RecordingStarter:
    """Records everybody in one file."""

    def __init__(self, recordings: Recordings) -> None:
        self._recordings = recordings

    async def start(  # noqa: D102 - see Starter
        self, settings: RoomSettings, session: RoomSession, connection_id: str, by: Principal
    ) -> str:
        del settings
        plan = RecordingPlan(metadata={SESSION: session.session_id})
        return (await self._recordings.start(connection_id, plan, by)).recording_id

    async def stop(self, started_id: str) -> object:  # noqa: D102 - see Starter
        return await self._recordings.stop(started_id)

    def goes_on(self, started_id: str) -> bool:  # noqa: D102 - see Starter
        recording = self._recordings.shelf.get(started_id)
        return recording is not None and not recording.state.over


class HlsStarter:
    """Serves the mix over HLS, with subtitles where the session is captioned."""

    def __init__(self, outputs: HlsOutputs) -> None:
        self._outputs = outputs

    async def start(  # noqa: D102 - see Starter
        self, settings: RoomSettings, session: RoomSession, connection_id: str, by: Principal
    ) -> str:
        del session
        plan = HlsPlan(captions=not CAPTIONED.isdisjoint(settings.auto_start))
        return (await self._outputs.start(plan, Source(connection_id), by)).job_id

    async def stop(self, started_id: str) -> object:  # noqa: D102 - see Starter
        return self._outputs.jobs.stop(started_id)

    def goes_on(self, started_id: str) -> bool:  # noqa: D102 - see Starter
        return _goes_on(self._outputs.jobs.shelf.get(started_id))


class CaptionStarter:
    """Writes down who says what, and has it summarized at the end where the room wants that."""

    def __init__(self, captions: LiveCaptions) -> None:
        self._captions = captions

    async def start(  # noqa: D102 - see Starter
        self, settings: RoomSettings, session: RoomSession, connection_id: str, by: Principal
    ) -> str:
        del session
        prompt = settings.summary_prompt if AutoStart.SUMMARY in settings.auto_start else None
        plan = CaptionPlan(summary_prompt=prompt)
        return (await self._captions.start(TranscriptTerms(), plan, Source(connection_id), by)).job_id

    async def stop(self, started_id: str) -> object:  # noqa: D102 - see Starter
        return self._captions.jobs.stop(started_id)

    def goes_on(self, started_id: str) -> bool:  # noqa: D102 - see Starter
        return _goes_on(self._captions.jobs.shelf.get(started_id))


def _goes_on(job: LiveJob | None) -> bool:
    return job is not None and not job.state.over
