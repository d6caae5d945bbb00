"""What pushes need from outside: ways to destinations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from .plan import PushPlan, PushSecrets


class Carriage(Protocol):
    """An open way to a destination. It may be cancelled at any time, and is of no use after that."""

    async def send(self, pcm: bytes) -> None:
        """Encode whole slots of 16-bit mono samples at 48 kHz, and return when the destination took them.

        Raises UnavailableError HOST_UNREACHABLE, PUSH_CLOSED when it will take no more.
        """

    async def finish(self) -> None:
        """Say the end; raises what `send` does."""


class Carrier(Protocol):
    """Reaches destinations. Called on the loop's thread, for any number of them at once."""

    def check(self, plan: PushPlan) -> None:
        """Raise unless a plan can be carried out, as far as that is known without connecting.

        InvalidArgumentError URL_REFUSED, ADDRESS_REFUSED; FailedPreconditionError PUSH_NEEDS_FFMPEG.
        """

    def connect(self, plan: PushPlan, secrets: PushSecrets) -> AbstractAsyncContextManager[Carriage]:
        """Yield a way to the destination once that takes sound. It sets no limit of time.

        Raises what `check` does; UnavailableError HOST_UNRESOLVED, HOST_UNREACHABLE, PUSH_CLOSED;
        FailedPreconditionError CERTIFICATE_UNTRUSTED; PermissionDeniedError PUSH_REFUSED.
        """
