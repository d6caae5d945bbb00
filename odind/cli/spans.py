"""The lengths of time that options take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from odind.core.values.span import fine_span_s, span_s


class Span(click.ParamType[timedelta]):
    """A length of time: `90`, `90s`, `5m`, `2h`."""

    name = "span"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Parse the length; a bare number is seconds."""
        try:
            return timedelta(seconds=span_s(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class FineSpan(click.ParamType[timedelta]):
    """A length of time that may have a fraction: `0.5s`, `90`, `5m`."""

    name = "span"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Parse the length; a bare number is seconds."""
        try:
            return timedelta(seconds=fine_span_s(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def ago(span: timedelta | None) -> datetime | None:
    """Return the moment so long ago, None where no length is given."""
    return None if span is None else datetime.now(UTC) - span
