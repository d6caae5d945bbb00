"""`odindctl`, the command line of a running daemon: one module per noun, imported when it is used.

Results go to stdout, remarks and errors to stderr; `exits` holds the exit codes.
"""

from typing import Final

import click

from .commands import Noun, Root, Verb
from .settings import Settings

__all__ = ["Noun", "Settings", "Verb", "main"]

_PLACES: Final = {
    "access": "access",
    "audio": "audio",
    "audit": "audit",
    "bench": "bench",
    "call": "calling",
    "capacity": "capacity",
    "captions": "captions",
    "clip": "clips",
    "completion": "completing",
    "consumer": "consumers",
    "cookie": "cookie",
    "device": "device",
    "doctor": "doctor",
    "drain": "drain",
    "events": "events",
    "explain": "explaining",
    "fleet": "fleet",
    "grid": "grid",
    "health": "health",
    "hls": "hls",
    "info": "info",
    "key": "keys",
    "managed": "managed",
    "manual": "completing",
    "mask": "space",
    "message": "messages",
    "player": "player",
    "position": "space",
    "processing": "processing",
    "push": "push",
    "record": "oneshots",
    "recording": "recording_files",
    "room": "rooms",
    "say": "saying",
    "socket": "sockets",
    "sound": "sound",
    "speak": "oneshots",
    "summary": "summarizing",
    "token": "tokens",
    "tool": "tools",
    "transcribe": "transcribing",
    "transcript": "transcripts",
    "upgrade": "upgrade",
    "userdata": "messages",
    "wait": "waiting",
    "webhook": "webhooks",
}
"""Which module of this package has which command, under the command's own name."""


@click.group(
    cls=Root,
    places={name: f"{__name__}.{module}" for name, module in _PLACES.items()},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="odind", prog_name="odindctl")
def main() -> None:
    """Control a running odind daemon: its rooms, its keys, its sound.

    Start a daemon with `odind serve`; then `odindctl room join lobby --user alice` enters a room. Every verb
    has examples in its --help, and takes --json.
    """
