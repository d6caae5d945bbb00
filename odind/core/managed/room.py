"""A managed room as it is kept, and what its caller has set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import mark_of, tenant_mark
from odind.core.rooms.bots import Source
from odind.core.rooms.cipher import PasswordFile, RoomsDefault
from odind.core.values.portable import portable

if TYPE_CHECKING:
    from odind.core.access.principal import Principal

COLLECTION: Final = "managed_rooms"
CUSTOM_IDS: Final = "managed_custom_ids"
DURATION_S: Final = 480 * 60.0
EMPTY_S: Final = 10.0
ONLY_BOTS_S: Final = 60.0
SILENCE_S: Final = 600.0
ARMED_AFTER_S: Final = 1_200.0


class AfterSession(Enum):
    """What becomes of a room when a session ends."""

    STAYS = "stays"
    IS_DEACTIVATED = "is_deactivated"


class AutoStart(Enum):
    """What begins with each session by itself."""

    RECORDING = "recording"
    HLS = "hls"
    CAPTIONS = "captions"
    SUMMARY = "summary"


@portable
class SilenceRule:
    """Ends a session in which nobody has spoken for `after_s`, from `armed_after_s` on at the earliest."""

    after_s: float = SILENCE_S
    armed_after_s: float = ARMED_AFTER_S


@portable
class CloseRules:
    """When sessions end by themselves, in seconds.

    A session ends at the latest after `duration_s`, `empty_s` after the last peer has left, and `only_bots_s`
    after the last one that is no bot. With `max_uptime_s` the room is deactivated so long after it was
    enabled.
    """

    after_session: AfterSession = AfterSession.STAYS
    duration_s: float = DURATION_S
    empty_s: float = EMPTY_S
    only_bots_s: float = ONLY_BOTS_S
    silence: SilenceRule | None = None
    max_uptime_s: float | None = None


@portable
class RoomSettings:
    """What a caller sets. `password_file` and `rooms_default` say how the room is encrypted.

    With AutoStart.SUMMARY sessions are captioned too, and their transcripts summarized as `summary_prompt`
    says, in the usual manner where it is "".

    With `max_peers` of 0 and without `user_ids` everybody may come. The daemon joins the room as an observer
    when it is first used; `observe_always` has it do so at once.
    """

    metadata: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    gateway: str = ""
    password_file: str | None = None
    rooms_default: bool = False
    max_peers: int = 0
    user_ids: tuple[str, ...] = ()
    close: CloseRules = CloseRules()
    auto_start: tuple[AutoStart, ...] = ()
    observe_always: bool = False
    summary_prompt: str = ""

    @property
    def cipher(self) -> PasswordFile | RoomsDefault | None:
        """How the room is encrypted end to end, None where it is not."""
        if self.password_file is not None:
            return PasswordFile(self.password_file)
        return RoomsDefault() if self.rooms_default else None


@portable
class ManagedRoom:
    """A managed room. Times are seconds since the epoch.

    `managed_id` says whose it is, `room_id` is the room's id in ODIN, and `custom_id` what its maker calls
    it. `number` is that of the event that told of it. `tokens_until` is when the last join token expires.
    """

    managed_id: str
    room_id: str
    custom_id: str
    number: int
    created_at: float
    updated_at: float
    settings: RoomSettings
    enabled: bool = True
    enabled_at: float = 0.0
    tokens_until: float = 0.0

    @property
    def key(self) -> str:
        """What it is found by."""
        return key_of(self.managed_id, self.room_id)

    @property
    def source(self) -> Source:
        """The room as a source that a bot of its own listens to."""
        return Source(room_id=self.room_id, gateway=self.settings.gateway, cipher=self.settings.cipher)


def key_of(thing_id: str, room_id: str) -> str:
    """Return the key of a room: two tenants may have rooms of one id. `thing_id` tells whose it is."""
    return tenant_mark(thing_id) + room_id


def key_for(by: Principal, room_id: str) -> str:
    """Return the key of the room that a principal calls so."""
    return mark_of("", by.tenant) + room_id


def bundle_of(key: str) -> str:
    """Return with what a room, its session and its maker's name for it go to another member of a fleet."""
    return f"room/{key}"


def settings_bytes(settings: RoomSettings) -> int:
    """Return about how much memory a caller's texts take, in bytes."""
    texts = (*settings.tags, *settings.user_ids, *settings.metadata, *settings.metadata.values())
    return sum(map(len, texts)) + len(settings.summary_prompt)
