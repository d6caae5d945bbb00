"""`odindctl`, the command line of a running daemon: one module per noun, assembled here.

Results go to stdout, remarks and errors to stderr; `exits` holds the exit codes.
"""

import click

from .audio import audio
from .bench import bench
from .calling import call
from .capacity import capacity
from .commands import Noun, Root, Verb
from .completing import completion, manual
from .consumers import consumer
from .cookie import cookie
from .device import device
from .doctor import doctor
from .drain import drain
from .events import events
from .explaining import explain
from .grid import grid
from .health import health
from .info import info
from .keys import key
from .messages import message, userdata
from .oneshots import record, speak
from .processing import processing
from .rooms import room
from .settings import Settings
from .sockets import socket
from .space import mask, position
from .statistics import stats
from .tokens import token
from .waiting import wait

__all__ = ["Noun", "Settings", "Verb", "main"]


@click.group(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="odind", prog_name="odindctl")
def main() -> None:
    """Control a running odind daemon: its rooms, its keys, its sound.

    Start a daemon with `odind serve`; then `odindctl room join lobby --user alice` enters a room. Every verb
    has examples in its --help, and takes --json.
    """


audio.add_command(stats)
for command in (
    wait,
    info,
    capacity,
    drain,
    health,
    doctor,
    cookie,
    key,
    token,
    room,
    speak,
    record,
    message,
    userdata,
    socket,
    events,
    consumer,
    audio,
    device,
    processing,
    position,
    mask,
    grid,
    bench,
    call,
    explain,
    completion,
    manual,
):
    main.add_command(command)
