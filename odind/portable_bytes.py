"""Portable values as bytes: MessagePack, with the fields by their names.

A reader ignores fields that it does not know, and takes the default of those that are missing, so that what
one version wrote the next one can read.
"""

from __future__ import annotations

import msgspec

from odind.core.errors import OdindError
from odind.core.values.portable import portable_types


class PortableError(ValueError):
    """The bytes are no value of that type, or no such type is known. The text never repeats them."""


def encode_portable(value: object) -> bytes:
    """Return the bytes of a portable value, without its type's name; raises PortableError."""
    try:
        return msgspec.msgpack.encode(value)
    except (TypeError, ValueError) as error:
        raise PortableError(f"a {type(value).__name__} has no bytes") from error


def decode_portable(name: str, data: bytes | msgspec.Raw) -> object:
    """Return the portable value of the type `name`; raises PortableError."""
    try:
        value: object = msgspec.msgpack.decode(data, type=portable_types()[name])
    except (msgspec.MsgspecError, ValueError, LookupError, OdindError) as error:
        raise PortableError(f"the bytes must be a {name} of a version that is known") from error
    return value


def text_bytes(text: str) -> bytes:
    """Return any text as bytes: as text, some databases would refuse some of it."""
    return text.encode(errors="surrogatepass")


def bytes_text(data: bytes) -> str:
    """Return the text that `text_bytes` made bytes of."""
    return bytes(data).decode(errors="surrogatepass")
