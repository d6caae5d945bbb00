"""A manual page in man(7), made from the help of a command tree."""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

import click

from .commands import Noun, Verb
from .exits import exit_code_table
from .settings import SETTINGS_OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def manual_page(root: click.Command, program: str) -> str:
    """Return the page: synopsis, common options, every verb with its options and examples, exit codes."""
    context = click.Context(root, info_name=program, **root.context_settings)
    summary = cleandoc(root.help or "").splitlines()[0].rstrip(".")
    lines = [
        f'.TH {program.upper()} 1 "" "odind" "User Commands"',
        ".SH NAME",
        f"{program} \\- {_text(summary[0].lower() + summary[1:])}",
        ".SH SYNOPSIS",
        f".B {program}",
        "[\\fIOPTIONS\\fR] \\fINOUN\\fR \\fIVERB\\fR [\\fIARGUMENTS\\fR]",
        ".SH DESCRIPTION",
        *_paragraphs(root),
        ".SH OPTIONS OF ALL VERBS",
        *_options(context, SETTINGS_OPTIONS),
        ".SH VERBS",
        *(line for path, verb in _verbs(context) for line in _verb(path, verb)),
        ".SH EXIT STATUS",
        *_definitions(exit_code_table()),
    ]
    return "\n".join(lines)


def _verbs(context: click.Context) -> Iterator[tuple[click.Context, Verb]]:
    """Yield every verb below a group, with its context."""
    group = context.command
    if isinstance(group, Noun):
        for name in sorted(group.list_commands(context)):
            command = group.get_command(context, name)
            yield from _verbs(click.Context(command, info_name=name, parent=context)) if command else ()
    elif isinstance(group, Verb):
        yield context, group


def _verb(context: click.Context, verb: Verb) -> list[str]:
    usage = " ".join(verb.collect_usage_pieces(context))
    own = [one for one in click.Command.get_params(verb, context) if isinstance(one, click.Option)]
    return [
        f'.SS "{_text(context.command_path)} {_text(usage)}"',
        *_paragraphs(verb),
        *_options(context, own),
        ".PP",
        "Examples:",
        ".PP",
        ".nf",
        *map(_text, verb.example.splitlines()),
        ".fi",
    ]


def _paragraphs(command: click.Command) -> list[str]:
    paragraphs = cleandoc(command.help or "").split("\n\n")
    return [line for paragraph in paragraphs for line in (".PP", _text(paragraph.replace("\n", " ")))]


def _options(context: click.Context, options: Iterable[click.Parameter]) -> list[str]:
    return _definitions(record for one in options if (record := one.get_help_record(context)))


def _definitions(records: Iterable[tuple[str, str]]) -> list[str]:
    return [line for name, text in records for line in (".TP", f".B {_text(name)}", _text(text))]


def _text(text: str) -> str:
    """Return text as roff shows it as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace('"', "\\(dq")
    return f"\\&{escaped}" if escaped.startswith((".", "\\(aq")) else escaped
