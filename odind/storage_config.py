"""The settings of outputs: buckets and folders that finished recordings go to, each with a name."""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path  # noqa: TC003 - settings are read by their types
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.core.values.span import span_s

STORAGE_NAME: Final = re.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")
_BUCKET: Final = re.compile("[A-Za-z0-9][A-Za-z0-9._:-]{1,254}")
_ENDPOINT: Final = re.compile(r"https?://[^/@?#\s]+/?")
_PREFIX: Final = re.compile(r"(?!.*(^|/)\.{0,2}(/|$))[^\x00-\x1f\\]{1,512}|")


@dataclass(frozen=True)
class StorageConfig:
    """A bucket of an S3-compatible store, or a folder that exists already.

    Without `endpoint`, the bucket is AWS's. Without `access_key_id`, credentials are looked for as AWS's own
    tools do. `prefix` begins the names of all objects. With `path_style`, the bucket is in the path of URLs
    rather than in the name of their host. What could not be stored for `give_up_after` is given up, and
    stays on this machine; with `keep_local`, everything does.
    """

    folder: Path | None = None
    bucket: str = ""
    endpoint: str = ""
    region: str = "us-east-1"
    prefix: str = ""
    path_style: bool = True
    access_key_id: str = ""
    secret_access_key: str = field(default="", repr=False)
    secret_access_key_file: Path | None = None
    give_up_after: str = "72h"
    keep_local: bool = False

    @property
    def give_up_after_s(self) -> int:
        """For how long to try, in seconds."""
        return span_s(self.give_up_after)

    def __post_init__(self) -> None:
        if (self.folder is None) is not bool(self.bucket):
            raise _wrong("one of folder and bucket must be set, and not both")
        if self.bucket and not _BUCKET.fullmatch(self.bucket):
            raise _wrong("bucket must be the name of a bucket")
        if self.endpoint and not _ENDPOINT.fullmatch(self.endpoint):
            raise _wrong("endpoint must be a URL such as https://s3.example, without a path")
        if not _PREFIX.fullmatch(self.prefix):
            raise _wrong("prefix must be a path such as voice/eu, without a slash at its ends and without ..")
        self._check_credentials()
        self._check_patience()

    def _check_credentials(self) -> None:
        secrets = bool(self.secret_access_key) + (self.secret_access_key_file is not None)
        if secrets != bool(self.access_key_id):
            raise _wrong("access_key_id needs one of secret_access_key_file and secret_access_key")

    def _check_patience(self) -> None:
        try:
            span_s(self.give_up_after)
        except ValueError as error:
            raise _wrong(f"give_up_after: {error}") from None


def _wrong(problem: str) -> InvalidArgumentError:
    return InvalidArgumentError("CONFIG_INVALID", "storage: {problem}", problem=problem)
