"""Events and documents as rows of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import structlog

from odind.core.log.ports import Document
from odind.core.log.ring import Entry
from odind.portable_bytes import PortableError, bytes_text, decode_portable, encode_portable, text_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_log = structlog.get_logger("odind.storage")
EVENT_COLUMNS: Final = "sequence, time, subject, kind, value, room"
"""`sequence` is drawn by the log, `time` is seconds since the epoch, `value` is as `portable_bytes` says, and
`room` the room's id in UTF-8."""
DOCUMENT_COLUMNS: Final = "collection, key, kind, value, expires_at"
"""`key` is UTF-8: as text, some databases would refuse some keys."""


def rows_of(entries: Iterable[Entry[object]], keep: Callable[[object], object]) -> Iterator[dict[str, Any]]:
    """Yield the rows of entries; `keep` returns what of an event is to be kept."""
    for entry in entries:
        try:
            value = encode_portable(keep(entry.event))
        except PortableError as error:  # a bug, which must not keep all other events out
            _log.error("event.unwritable", kind=type(entry.event).__name__, problem=str(error))
            continue
        yield {
            "sequence": entry.sequence,
            "time": entry.time,
            "subject": column_text(entry.subject),
            "room": text_bytes(entry.room) if entry.room else None,
            "kind": type(entry.event).__name__,
            "value": value,
        }


def entries_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[Entry[object]]:
    """Yield the entries of rows of `EVENT_COLUMNS`, without those that this version cannot read."""
    for sequence, time, subject, kind, value, room in rows:
        try:
            event = decode_portable(kind, value)
        except PortableError as error:
            _log.warning("event.unreadable", sequence=sequence, problem=str(error))
        else:
            yield Entry(sequence, time, subject, event, bytes_text(room or b""))


def document_rows_of(documents: Iterable[Document]) -> Iterator[dict[str, Any]]:
    """Yield the rows of those documents that have a value."""
    for document in documents:
        if document.value is None:
            continue
        try:
            value = encode_portable(document.value)
        except PortableError as error:  # a bug
            _log.error("document.unwritable", collection=document.collection, problem=str(error))
            continue
        yield {
            "collection": document.collection,
            "key": text_bytes(document.key),
            "kind": type(document.value).__name__,
            "value": value,
            "expires_at": document.expires_at,
        }


def documents_of(rows: Iterable[tuple[Any, ...]]) -> Iterator[Document]:
    """Yield the documents of rows of `DOCUMENT_COLUMNS`, without those that this version cannot read."""
    for collection, key, kind, kept, expires_at in rows:
        try:
            value = decode_portable(kind, kept)
        except PortableError as error:
            _log.warning("document.unreadable", collection=collection, problem=str(error))
        else:
            yield Document(collection, bytes_text(key), value, expires_at)


def column_text(text: str) -> str:
    """Return a subject as every database takes it: callers ask for any."""
    return text.encode(errors="replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")
