"""Messages as protobuf and as JSON, for Connect's server; a message that is neither is told with a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypeVar

from google.protobuf import json_format
from google.protobuf.message import Message

from odind.core.errors import InvalidArgumentError
from odind.pack.errors import status_of
from odind.pack.messages import check_items, check_size, malformed, read_message, too_many_items

from .enum_names import unknown_names
from .errors import connect_error

if TYPE_CHECKING:
    Data = bytes | bytearray

M = TypeVar("M", bound=Message)
_MOST_COMMAS: Final = 32_768
"""As many as the largest message to peers may have, by default; to parse them takes some ticks."""


class ProtobufCodec:
    """The binary form."""

    def name(self) -> str:
        """How content types name it."""
        return "proto"

    def encode(self, message: Message) -> bytes:
        """Write a message."""
        return message.SerializeToString()

    def decode(self, data: Data, message_class: type[M]) -> M:
        """Read a message; raises ConnectError."""
        try:
            return read_message(message_class, bytes(data))
        except InvalidArgumentError as error:
            raise connect_error(status_of(error)) from None


class JsonCodec:
    """The JSON form. No bytes at all are an empty message, and unknown fields are skipped."""

    def name(self) -> str:
        """How content types name it."""
        return "json"

    def encode(self, message: Message) -> bytes:
        """Write a message on one line."""
        return to_json(message).encode()

    def decode(self, data: Data, message_class: type[M]) -> M:
        """Read a message; raises ConnectError."""
        try:
            check_size(len(data))
            return from_json(bytes(data) or b"{}", message_class())
        except InvalidArgumentError as error:
            raise connect_error(status_of(error)) from None


def to_json(message: Message) -> str:
    """Return a message as JSON on one line."""
    return json_format.MessageToJson(message, indent=None, ensure_ascii=False)


def from_json(text: str | bytes, message: M) -> M:
    """Fill a message from JSON and return it.

    Unknown fields are skipped, as Connect asks for; unknown names of enum values are refused. Raises
    InvalidArgumentError MESSAGE_MALFORMED, and MESSAGE_TOO_LARGE before too many values are parsed.
    """
    try:
        text = text if isinstance(text, str) else text.decode()
        if text.count(",") > _MOST_COMMAS:
            raise too_many_items(_MOST_COMMAS)
        filled = json_format.Parse(text, message, ignore_unknown_fields=True)
    except (json_format.ParseError, ValueError, RecursionError) as error:
        raise malformed("JSON", type(message), error) from None
    if not text.lstrip().startswith("{"):  # json_format takes [] for an empty message
        raise malformed("JSON", type(message), "it must be an object")
    for path, name in unknown_names(message.DESCRIPTOR, json.loads(text)):
        raise malformed("JSON", type(message), f"{path} has no value {name!r}")
    check_items(filled)
    return filled
