"""What a driver says of its client: the features that it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

WIRES: Final = frozenset(("grpc", "door", "http", "ws"))
"""Features without which a case is not missing from a client: it has another wire."""
_OF_GRPC: Final = frozenset(("unix", "tcp"))


@dataclass(frozen=True)
class Traits:
    """A client's features, and the origins of the page that it runs in, if it does."""

    features: frozenset[str] = frozenset()
    origins: tuple[str, ...] = ()

    @classmethod
    def told_by(cls, hello: Mapping[str, Any]) -> Self:
        """Return what the answer to `hello` tells. Who has unix sockets or TCP has gRPC."""
        features = frozenset(hello.get("features", ()))
        grpc = {"grpc"} if features & _OF_GRPC else set()
        return cls(features | grpc, tuple(hello.get("origins", ())))

    @property
    def has_unix(self) -> bool:
        """Whether the client can dial a unix socket."""
        return "unix" in self.features
