"""What a case plays on: the driver, and a daemon of its own."""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from odind.sockets import audio_socket_beside

from .case import FaultError
from .door import Door
from .driver import DriverError
from .http_face import HttpFace
from .lanes import AudioCalls
from .reported import as_proto
from .script import ScriptedDaemon

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .driver import Call, Driver
    from .traits import Traits


class Stage:
    """A daemon that does as the case says, at `target`, which is a unix socket, or `tcp` for who has none."""

    def __init__(self, driver: Driver, folder: Path, wires: AsyncExitStack, traits: Traits) -> None:
        self.driver, self.folder = driver, folder
        self.socket = folder / "odind.sock"
        self.script = ScriptedDaemon(self.socket)
        self.tcp = self.script.listen()
        self.target = self.script.target if traits.has_unix else self.tcp
        self.http: HttpFace
        self.audio = AudioCalls()
        self.script.stream("StreamAudio", self.audio.serve)
        self._wires, self._origins = wires, traits.origins

    async def connect(self, **arguments: Any) -> None:
        """Have the client connect to the target, or as the arguments say."""
        await self.driver.ask("connect", **{"target": self.target, **arguments})

    async def open_door(self) -> Door:
        """Serve audio on a socket beside that of gRPC, too."""
        return await self._wires.enter_async_context(Door(audio_socket_beside(self.socket), self.audio))

    async def open_http(self) -> None:
        """Serve HTTP and WebSockets, too; these are the target from now on."""
        self._wires.enter_context(self.driver.reading(as_proto))
        self.http = await self._wires.enter_async_context(HttpFace(self.script, self._origins))
        self.script.faces.append(self.http)
        self.target = self.http.url

    async def refusal(self, op: str, **arguments: Any) -> DriverError:
        """Return the error of an operation that must have one."""
        return await refusal_of(self.driver.begin(op, **arguments))


async def refusal_of(call: Call) -> DriverError:
    """Return the error of a call that must have one."""
    try:
        result = await call.result()
    except DriverError as error:
        return error
    raise FaultError(f"{call.op} must fail, but its result is {result}")


@asynccontextmanager
async def staged(driver: Driver, traits: Traits) -> AsyncIterator[Stage]:
    """Set a stage for one case."""
    with tempfile.TemporaryDirectory(prefix="odind-") as folder:
        async with AsyncExitStack() as wires:
            stage = Stage(driver, Path(folder), wires, traits)
            await wires.enter_async_context(stage.script)
            yield stage
