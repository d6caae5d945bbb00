"""The options of what speaks: how loud it is, and how it gives way to announcements and to peers."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final, TypedDict

import click

from .numbers import Number
from .spans import FineSpan

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import messages

_RULE: Final[dict[str, dict[str, Any]]] = {
    "user": {"multiple": True, "metavar": "ID", "help": "Whose speech counts. Default: all."},
    "after": {"type": FineSpan(), "help": "How long they speak first. Default: 0.2s."},
    "duck": {"type": Number(), "metavar": "DB", "help": "Get lower by so many dB instead of pausing."},
    "deadline": {"type": FineSpan(), "help": "How long an answer is waited for. Default: 2s."},
    "confirm-at-deadline": {"is_flag": True, "help": "Without an answer, drop what was interrupted."},
}
_FIELDS: Final = {"user": "user_ids", "duck": "duck_db", "confirm-at-deadline": "confirm_at_deadline"}


class Speaking(TypedDict):
    """How a stream speaks."""

    gain_db: float
    ducked: bool
    barge_in: messages.BargeIn | None


def rule_options(prefix: str = "") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what adds the options of a barge-in; the command gets the given fields of BargeIn as `rule`."""
    names = {option: _FIELDS.get(option, option) for option in _RULE}

    def add(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def collected(*args: object, **options: Any) -> None:
            rule = {name: options.pop(name) for name in names.values()}
            given = {name: value for name, value in rule.items() if _is_given(value)}
            command(*args, rule=given, **options)

        for option, name in reversed(names.items()):
            collected = click.option(f"--{prefix}{option}", name, **_RULE[option])(collected)
        return collected

    return add


def speaking_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a stream that speaks; the command gets the fields of `Speaking` as `speaking`."""

    @click.option(
        "--gain", "gain_db", type=Number(-60, 24), default=0.0, metavar="DB", help="Gain, -60 to 24 dB."
    )
    @click.option("--ducked", is_flag=True, help="Get lower while an announcement plays, as music does.")
    @click.option(
        "--barge-in",
        "gives_way",
        is_flag=True,
        help="Give way when peers speak: pause, and go on at the deadline.",
    )
    @rule_options("barge-in-")
    @functools.wraps(command)
    def checked(
        *args: object, gain_db: float, ducked: bool, gives_way: bool, rule: dict[str, Any], **options: Any
    ) -> None:
        if rule and not gives_way:
            raise click.UsageError("the options that begin with --barge-in- go with --barge-in")
        barge_in = _barge_in(rule) if gives_way else None
        command(*args, speaking=Speaking(gain_db=gain_db, ducked=ducked, barge_in=barge_in), **options)

    return checked


def _is_given(value: object) -> bool:
    """Whether an option was given: 0 dB are, though they equal False."""
    return value is not None and value is not False and value != ()


def _barge_in(rule: dict[str, Any]) -> messages.BargeIn:
    from odind.client import messages  # noqa: PLC0415 - loads protobuf

    return messages.BargeIn(**rule)
