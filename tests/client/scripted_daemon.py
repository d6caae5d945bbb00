"""The scripted daemon that `odind conformance` plays, for the tests of client and commands."""

from typing import TYPE_CHECKING

from odind.conformance.script import ScriptedDaemon, abort_with, replay

if TYPE_CHECKING:
    from odind.conformance.script import Context  # noqa: TC004 - for type checking elsewhere

__all__ = ["Context", "ScriptedDaemon", "abort_with", "replay"]
