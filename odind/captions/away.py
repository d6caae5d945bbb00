"""What is wrong with an engine, as errors for those who want speech understood."""

from __future__ import annotations

from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.values.foreign import bounded


def engine_away(engine: str, detail: object) -> UnavailableError:
    """Return the error of an engine that cannot be reached, or fails."""
    return UnavailableError(
        "CAPTION_ENGINE_AWAY",
        "the engine {engine} cannot be used: {detail}",
        engine=engine,
        detail=bounded(str(detail)),
    )


def refused(engine: str, detail: str) -> InvalidArgumentError:
    """Return the error of what an engine does not take."""
    return InvalidArgumentError(
        "CAPTIONS_REFUSED",
        "the engine {engine} refuses to understand this: {detail}",
        engine=engine,
        detail=bounded(detail),
    )
