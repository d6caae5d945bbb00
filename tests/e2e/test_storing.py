"""Recordings reach their buckets and folders, whatever ends in the middle, and go when they are to go."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from odind.client import messages as m
from odind.core.errors import FailedPreconditionError, NotFoundError
from odind.outputs.s3 import S3Destination
from tests.outputs.s3_server import KEY_ID, SECRET, running_s3

from .processes import BIN, PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from odind.client import Daemon
    from tests.outputs.s3_server import S3Server

    from .processes import DaemonProcess

READY = m.ArtifactState.Value("ARTIFACT_STATE_READY")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[S3Server]:
    with running_s3(tmp_path / "s3") as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, server: S3Server) -> tuple[str, ...]:
    """The flags of a daemon with a bucket, a folder, and a bucket that nobody has made."""
    (tmp_path / "nas").mkdir()
    (tmp_path / "s3.secret").write_text(SECRET)
    file = tmp_path / "odind.toml"
    file.write_text(
        f"""
        [storage.archive]
        bucket = "takes"
        prefix = "voice/eu"
        endpoint = "{server.url}"
        access_key_id = "{KEY_ID}"
        secret_access_key_file = "{tmp_path}/s3.secret"
        [storage.nas]
        folder = "{tmp_path}/nas"
        [storage.attic]
        bucket = "attic"
        endpoint = "{server.url}"
        access_key_id = "{KEY_ID}"
        secret_access_key_file = "{tmp_path}/s3.secret"
        """
    )
    return "--config", str(file)


async def record(client: Daemon, *outputs: str, seconds: float = 0.6, **more: object) -> m.Recording:
    """Record a room for a moment, and wait until the files are complete."""
    connection = await client.join_room("lobby", user_id="anna")
    started = await client.recordings.start(connection.connection_id, encoding="wav", outputs=outputs, **more)  # type: ignore[arg-type]
    await asyncio.sleep(seconds)
    await client.recordings.stop(started.recording_id)
    ended = await client.recordings.ended(started.recording_id)
    await connection.leave()
    return ended


async def until(client: Daemon, recording_id: str, holds: Callable[[m.Recording], bool]) -> m.Recording:
    async with asyncio.timeout(PATIENCE):
        while not holds(one := await client.recordings.get(recording_id)):  # noqa: ASYNC110 - of a process
            await asyncio.sleep(0.05)
    return one


def all_ready(one: m.Recording) -> bool:
    return bool(one.artifacts) and all(artifact.state == READY for artifact in one.artifacts)


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def require_right(one: m.Recording, content: dict[str, bytes], prefix: str = "") -> None:
    assert content.keys() == {f"{prefix}{one.name}/{artifact.file}" for artifact in one.artifacts}
    for artifact in one.artifacts:
        sent = content[f"{prefix}{one.name}/{artifact.file}"]
        assert hashlib.sha256(sent).hexdigest() == artifact.sha256


async def test_a_recording_goes_to_a_bucket_and_a_folder_and_only_the_manifest_stays_here(
    start_daemon: Callable[..., DaemonProcess], settings: tuple[str, ...], server: S3Server, tmp_path: Path
):
    daemon = await start_daemon(*settings).ready()
    async with daemon.connect() as client:
        one = await record(client, "archive", "nas")
        one = await until(client, one.recording_id, all_ready)
        require_right(one, content_of(server.folder / "takes"), "voice/eu/")
        require_right(one, content_of(tmp_path / "nas"))
        sound = next(artifact for artifact in one.artifacts if artifact.file == "mix.wav")
        assert {location.partition(":")[0] for location in sound.locations} == {"s3", "file"}
        assert not (Path(one.folder) / "mix.wav").exists()
        assert (Path(one.folder) / "manifest.json").exists()
        pieces = [piece async for piece in client.recordings.download(one.recording_id, "mix.wav")]
        assert hashlib.sha256(b"".join(pieces)).hexdigest() == sound.sha256
        part = client.recordings.download(one.recording_id, "mix.wav", offset=100, length=50)
        assert b"".join([piece async for piece in part]) == b"".join(pieces)[100:150]


async def test_a_bucket_serves_a_file_at_a_signed_address_to_whoever_has_it(
    start_daemon: Callable[..., DaemonProcess], settings: tuple[str, ...]
):
    daemon = await start_daemon(*settings).ready()
    async with daemon.connect() as client:
        one = await record(client, "nas", "archive")
        stored = await until(client, one.recording_id, all_ready)
        shown = await odindctl(daemon, "recording", "url", one.recording_id, "mix.wav", "--for", "2m")
        async with httpx.AsyncClient() as anybody:
            answer = await anybody.get(str(shown["url"]))
        sound = next(artifact for artifact in stored.artifacts if artifact.file == "mix.wav")
        assert hashlib.sha256(answer.content).hexdigest() == sound.sha256
        signed = await client.recordings.sign(one.recording_id, "manifest.json", timedelta(days=7))
        assert "X-Amz-Expires=604800" in signed.url
        local = await record(client, "nas")
        await until(client, local.recording_id, all_ready)
        with pytest.raises(FailedPreconditionError, match="ARTIFACT_NOT_IN_BUCKET"):
            await client.recordings.sign(local.recording_id, "mix.wav")


async def test_a_store_that_is_away_gets_it_from_the_next_daemon(
    start_daemon: Callable[..., DaemonProcess], settings: tuple[str, ...], server: S3Server
):
    server.kill()
    first = await start_daemon(*settings, name="same").ready()
    async with first.connect() as client:
        one = await record(client, "archive")
        one = await until(client, one.recording_id, lambda one: all(file.reason for file in one.artifacts))
        assert {artifact.reason for artifact in one.artifacts} == {"STORAGE_UNAVAILABLE"}
        assert (Path(one.folder) / "mix.wav").exists()
    first.kill()
    await first.exit_code()
    server.start()
    second = await start_daemon(*settings, name="same").ready()
    async with second.connect() as client:
        one = await until(client, one.recording_id, all_ready)
        require_right(one, content_of(server.folder / "takes"), "voice/eu/")
        assert not (Path(one.folder) / "mix.wav").exists()


async def test_a_bucket_that_is_not_there_is_told_and_gets_it_once_it_is(
    start_daemon: Callable[..., DaemonProcess], settings: tuple[str, ...], server: S3Server
):
    daemon = await start_daemon(*settings).ready()
    async with daemon.connect() as client:
        with pytest.raises(NotFoundError, match="OUTPUT_NOT_FOUND"):
            await record(client, "cellar")
        one = await record(client, "attic")
        one = await until(client, one.recording_id, lambda one: all(file.reason for file in one.artifacts))
        assert {artifact.reason for artifact in one.artifacts} == {"BUCKET_NOT_FOUND"}
        S3Destination(server.bucket("attic"))._client.create_bucket(Bucket="attic")
        await client.recordings.upload(one.recording_id)
        one = await until(client, one.recording_id, all_ready)
        require_right(one, content_of(server.folder / "attic"))
        assert not any(artifact.reason for artifact in one.artifacts)


async def test_deleting_erases_it_everywhere_and_leaves_a_tombstone(
    start_daemon: Callable[..., DaemonProcess], settings: tuple[str, ...], server: S3Server, tmp_path: Path
):
    daemon = await start_daemon(*settings).ready()
    async with daemon.connect() as client:
        connection = await client.join_room("lobby", user_id="anna")
        running = await client.recordings.start(connection.connection_id)
        with pytest.raises(FailedPreconditionError, match="RECORDING_RUNNING"):
            await client.recordings.delete(running.recording_id)
        await client.recordings.stop(running.recording_id)
        one = await record(client, "archive", "nas")
        await until(client, one.recording_id, all_ready)
        tombstone = await client.recordings.delete(one.recording_id)
        assert (tombstone.deleted_by, tombstone.HasField("deleted_at")) == ("owner", True)
        assert not content_of(server.folder / "takes")
        assert not content_of(tmp_path / "nas")
        left = content_of(Path(one.folder))
        assert left.keys() == {"manifest.json"}
        assert json.loads(left["manifest.json"])["deleted_by"] == "owner"
        assert await client.recordings.delete(one.recording_id) == tombstone
        with pytest.raises(FailedPreconditionError, match="RECORDING_DELETED"):
            await anext(client.recordings.download(one.recording_id, "mix.wav"))


async def test_what_expires_is_erased_by_itself(
    start_daemon: Callable[..., DaemonProcess], settings: tuple[str, ...]
):
    daemon = await start_daemon(*settings).ready()
    async with daemon.connect() as client:
        one = await record(client, expires_after=timedelta(seconds=1))
        assert one.HasField("expires_at")
        one = await until(client, one.recording_id, lambda one: one.HasField("deleted_at"))
        assert one.deleted_by == "expiry"
        assert content_of(Path(one.folder)).keys() == {"manifest.json"}


async def test_files_come_over_the_wire_in_whole_and_in_part_and_while_they_grow(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
):
    daemon = await start_daemon().ready()
    async with daemon.connect() as client:
        connection = await client.join_room("lobby", user_id="anna")
        running = await client.recordings.start(connection.connection_id, encoding="wav")
        grown = await until(
            client, running.recording_id, lambda one: any(file.size_bytes > 50_000 for file in one.artifacts)
        )
        assert [artifact.file for artifact in grown.artifacts] == ["mix.wav.part"]
        shown = await odindctl(
            daemon, "recording", "get", running.recording_id, "--to", str(tmp_path / "so-far")
        )
        so_far = Path(shown["files"][0]["file"])
        assert probe(so_far)["codec_name"] == "pcm_s16le"
        await client.recordings.stop(running.recording_id)
        one = await client.recordings.ended(running.recording_id)
        whole = (Path(one.folder) / "mix.wav").read_bytes()
        pieces = [piece async for piece in client.recordings.download(one.recording_id, "mix.wav")]
        assert b"".join(pieces) == whole
        part = client.recordings.download(one.recording_id, "mix.wav", offset=100, length=50)
        assert b"".join([piece async for piece in part]) == whole[100:150]
        with pytest.raises(NotFoundError, match="ARTIFACT_NOT_FOUND"):
            await anext(client.recordings.download(one.recording_id, "../../access.key"))
        shown = await odindctl(daemon, "recording", "get", one.recording_id, "--to", str(tmp_path / "all"))
        assert content_of(tmp_path / "all") == content_of(Path(one.folder))


@pytest.mark.parametrize("workers", [0, 1])
async def test_what_is_sealed_opens_with_its_key_alone_also_when_the_daemon_was_killed(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path, workers: int
):
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "archive").write_text(secrets.token_hex(32))
    (tmp_path / "odind.toml").write_text(f"[recordings]\nkeys_dir = '{keys}'\nseal_with = 'archive'\n")
    settings = ("--config", str(tmp_path / "odind.toml"), "--workers", str(workers))
    first = await start_daemon(*settings, name="same").ready()
    async with first.connect() as client:
        connection = await client.join_room("lobby", user_id="anna")
        running = await client.recordings.start(connection.connection_id, encoding="wav")
        await until(
            client, running.recording_id, lambda one: any(file.size_bytes > 50_000 for file in one.artifacts)
        )
    first.kill()
    await first.exit_code()
    part = Path(running.folder) / "mix.wav.part"
    assert b"RIFF" not in part.read_bytes()
    so_far = tmp_path / "so-far.wav"
    words = ("recording", "decrypt", str(part), "--key", str(keys / "archive"), "--to", str(so_far))
    assert (await odindctl(first, *words))["size_bytes"] > 50_000
    assert probe(so_far)["codec_name"] == "pcm_s16le"
    second = await start_daemon(*settings, name="same").ready()
    async with second.connect() as client:
        await client.recordings.stop(running.recording_id)
        one = await client.recordings.ended(running.recording_id)
        sound = next(artifact for artifact in one.artifacts if artifact.file == "mix.wav")
        assert sound.encrypted
        assert {artifact.file for artifact in one.artifacts if not artifact.encrypted} == {"manifest.json"}
        kept = content_of(Path(one.folder))
        assert not [name for name, content in kept.items() if b"RIFF" in content or b'"kind":"' in content]
        await odindctl(second, "recording", "get", one.recording_id, "--to", str(tmp_path / "all"))
        assert (
            float(probe(tmp_path / "all" / "mix.wav")["duration"])
            == one.duration.ToTimedelta().total_seconds()
        )


def probe(file: Path) -> dict[str, str]:
    """What ffprobe says of the sound in a file."""
    shown = subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-of", "json", file], check=True, capture_output=True
    )
    assert not shown.stderr
    return json.loads(shown.stdout)["streams"][0]


async def odindctl(daemon: DaemonProcess, *words: str) -> dict[str, list[dict[str, str]]]:
    process = await asyncio.create_subprocess_exec(
        BIN / "odindctl", *words, "--target", daemon.target, "--json", stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    return json.loads(out)
