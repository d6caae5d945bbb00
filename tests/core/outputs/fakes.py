"""A bucket in memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.errors import OdindError
    from odind.core.outputs.ports import Shipment


class FakeBucket:
    """Takes files when it is let, and fails as it is told."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.error: OdindError | None = None
        self.hangs = False
        self.attempts = 0
        self.at_once = 0
        self.most_at_once = 0

    async def check(self) -> None:
        """It is never asked."""

    async def store(self, shipment: Shipment, told: Callable[[int], None]) -> str:
        self.attempts += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            told(5)
            if self.hangs:
                await asyncio.Event().wait()
            if self.error:
                raise self.error
            self.files[shipment.name] = shipment.file
        finally:
            self.at_once -= 1
        return f"fake:{shipment.name}"

    async def delete(self, name: str) -> None:
        if self.error:
            raise self.error
        self.files.pop(name, None)
