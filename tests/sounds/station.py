"""A station of internet radio as Icecast sends it: a real server on loopback, fed by FFmpeg."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.http.installed import free_port

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

needs_icecast = pytest.mark.skipif(
    not (shutil.which("icecast2") and shutil.which("ffmpeg")), reason="needs icecast2 and ffmpeg"
)
CONFIG = """<icecast>
<limits><clients>10</clients><sources>2</sources><source-timeout>60</source-timeout></limits>
<authentication><source-password>s</source-password><admin-user>admin</admin-user>
<admin-password>a</admin-password></authentication>
<hostname>localhost</hostname>
<listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
<paths><logdir>{folder}</logdir><webroot>/usr/share/icecast2/web</webroot>
<adminroot>/usr/share/icecast2/admin</adminroot></paths>
<logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog></logging>
<security><changeowner><user>nobody</user><group>nogroup</group></changeowner></security>
</icecast>"""


@asynccontextmanager
async def icecast() -> AsyncIterator[int]:
    """Run Icecast for the length of the block; yield its port."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)  # noqa: ASYNC240 - a test may touch a file; Icecast does not run as root
        free = free_port()
        file = Path(folder) / "icecast.xml"
        file.write_text(CONFIG.format(port=free, folder=folder))
        async with running("icecast2", "-c", str(file)):
            while await status_of(free, "/") is None:  # noqa: ASYNC110 - it tells nobody that it listens
                await asyncio.sleep(0.05)
            yield free


@asynccontextmanager
async def running(*command: str) -> AsyncIterator[Process]:
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def status_of(port: int, path: str, key: str = "") -> int | None:
    """Ask Icecast for a page; return the status, None without an answer."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionError:
        return None
    writer.write(f"GET {path} HTTP/1.0\r\n{key}\r\n".encode())
    line = await reader.readline()
    writer.close()
    return int(line.split()[1])


@asynccontextmanager
async def on_air(port: int) -> AsyncIterator[Process]:
    """A station that sends a tone until the block ends."""
    source = ("-re", "-f", "lavfi", "-i", "sine=440:r=48000")
    target = f"icecast://source:s@127.0.0.1:{port}/live.mp3"
    mp3 = ("-c:a", "libmp3lame", "-b:a", "320k", "-content_type", "audio/mpeg", "-f", "mp3", target)
    async with running("ffmpeg", "-v", "error", *source, *mp3) as station:
        while await status_of(port, "/live.mp3") != 200:  # noqa: ASYNC110 - nor that it is on air
            await asyncio.sleep(0.05)
        yield station


async def entitle(port: int, title: str) -> None:
    """Say what is on, as stations do."""
    path = f"/admin/metadata?mount=/live.mp3&mode=updinfo&charset=UTF-8&song={quote(title)}"
    assert await status_of(port, path, "Authorization: Basic c291cmNlOnM=\r\n") == 200
