"""`odindctl completion` and `odindctl manual`: what a shell and `man` need, made from the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import get_completion_class

from .commands import Verb
from .manual import manual_page

if TYPE_CHECKING:
    from .settings import Settings

_PROGRAM: Final = "odindctl"


@click.command(
    cls=Verb,
    example="odindctl completion bash > ~/.local/share/bash-completion/completions/odindctl\n"
    "odindctl completion zsh > ~/.zfunc/_odindctl\n"
    "odindctl completion fish > ~/.config/fish/completions/odindctl.fish",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script with which a shell completes verbs, options and files."""
    complete = get_completion_class(shell)
    settings: Settings = context.obj
    if complete:
        script = complete(context.find_root().command, {}, _PROGRAM, "_ODINDCTL_COMPLETE").source()
        settings.show({"shell": shell, "script": script}, script)


@click.command(
    cls=Verb,
    example="odindctl manual | man -l -\nodindctl manual > /usr/local/share/man/man1/odindctl.1",
)
@click.pass_context
def manual(context: click.Context) -> None:
    """Print the manual page of all verbs, for `man`."""
    settings: Settings = context.obj
    page = manual_page(context.find_root().command, _PROGRAM)
    settings.show({"page": page}, page)
