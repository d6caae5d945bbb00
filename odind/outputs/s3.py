"""A bucket of an S3-compatible store as a destination.

botocore is the client, in threads: it finds credentials where everybody keeps them (settings, environment,
files, roles of the machine), speaks to every store, and lists the parts of an unfinished upload, which
obstore cannot; AWS's own signer for other HTTP clients needs a later Python. Its checks of the content
beyond MD5 are off, since many stores refuse them; what has arrived is checked here.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session

from odind.core.values.late import dataclass

from .failures import differs, exists, no_object, reading
from .fingerprint import PART_BYTES, Fingerprint, fingerprint, md5_of, pieces
from .s3_failures import calling, code_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from odind.core.errors import OdindError

    from .threaded import Step

_CONNECT_S: Final = 5
_ANSWER_S: Final = 60
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ABSENT: Final = {"404", "NoSuchKey", "NotFound"}
_BEHIND_THE_END: Final = {"416", "InvalidRange"}
_UNTOLD: Final = {"AccessDenied", "MethodNotAllowed", "NoSuchUpload", "NotImplemented"}
"""Codes of stores that tell no unfinished upload or none of its parts: these are sent anew."""


@dataclass(frozen=True)
class Bucket:
    """Where a bucket is. Without `endpoint` it is AWS's, without a key botocore looks for credentials itself.

    `prefix` begins the names of all objects, without a `/` at its ends.
    """

    name: str
    endpoint: str = ""
    region: str = "us-east-1"
    prefix: str = ""
    path_style: bool = True
    access_key_id: str = ""
    secret_access_key: str = field(default="", repr=False)


class S3Destination:
    """Objects in a bucket. An upload in parts is gone on with where an earlier process left it."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._opening = Lock()

    def check(self) -> None:
        """Ask whether the bucket is there and lets us in."""
        with calling(self._url(""), self._bucket.name):
            self._client.list_objects_v2(Bucket=self._bucket.name, Prefix=self._bucket.prefix, MaxKeys=1)

    def store(self, file: Path, name: str, step: Step) -> str:
        """Send a file, in parts when it is large, and return its `s3://` address once it is there."""
        key, print_ = self._key(name), fingerprint(file)
        with calling(self._url(key), self._bucket.name):
            if not self._has(key, print_, exists):
                self._send(file, key, print_, step)
                if not self._has(key, print_, differs):
                    raise differs(self._url(key))
        step(print_.total_bytes)
        return self._url(key)

    def put(self, name: str, data: bytes, kind: str, *, lasting: bool) -> None:
        """Send an object at once, with what a web server in front of the bucket is to say of it."""
        key = self._key(name)
        with calling(self._url(key), self._bucket.name):
            self._client.put_object(
                **self._named(key),
                Body=data,
                ContentMD5=_base64(md5_of(data)),
                ContentType=kind,
                CacheControl=_FOR_EVER if lasting else "no-cache",
            )

    def read(self, name: str, offset: int, count: int) -> bytes:
        """Read from an object; raises OBJECT_NOT_FOUND."""
        key = self._key(name)
        wanted = f"bytes={offset}-{offset + count - 1}"
        with calling(self._url(key), self._bucket.name):
            try:
                found = self._client.get_object(**self._named(key), Range=wanted)
            except ClientError as error:
                if code_of(error) in _BEHIND_THE_END:
                    return b""
                if code_of(error) in _ABSENT:
                    raise no_object(self._url(key)) from error
                raise
            return bytes(found["Body"].read())

    def sign(self, name: str, lifetime_s: int) -> str:
        """Return an address that the store lets everybody read for so long; raises OBJECT_NOT_FOUND."""
        key = self._key(name)
        with calling(self._url(key), self._bucket.name):
            if self._find(key) is None:
                raise no_object(self._url(key))
            return str(
                self._client.generate_presigned_url(
                    "get_object", Params=self._named(key), ExpiresIn=lifetime_s
                )
            )

    def sweep(self, name: str) -> None:
        """Abort the unfinished uploads of an object."""
        key = self._key(name)
        with calling(self._url(key), self._bucket.name):
            self._abort(key)

    def delete(self, name: str) -> None:
        """Delete an object, and what unfinished uploads have left of it."""
        key = self._key(name)
        with calling(self._url(key), self._bucket.name):
            self._abort(key)
            self._client.delete_object(**self._named(key))

    def _abort(self, key: str) -> None:
        for upload_id in self._unfinished(key):
            self._client.abort_multipart_upload(**self._named(key), UploadId=upload_id)

    # What is there

    def _has(self, key: str, print_: Fingerprint, otherwise: Callable[[str], OdindError]) -> bool:
        """Return whether the object is there; raise `otherwise` when there is another one."""
        found = self._find(key)
        if found is not None and not self._is(key, found, print_):
            raise otherwise(self._url(key))
        return found is not None

    def _find(self, key: str) -> dict[str, Any] | None:
        """Return what the store tells of an object, None when there is none."""
        try:
            return dict(self._client.head_object(**self._named(key)))
        except ClientError as error:
            if code_of(error) in _ABSENT:
                return None
            raise

    def _is(self, key: str, found: dict[str, Any], print_: Fingerprint) -> bool:
        """Whether an object is the file; it is read back where the store tells no checksum of its content."""
        if found["ContentLength"] != print_.total_bytes:
            return False
        return found["ETag"].strip('"') in print_.etags or self._sha256(key) == print_.sha256

    def _sha256(self, key: str) -> bytes:
        digest = hashlib.sha256()
        for piece in self._client.get_object(**self._named(key))["Body"].iter_chunks(PART_BYTES):
            digest.update(piece)
        return digest.digest()

    # Sending

    def _send(self, file: Path, key: str, print_: Fingerprint, step: Step) -> None:
        if print_.total_bytes > PART_BYTES:
            self._send_parts(file, key, step)
            return
        with reading(file):
            content = file.read_bytes()
        self._client.put_object(**self._named(key), Body=content, ContentMD5=_base64(print_.md5))

    def _send_parts(self, file: Path, key: str, step: Step) -> None:
        upload_id = self._upload_of(key)
        upload = {**self._named(key), "UploadId": upload_id}
        there, etags = self._parts(upload), []
        with reading(file):
            source = file.open("rb")
        with source:
            for number, piece in enumerate(pieces(source, PART_BYTES), 1):
                etags.append(self._part(upload, number, piece, there.get(number)))
                step(source.tell())
        parts = [{"PartNumber": number, "ETag": etag} for number, etag in enumerate(etags, 1)]
        self._client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})

    def _part(self, upload: dict[str, str], number: int, piece: bytes, there: str | None) -> str:
        """Send a part unless it is there already; return its ETag."""
        md5 = md5_of(piece)
        if there and there.strip('"') == md5.hex():
            return there
        sent = self._client.upload_part(**upload, PartNumber=number, Body=piece, ContentMD5=_base64(md5))
        return str(sent["ETag"])

    def _upload_of(self, key: str) -> str:
        """Return the upload that an earlier process has begun, or a new one."""
        begun = self._unfinished(key)
        return begun[-1] if begun else self._client.create_multipart_upload(**self._named(key))["UploadId"]

    def _unfinished(self, key: str) -> list[str]:
        """Return the uploads of an object that were never completed, the oldest first."""
        found: list[Any] = []
        with _unless_untold():
            pages = self._client.get_paginator("list_multipart_uploads")
            for page in pages.paginate(Bucket=self._bucket.name, Prefix=key):
                found += (upload for upload in page.get("Uploads", ()) if upload["Key"] == key)
        return [
            upload["UploadId"] for upload in sorted(found, key=lambda upload: str(upload.get("Initiated")))
        ]

    def _parts(self, upload: dict[str, str]) -> dict[int, str]:
        """Return the ETags of the parts that are there, by their numbers."""
        found: dict[int, str] = {}
        with _unless_untold():
            for page in self._client.get_paginator("list_parts").paginate(**upload):
                found |= {part["PartNumber"]: part["ETag"] for part in page.get("Parts", ())}
        return found

    # Names

    def _key(self, name: str) -> str:
        return "/".join(filter(None, (self._bucket.prefix, name)))

    def _named(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket.name, "Key": key}

    def _url(self, key: str) -> str:
        return f"s3://{self._bucket.name}/{key}"

    @property
    def _client(self) -> Any:
        """The client, made by the first call; any number of threads may use it."""
        with self._opening:
            return self._made

    @cached_property
    def _made(self) -> Any:
        bucket = self._bucket
        return Session().create_client(
            "s3",
            endpoint_url=bucket.endpoint or None,
            region_name=bucket.region,
            aws_access_key_id=bucket.access_key_id or None,
            aws_secret_access_key=bucket.secret_access_key or None,
            config=_config(path_style=bucket.path_style),
        )


def _config(*, path_style: bool) -> Config:
    """Return how to call: once, since uploads try again by themselves, and in the manner all stores know."""
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if path_style else "virtual"},
        retries={"total_max_attempts": 1},
        connect_timeout=_CONNECT_S,
        read_timeout=_ANSWER_S,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


@contextmanager
def _unless_untold() -> Iterator[None]:
    """Go on without what a store does not tell us."""
    try:
        yield
    except ClientError as error:
        if code_of(error) not in _UNTOLD:
            raise


def _base64(md5: bytes) -> str:
    return b64encode(md5).decode()
