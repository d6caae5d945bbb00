"""Methods that block, made from the methods of the asyncio client.

A face stands before an object of the asyncio client. Each of its methods is made from the original, and keeps
its signature and its documentation.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, Final, Generic, ParamSpec, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

    from .thread import LoopThread, Work

P = ParamSpec("P")
R = TypeVar("R")
A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)
F = TypeVar("F")

_END: Final = object()


class Face(Generic[A_co]):
    """Stands before an object of the asyncio client, for programs without an event loop."""

    def __init__(self, original: A_co, thread: LoopThread) -> None:
        self.original = original
        self.thread = thread


class Items(Face[Any], Generic[R]):
    """Yields what the original yields. A time-out loses nothing: go on iterating."""

    def __init__(self, original: AsyncIterator[R], thread: LoopThread) -> None:
        super().__init__(original, thread)
        self._next: Work[Any] | None = None

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> R:
        return self.next()

    def next(self, timeout: float | None = None) -> R:
        """Return the next item, within `timeout` seconds or those of `connect`.

        Raises TimeoutError, StopIteration at the end, and what the original raises.
        """
        if self._next is None:
            self._next = self.thread.begin(lambda: _next_of(self.original))
        try:
            item = self._next.result(timeout)
        except TimeoutError:
            raise
        except Exception:
            self._next = None
            raise
        self._next = None
        if item is _END:
            raise StopIteration
        return item  # type: ignore[no-any-return] # what the original yields

    def _give_up(self) -> None:
        if self._next:
            self._next.cancel()


class Stream(Items[R]):
    """Yields what a watch yields, until the daemon ends it, or `close`."""

    def close(self) -> None:
        """End the watch."""
        self._give_up()
        self.thread.run(lambda: _close(self.original))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


class Entered(Generic[R]):
    """A context of the asyncio client whose block is in another thread. One task enters and leaves it."""

    def __init__(self, make: Callable[[], AbstractAsyncContextManager[R]], thread: LoopThread) -> None:
        self._make = make
        self._thread = thread
        self._leaving = asyncio.Event()
        self._inner: Future[R] = Future()
        self._held = thread.begin(self._hold)

    def enter(self) -> R:
        """Wait until the context is entered, and return what it yields."""
        try:
            return self._thread.wait(self._inner)
        except BaseException:
            self._held.cancel()
            raise

    def leave(self) -> None:
        """Leave the context, and raise what failed within meanwhile."""
        self._thread.call(self._leaving.set)
        try:
            self._held.result()
        except BaseException:
            self._held.cancel()
            raise

    async def _hold(self) -> None:
        try:
            async with self._make() as inner:
                self._inner.set_result(inner)
                await self._leaving.wait()
        except BaseException as error:
            if self._inner.done():
                raise
            self._inner.set_exception(error)


def itself(item: R, _thread: LoopThread) -> R:
    """Present what needs no face."""
    return item


def blocking(method: Callable[Concatenate[A, P], Awaitable[R]]) -> Callable[Concatenate[Face[A], P], R]:
    """Return a method that waits for the result of `method`."""
    return facing(method, itself)


def facing(
    method: Callable[Concatenate[A, P], Awaitable[R]], present: Callable[[R, LoopThread], F]
) -> Callable[Concatenate[Face[A], P], F]:
    """Return a method that waits for the result of `method`, and returns a face of it."""

    @wraps(method)
    def wait(face: Face[A], /, *args: P.args, **kwargs: P.kwargs) -> F:
        result = face.thread.run(lambda: method(face.original, *args, **kwargs))
        return present(result, face.thread)

    return wait


def iterating(
    method: Callable[Concatenate[A, P], AsyncIterator[R]],
) -> Callable[Concatenate[Face[A], P], Stream[R]]:
    """Return a method that yields what `method` yields."""

    @wraps(method)
    def iterate(face: Face[A], /, *args: P.args, **kwargs: P.kwargs) -> Stream[R]:
        async def begin() -> AsyncIterator[R]:
            return method(face.original, *args, **kwargs)

        return Stream(face.thread.run(begin), face.thread)

    return iterate


def entering(
    method: Callable[Concatenate[A, P], AbstractAsyncContextManager[R]], present: Callable[[R, LoopThread], F]
) -> Callable[Concatenate[Face[A], P], AbstractContextManager[F]]:
    """Return a method that enters what `method` returns for the length of a block.

    What fails within the original meanwhile is raised at the end of the block.
    """

    @wraps(method)
    @contextmanager
    def enter(face: Face[A], /, *args: P.args, **kwargs: P.kwargs) -> Iterator[F]:
        entered = Entered(lambda: method(face.original, *args, **kwargs), face.thread)
        inner = entered.enter()
        try:
            yield present(inner, face.thread)
        finally:
            entered.leave()

    return enter


async def _next_of(items: AsyncIterator[Any]) -> Any:
    return await anext(items, _END)


async def _close(items: Any) -> None:
    """Close a watch, or the generator behind an iteration."""
    if hasattr(items, "aclose"):
        await items.aclose()
    else:
        items.close()
