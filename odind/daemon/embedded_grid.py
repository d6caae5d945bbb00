"""The grid that a daemon runs when no gateway is configured."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from odind.runtime.odin.trust import trust_also
from odind.services.server import GridFacts

from .keys import state_unusable
from .tenants import on_grid

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.config import Config
    from odind.tokens.access_key import AccessKey


@asynccontextmanager
async def embedded_grid(config: Config, key: AccessKey | None) -> AsyncIterator[GridFacts | None]:
    """Run the grid when no gateway is configured; this process and its children trust its certificate.

    Tenants are customers of their own there, so that their rooms are.
    """
    if config.odin.gateway or key is None:
        yield None
        return
    from odind.grid.server import DEFAULT_CUSTOMER, Grid  # noqa: PLC0415 - slow to load, and only needed here

    state_dir = config.server.state_dir
    keys = {DEFAULT_CUSTOMER: key, **{f"tenant-{name}": one for name, one in on_grid(config).items()}}
    async with AsyncExitStack() as stack:
        try:
            grid = await stack.enter_async_context(Grid(config.grid, state_dir, keys))
            trust_also(grid.ca_file, state_dir / "trusted.pem")
        except OSError as error:
            raise state_unusable(state_dir, error) from None
        yield GridFacts(grid.gateway_url, key.key_id, str(grid.ca_file))
