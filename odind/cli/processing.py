"""`odindctl processing`: how a connection's sound is processed before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .documents import document

if TYPE_CHECKING:
    from collections.abc import Callable

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


def _number_or_off(what: str) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    """Make a callback that reads "off", or numbers separated by a colon."""

    def read(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Any:
        if text is None or text == _OFF:
            return text
        try:
            return [float(number) for number in text.split(":")]
        except ValueError:
            raise click.BadParameter(f"{text!r} must be {what} or off") from None

    return read


@processing.command(
    "set",
    example="odindctl processing set voice\n"
    "odindctl processing set music --gate -50:-56 --bitrate 96000\n"
    "odindctl processing set voice --noise-suppression high --vad off --isolation 40",
)
@click.argument("preset", type=click.Choice(["voice", "music", "raw"]))
@connection_option
@click.option("--gain", "pre_gain_db", type=float, metavar="DB", help="Gain before anything else.")
@click.option("--echo-canceller/--no-echo-canceller", default=None, help="Take away what is played back.")
@click.option("--echo-delay", type=int, metavar="MS", help="How long after its playback the echo comes.")
@click.option("--high-pass/--no-high-pass", default=None, help="Take away what is below 100 Hz.")
@click.option(
    "--noise-suppression",
    type=click.Choice(["none", "low", "moderate", "high", "very-high"]),
    help="How much steady noise to take away.",
)
@click.option("--transient-suppressor/--no-transient-suppressor", default=None, help="Take away clicks.")
@click.option("--gain-control", type=click.Choice(["none", "v1", "v2"]), help="Automatic gain.")
@click.option(
    "--isolation",
    metavar="DB|off",
    callback=_number_or_off("a number of dB"),
    help="Take away all but speech, by so many dB at most.",
)
@click.option(
    "--vad",
    metavar="ATTACK:RELEASE|off",
    callback=_number_or_off("two probabilities"),
    help="Send only what sounds like speech, by probability.",
)
@click.option(
    "--gate",
    metavar="ATTACK:RELEASE|off",
    callback=_number_or_off("two levels"),
    help="Send only what is loud enough, in dBFS.",
)
@click.option("--bitrate", "bitrate_bps", type=click.IntRange(min=0), metavar="BPS", help="0: by channels.")
@click.option(
    "--expected-loss", "expected_loss_percent", type=click.IntRange(0, 100), help="Percent that will be lost."
)
@click.option("--application", type=click.Choice(["voice", "music"]), help="What Opus is tuned for.")
@click.pass_obj
def set_(settings: Settings, /, preset: str, connection_id: str | None, **options: Any) -> None:
    """Apply a preset with the named changes, at once.

    Settings that are not named are those of the preset, whatever was set before.
    """

    async def work(daemon: Daemon) -> messages.Processing:
        chosen = await chosen_connection(daemon, connection_id)
        return await daemon.set_processing(chosen, _processing(preset, options))

    _show(settings, settings.ask(work))


def _processing(preset: str, options: dict[str, Any]) -> messages.Processing:
    from odind.client import messages  # noqa: PLC0415

    fields: dict[str, Any] = {"preset": f"PROCESSING_PRESET_{preset.upper()}"}
    for name, prefix in (
        ("noise_suppression", "NOISE_SUPPRESSION"),
        ("gain_control", "GAIN_CONTROL"),
        ("application", "OPUS_APPLICATION"),
    ):
        if options[name]:
            fields[name] = f"{prefix}_{options[name].upper().replace('-', '_')}"
    plain = ("pre_gain_db", "high_pass", "transient_suppressor", "bitrate_bps", "expected_loss_percent")
    fields |= {name: options[name] for name in plain if options[name] is not None}
    canceller = {"enabled": options["echo_canceller"], "delay_ms": options["echo_delay"]}
    fields["echo_canceller"] = {name: value for name, value in canceller.items() if value is not None}
    for option, field, names in (
        ("isolation", "voice_isolation", ("attenuation_limit_db",)),
        ("vad", "voice_activity", ("attack_probability", "release_probability")),
        ("gate", "volume_gate", ("attack_dbfs", "release_dbfs")),
    ):
        fields[field] = _group(option, options[option], names)
    return messages.Processing(**fields)


def _group(option: str, value: Any, names: tuple[str, ...]) -> dict[str, Any]:
    if value is None:
        return {}
    if value == _OFF:
        return {"enabled": False}
    if len(value) != len(names):
        raise click.UsageError(f"--{option} takes {':'.join(names)}, or off")
    return {"enabled": True, **dict(zip(names, value, strict=True))}


def _show(settings: Settings, processing: messages.Processing) -> None:
    settings.show(document(processing), "\n".join(_lines(document(processing))))


def _lines(settings: dict[str, Any]) -> list[str]:
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
