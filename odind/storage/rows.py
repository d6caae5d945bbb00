"""Events and documents as rows of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from odind.core.log.ports import Document
from odind.core.log.ring import Entry
from odind.portable_bytes import PortableError, decode_portable, encode_portable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Row

_log = structlog.get_logger("odind.storage")


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
            "room": key_bytes(entry.room) if entry.room else None,
            "kind": type(entry.event).__name__,
            "value": value,
        }


def entries_of(rows: Iterable[Row[Any]]) -> Iterator[Entry[object]]:
    """Yield the entries of rows, without those of kinds that this version does not know."""
    for row in rows:
        try:
            event = decode_portable(row.kind, row.value)
        except PortableError as error:
            _log.warning("event.unreadable", sequence=row.sequence, problem=str(error))
        else:
            yield Entry(row.sequence, row.time, row.subject, event, _key_of(row.room or b""))


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
            "key": key_bytes(document.key),
            "kind": type(document.value).__name__,
            "value": value,
            "expires_at": document.expires_at,
        }


def documents_of(rows: Iterable[Row[Any]]) -> Iterator[Document]:
    """Yield the documents of rows, without those that this version cannot read."""
    for row in rows:
        try:
            value = decode_portable(row.kind, row.value)
        except PortableError as error:
            _log.warning("document.unreadable", collection=row.collection, problem=str(error))
        else:
            yield Document(row.collection, _key_of(row.key), value, row.expires_at)


def column_text(text: str) -> str:
    """Return a subject as every database takes it: callers ask for any."""
    return text.encode(errors="replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


def key_bytes(key: str) -> bytes:
    """Return a document's key, or a room's id, as its column holds it."""
    return key.encode(errors="surrogatepass")


def _key_of(data: bytes) -> str:
    return bytes(data).decode(errors="surrogatepass")
