"""Work on samples, for programs without an event loop."""

from __future__ import annotations

from odind.client import tools

from .faces import Face, iterating


class Tools(Face[tools.Tools]):
    """Converts and mixes sound."""

    resample = iterating(tools.Tools.resample)
    mix = iterating(tools.Tools.mix)
