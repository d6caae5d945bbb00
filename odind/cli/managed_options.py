"""The options that say how a managed room shall be, and which of its settings they set."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

import click

from .spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from odind.client import messages

_PARTS: Final = ("recording", "hls", "captions", "summary")
_OPTIONS: Final = (
    click.option("--meta", multiple=True, metavar="KEY=VALUE", help="A text of yours, kept with the room."),
    click.option("--tag", "tags", multiple=True, help="A word by which `list` finds the room."),
    click.option("--gateway", help="The room's gateway: its name, host or URL. Default: the daemon's."),
    click.option(
        "--daemon-password",
        metavar="NAME",
        help="The room is encrypted with the password that the daemon has under that name.",
    ),
    click.option(
        "--rooms-default-password",
        is_flag=True,
        default=None,
        help="The room is encrypted as ODIN Rooms does: whoever knows its id knows the password.",
    ),
    click.option("--max-peers", type=click.IntRange(0, 100_000), help="How many may come; 0 for any number."),
    click.option(
        "--admit", "user_ids", multiple=True, metavar="USER", help="Who may come. Default: anybody."
    ),
    click.option(
        "--one-session/--many-sessions", default=None, help="Whether the room is deactivated after a session."
    ),
    click.option("--duration", type=Span(), help="A session lasts so long at most. Default: 8h."),
    click.option("--empty", type=Span(), help="A session ends so long after the last peer. Default: 10s."),
    click.option(
        "--only-bots", type=Span(), help="A session ends so long after the last human. Default: 60s."
    ),
    click.option("--silence", type=Span(), help="A session ends after such a silence. Default: it goes on."),
    click.option("--silence-armed-after", type=Span(), help="Silence counts from then on. Default: 20m."),
    click.option("--max-uptime", type=Span(), help="The room is deactivated so long after it was enabled."),
    click.option(
        "--auto-start", multiple=True, type=click.Choice(_PARTS), help="What begins with each session."
    ),
    click.option("--summary-prompt", help="What its summary should be like. Default: the usual."),
    click.option(
        "--observe-always/--observe-used",
        default=None,
        help="Whether the daemon observes the room at all times, or only while it is used.",
    ),
)
_CLOSE: Final = (
    "one_session",
    "duration",
    "empty",
    "only_bots",
    "silence",
    "silence_armed_after",
    "max_uptime",
)


def settings_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options; the command gets what was given as `given`, by the options' names."""

    @functools.wraps(command)
    def with_settings(*args: object, **options: Any) -> None:
        names = [name for name in _NAMES if name in options]
        every = {name: options.pop(name) for name in names}
        given = {name: value for name, value in every.items() if value not in (None, ())}
        command(*args, given=given, **options)

    decorated: Callable[..., None] = with_settings
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


_NAMES: Final = (
    "meta",
    "tags",
    "gateway",
    "daemon_password",
    "rooms_default_password",
    "max_peers",
    "user_ids",
    *_CLOSE,
    "auto_start",
    "summary_prompt",
    "observe_always",
)


def settings_of(given: dict[str, Any]) -> tuple[messages.RoomSettings, list[str]]:
    """Return the message of what was given, and the names of its fields that were."""
    from odind.client import messages  # noqa: PLC0415 - gRPC comes with it, and --help is fast without

    fields = dict(_fields(given))
    return messages.RoomSettings(**fields), list(fields)


def _fields(given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in ("tags", "gateway", "max_peers", "user_ids", "summary_prompt", "observe_always"):
        if name in given:
            yield name, given[name]
    if "meta" in given:
        yield "metadata", dict(map(_pair, given["meta"]))
    if "auto_start" in given:
        yield "auto_start", [f"AUTO_START_{part.upper()}" for part in given["auto_start"]]
    if "daemon_password" in given or "rooms_default_password" in given:
        yield "cipher", _cipher(given)
    if any(name in given for name in _CLOSE):
        yield "close", _rules(given)


def _pair(text: str) -> tuple[str, str]:
    key, found, value = text.partition("=")
    if not found:
        raise click.UsageError(f"--meta must be KEY=VALUE, not {text!r}")
    return key, value


def _cipher(given: dict[str, Any]) -> dict[str, Any]:
    if "daemon_password" in given and "rooms_default_password" in given:
        raise click.UsageError("give one password: by its name, or as Rooms does")
    if "daemon_password" in given:
        return {"password_file": given["daemon_password"]}
    return {"rooms_default": True}


def _rules(given: dict[str, Any]) -> dict[str, Any]:
    spans = ("duration", "empty", "only_bots", "max_uptime")
    rules: dict[str, Any] = {name: given[name] for name in spans if name in given}
    silence = {"after": given.get("silence"), "armed_after": given.get("silence_armed_after")}
    if any(silence.values()):
        rules["silence"] = {name: span for name, span in silence.items() if span}
    if "one_session" in given:
        rules["after_session"] = f"AFTER_SESSION_{'DEACTIVATE' if given['one_session'] else 'STAYS'}"
    return rules
