"""The protos of a newer daemon: each message has one more field, number 16,383, which no client knows."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Final

from google.protobuf.descriptor_pb2 import DescriptorProto, FieldDescriptorProto, FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message_factory import GetMessageClass

from odind import v1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.descriptor import Descriptor, FileDescriptor
    from google.protobuf.message import Message

_NAME: Final = "of_tomorrow"
_NUMBER: Final = 16_383


def as_of_tomorrow(message: Message | bytes, descriptor: Descriptor) -> Message:
    """Return a message, which may be serialized, with the field of tomorrow as one that JSON can show."""
    data = message if isinstance(message, bytes) else message.SerializeToString()
    return _class_of(descriptor.full_name).FromString(data)


def own_files() -> Iterator[FileDescriptor]:
    """Yield the daemon's protos."""
    for module in pkgutil.iter_modules(v1.__path__):
        if module.name.endswith("_pb2"):
            yield importlib.import_module(f"{v1.__name__}.{module.name}").DESCRIPTOR


@cache
def _class_of(name: str) -> type[Message]:
    return GetMessageClass(_pool().FindMessageTypeByName(name))


@cache
def _pool() -> DescriptorPool:
    pool, added = DescriptorPool(), set[str]()
    for file in own_files():
        _add(file, pool, added)
    return pool


def _add(file: FileDescriptor, pool: DescriptorPool, added: set[str]) -> None:
    """Add a file after those that it imports."""
    if file.name in added:
        return
    added.add(file.name)
    for needed in file.dependencies:
        _add(needed, pool, added)
    proto = FileDescriptorProto()
    file.CopyToProto(proto)
    if file.package == v1.__name__:
        for message in proto.message_type:
            _grow(message)
    pool.Add(proto)


def _grow(message: DescriptorProto) -> None:
    """Give a message the field. It has presence, so that an empty one is shown."""
    for nested in message.nested_type:
        if not nested.options.map_entry:
            _grow(nested)
    message.oneof_decl.add(name=f"_{_NAME}")
    message.field.add(
        name=_NAME,
        json_name="ofTomorrow",
        number=_NUMBER,
        type=FieldDescriptorProto.TYPE_BYTES,
        label=FieldDescriptorProto.LABEL_OPTIONAL,
        proto3_optional=True,
        oneof_index=len(message.oneof_decl) - 1,
    )
