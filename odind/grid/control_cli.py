"""`odindctl grid`: faults on purpose in a running grid, over its control interface."""

from __future__ import annotations

import functools
import http.client
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast
from urllib.parse import urlsplit

import click

from .faults import DIRECTIONS
from .state_dir import default_state_dir

if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_REFUSED: Final = 1
EXIT_UNREACHABLE: Final = 3
_TIMEOUT: Final = 30.0


@dataclass(frozen=True)
class ControlClient:
    """Calls the control interface of the grid with this state folder."""

    state_dir: Path

    def call(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Run a method and return its result; exits with one line when that fails."""
        try:
            answer = self._post(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}))
        except (OSError, ValueError, http.client.HTTPException) as error:
            _fail(f"the grid's control interface does not answer: {error}", EXIT_UNREACHABLE)
        if "error" in answer:
            _fail(answer["error"]["message"], EXIT_REFUSED)
        return cast("dict[str, Any]", answer["result"])

    def _post(self, body: str) -> dict[str, Any]:
        url = urlsplit((self.state_dir / "control.url").read_text("ascii").strip())
        token = (self.state_dir / "control.token").read_text("ascii").strip()
        connection = http.client.HTTPConnection(url.netloc, timeout=_TIMEOUT)
        try:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            connection.request("POST", url.path, body, headers)
            return cast("dict[str, Any]", json.loads(connection.getresponse().read()))
        finally:
            connection.close()


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"odindctl grid: {message}", err=True)
    sys.exit(code)


@click.group(name="grid")
@click.option("--state", "state_dir", type=click.Path(path_type=Path), help="The grid's state folder.")
@click.pass_context
def grid_control(context: click.Context, state_dir: Path | None) -> None:
    """Cause faults in a grid that runs with its control interface open (`odind grid --control`).

    Faults go by user id and stay with a user that reconnects, until `clear`.
    """
    context.obj = ControlClient(state_dir or default_state_dir())


def _verb(function: Callable[..., tuple[str, dict[str, Any], str]]) -> Callable[..., None]:
    """Make a command of a function that returns a method, its parameters and what to say of the result."""

    @functools.wraps(function)
    def run(client: ControlClient, *, as_json: bool, **options: Any) -> None:
        method, params, text = function(**options)
        result = client.call(method, {name: value for name, value in params.items() if value is not None})
        click.echo(json.dumps(result) if as_json else text.format_map(result))

    option = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
    return click.pass_obj(option(run))


_room_option = click.option("--room", "room_id", help="Only in this room.")


@grid_control.command(name="fault")
@click.argument("user_id")
@click.option("--drop", type=float, default=0.0, help="Share of datagrams to lose, 0 to 1.")
@click.option("--duplicate", type=float, default=0.0, help="Share to send twice.")
@click.option("--reorder", type=float, default=0.0, help="Share to send behind the next one.")
@click.option("--delay", type=float, default=0.0, help="Seconds that every datagram waits.")
@click.option("--jitter", type=float, default=0.0, help="Up to so many seconds more.")
@click.option("--direction", type=click.Choice(DIRECTIONS), default="sent", help="Which of its datagrams.")
@_room_option
@_verb
def fault_command(**params: Any) -> tuple[str, dict[str, Any], str]:
    """Disturb the datagrams that a user sends or receives."""
    return "Fault", params, "disturbed, peers now: {peers}"


@grid_control.command(name="clear")
@_verb
def clear_command() -> tuple[str, dict[str, Any], str]:
    """End all faults and blackholes, and let everybody in again."""
    return "Clear", {}, "cleared"


@grid_control.command(name="blackhole")
@click.argument("user_id")
@click.argument("seconds", type=float)
@_room_option
@_verb
def blackhole_command(**params: Any) -> tuple[str, dict[str, Any], str]:
    """Swallow every packet from and to a user for a while."""
    return "Blackhole", params, "blackholed, peers now: {peers}"


@grid_control.command(name="kick")
@click.argument("user_id")
@click.option("--ban", "ban_seconds", type=float, help="Seconds it stays out; 10 when not given.")
@_room_option
@_verb
def kick_command(**params: Any) -> tuple[str, dict[str, Any], str]:
    """Put a user out."""
    return "Kick", params, "kicked peers: {peers}"


@grid_control.command(name="restart")
@click.option("--down", "down_seconds", type=float, default=0.0, help="Seconds until it is back.")
@click.option("--graceful/--crash", default=True, help="Tell the clients, or vanish without a word.")
@_verb
def restart_command(**params: Any) -> tuple[str, dict[str, Any], str]:
    """Stop the SFU and start it again on the same port."""
    return "Restart", params, "restarted"


@grid_control.command(name="refuse")
@click.argument("message", required=False)
@_verb
def refuse_command(message: str | None) -> tuple[str, dict[str, Any], str]:
    """Refuse every join with MESSAGE; without one, let everybody in again."""
    return "RefuseJoins", {"message": message}, "refusing joins" if message else "accepting joins"


@grid_control.command(name="status")
@_verb
def status_command() -> tuple[str, dict[str, Any], str]:
    """Show rooms, peers, counters and the faults in force."""
    return "Status", {}, "{gateway} with SFU {udp}: {rooms}\ncounters: {counters}\nfaults: {faults}"
