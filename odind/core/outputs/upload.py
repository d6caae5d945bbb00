"""A file on its way to an output."""

from __future__ import annotations

from enum import Enum

from odind.core.values.portable import portable


class UploadState(Enum):
    """Where a file is: here alone, in part there, there with the copy here yet, there, or given up."""

    SPOOLED = "spooled"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    READY = "ready"
    FAILED = "failed"


@portable
class Upload:
    """A file that waits in the spool for its output, and how far it is.

    `owner` and `artifact` say whose file it is. `file` is where it is on this machine, `name` what it is to
    be called at the output, `location` its address there. `spooled_at` is seconds since the epoch. With
    `keep_local`, the file stays here. `reason` and `problem` are of the latest failure, "" before any. It is
    `swept` once it was given up and its output has nothing of it any more.
    """

    owner: str
    artifact: str
    output: str
    file: str
    name: str
    total_bytes: int
    spooled_at: float
    keep_local: bool = False
    state: UploadState = UploadState.SPOOLED
    sent_bytes: int = 0
    attempts: int = 0
    reason: str = ""
    problem: str = ""
    location: str = ""
    swept: bool = False

    @property
    def key(self) -> str:
        """What it is known by."""
        return key_of(self.owner, self.artifact, self.output)

    @property
    def waits(self) -> bool:
        """Whether its file is still to be brought to the output."""
        return self.state in (UploadState.SPOOLED, UploadState.UPLOADING)

    @property
    def given_up(self) -> bool:
        """Whether it is tried no more."""
        return self.state is UploadState.FAILED


def key_of(owner: str, artifact: str, output: str) -> str:
    """Return what the upload of a file to an output is known by."""
    return f"{owner}/{artifact}@{output}"
