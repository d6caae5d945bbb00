"""The OpenAPI document of the API, made from its operations and the types of their bodies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from odind import __version__
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .exchange import Handler

_PLACES: Final = re.compile(r"\{(\w+)\}")
_SCHEMAS: Final = "#/components/schemas/{name}"
_PAGE: Final = {"type": "integer", "minimum": 1, "maximum": 100_000}
_ERROR: Final = {
    "type": "object",
    "required": ["message", "statusCode", "error"],
    "properties": {
        "message": {"type": "string"},
        "statusCode": {"type": "integer"},
        "error": {"type": "string"},
    },
}


@dataclass(frozen=True)
class Operation:
    """A call: what it does in one sentence, its path, its body, and whether it lists something."""

    method: str
    path: str
    handler: Handler
    body: type[Any] | None = None
    pages: bool = False
    query: tuple[str, ...] = ()


def document(operations: Sequence[Operation], base: str) -> dict[str, Any]:
    """Return the document of these operations, which are served at `base`."""
    kinds = [one.body for one in operations if one.body]
    _, schemas = msgspec.json.schema_components(kinds, ref_template=_SCHEMAS)
    paths: dict[str, Any] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "odind in the manner of VideoSDK", "version": __version__},
        "servers": [{"url": base}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Error": _ERROR},
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "Authorization"}},
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "summary": (one.handler.__doc__ or "Not implemented here.").partition("\n")[0],
        "parameters": [*_in_path(one.path), *_in_query(one)],
        "responses": {
            "200": {"description": "It is done."},
            "default": {
                "description": "It is not done.",
                "content": {"application/json": {"schema": {"$ref": _SCHEMAS.format(name="Error")}}},
            },
        },
    }
    if one.body:
        schema = {"$ref": _SCHEMAS.format(name=one.body.__name__)}
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return described


def _in_path(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in _PLACES.findall(path)
    ]


def _in_query(one: Operation) -> list[dict[str, Any]]:
    texts = {name: {"type": "string"} for name in one.query}
    numbers = {"page": _PAGE, "perPage": _PAGE} if one.pages else {}
    return [{"name": name, "in": "query", "schema": schema} for name, schema in {**texts, **numbers}.items()]
