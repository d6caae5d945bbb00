"""The classes of the command tree. Groups of other packages are mounted as `Noun`s too."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from odind.core.errors import OdindError

from .exits import INTERRUPTED, CallFailedError, exit_code, exit_code_table, report, usage_explained
from .settings import SETTINGS_OPTIONS, Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS: Final = "odind.words"
"""Where the context keeps the command line: errors can come before its options are read."""


class Verb(click.Command):
    """A command that takes the common options and shows examples in its help."""

    def __init__(self, *args: Any, example: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the verb's own parameters, then the common ones."""
        return [*super().get_params(ctx), *SETTINGS_OPTIONS]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, one per line, ready to paste."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Examples"):
            for line in self.example.splitlines():
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class Noun(click.Group):
    """A group of verbs about one thing."""

    command_class = Verb
    group_class = type

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the group's own parameters, then the common ones."""
        return [*super().get_params(ctx), *SETTINGS_OPTIONS]


class Root(Noun):
    """The root of `odindctl`: reports an error on stderr and sets the exit code.

    `places` says which module has which command. It is imported when the command is used: all together take
    longer than most verbs.
    """

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return sorted(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of this name; None where there is none."""
        del ctx
        if cmd_name not in self._places:
            return None
        command: click.Command = getattr(import_module(self._places[cmd_name]), cmd_name)
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the options before the verb."""
        words = list(args)
        with usage_explained(words):
            context = super().make_context(info_name, args, parent, **extra)
        context.meta[_WORDS] = words
        return context

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb."""
        try:
            with usage_explained(ctx.meta[_WORDS]):
                return super().invoke(ctx)
        except (OdindError, CallFailedError) as error:
            report(error, ctx.ensure_object(Settings).output)
            ctx.exit(exit_code(error))
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Exit codes"):
            formatter.write_dl(exit_code_table())
