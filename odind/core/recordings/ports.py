"""What recordings need from outside: files.

Sound is counted in slots of 20 ms, from the beginning of a *take*: the time for which one process captures
one recording without a break. A recording whose process was lost has several takes.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .artifact import Artifact
    from .capture import Capture
    from .recording import Recording


LOST: Final = b""
"""What lies in a slot whose packet was lost: decoders conceal it."""


class Mark(NamedTuple):
    """Something that happened in a slot of a take; `fields` are values that JSON has."""

    slot: int
    kind: str
    fields: Mapping[str, object]


class Voice(NamedTuple):
    """Whose voice a track holds; "" is everybody's. `channels` is that of its samples or packets."""

    user_id: str
    channels: int


@dataclass
class Chunk:
    """What a take captured on all its tracks from slot `start` up to `stop`.

    `sound` has an item for each slot: an Opus packet, `LOST` for one that never came, or little-endian 16-bit
    samples at 48 kHz; None is silence. A track that is not there is silent. `voices` are the tracks that
    begin with this chunk.
    """

    start: int
    stop: int
    sound: Mapping[str, Sequence[bytes | None]] = field(default_factory=dict)
    voices: Mapping[str, Voice] = field(default_factory=dict)
    marks: Sequence[Mark] = ()


@dataclass(frozen=True)
class Pace:
    """How often chunks are written, and how late packets may come, in slots."""

    chunk: int = 10
    late: int = 10


class Take(Protocol):
    """The files of a take. Its methods return at once, and a thread does the work."""

    @property
    def before(self) -> int:
        """How many slots of the recording lie before this take; 0 until the thread has looked."""

    @property
    def written_bytes(self) -> int:
        """How many bytes of sound it has written."""

    @property
    def failure(self) -> tuple[str, str] | None:
        """The reason and the detail why it can keep nothing more, None while it can."""

    def write(self, chunk: Chunk) -> None:
        """Write a chunk, which begins where the one before it ended; ignored after a failure."""

    def close(self, closed: Callable[[], object]) -> None:
        """Complete the files of the take, and call back on the loop's thread."""


class Tapes(Protocol):
    """The files of recordings, as a process that captures needs them."""

    @property
    def pace(self) -> Pace:
        """How often chunks are written."""

    def take(self, capture: Capture) -> Take:
        """Begin a take of a recording, after those which its folder holds already."""

    def clip(self, capture: Capture) -> Take:
        """Begin the only take of a clip, all of which is written at once.

        Its chunks hold packets, which are decoded and mixed where the layout is MIX.
        """


@dataclass(frozen=True)
class Finished:
    """What a recording has come to. `complete` is whether all its takes were closed in good order."""

    samples: int
    artifacts: tuple[Artifact, ...]
    complete: bool = True


class Vault(Protocol):
    """The folders of recordings, as the control plane needs them."""

    async def prepare(self, name: str) -> str:
        """Make the folder of a new recording, and return its path.

        Raises AlreadyExistsError RECORDING_NAME_TAKEN, InvalidArgumentError RECORDING_NAME_INVALID,
        FailedPreconditionError RECORDINGS_UNWRITABLE.
        """

    async def discard(self, folder: str) -> None:
        """Remove the folder of a recording that has not begun, if it is empty."""

    async def finish(self, recording: Recording, progress: Callable[[float], object]) -> Finished:
        """Make whole files of a recording's takes, and describe them; `progress` is told shares of 1.

        What was begun by an earlier call is done again. Raises UnavailableError RECORDINGS_UNWRITABLE.
        """

    async def growing(self, recording: Recording) -> Sequence[Artifact]:
        """Return the files that are being written, in the state PROCESSING, as long as they are now."""

    async def erase(self, tombstone: Recording) -> None:
        """Delete all files of a recording; its manifest says no more than the tombstone does.

        Can be repeated. Raises FailedPreconditionError RECORDINGS_UNWRITABLE.
        """
