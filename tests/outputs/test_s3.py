"""A bucket of a real S3 server: what arrives is what was sent, and an upload goes on where it was left."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import httpx
import pytest
from botocore.exceptions import ClientError

from odind.core.errors import (
    AlreadyExistsError,
    FailedPreconditionError,
    NotFoundError,
    PermissionDeniedError,
    UnavailableError,
)
from odind.core.outputs.ports import Shipment
from odind.outputs.fingerprint import PART_BYTES
from odind.outputs.s3 import S3Destination
from odind.outputs.threaded import Abandoned, ThreadedDestination
from odind.sealing.chunks import CHUNK_BYTES
from odind.sealing.file import SealedFile
from odind.sealing.keys import SealingKey, SealingKeys

from .s3_server import running_s3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .s3_server import S3Server

SMALL = os.urandom(10_000)
LARGE = os.urandom(2 * PART_BYTES + 12_345)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[S3Server]:
    with running_s3(tmp_path / "s3") as running:
        yield running


@pytest.fixture
def takes(tmp_path: Path) -> Path:
    """Two files of a spool."""
    (tmp_path / "small").write_bytes(SMALL)
    (tmp_path / "large").write_bytes(LARGE)
    return tmp_path


def ignored(_: int) -> None:
    """Nobody wants to know how far it is."""


def sent_parts(destination: S3Destination, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the number of every part that is sent from now on."""
    client, numbers = destination._client, []
    send = client.upload_part

    def upload_part(**part: object) -> object:
        numbers.append(part["PartNumber"])
        return send(**part)

    monkeypatch.setattr(client, "upload_part", upload_part)
    return numbers  # type: ignore[return-value]


@pytest.mark.parametrize(("file", "content"), [("small", SMALL), ("large", LARGE)])
def test_a_file_arrives_as_it_is_below_the_prefix(server: S3Server, takes: Path, file: str, content: bytes):
    steps: list[int] = []
    destination = S3Destination(server.bucket(prefix="voice/über uns"))
    address = destination.store(takes / file, "rec 1/a+b.ogg", steps.append)
    assert address == "s3://takes/voice/über uns/rec 1/a+b.ogg"
    assert (server.folder / "takes/voice/über uns/rec 1/a+b.ogg").read_bytes() == content
    assert steps == sorted(steps)
    assert steps[-1] == len(content)


def test_an_upload_whose_process_has_ended_goes_on_with_the_parts_that_are_missing(
    server: S3Server, takes: Path, monkeypatch: pytest.MonkeyPatch
):
    def end_after_two_parts(sent_bytes: int) -> None:
        if sent_bytes >= 2 * PART_BYTES:
            raise Abandoned

    first = S3Destination(server.bucket())
    with pytest.raises(Abandoned):
        first.store(takes / "large", "a.wav", end_after_two_parts)
    assert not (server.folder / "takes/a.wav").exists()
    second = S3Destination(server.bucket())
    numbers = sent_parts(second, monkeypatch)
    second.store(takes / "large", "a.wav", ignored)
    assert numbers == [3]
    assert (server.folder / "takes/a.wav").read_bytes() == LARGE


def test_a_server_that_is_killed_in_the_middle_gets_everything_once_it_is_back(server: S3Server, takes: Path):
    destination = S3Destination(server.bucket())

    def kill_after_a_part(_: int) -> None:
        server.kill()

    with pytest.raises(UnavailableError, match="STORAGE_UNAVAILABLE"):
        destination.store(takes / "large", "a.wav", kill_after_a_part)
    with pytest.raises(UnavailableError, match="STORAGE_UNAVAILABLE"):
        destination.store(takes / "large", "a.wav", ignored)
    server.start()
    destination.store(takes / "large", "a.wav", ignored)
    assert (server.folder / "takes/a.wav").read_bytes() == LARGE


def test_a_file_that_is_there_is_not_sent_again(
    server: S3Server, takes: Path, monkeypatch: pytest.MonkeyPatch
):
    destination = S3Destination(server.bucket())
    address = destination.store(takes / "large", "a.wav", ignored)
    numbers = sent_parts(destination, monkeypatch)
    assert destination.store(takes / "large", "a.wav", ignored) == address
    assert not numbers


def test_another_file_of_the_same_name_is_not_overwritten(server: S3Server, takes: Path):
    destination = S3Destination(server.bucket())
    destination.store(takes / "small", "a.ogg", ignored)
    (takes / "small").write_bytes(SMALL[::-1])  # of the same size
    with pytest.raises(AlreadyExistsError, match="OBJECT_EXISTS"):
        destination.store(takes / "small", "a.ogg", ignored)
    assert (server.folder / "takes/a.ogg").read_bytes() == SMALL


def test_what_a_store_tells_no_checksum_of_is_read_back(
    server: S3Server, takes: Path, monkeypatch: pytest.MonkeyPatch
):
    destination = S3Destination(server.bucket())
    head = destination._client.head_object
    monkeypatch.setattr(
        destination._client, "head_object", lambda **named: {**head(**named), "ETag": '"of-a-secret-key"'}
    )
    destination.store(takes / "large", "a.wav", ignored)
    (server.folder / "takes/a.wav").write_bytes(LARGE[::-1])
    with pytest.raises(AlreadyExistsError, match="OBJECT_EXISTS"):
        destination.store(takes / "large", "a.wav", ignored)


def test_content_that_changes_on_its_way_is_refused_by_the_store(
    server: S3Server, takes: Path, monkeypatch: pytest.MonkeyPatch
):
    destination = S3Destination(server.bucket())
    put = destination._client.put_object
    monkeypatch.setattr(
        destination._client,
        "put_object",
        lambda *, Body, **named: put(Body=Body[::-1], **named),  # noqa: N803
    )
    with pytest.raises(UnavailableError, match="CHECKSUM_MISMATCH"):
        destination.store(takes / "small", "a.ogg", ignored)


@pytest.mark.parametrize(
    ("wrong", "error", "reason"),
    [
        ({"name": "attic"}, NotFoundError, "BUCKET_NOT_FOUND"),
        ({"access_key_id": "STRANGER"}, PermissionDeniedError, "STORAGE_DENIED"),
        ({"secret_access_key": "wrong"}, PermissionDeniedError, "STORAGE_DENIED"),
        ({"endpoint": "http://127.0.0.1:1"}, UnavailableError, "STORAGE_UNAVAILABLE"),
    ],
)
def test_wrong_settings_have_their_reasons(
    server: S3Server, takes: Path, wrong: dict[str, str], error: type[Exception], reason: str
):
    destination = S3Destination(server.bucket(**wrong))
    for file in ("small", "large"):
        with pytest.raises(error, match=reason) as raised:
            destination.store(takes / file, "a.ogg", ignored)
        assert "wrong" not in str(raised.value)
    with pytest.raises(error, match=reason):
        destination.check()


def test_without_any_credentials_it_says_so(
    server: S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    destination = S3Destination(server.bucket(access_key_id="", secret_access_key=""))
    with pytest.raises(PermissionDeniedError, match="Unable to locate credentials"):
        destination.check()


def test_credentials_may_come_from_the_environment(server: S3Server, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", server.bucket().access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", server.bucket().secret_access_key)
    S3Destination(server.bucket(access_key_id="", secret_access_key="")).check()


def test_a_bucket_that_is_there_is_in_order(server: S3Server):
    S3Destination(server.bucket()).check()


def test_a_file_that_is_gone_here_says_so(server: S3Server, tmp_path: Path):
    with pytest.raises(FailedPreconditionError, match="SPOOLED_FILE_LOST"):
        S3Destination(server.bucket()).store(tmp_path / "gone", "a.ogg", ignored)


def test_an_object_is_read_from_anywhere_up_to_its_end(server: S3Server, takes: Path):
    destination = S3Destination(server.bucket(prefix="voice"))
    destination.store(takes / "small", "talk/a.ogg", ignored)
    for offset in (0, 7, len(SMALL) - 3, len(SMALL), len(SMALL) + 9):
        assert destination.read("talk/a.ogg", offset, 5) == SMALL[offset : offset + 5]
    with pytest.raises(NotFoundError, match="OBJECT_NOT_FOUND"):
        destination.read("talk/b.ogg", 0, 5)
    with pytest.raises(NotFoundError, match="BUCKET_NOT_FOUND"):
        S3Destination(server.bucket("attic")).read("talk/a.ogg", 0, 5)


def test_a_signed_address_is_read_without_a_key_and_only_for_a_time(server: S3Server, takes: Path):
    destination = S3Destination(server.bucket(prefix="voice/über uns"))
    destination.store(takes / "small", "rec 1/a+b.ogg", ignored)
    address = destination.sign("rec 1/a+b.ogg", 60)
    assert httpx.get(address).content == SMALL
    assert "X-Amz-Expires=60&" in address
    for altered in (address.split("?")[0], address.replace("Expires=60&", "Expires=600&")):
        assert httpx.get(altered).is_client_error
    with pytest.raises(NotFoundError, match="OBJECT_NOT_FOUND"):
        destination.sign("rec 1/nothing.ogg", 60)


async def test_what_lies_sealed_in_a_bucket_is_opened_as_it_is_read(server: S3Server, tmp_path: Path):
    keys = SealingKeys([SealingKey.parse("ab" * 32)])
    file = SealedFile.create(tmp_path / "a.ogg", keys)
    file.pwrite(SMALL, 0)
    file.close()
    destination = ThreadedDestination(S3Destination(server.bucket()), keys)
    await destination.store(Shipment(str(tmp_path / "a.ogg"), "a.ogg"), ignored)
    for offset in (0, CHUNK_BYTES - 1, len(SMALL) - 3, len(SMALL), len(SMALL) + 2 * CHUNK_BYTES):
        read = await destination.read("a.ogg", offset, 3 * CHUNK_BYTES, sealed=True)
        assert read == SMALL[offset : offset + 3 * CHUNK_BYTES]
    stranger = ThreadedDestination(S3Destination(server.bucket()), SealingKeys(()))
    with pytest.raises(FailedPreconditionError, match="SEALING_KEY_UNKNOWN"):
        await stranger.read("a.ogg", 0, 5, sealed=True)


def test_deleting_takes_the_object_and_what_an_unfinished_upload_has_left(server: S3Server, takes: Path):
    def stop(_: int) -> None:
        raise Abandoned

    destination = S3Destination(server.bucket())
    destination.store(takes / "small", "a.ogg", ignored)
    with pytest.raises(Abandoned):
        destination.store(takes / "large", "b.wav", stop)
    assert destination._unfinished("b.wav")
    destination.delete("a.ogg")
    destination.delete("b.wav")
    destination.delete("never.ogg")
    assert not list((server.folder / "takes").iterdir())
    assert not destination._unfinished("b.wav")


def test_what_was_given_up_is_aborted_and_a_whole_object_stays(server: S3Server, takes: Path):
    def stop(_: int) -> None:
        raise Abandoned

    destination = S3Destination(server.bucket())
    destination.store(takes / "small", "a.ogg", ignored)
    with pytest.raises(Abandoned):
        destination.store(takes / "large", "b.wav", stop)
    for name in ("a.ogg", "b.wav", "never.ogg"):
        destination.sweep(name)
    assert not destination._unfinished("b.wav")
    assert (server.folder / "takes/a.ogg").read_bytes() == SMALL


def test_a_store_that_lists_no_uploads_gets_the_file_all_the_same(
    server: S3Server, takes: Path, monkeypatch: pytest.MonkeyPatch
):
    destination = S3Destination(server.bucket())

    def refuse(_: str) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "ListMultipartUploads")

    monkeypatch.setattr(destination._client, "get_paginator", refuse)
    destination.store(takes / "large", "a.wav", ignored)
    assert (server.folder / "takes/a.wav").read_bytes() == LARGE


def test_a_small_object_takes_the_place_of_another_and_says_what_it_is(
    server: S3Server, monkeypatch: pytest.MonkeyPatch
):
    destination, said = S3Destination(server.bucket(prefix="voice")), []
    put = destination._client.put_object

    def put_object(**sent: object) -> object:
        said.append((sent["ContentType"], sent["CacheControl"]))
        return put(**sent)

    monkeypatch.setattr(destination._client, "put_object", put_object)
    destination.put("a.m4s", b"one", "audio/mp4", lasting=True)
    destination.put("a.m4s", b"two", "text/plain", lasting=False)
    assert (server.folder / "takes/voice/a.m4s").read_bytes() == b"two"
    assert said == [("audio/mp4", "public, max-age=31536000, immutable"), ("text/plain", "no-cache")]
    with pytest.raises(NotFoundError, match="BUCKET_NOT_FOUND"):
        S3Destination(server.bucket("attic")).put("a.m4s", b"one", "audio/mp4", lasting=True)
