"""A client of a grid's control interface. Imports neither the grid nor gRPC."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from odind.core.errors import FailedPreconditionError, UnavailableError
from odind.core.values.late import dataclass

from .sfu.faulty_path import DIRECTIONS
from .state.state_dir import default_state_dir

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DIRECTIONS", "ControlClient"]

_TIMEOUT_S: Final = 30.0


@dataclass(frozen=True)
class ControlClient:
    """Calls the grid with this state folder; None is the default folder of a stand-alone grid."""

    state_dir: Path | None = None

    def call(self, method: str, params: dict[str, object]) -> dict[str, object]:
        """Run a method and return its result.

        Raises UnavailableError CONTROL_UNREACHABLE, and FailedPreconditionError CONTROL_REFUSED with the
        grid's message.
        """
        folder = self.state_dir or default_state_dir()
        try:
            answer = self._post(
                folder, json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
            )
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise UnavailableError(
                "CONTROL_UNREACHABLE",
                "no grid with a control interface is reachable through {folder} ({problem}): start one with "
                "`odind grid --control`, or pass its folder with --state",
                folder=folder,
                problem=error,
            ) from None
        if "error" in answer:
            raise FailedPreconditionError(
                "CONTROL_REFUSED", "the grid refused the call: {detail}", detail=answer["error"]["message"]
            )
        return answer["result"]

    def _post(self, folder: Path, body: str) -> dict[str, dict[str, object]]:
        url = urlsplit((folder / "control.url").read_text("ascii").strip())
        token = (folder / "control.token").read_text("ascii").strip()
        connection = http.client.HTTPConnection(url.netloc, timeout=_TIMEOUT_S)
        try:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            connection.request("POST", url.path, body, headers)
            answer: dict[str, dict[str, object]] = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answer
