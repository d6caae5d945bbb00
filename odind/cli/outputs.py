"""The forms in which `odindctl` prints results: -o table, json, jsonl or yaml."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE: Final = "table"
JSON: Final = "json"
JSON_LINES: Final = "jsonl"
YAML: Final = "yaml"
OUTPUTS: Final = (TABLE, JSON, JSON_LINES, YAML)
FOR_PROGRAMS: Final = (JSON, JSON_LINES, YAML)
_UNBROKEN: Final = 2**31


def written(document: Mapping[str, object], output: str) -> str:
    """Return a document as one line of JSON, or as a YAML document that may follow another. All in ASCII."""
    return _yaml(document) if output == YAML else json.dumps(document)


def _yaml(document: Mapping[str, object]) -> str:
    import yaml  # noqa: PLC0415 - seldom needed

    text: str = yaml.safe_dump(dict(document), sort_keys=False, explicit_start=True, width=_UNBROKEN)
    return text.removesuffix("\n")
