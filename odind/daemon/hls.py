"""HLS outputs over the control plane."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from odind.core.access.signed import Signer, secret_for
from odind.core.hls.house import HlsHouse
from odind.core.hls.outputs import HlsOutputs
from odind.core.values.span import span_s
from odind.hls.press import FolderPress

from .secret import access_secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.config import Config
    from odind.core.live.cues import CueBoard
    from odind.core.live.jobs import Around
    from odind.core.outputs.output import Outputs

_TICKETS: Final = "hls tickets"


@asynccontextmanager
async def hls_house(
    config: Config, around: Around, board: CueBoard, places: Outputs
) -> AsyncIterator[HlsHouse]:
    """Give the use cases of HLS and the files; go on with the outputs of an earlier daemon."""
    press = FolderPress(config.hls.folder or config.server.state_dir / "hls")
    signer = Signer("", secret_for(_TICKETS, access_secret(config.server.state_dir)))
    outputs = HlsOutputs(
        around, press, board, signer, places, most=config.hls.max_running, keep_s=span_s(config.hls.keep)
    )
    await outputs.recall()
    around.spawn(outputs.sweep())
    yield HlsHouse(outputs, press, around.census)
