"""The three ways to give a payload: text, a file, a JSON value."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import Payload


class PayloadFlags(NamedTuple):
    """The names of the three options."""

    text: str = "--text"
    file: str = "--data-file"
    json: str = "--json-value"


PLAIN_FLAGS: Final = PayloadFlags()
USER_DATA_FLAGS: Final = PayloadFlags("--user-data-text", "--user-data-file", "--user-data-json")


def payload_options(
    what: str, flags: PayloadFlags = PLAIN_FLAGS, *, required: bool
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options; the command gets the payload as `payload`, None if none was given."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @click.option(flags.text, "payload_text", metavar="TEXT", help=f"The {what} as text, sent as UTF-8.")
        @click.option(
            flags.file, "payload_file", type=click.File("rb"), help=f"The {what} as bytes; - is stdin."
        )
        @click.option(flags.json, "payload_json", metavar="JSON", help=f"The {what} as a JSON value.")
        @functools.wraps(command)
        def with_payload(
            *args: object,
            payload_text: str | None,
            payload_file: BinaryIO | None,
            payload_json: str | None,
            **options: object,
        ) -> None:
            given = [value for value in (payload_text, payload_file, payload_json) if value is not None]
            if len(given) > 1 or (required and not given):
                amount = "exactly" if required else "at most"
                raise click.UsageError(f"give {amount} one of {', '.join(flags)}")
            payload = _payload(payload_text, payload_file, payload_json, flags)
            command(*args, payload=payload, **options)

        return with_payload

    return decorate


def _payload(
    text: str | None, file: BinaryIO | None, json_text: str | None, flags: PayloadFlags
) -> Payload | None:
    if text is not None:
        return text.encode("utf-8", "surrogateescape")
    if file is not None:
        return file.read()
    return None if json_text is None else _json(json_text, flags)


def _json(text: str, flags: PayloadFlags) -> Payload:
    from odind.client import Json  # noqa: PLC0415  # gRPC comes with it, and --help is fast without

    try:
        return Json(json.loads(text, parse_constant=_refuse_constant))
    except (ValueError, RecursionError) as error:
        raise click.BadParameter(f"the value must be JSON: {error}", param_hint=flags.json) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
