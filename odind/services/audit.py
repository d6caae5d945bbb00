"""AuditService on the trail of the audit."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from odind.core.access.grant import ANY_TENANT
from odind.core.errors import FailedPreconditionError
from odind.pack.audit import pack_line

if TYPE_CHECKING:
    from odind.v1 import audit_pb2

    from .calls import Call
    from .trail import AuditTrail


class AuditServicer:
    """One use case. Without a trail nothing is noted."""

    def __init__(self, trail: AuditTrail | None) -> None:
        self._trail = trail

    async def WatchAudit(self, request: audit_pb2.WatchAuditRequest, call: Call) -> None:
        """Write what is noted of the calls of the caller's tenant, or of all."""
        if self._trail is None:
            raise FailedPreconditionError(
                "AUDIT_OFF", 'the daemon keeps no audit: set audit.to to "file" or "log", and start it anew'
            )
        wanted = call.caller.principal.grant.tenant
        async with aclosing(self._trail.follow(request.last, until_now=request.until_now)) as lines:
            async for line, lost in lines:
                if wanted in (ANY_TENANT, line.get("tenant", "")):
                    await call.write(pack_line(line, lost))
