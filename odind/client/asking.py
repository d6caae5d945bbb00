"""How the parts of a client call the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Protocol, TypeVar

    import grpc

    Request = TypeVar("Request")
    Response = TypeVar("Response")

    class Ask(Protocol):
        """Calls a unary method and raises odind's own errors."""

        async def __call__(
            self, method: grpc.aio.UnaryUnaryMultiCallable[Request, Response], request: Request
        ) -> Response:
            """Return the answer."""
