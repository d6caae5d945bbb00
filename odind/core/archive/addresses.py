"""Addresses at which buckets serve a recording's files by themselves, for some time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, NotFoundError, OdindError

from .downloads import no_artifact
from .names import name_at_outputs
from .refusals import require_files

if TYPE_CHECKING:
    from odind.core.outputs.output import Outputs
    from odind.core.recordings.artifact import Artifact
    from odind.core.recordings.recording import Recording
    from odind.core.timing.clock import Clock

    from .shelf import RecordingShelf

MAX_LIFETIME_S: Final = 604_800
"""How long S3 lets an address hold: 7 days."""


class Addresses:
    """Used on the loop's thread."""

    def __init__(self, shelf: RecordingShelf, outputs: Outputs, clock: Clock) -> None:
        self._shelf = shelf
        self._outputs = outputs
        self._clock = clock

    async def sign(self, recording_id: str, file: str, lifetime_s: float) -> tuple[str, float]:
        """Return an address that everybody may read who has it, and until when, in seconds since the epoch.

        Raises InvalidArgumentError URL_LIFETIME_INVALID, NotFoundError RECORDING_NOT_FOUND,
        ARTIFACT_NOT_FOUND, FailedPreconditionError RECORDING_DELETED, ARTIFACT_NOT_IN_BUCKET,
        UnavailableError STORE_UNAVAILABLE, and what `Destination.sign` raises.
        """
        if not 1 <= lifetime_s <= MAX_LIFETIME_S:
            raise _lifetime_invalid(lifetime_s)
        recording = await self._shelf.whole(recording_id)
        require_files(recording)
        artifact = recording.artifact(file)
        if artifact is None:
            raise no_artifact(recording, file)
        until = self._clock.now() + int(lifetime_s)
        return await self._address(recording, artifact, int(lifetime_s)), until

    async def _address(self, recording: Recording, artifact: Artifact, lifetime_s: int) -> str:
        """Ask the first bucket that has the file; raise why the first one has not."""
        failure: OdindError | None = None
        name = name_at_outputs(recording, artifact.file)
        there = self._outputs.known(recording.plan.outputs) if artifact.locations else []
        for output in there:
            try:
                address = await self._outputs.named[output].destination.sign(name, lifetime_s)
            except NotFoundError as error:
                failure = failure or error
            else:
                if address:
                    return address
        raise failure or _not_in_bucket(artifact)


def _lifetime_invalid(lifetime_s: float) -> InvalidArgumentError:
    return InvalidArgumentError(
        "URL_LIFETIME_INVALID",
        "the address would hold for {lifetime} s and may hold for 1 to {most} s",
        lifetime=lifetime_s,
        most=MAX_LIFETIME_S,
    )


def _not_in_bucket(artifact: Artifact) -> FailedPreconditionError:
    return FailedPreconditionError(
        "ARTIFACT_NOT_IN_BUCKET",
        "no bucket of the settings has {file}, which is {state}: download it from the daemon",
        file=artifact.file,
        state=artifact.state.value,
    )
