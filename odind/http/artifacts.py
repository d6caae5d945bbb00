"""`GET /v1/recordings/{recording_id}/{file}`: a recording's file, whole or in part, as players and curl do.

It is DownloadArtifact under another name, and asks for the same grant. A complete file has its SHA-256
as ETag; one that still grows has none, and no known length.
"""

from __future__ import annotations

import mimetypes
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, cast

from starlette.requests import Request
from starlette.responses import Response

from odind.services.calls import CallFailedError
from odind.v1 import recordings_pb2

from .callers import caller_of
from .errors import http_status, refusal
from .ranges import UnsatisfiableRangeError, part_of

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from starlette.types import Receive, Scope, Send

    from odind.services.access import Caller
    from odind.services.calls import Calls
    from odind.services.catalog import Behaviour

    from .ranges import Part

PATH: Final = "/v1/recordings/{recording_id}/{file}"
_SERVICE: Final = "/odind.v1.RecordingService/"
_SOUNDS: Final = {".ogg": "audio/ogg", ".mka": "audio/x-matroska", ".flac": "audio/flac", ".m4a": "audio/mp4"}


class ArtifactFiles:
    """The ASGI application. The behaviours are RecordingService's."""

    def __init__(self, get_recording: Behaviour, download_artifact: Behaviour, calls: Calls) -> None:
        self._get_recording = get_recording
        self._download_artifact = download_artifact
        self._calls = calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope)
        answer = _Answer(request, send)
        try:
            artifact = await self._artifact(request, answer)
            if answer.is_known(artifact):
                await Response(status_code=HTTPStatus.NOT_MODIFIED, headers=answer.headers)(
                    scope, receive, send
                )
            elif request.method == "HEAD":
                await answer.begin()
                await answer.end()
            else:
                await self._send(request, answer)
        except UnsatisfiableRangeError:
            await answer.unsatisfiable()(scope, receive, send)
        except CallFailedError as failure:
            if answer.begun:
                raise  # the connection is cut, so that nobody takes a part for the whole
            await refusal(http_status(failure.status.code), failure.status)(scope, receive, send)

    async def _artifact(self, request: Request, answer: _Answer) -> recordings_pb2.Artifact:
        """Look for the file, and settle which part of it is sent."""
        wanted = recordings_pb2.GetRecordingRequest(recording_id=request.path_params["recording_id"])
        message = await self._calls.run(
            request.url.path, answer, lambda: self._get_recording(wanted, answer), f"{_SERVICE}GetRecording"
        )
        recording = cast("recordings_pb2.GetRecordingResponse", message).recording
        file = request.path_params["file"]
        artifact = next((one for one in recording.artifacts if one.file == file), None)
        answer.settle(artifact or recordings_pb2.Artifact(file=file))
        return answer.artifact

    async def _send(self, request: Request, answer: _Answer) -> None:
        wanted = recordings_pb2.DownloadArtifactRequest(
            recording_id=request.path_params["recording_id"],
            file=answer.artifact.file,
            offset=answer.part.start if answer.part else 0,
            length=answer.part.stop - answer.part.start if answer.part else 0,
        )
        await self._calls.run(
            request.url.path,
            answer,
            lambda: self._download_artifact(wanted, answer),
            f"{_SERVICE}DownloadArtifact",
        )
        await answer.end()


class _Answer:
    """One answer, as the call that DownloadArtifact writes to."""

    caller: Caller

    def __init__(self, request: Request, send: Send) -> None:
        self.caller = caller_of(request)
        self.artifact = recordings_pb2.Artifact()
        self.part: Part | None = None
        self.begun = False
        self._request = request
        self._send = send

    @property
    def _etag(self) -> str:
        return f'"{self.artifact.sha256}"' if self.artifact.sha256 else ""

    @property
    def headers(self) -> dict[str, str]:
        """What is said of the file."""
        size, suffix = (
            self.artifact.size_bytes,
            f".{self.artifact.file.removesuffix('.part').rpartition('.')[2]}",
        )
        kind = _SOUNDS.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
        said = {"content-type": kind, "accept-ranges": "bytes", "x-content-type-options": "nosniff"}
        if self._etag:
            said["etag"] = self._etag
        if self.part:
            whole = size if self._etag else "*"
            said["content-range"] = f"bytes {self.part.start}-{self.part.stop - 1}/{whole}"
        said["content-length"] = str(self.part.stop - self.part.start if self.part else size)
        return said

    def settle(self, artifact: recordings_pb2.Artifact) -> None:
        """Settle what is sent; raises UnsatisfiableRangeError."""
        self.artifact = artifact
        condition = self._request.headers.get("if-range")
        if condition is None or condition == self._etag:
            self.part = part_of(self._request.headers.get("range", ""), artifact.size_bytes)

    def is_known(self, artifact: recordings_pb2.Artifact) -> bool:
        """Whether the client has the file already."""
        known = [etag.strip() for etag in self._request.headers.get("if-none-match", "").split(",")]
        return bool(artifact.sha256) and ("*" in known or self._etag in known)

    def unsatisfiable(self) -> Response:
        """Return the answer to a range that has no byte of the file."""
        headers = {"content-range": f"bytes */{self.artifact.size_bytes}"}
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)

    async def write(self, message: Message) -> None:
        """Send a piece."""
        data = cast("recordings_pb2.DownloadArtifactResponse", message).data
        if not self.begun:
            await self.begin()
        if data:
            await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def begin(self) -> None:
        """Send the headers."""
        self.begun = True
        status = HTTPStatus.PARTIAL_CONTENT if self.part else HTTPStatus.OK
        raw = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await self._send({"type": "http.response.start", "status": status, "headers": raw})

    async def end(self) -> None:
        """Send that this was all."""
        await self._send({"type": "http.response.body", "body": b""})
