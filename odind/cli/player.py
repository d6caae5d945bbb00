"""`odindctl player`: sounds that the daemon plays on a connection, and their queue."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .documents import document
from .numbers import Number
from .player_text import QUEUE_HEADER, lane_lines, played_line, queue_rows
from .spans import FineSpan
from .speaking_options import rule_options

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import timedelta

    from odind.client import Daemon, messages
    from odind.client.players import Player

    from .settings import Settings

    Call = Callable[[Player], Awaitable[messages.PlayerLaneStatus]]

_LANES: Final = ("music", "announcement", "effect")
_PLACINGS: Final = ("play", "next", "add", "replace", "replace-next")
_STDIN: Final = "-"
_QUEUE_FACTS: Final = ("lane", "revision", "state", "length", "title")

_lane: Final = click.option(
    "--lane", type=click.Choice(_LANES), default="music", show_default=True, help="The lane of the player."
)
_item: Final = click.argument("item_id", metavar="ITEM")


@click.group(cls=Noun)
def player() -> None:
    """Have the daemon play files, web radio and tones on a connection, one after another or over it."""


@player.command(
    example="odindctl player play song.mp3\n"
    "odindctl player play --as next tone:440\n"
    "odindctl player play --lane announcement gong.wav --stay\n"
    "curl -s https://example.com/show.mp3 | odindctl player play -"
)
@click.argument("sounds", metavar="SOUND...", nargs=-1, required=True)
@connection_option
@_lane
@click.option(
    "--as", "placing", type=click.Choice(_PLACINGS), help="Where it goes. Default: play; effects: add."
)
@click.option("--title", default="", help="What it is called, for people.")
@click.option("--gain", "gain_db", type=Number(), default=0.0, help="Gain in dB, -100 to 24.")
@click.option("--start", type=FineSpan(), help="Where in the sound to begin: 90s, 2m.")
@click.option("--end", type=FineSpan(), help="Where in the sound to end.")
@click.option("--fade-in", type=FineSpan(), help="How long it takes to get loud.")
@click.option("--fade-out", type=FineSpan(), help="How long it takes to get silent.")
@click.option(
    "--interruptible/--uninterruptible", default=None, help="Whether it gives way where the lane does."
)
@click.option("--stay", is_flag=True, help="Return when nothing is left to play; fail if any of it did.")
@click.pass_obj
def play(
    settings: Settings,
    /,
    sounds: tuple[str, ...],
    connection_id: str | None,
    *,
    lane: str,
    placing: str | None,
    stay: bool,
    **item: Any,
) -> None:
    """Play sounds: files of the daemon's folders, http addresses, sound:ID, tone:HERTZ, silence:SECONDS.

    A single - plays stdin while it comes, in any format, and returns at its end. Ctrl-C ends it.
    """
    if _STDIN in sounds:
        _require_alone(sounds)
        _play_stdin(settings, connection_id, lane, placing, item)
        return

    async def work(daemon: Daemon) -> messages.PlayerLaneStatus:
        found = await chosen_connection(daemon, connection_id)
        chosen, items = _lane_of(daemon, found, lane), [_item_of(sound, **item) for sound in sounds]
        if stay:
            from .player_watching import play_out  # noqa: PLC0415 - loads asyncio

            await play_out(daemon, found, chosen, items, _placing(placing, lane))
        else:
            await chosen.play(*items, placing=_placing(placing, lane))
        return await chosen.get()

    _show(settings, settings.ask(work))


@player.command(example="odindctl player show\nodindctl player show --lane announcement --json")
@connection_option
@_lane
@click.option("--follow", is_flag=True, help="Show where it is until there is nothing more to play.")
@click.pass_obj
def show(settings: Settings, connection_id: str | None, *, lane: str, follow: bool) -> None:
    """Show what plays, where it is, and what follows."""

    async def work(daemon: Daemon) -> messages.PlayerLaneStatus:
        return await _last_seen(await _chosen(daemon, connection_id, lane), stay=follow)

    _show(settings, settings.ask(work))


@player.command(example="odindctl player queue\nodindctl player queue --lane announcement --json")
@connection_option
@_lane
@click.pass_obj
def queue(settings: Settings, connection_id: str | None, *, lane: str) -> None:
    """List what plays and what follows: ids, titles, and how long each lasts, where that is known."""

    async def work(daemon: Daemon) -> messages.PlayerLaneStatus:
        return await (await _chosen(daemon, connection_id, lane)).get()

    found = settings.ask(work)
    settings.show_list(
        "items",
        [document(item) for item in found.items],
        queue_rows(found),
        header=QUEUE_HEADER,
        **{name: value for name, value in document(found).items() if name in _QUEUE_FACTS},
        position=document(found.settings)["position"],
    )
    settings.remark(f"revision {found.revision}")


@player.command(example="odindctl player pause")
@connection_option
@_lane
@click.pass_obj
def pause(settings: Settings, connection_id: str | None, *, lane: str) -> None:
    """Stop where it is."""
    _ask(settings, connection_id, lane, lambda chosen: chosen.pause())


@player.command(example="odindctl player resume")
@connection_option
@_lane
@click.pass_obj
def resume(settings: Settings, connection_id: str | None, *, lane: str) -> None:
    """Go on after a pause."""
    _ask(settings, connection_id, lane, lambda chosen: chosen.resume())


@player.command(example="odindctl player seek 90s\nodindctl player seek 2m")
@click.argument("position", type=FineSpan())
@connection_option
@_lane
@click.pass_obj
def seek(settings: Settings, position: timedelta, connection_id: str | None, *, lane: str) -> None:
    """Go on at another position of the sound that plays."""
    _ask(settings, connection_id, lane, lambda chosen: chosen.seek(position.total_seconds()))


@player.command(example="odindctl player volume -6\nodindctl player volume 0 --lane effect")
@click.argument("volume_db", metavar="DECIBELS", type=Number())
@connection_option
@_lane
@click.pass_obj
def volume(settings: Settings, volume_db: float, connection_id: str | None, *, lane: str) -> None:
    """Play louder or quieter, -100 to 24 dB. Put -- before a negative number."""
    _ask(settings, connection_id, lane, lambda chosen: chosen.set_volume(volume_db))


@player.command(example="odindctl player skip\nodindctl player skip p0a1b2c3d4e5f")
@click.argument("item_id", metavar="[ITEM]", default="")
@connection_option
@_lane
@click.pass_obj
def skip(settings: Settings, item_id: str, connection_id: str | None, *, lane: str) -> None:
    """Go on with the next item, or with the one that is named."""
    _ask(settings, connection_id, lane, lambda chosen: chosen.skip(item_id))


@player.command(example="odindctl player remove p0a1b2c3d4e5f")
@click.argument("item_ids", metavar="ITEM...", nargs=-1, required=True)
@connection_option
@_lane
@click.pass_obj
def remove(settings: Settings, item_ids: tuple[str, ...], connection_id: str | None, *, lane: str) -> None:
    """Take items out of the queue."""
    _ask(settings, connection_id, lane, lambda chosen: chosen.remove(*item_ids))


@player.command(example="odindctl player move p0a1b2c3d4e5f --before p5e4d3c2b1a0f")
@_item
@click.option("--before", default="", metavar="ITEM", help="The item before which it goes. Default: the end.")
@connection_option
@_lane
@click.pass_obj
def move(settings: Settings, item_id: str, connection_id: str | None, *, before: str, lane: str) -> None:
    """Put an item elsewhere in the queue."""
    _ask(settings, connection_id, lane, lambda chosen: chosen.move(item_id, before))


@player.command(example="odindctl player shuffle\nodindctl player shuffle --seed 7")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="The same seed makes the same order.")
@connection_option
@_lane
@click.pass_obj
def shuffle(settings: Settings, connection_id: str | None, *, seed: int | None, lane: str) -> None:
    """Put what follows into another order."""
    _ask(settings, connection_id, lane, lambda chosen: chosen.shuffle(seed))


@player.command(example="odindctl player clear\nodindctl player clear --lane effect")
@connection_option
@_lane
@click.pass_obj
def clear(settings: Settings, connection_id: str | None, *, lane: str) -> None:
    """Stop, and drop the queue."""
    _ask(settings, connection_id, lane, lambda chosen: chosen.clear())


@player.command(
    "barge-in",
    example="odindctl player barge-in on --lane announcement\n"
    "odindctl player barge-in on --duck 12 --user anna --after 0.3s --deadline 1s\n"
    "odindctl player barge-in confirm --lane announcement",
)
@click.argument("what", type=click.Choice(("on", "off", "confirm", "reject")))
@connection_option
@_lane
@rule_options()
@click.pass_obj
def barge_in(
    settings: Settings, /, what: str, connection_id: str | None, *, lane: str, rule: dict[str, Any]
) -> None:
    """Give way when peers speak (on, off), or say whether they interrupt (confirm) or not (reject)."""
    if rule and what != "on":
        raise click.UsageError(f"{what} takes no other option than --connection and --lane")

    async def call(chosen: Player) -> messages.PlayerLaneStatus:
        from odind.client import messages  # noqa: PLC0415 - loads protobuf

        if what in ("confirm", "reject"):
            return await chosen.answer_barge_in(confirm=what == "confirm")
        return await chosen.give_way(messages.BargeIn(**rule) if what == "on" else None)

    _ask(settings, connection_id, lane, call)


@player.command(
    "set",
    example="odindctl player set --repeat all --crossfade 4s\n"
    "odindctl player set --loudness -16\n"
    "odindctl player set --lane announcement --duck 18 --duck-fade 0.5s",
)
@connection_option
@_lane
@click.option("--repeat", type=click.Choice(("off", "one", "all")), help="What becomes of ended items.")
@click.option("--crossfade", type=FineSpan(), help="How long one item goes while the next comes, up to 12s.")
@click.option("--loudness", type=Number(), help="Bring sounds to this loudness in LUFS, -70 to -5.")
@click.option("--own-loudness", is_flag=True, help="Leave sounds as loud as they are.")
@click.option("--duck", "duck_db", type=Number(), help="By how many dB announcements lower the music.")
@click.option("--duck-fade", type=FineSpan(), help="How long the music takes to get there and to return.")
@click.pass_obj
def set_(settings: Settings, /, connection_id: str | None, *, lane: str, **wanted: Any) -> None:
    """Change how a lane plays; what is not given stays."""
    message, paths = _settings(**wanted)
    if not paths:
        raise click.UsageError("give at least one option")
    _ask(settings, connection_id, lane, lambda chosen: chosen.update(message, *paths))


def _settings(
    *,
    repeat: str | None,
    crossfade: timedelta | None,
    loudness: float | None,
    own_loudness: bool,
    duck_db: float | None,
    duck_fade: timedelta | None,
) -> tuple[messages.PlayerLaneSettings, list[str]]:
    from odind.client import messages  # noqa: PLC0415 - loads protobuf

    changes: dict[str, Any] = {
        "repeat": messages.Repeat.Value(f"REPEAT_{repeat.upper()}") if repeat else None,
        "crossfade": crossfade,
        "loudness_target_lufs": loudness,
        "duck_db": duck_db,
        "duck_fade": duck_fade,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    return messages.PlayerLaneSettings(**given), [*given, *(["loudness_target_lufs"] if own_loudness else [])]


def _item_of(sound: str, **item: Any) -> messages.PlayerItem:
    from odind.client import messages  # noqa: PLC0415 - loads protobuf
    from odind.client.players import sound_source  # noqa: PLC0415

    try:
        return messages.PlayerItem(source=sound_source(sound), **item)
    except ValueError:
        raise click.BadParameter(f"{sound!r} must have a number after the colon") from None


def _placing(placing: str | None, lane: str) -> messages.Placing.ValueType:
    from odind.client import messages  # noqa: PLC0415 - loads protobuf

    word = placing or ("add" if lane == "effect" else "play")
    return messages.Placing.Value(f"PLACING_{word.upper().replace('-', '_')}")


async def _chosen(daemon: Daemon, connection_id: str | None, lane: str) -> Player:
    return _lane_of(daemon, await chosen_connection(daemon, connection_id), lane)


def _lane_of(daemon: Daemon, connection_id: str, lane: str) -> Player:
    from odind.client import messages  # noqa: PLC0415 - loads protobuf

    return daemon.player(connection_id).lane(messages.PlayerLane.Value(f"PLAYER_LANE_{lane.upper()}"))


async def _last_seen(chosen: Player, *, stay: bool) -> messages.PlayerLaneStatus:
    """Return how a lane is, with `stay` once there is nothing more to play."""
    if stay:
        from .player_watching import until_finished  # noqa: PLC0415 - loads asyncio

        await until_finished(chosen)
    return await chosen.get()


def _require_alone(sounds: tuple[str, ...]) -> None:
    if len(sounds) > 1:
        raise click.UsageError("- plays stdin, and nothing else with it")
    if sys.stdin.isatty():
        raise click.UsageError("stdin is a terminal: send a sound through a pipe")


def _play_stdin(
    settings: Settings, connection_id: str | None, lane: str, placing: str | None, item: dict[str, Any]
) -> None:
    async def work(daemon: Daemon) -> messages.PlayStreamResponse:
        from odind.client import messages  # noqa: PLC0415 - loads protobuf

        from .player_watching import play_stdin  # noqa: PLC0415 - loads asyncio

        chosen = await _chosen(daemon, connection_id, lane)
        named = {**item, "title": item["title"] or "stdin"}
        return await play_stdin(chosen, messages.PlayerItem(**named), _placing(placing, lane))

    played = settings.ask(work)
    settings.show(document(played), played_line(played))


def _ask(settings: Settings, connection_id: str | None, lane: str, call: Call) -> None:
    async def work(daemon: Daemon) -> messages.PlayerLaneStatus:
        return await call(await _chosen(daemon, connection_id, lane))

    _show(settings, settings.ask(work))


def _show(settings: Settings, lane: messages.PlayerLaneStatus) -> None:
    settings.show(document(lane), "\n".join(lane_lines(lane)))
