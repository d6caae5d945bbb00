"""`odindctl processing`: how a connection's sound is processed before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .documents import document
from .numbers import COUNT, Number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from odind.client import Daemon, messages

    from .settings import Settings

_OFF: Final = "off"


@click.group(cls=Noun)
def processing() -> None:
    """Show and change how a connection's sound is processed before it is sent."""


@processing.command(example="odindctl processing get\nodindctl processing get -c c-1 --json")
@connection_option
@click.pass_obj
def get(settings: Settings, connection_id: str | None) -> None:
    """Show the settings in force."""

    async def work(daemon: Daemon) -> messages.Processing:
        return await daemon.processing(await chosen_connection(daemon, connection_id))

    _show(settings, settings.ask(work))


def _member(enum: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Make a callback that returns the full name of an enum's member."""
    return lambda _context, _parameter, word: word and f"{enum}_{word.upper().replace('-', '_')}"


def _group(*names: str) -> Callable[[click.Context, click.Parameter, str | None], dict[str, float]]:
    """Make a callback that reads `off`, or a number for each of a group's fields, into that group."""

    def read(_context: click.Context, option: click.Parameter, text: str | None) -> dict[str, float]:
        if text is None or text == _OFF:
            return {"enabled": False} if text else {}
        try:
            numbers = map(float, text.split(":"))
            return {"enabled": True, **dict(zip(names, numbers, strict=True))}
        except ValueError:
            raise click.BadParameter(f"{text!r} must be {option.metavar}") from None

    return read


@processing.command(
    "set",
    example="odindctl processing set voice\n"
    "odindctl processing set music --gate -50:-56 --bitrate 96000\n"
    "odindctl processing set voice --noise-suppression high --vad off --isolation 40",
)
@click.argument(
    "preset",
    type=click.Choice(["auto", "voice", "speech", "music", "raw"]),
    callback=_member("PROCESSING_PRESET"),
)
@connection_option
@click.option("--gain", "pre_gain_db", type=Number(), metavar="DB", help="Gain before all other processing.")
@click.option("--echo-canceller/--no-echo-canceller", default=None, help="Remove the echo of playback.")
@click.option("--echo-delay", type=COUNT, metavar="MS", help="Delay from playback to its echo.")
@click.option("--high-pass/--no-high-pass", default=None, help="Remove what is below 100 Hz.")
@click.option(
    "--noise-suppression",
    type=click.Choice(["none", "low", "moderate", "high", "very-high"]),
    callback=_member("NOISE_SUPPRESSION"),
    help="How much steady noise to remove.",
)
@click.option("--transient-suppressor/--no-transient-suppressor", default=None, help="Remove clicks of keys.")
@click.option(
    "--gain-control",
    type=click.Choice(["none", "v1", "v2"]),
    callback=_member("GAIN_CONTROL"),
    help="Automatic gain.",
)
@click.option(
    "--isolation",
    "voice_isolation",
    metavar="DB|off",
    callback=_group("attenuation_limit_db"),
    help="Remove all but speech, by at most this many dB.",
)
@click.option(
    "--vad",
    "voice_activity",
    metavar="ATTACK:RELEASE|off",
    callback=_group("attack_probability", "release_probability"),
    help="Send only speech: the probabilities at which sending starts and stops.",
)
@click.option(
    "--gate",
    "volume_gate",
    metavar="ATTACK:RELEASE|off",
    callback=_group("attack_dbfs", "release_dbfs"),
    help="Send only loud sound: the levels in dBFS at which sending starts and stops.",
)
@click.option(
    "--bitrate",
    "bitrate_bps",
    type=COUNT,
    metavar="BPS",
    help="Bits per second. 0: 64,000 per channel.",
)
@click.option(
    "--expected-loss",
    "expected_loss_percent",
    type=click.IntRange(0, 100),
    help="Packet loss in percent that Opus prepares for.",
)
@click.option(
    "--application",
    type=click.Choice(["voice", "music"]),
    callback=_member("OPUS_APPLICATION"),
    help="What Opus is tuned for.",
)
@click.pass_obj
def set_(
    settings: Settings,
    /,
    connection_id: str | None,
    *,
    echo_canceller: bool | None,
    echo_delay: int | None,
    **fields: Any,
) -> None:
    """Apply a preset, changed by the options, at once.

    A setting without an option is that of the preset, whatever it was before. AUTO, the preset of new
    connections, is VOICE for a captured device and SPEECH for what programs stream.
    """

    async def work(daemon: Daemon) -> messages.Processing:
        from odind.client import messages  # noqa: PLC0415

        echo = messages.EchoCanceller(enabled=echo_canceller, delay_ms=echo_delay)
        chosen = await chosen_connection(daemon, connection_id)
        return await daemon.set_processing(chosen, messages.Processing(echo_canceller=echo, **fields))

    _show(settings, settings.ask(work))


def _show(settings: Settings, processing: messages.Processing) -> None:
    settings.show(document(processing), "\n".join(_lines(document(processing))))


def _lines(settings: Mapping[str, object]) -> list[str]:
    """Return a line of text for each setting; a group that is off takes one line."""
    lines = []
    for name, value in settings.items():
        shown = value
        if isinstance(value, dict):
            others = ", ".join(f"{key} {number:g}" for key, number in value.items() if key != "enabled")
            shown = f"on, {others}" if value["enabled"] else _OFF
        elif isinstance(value, bool):
            shown = "on" if value else _OFF
        lines.append(f"{name.replace('_', ' '):22} {shown}")
    return lines
