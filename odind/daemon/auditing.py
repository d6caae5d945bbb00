"""The audit of one process: its front, or a worker."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from odind.audit.files import LineFile
from odind.audit.keeper import AuditKeeper
from odind.clock import SystemClock
from odind.core.access.verbs import Verb
from odind.services.auditing import UNAUDITED
from odind.services.verbs import verbs_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path
    from typing import Any

    from odind.config import Config
    from odind.services.auditing import Audit
    from odind.services.catalog import Service
    from odind.services.trail import AuditTrail

_log = structlog.get_logger("odind.audit")


@asynccontextmanager
async def auditing(
    config: Config,
    services: Iterable[Service],
    worker: int | None = None,
    trail: AuditTrail | None = None,
) -> AsyncIterator[Audit]:
    """Keep the audit that the settings ask for, for the length of the block; `trail` has its latest lines."""
    if not config.audit.to:
        yield UNAUDITED
        return
    reads = () if config.audit.reads else only_reading(services)
    file = None
    if config.audit.to == "file":
        file = LineFile(audit_file(config, worker), config.audit.max_bytes, config.audit.keep)
        file.start()
    sink = file.write if file else _to_log

    def tell(line: dict[str, Any]) -> None:
        sink(line)
        if trail:
            trail.add(line)

    keeper = AuditKeeper(tell, SystemClock(), reads)
    try:
        yield keeper
    finally:
        keeper.close()
        if file:
            file.close()


def audit_file(config: Config, worker: int | None = None) -> Path:
    """Return the file of the front, or of a worker: processes do not share one, since they set it aside."""
    name = "audit.jsonl" if worker is None else f"audit-worker-{worker}.jsonl"
    return (config.audit.folder or config.server.state_dir) / name


def only_reading(services: Iterable[Service]) -> frozenset[str]:
    """Return the calls that need no more than to read, or to be known."""
    return frozenset(call for call, verbs in verbs_of(services).items() if verbs <= {Verb.READ, Verb.KNOWN})


def _to_log(line: dict[str, Any]) -> None:
    _log.info("audit", **line)
