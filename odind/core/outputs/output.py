"""Places for finished files, as settings describe them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from odind.core.errors import NotFoundError
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .ports import Destination, Spool


@dataclass(frozen=True)
class Output:
    """A destination under a name that callers use.

    An upload is given up `give_up_after_s` after its file was spooled. With `keep_local`, the file stays on
    this machine as well.
    """

    destination: Destination
    give_up_after_s: float
    keep_local: bool = False


class NoSpool:
    """The spool of a daemon that keeps no files."""

    async def delete(self, file: str) -> None:
        """Do nothing: there is no file."""

    async def read(self, file: str, offset: int, count: int) -> bytes:  # noqa: ARG002 - of the port
        """Raise the error of a file that is not there."""
        raise NotFoundError("FILE_NOT_HERE", "{file} is not on this machine", file=file)


@dataclass(frozen=True)
class Outputs:
    """All outputs by name, and the spool, in which files may wait for them up to `max_bytes`."""

    named: Mapping[str, Output] = field(default_factory=dict)
    spool: Spool = field(default_factory=NoSpool)
    max_bytes: int = 0

    def known(self, names: tuple[str, ...]) -> list[str]:
        """Return those of the names that outputs have."""
        return [name for name in names if name in self.named]

    def find(self, name: str) -> Output:
        """Return an output; raises NotFoundError OUTPUT_NOT_FOUND."""
        output = self.named.get(name)
        if output is None:
            raise NotFoundError(
                "OUTPUT_NOT_FOUND",
                "no output is called {name}: the settings know {known}",
                name=name,
                known=", ".join(self.named) or "none",
            )
        return output
