"""All cases, group by group."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from . import calls, errors, http_target, listen, over_http, speak, speak_ends, target, values, watch

if TYPE_CHECKING:
    from odind.conformance.case import Case

_GROUPS: Final = (
    target.GROUP,
    errors.GROUP,
    calls.GROUP,
    values.GROUP,
    watch.GROUP,
    *speak.GROUPS,
    *speak_ends.GROUPS,
    *listen.GROUPS,
    http_target.GROUP,
)
CASES: Final[tuple[Case, ...]] = (*chain.from_iterable(group.cases for group in _GROUPS), *over_http.CASES)
