"""Whether the outputs of recordings take files, and how much waits for them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.errors import OdindError
from odind.core.health.checks import ok, warning
from odind.core.outputs.upload import UploadState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.health.checks import Check
    from odind.core.outputs.output import Output
    from odind.core.outputs.uploads import Uploads


class OutputsExaminer:
    """Tries every output, and looks at the spool."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

    async def __call__(self) -> Sequence[Check]:
        """Return a check for each output, and one for what was given up."""
        named = self._uploads.outputs.named
        tried = await asyncio.gather(*(_try(name, output) for name, output in named.items()))
        return (*tried, *self._given_up())

    def _given_up(self) -> Sequence[Check]:
        count = sum(upload.state is UploadState.FAILED for upload in self._uploads.all())
        advice = "mend their outputs, then `odindctl recording upload` tries again; nothing is lost"
        return (warning("uploads", f"{count} files were given up", advice),) if count else ()


async def _try(name: str, output: Output) -> Check:
    try:
        await output.destination.check()
    except OdindError as error:
        return warning(f"output {name}", error.message, f"see [storage.{name}]; files wait here meanwhile")
    return ok(f"output {name}", "takes files")
