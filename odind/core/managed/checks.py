"""What settings of a room must be like. Each check raises ROOM_SETTINGS_INVALID, which names the field."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from odind.core.captions.summary import MAX_PROMPT_BYTES
from odind.core.tokens.tokens import MAX_NAME_BYTES

from .refusals import custom_id_invalid, not_implemented, settings_invalid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from odind.core.rooms.gateways import Gateways

    from .room import AutoStart, CloseRules, RoomSettings

MAX_METADATA: Final = 64
MAX_METADATA_BYTES: Final = 16_384
MAX_TAGS: Final = 64
MAX_TAG_BYTES: Final = 128
MAX_USER_IDS: Final = 1_000
MAX_PEERS: Final = 100_000
SHORTEST_S: Final = 1.0
LONGEST_S: Final = 30 * 86_400.0


def check_settings(settings: RoomSettings, gateways: Gateways, able: Collection[AutoStart]) -> None:
    """Raise an error unless a room can have these settings; `able` is what can start by itself.

    InvalidArgumentError ROOM_SETTINGS_INVALID, GATEWAY_INVALID, GATEWAY_UNKNOWN; PermissionDeniedError
    GATEWAY_NOT_ALLOWED; FailedPreconditionError AUTO_START_UNIMPLEMENTED.
    """
    _check_metadata(settings)
    _check_texts("tags", settings.tags, MAX_TAGS, MAX_TAG_BYTES)
    _check_texts("user_ids", settings.user_ids, MAX_USER_IDS, MAX_NAME_BYTES)
    if settings.max_peers > MAX_PEERS:
        raise settings_invalid("max_peers", f"must be at most {MAX_PEERS}")
    if _bytes_of(settings.summary_prompt) > MAX_PROMPT_BYTES:
        raise settings_invalid("summary_prompt", f"must be at most {MAX_PROMPT_BYTES} bytes")
    _check_rules(settings.close)
    gateways.choose(settings.gateway)
    for part in settings.auto_start:
        if part not in able:
            raise not_implemented(part.value)


def check_custom_id(custom_id: str) -> None:
    """Raise InvalidArgumentError CUSTOM_ID_INVALID."""
    if _bytes_of(custom_id) > MAX_NAME_BYTES:
        raise custom_id_invalid(MAX_NAME_BYTES)


def _check_metadata(settings: RoomSettings) -> None:
    texts = (*settings.metadata, *settings.metadata.values())
    if len(settings.metadata) > MAX_METADATA or sum(map(_bytes_of, texts)) > MAX_METADATA_BYTES:
        problem = f"must have at most {MAX_METADATA} entries and {MAX_METADATA_BYTES} bytes together"
        raise settings_invalid("metadata", problem)


def _check_texts(field: str, texts: Iterable[str], most: int, longest: int) -> None:
    sizes = list(map(_bytes_of, texts))
    if len(sizes) > most or not all(0 < size <= longest for size in sizes):
        raise settings_invalid(field, f"must be at most {most} texts of 1 to {longest} bytes")


def _check_rules(rules: CloseRules) -> None:
    for field in fields(rules):
        value = getattr(rules, field.name)
        if field.name.endswith("_s") and value is not None:
            _check_span(f"close.{field.name.removesuffix('_s')}", value)
    if rules.silence:
        _check_span("close.silence.after", rules.silence.after_s)
        _check_span("close.silence.armed_after", rules.silence.armed_after_s)


def _check_span(field: str, seconds: float) -> None:
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise settings_invalid(field, f"must be from {SHORTEST_S:.0f} to {LONGEST_S:.0f} s")


def _bytes_of(text: str) -> int:
    return len(text.encode(errors="replace"))
