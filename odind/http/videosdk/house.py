"""What the API works on, and as whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.access.grant import FULL
from odind.core.access.principal import Principal
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.managed.managed import Managed
    from odind.core.plane import ControlPlane
    from odind.core.webhooks.webhooks import Webhooks

NAME: Final = "@videosdk"
CALLER: Final = Principal(NAME, FULL)
"""Who calls: rooms that this API makes belong to it, and it sees those of others too."""


@dataclass(frozen=True)
class House:
    """The use cases behind the API. `now` returns seconds since the epoch."""

    managed: Managed
    webhooks: Webhooks
    plane: ControlPlane
    now: Callable[[], float]
