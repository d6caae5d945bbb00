"""Converts verbs, grants, keys and sessions."""

from __future__ import annotations

from typing import Final

from odind.core.access.verbs import Verb
from odind.core.errors import InvalidArgumentError
from odind.v1 import verbs_pb2

_VERBS: Final[dict[int, Verb]] = {verbs_pb2.Verb.Value(f"VERB_{verb.name}"): verb for verb in Verb}


def unpack_verb(verb: int) -> Verb:
    """Return a verb; raises InvalidArgumentError VERB_UNKNOWN."""
    found = _VERBS.get(verb)
    if found is None:
        raise InvalidArgumentError("VERB_UNKNOWN", "there is no verb {number}", number=verb)
    return found
