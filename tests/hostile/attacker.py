"""A process that attacks a daemon once, and says in one line what became of it.

    echo TARGET | python -m tests.hostile.attacker NAME

It runs at the lowest priority: its own work is no part of the attack. An attack that succeeds ends it with
a traceback.
"""

from __future__ import annotations

import asyncio
import os
import sys

import uvloop

from .attacks import ATTACKS, ON_TLS
from .ground import Target

_LONGEST_S = 45.0


async def main(name: str) -> None:
    """Attack."""
    async with asyncio.timeout(_LONGEST_S):
        print(await (ATTACKS | ON_TLS)[name](Target.read()))  # noqa: T201 - its answer


if __name__ == "__main__":
    os.nice(19)
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    uvloop.run(main(*sys.argv[1:]))
