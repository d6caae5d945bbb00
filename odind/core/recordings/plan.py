"""What a caller asks of a recording, settled once, when it starts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

MAX_METADATA_BYTES: Final = 16_384


class Layout(Enum):
    """How voices are laid out on tracks.

    MIX: one file with everybody. PER_PEER: a file for each. DUAL: one stereo file, our own voice or that of a
    named peer left and all others right. MULTITRACK: one Matroska file with a track for each.
    """

    MIX = "mix"
    PER_PEER = "per_peer"
    DUAL = "dual"
    MULTITRACK = "multitrack"


class Encoding(Enum):
    """The format of the files; OPUS keeps packets as they came."""

    OPUS = "opus"
    FLAC = "flac"
    WAV = "wav"
    MP3 = "mp3"
    AAC = "aac"


class PauseMode(Enum):
    """What stands in the files for the time of a pause: silence, or nothing."""

    SILENCE = "silence"
    OMIT = "omit"


@portable
class RecordingPlan:
    """What to record, and for how long; 0 sets no limit.

    With `user_ids` or `peer_ids`, only those are recorded. With `consent_field`, only while the field of that
    name in the JSON of their user data says yes. `left` names the user on the left of DUAL, "" for
    ourselves. `expires_after_s` counts from the end. `outputs` names the storages that get the files, beside
    the folder. Raises InvalidArgumentError, see `__post_init__`.
    """

    layout: Layout = Layout.MIX
    encoding: Encoding = Encoding.FLAC
    name: str = ""
    user_ids: tuple[str, ...] = ()
    peer_ids: tuple[int, ...] = ()
    left: str = ""
    pause_mode: PauseMode = PauseMode.SILENCE
    max_duration_s: float = 0.0
    max_bytes: int = 0
    expires_after_s: float = 0.0
    outputs: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    consent_field: str = ""

    def __post_init__(self) -> None:
        """Raise ENCODING_INVALID, RECORDING_LIMIT_INVALID, METADATA_TOO_LARGE."""
        if (self.encoding is Encoding.OPUS) is not (self.layout is Layout.MULTITRACK) and (
            self.layout is not Layout.PER_PEER
        ):
            raise InvalidArgumentError(
                "ENCODING_INVALID",
                "layout {layout} cannot be recorded as {encoding}: packets of Opus cannot be mixed, and a "
                "MULTITRACK file holds nothing else",
                layout=self.layout.value,
                encoding=self.encoding.value,
            )
        if min(self.max_duration_s, self.max_bytes, self.expires_after_s) < 0:
            raise InvalidArgumentError(
                "RECORDING_LIMIT_INVALID", "max_duration, max_bytes and expires_after must not be negative"
            )
        size = sum(len(text.encode()) for pair in self.metadata.items() for text in pair)
        if size > MAX_METADATA_BYTES:
            raise InvalidArgumentError(
                "METADATA_TOO_LARGE",
                "the metadata has {size} bytes and may have {limit}",
                size=size,
                limit=MAX_METADATA_BYTES,
            )

    @property
    def selects(self) -> bool:
        """Whether not everybody is recorded."""
        return bool(self.user_ids or self.peer_ids or self.consent_field)

    @property
    def keeps_packets(self) -> bool:
        """Whether packets are kept as they came, and nothing is decoded."""
        return self.encoding is Encoding.OPUS
