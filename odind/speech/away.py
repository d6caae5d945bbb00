"""What is wrong with an engine, as errors for those who want something said."""

from __future__ import annotations

from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.values.foreign import bounded


def engine_away(engine: str, detail: object) -> UnavailableError:
    """Return the error of an engine that cannot be reached, or fails."""
    return UnavailableError(
        "SPEECH_ENGINE_AWAY",
        "the speech engine {engine} cannot be used: {detail}",
        engine=engine,
        detail=bounded(str(detail)),
    )


def refused(engine: str, detail: str) -> InvalidArgumentError:
    """Return the error of what an engine does not speak."""
    return InvalidArgumentError(
        "SPEECH_REFUSED",
        "the speech engine {engine} refuses to say this: {detail}",
        engine=engine,
        detail=bounded(detail),
    )
