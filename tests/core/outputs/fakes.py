"""A bucket in memory."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.errors import AlreadyExistsError
from odind.outputs.failures import no_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.errors import OdindError
    from odind.core.outputs.ports import Shipment


class FakeBucket:
    """Takes files when it is let, and fails as it is told. All that were stored hold `content`.

    `texts` are what was put there, and `made` the names of that in its order.
    """

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.content = b""
        self.made: list[str] = []
        self.texts: dict[str, bytes] = {}
        self.swept: list[str] = []
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

    async def put(self, name: str, data: bytes, kind: str, *, lasting: bool) -> None:  # noqa: ARG002 - of the port
        self.attempts += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.error:
            raise self.error
        self.made.append(name)
        self.texts[name] = data

    async def read(self, name: str, offset: int, count: int, *, sealed: bool) -> bytes:  # noqa: ARG002 - of the port
        if self.error:
            raise self.error
        if name not in self.files:
            raise no_object(name)
        return self.content[offset : offset + count]

    async def sign(self, name: str, lifetime_s: int) -> str:
        if self.error:
            raise self.error
        if name not in self.files:
            raise no_object(name)
        return f"https://fake/{name}?for={lifetime_s}"

    async def sweep(self, name: str) -> None:
        if self.error and not isinstance(self.error, AlreadyExistsError):
            raise self.error
        self.swept.append(name)

    async def delete(self, name: str) -> None:
        if self.error:
            raise self.error
        self.files.pop(name, None)
        self.texts.pop(name, None)
