"""Options for secrets that keep them off the command line, which every user of the host can read."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TextIO

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from collections.abc import Callable


def secret_option(
    name: str, variable: str, what: str, *, instead: tuple[str, ...] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add `--NAME`, `--NAME-file` and an environment variable.

    Both options override the variable, and so do the alternative parameters `instead`.
    """
    parameter = name.replace("-", "_")
    of_file = f"{parameter}_in_file"

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @click.option(f"--{name}", parameter, envvar=variable, show_envvar=True, metavar="SECRET", help=what)
        @click.option(
            f"--{name}-file",
            of_file,
            type=click.File(errors="replace"),
            help="File that holds it; - is stdin.",
        )
        @functools.wraps(command)
        def with_secret(*args: object, **options: Any) -> None:
            secret_file: TextIO | None = options.pop(of_file)
            source = click.get_current_context().get_parameter_source(parameter)
            if secret_file is not None and source is ParameterSource.COMMANDLINE:
                raise click.UsageError(f"give one of --{name} and --{name}-file, not both")
            if secret_file is not None:
                options[parameter] = _read(secret_file, name)
            elif source is ParameterSource.ENVIRONMENT and any(map(options.get, instead)):
                options[parameter] = None
            command(*args, **options)

        return with_secret

    return decorate


def _read(file: TextIO, name: str) -> str:
    secret = file.read().strip()
    if not secret:
        raise click.UsageError(f"the file of --{name}-file is empty")
    return secret
