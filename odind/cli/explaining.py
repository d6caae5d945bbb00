"""`odindctl explain`: what a reason means, and what to do. It needs no daemon."""

from __future__ import annotations

import json
from difflib import get_close_matches
from importlib.resources import files
from typing import TYPE_CHECKING, Final, TypedDict

import click

from odind.core.errors import ERRORS, NotFoundError

from .commands import Verb
from .tables import table

if TYPE_CHECKING:
    from .settings import Settings

UNIMPLEMENTED: Final = "UNIMPLEMENTED"
ENDED: Final = "END"
"""Stands for a code where a reason says why a connection or a sound ended."""
_OTHERS: Final = {
    UNIMPLEMENTED: "Call another address, or a newer daemon: this one does not serve the call.",
    ENDED: "Why a connection ended: `reason` of its last event, ConnectionLeft; or a sound: of ItemFailed.",
}


class Explained(TypedDict):
    """What is known of a reason: its codes, the templates of its texts, the calls that promise it."""

    codes: list[str]
    texts: list[str]
    calls: list[str]


def what_to_do(code: str) -> str:
    """Return what a caller should do about an error of a code."""
    kind = ERRORS.get(code)
    return (kind.__doc__ or "") if kind else _OTHERS[code]


@click.command(
    cls=Verb,
    example="odindctl explain SENDER_EXISTS\nodindctl explain --list\n"
    "odindctl explain --list --json | jq -r '.reasons[] | select(.codes == [\"UNAVAILABLE\"]).reason'",
)
@click.argument("reason", metavar="[REASON]", default="")
@click.option("--list", "listing", is_flag=True, help="List all reasons.")
@click.pass_obj
def explain(settings: Settings, reason: str, *, listing: bool) -> None:
    """Explain the reason of an error, or of the end of a connection.

    Names in braces stand for what the error's metadata says.
    """
    if listing == bool(reason):
        raise click.UsageError("give REASON, or --list")
    known = _load()
    if listing:
        documents = [{"reason": name, **known[name]} for name in known]
        rows = ([name, ", ".join(one["codes"]), " / ".join(one["texts"])] for name, one in known.items())
        settings.show_list("reasons", documents, rows, header=("REASON", "CODE", "SAYS"))
        return
    name = _find(known, reason)
    settings.show({"reason": name, **known[name]}, _text(name, known[name]))


def _load() -> dict[str, Explained]:
    table_file = files("odind.cli") / "reasons.json"
    loaded: dict[str, Explained] = json.loads(table_file.read_text("utf-8"))
    return loaded


def _find(known: dict[str, Explained], reason: str) -> str:
    name = reason.upper().replace("-", "_")
    if name not in known:
        similar = ", ".join(get_close_matches(name, known)) or "`odindctl explain --list` has all"
        raise NotFoundError(
            "REASON_UNKNOWN", "there is no reason {name}: {similar}", name=name[:80], similar=similar
        )
    return name


def _text(name: str, explained: Explained) -> str:
    rows = [[name, ""]]
    rows += [[code, what_to_do(code)] for code in explained["codes"]]
    rows += [["says", text] for text in explained["texts"]]
    rows += [["given by", call] for call in explained["calls"]]
    return table(rows)
