"""What all tests share: the loop that the daemon runs on."""

from __future__ import annotations

from typing import Any

import uvloop


def pytest_asyncio_loop_factories() -> dict[str, Any]:
    """Run every test on uvloop, as the daemon does: its handles and timers are not asyncio's."""
    return {"uvloop": uvloop.new_event_loop}
