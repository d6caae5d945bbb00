"""The program of the client under test, and what passes between it and the runner: JSON, a line each."""

from __future__ import annotations

import asyncio
import json
from asyncio.subprocess import PIPE, Process
from collections import deque
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Self, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Read = Callable[[str, dict[str, Any], dict[str, Any]], dict[str, Any]]

_LINE_BYTES: Final = 32 * 1024 * 1024
_WORDS_KEPT: Final = 200
_LEAVING_S: Final = 5.0


class DriverError(Exception):
    """An error that the driver reports. `reason` is "" where the client knows none."""

    def __init__(self, error: dict[str, Any]) -> None:
        self.code = str(error.get("code", ""))
        self.reason = str(error.get("reason", ""))
        self.message = str(error.get("message", ""))
        self.metadata: dict[str, str] = error.get("metadata") or {}
        super().__init__(f"{self.code} {self.reason}: {self.message}")


class UnsupportedError(Exception):
    """The driver does not know an operation."""


class DriverGoneError(Exception):
    """The driver has ended, or says what is no JSON."""


class Call:
    """An operation that the driver performs: items, then a result or an error.

    `read` makes of an item or a result what cases judge.
    """

    def __init__(
        self, number: int, op: str, read: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    ) -> None:
        self.number, self.op = number, op
        self._read = read or (lambda told: told)
        self._items: deque[dict[str, Any]] = deque()
        self._end: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._news = asyncio.Event()

    @property
    def is_over(self) -> bool:
        """Whether a result or an error has come."""
        return self._end.done()

    def over(self) -> asyncio.Future[dict[str, Any]]:
        """Return what is done once a result or an error has come."""
        return self._end

    async def result(self) -> dict[str, Any]:
        """Return the result. Raises DriverError, UnsupportedError, DriverGoneError."""
        return self._read(await asyncio.shield(self._end))

    async def item(self) -> dict[str, Any]:
        """Return the next item, or raise what ended the operation before it came; EOFError after a result."""
        while not self._items:
            if self._end.done():
                raise EOFError(f"{self.op} ended without another item: {self._end.result()}")
            self._news.clear()
            await self._news.wait()
        return self._read(self._items.popleft())

    def take(self, answer: dict[str, Any]) -> None:
        """Take a line of the driver's."""
        if "item" in answer:
            self._items.append(answer["item"])
        elif not self._end.done():
            self._finish(answer)
        self._news.set()

    def lose(self, error: Exception) -> None:
        """Take that nothing more comes."""
        if not self._end.done():
            self._end.set_exception(error)
            self._end.exception()
        self._news.set()

    def _finish(self, answer: dict[str, Any]) -> None:
        if "error" in answer:
            self.lose(DriverError(answer["error"]))
        elif answer.get("unsupported"):
            self.lose(UnsupportedError(self.op))
        else:
            self._end.set_result(answer.get("result") or {})


class Driver:
    """A running driver. `words` are the last lines of its standard error."""

    def __init__(self, process: Process) -> None:
        self.words: deque[str] = deque(maxlen=_WORDS_KEPT)
        self._process = process
        self._stdin = cast("asyncio.StreamWriter", process.stdin)
        self._stdout = cast("asyncio.StreamReader", process.stdout)
        self._stderr = cast("asyncio.StreamReader", process.stderr)
        self._calls: dict[int, Call] = {}
        self._next = 0
        self._gone: Exception | None = None
        self._read_as: Read = _as_told
        tasks = (self._read(), self._read_words())
        self._tasks = [asyncio.create_task(task) for task in tasks]  # noqa: TID251 - `end` waits for them

    @classmethod
    async def start(cls, command: Sequence[str]) -> Self:
        """Start a driver. Raises OSError."""
        return cls(
            await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=_LINE_BYTES
            )
        )

    def begin(self, op: str, **arguments: Any) -> Call:
        """Have it begin an operation."""
        self._next += 1
        call = self._calls[self._next] = Call(self._next, op, partial(self._read_as, op, arguments))
        if self._gone:
            call.lose(self._gone)
        else:
            line = json.dumps({"id": call.number, "op": op, "args": arguments})
            self._stdin.write(f"{line}\n".encode())
        return call

    @contextmanager
    def reading(self, read: Read) -> Iterator[None]:
        """Meanwhile, have a function make of what it tells of an operation what cases judge."""
        self._read_as = read
        try:
            yield
        finally:
            self._read_as = _as_told

    async def ask(self, op: str, **arguments: Any) -> dict[str, Any]:
        """Have it perform an operation, and return the result."""
        return await self.begin(op, **arguments).result()

    async def end(self) -> int:
        """Close its input, and return its exit code; it is killed when that takes long."""
        self._stdin.close()
        try:
            async with asyncio.timeout(_LEAVING_S):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
        code = await self._process.wait()
        _, reading = await asyncio.wait(self._tasks, timeout=_LEAVING_S)
        for task in reading:  # a child that it has left behind holds its pipes
            task.cancel()
        return code

    async def kill(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self.end()

    async def _read(self) -> None:
        error: Exception = DriverGoneError("the driver has ended")
        try:
            async for line in self._stdout:
                answer = json.loads(line)
                self._calls[answer["id"]].take(answer)
        except (ValueError, KeyError, TypeError) as failure:
            error = DriverGoneError(f"the driver said what cannot be read: {failure!r}")
        self._gone = error
        for call in self._calls.values():
            call.lose(error)

    async def _read_words(self) -> None:
        async for line in self._stderr:
            self.words.append(line.decode(errors="replace").rstrip())


def _as_told(_op: str, _arguments: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    return told
