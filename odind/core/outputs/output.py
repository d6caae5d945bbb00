"""A place for finished files, as settings describe it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .ports import Destination


@dataclass(frozen=True)
class Output:
    """A destination under a name that callers use.

    An upload is given up `give_up_after_s` after its file was spooled. With `keep_local`, the file stays on
    this machine as well.
    """

    destination: Destination
    give_up_after_s: float
    keep_local: bool = False
