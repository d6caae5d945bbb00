"""Names of enum values in JSON, which protobuf's parser skips together with unknown fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google._upb import _message as upb
    from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

    from odind.core.values.json_text import JsonValue

    AnyDescriptor = Descriptor | upb.Descriptor
    AnyEnum = EnumDescriptor | upb.EnumDescriptor
    AnyField = FieldDescriptor | upb.FieldDescriptor


def unknown_names(message: AnyDescriptor, value: JsonValue, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path of each field whose name its enum lacks, as in `config.receiveMode`, and that name.

    Unknown fields are skipped; numbers are known, since those of a newer client are kept as they are.
    """
    for key, inner in value.items() if isinstance(value, dict) else ():
        field = message.fields_by_camelcase_name.get(key) or message.fields_by_name.get(key)
        if field:
            for item in inner if isinstance(inner, list) else [inner]:
                yield from _of_field(field, item, f"{path}{key}")


def _of_field(field: AnyField, value: JsonValue, path: str) -> Iterator[tuple[str, str]]:
    if field.enum_type:
        if isinstance(value, str) and not _is_known(field.enum_type, value):
            yield path, value
    elif field.message_type:
        yield from unknown_names(field.message_type, value, f"{path}.")


def _is_known(kind: AnyEnum, name: str) -> bool:
    return name in kind.values_by_name or name.lstrip("-").isdigit()
