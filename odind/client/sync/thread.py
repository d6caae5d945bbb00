"""A thread that runs an event loop, and work that callers in other threads begin there and wait for."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from odind.core.errors import FailedPreconditionError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Result = TypeVar("Result")

_ENDING_S: Final = 5.0
"""How long cancelling waits at most for the end of the work."""


class LoopThread:
    """Runs an event loop until `close`. Its methods are for every thread but its own.

    `timeout` bounds every wait, in seconds; None waits for ever.
    """

    def __init__(self, timeout: float | None) -> None:
        self.timeout = timeout
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="odind-client", daemon=True)
        self._thread.start()

    def begin(self, work: Callable[[], Awaitable[Result]]) -> Work[Result]:
        """Begin work on the loop; raises FailedPreconditionError CLIENT_CLOSED."""
        if not self._thread.is_alive():
            raise _closed()
        return Work(self, self._loop, work)

    def run(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Do work on the loop and return its result. A time-out and Ctrl-C cancel it."""
        begun = self.begin(work)
        try:
            return begun.result()
        except BaseException:
            begun.cancel()
            raise

    def wait(self, result: Future[Result], timeout: float | None = None) -> Result:
        """Wait for a result that the loop sets, for `timeout` or that of the thread; raises TimeoutError."""
        limit = self.timeout if timeout is None else timeout
        wait([result], limit)
        if not result.done():
            raise TimeoutError(f"this took longer than {limit:g} s")
        return result.result()

    def call(self, action: Callable[[], None]) -> None:
        """Have the loop call something soon, unless it has ended."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(action)

    def close(self) -> None:
        """Cancel all work, and end the thread."""
        self.call(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.get_loop().run_forever()


class Work(Generic[Result]):
    """Work on a loop thread, done when it has ended, cancelled or not."""

    def __init__(
        self, thread: LoopThread, loop: asyncio.AbstractEventLoop, work: Callable[[], Awaitable[Result]]
    ) -> None:
        self._thread = thread
        self._loop = loop
        self._work = work
        self._done: Future[Result] = Future()
        self._task: asyncio.Task[Result] | None = None
        thread.call(self._start)

    def result(self, timeout: float | None = None) -> Result:
        """Wait for the result, for `timeout` or that of the thread; raises TimeoutError, and goes on.

        Raises FailedPreconditionError CLIENT_CLOSED when the work was cancelled.
        """
        return self._thread.wait(self._done, timeout)

    def cancel(self) -> None:
        """Cancel the work, and wait until it has ended."""
        if not self._done.done():
            self._thread.call(self._cancel)
            wait([self._done], _ENDING_S)

    async def _awaited(self) -> Result:
        return await self._work()

    def _start(self) -> None:
        self._task = self._loop.create_task(self._awaited())
        self._task.add_done_callback(self._finish)

    def _cancel(self) -> None:
        if self._task:
            self._task.cancel()

    def _finish(self, task: asyncio.Task[Result]) -> None:
        error = _closed() if task.cancelled() else task.exception()
        if error:
            self._done.set_exception(error)
        else:
            self._done.set_result(task.result())


def _closed() -> FailedPreconditionError:
    return FailedPreconditionError("CLIENT_CLOSED", "the client was closed; connect again")
