"""The lengths of time that options take."""

from __future__ import annotations

from datetime import timedelta

import click

from odind.core.values.span import span_s


class Span(click.ParamType[timedelta]):
    """A length of time: `90`, `90s`, `5m`, `2h`."""

    name = "span"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Parse the length; a bare number is seconds."""
        try:
            return timedelta(seconds=span_s(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)
