"""Sends MPEG-TS over SRT by the program ffmpeg, since PyAV's wheels have no SRT.

Secrets go to it through a pipe, as a preset: what stands in a command can be read by every user.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from odind.core.push.address import Codec
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES

from .refusals import closed, needs_ffmpeg, refused

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

    from odind.core.errors import OdindError
    from odind.core.push.plan import PushPlan, PushSecrets
    from odind.egress.dialling import Dialler

    from .pool import Pool

PROGRAM: Final = "ffmpeg"
_TOLD_BYTES: Final = 1_000
_FIRST_BYTES: Final = 2 * 10 * TICK_SAMPLES
"""Silence of 200 ms, enough for any codec to make something of."""
_QUIET: Final = (
    "-hide_banner",
    "-loglevel",
    "error",
    "-nostats",
    "-progress",
    "pipe:1",
    "-stats_period",
    "10",
)
_SAMPLES: Final = (
    *("-probesize", "32", "-analyzeduration", "0"),
    *("-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1", "-i", "pipe:0"),
)
_CODECS: Final = {Codec.AAC: "aac", Codec.MP3: "libmp3lame", Codec.OPUS: "libopus"}
_REFUSALS: Final = ("REJECT", "rejected")
"""What libsrt says when the other side does not want us."""


@asynccontextmanager
async def srt(
    plan: PushPlan, secrets: PushSecrets, dialler: Dialler, _pool: Pool
) -> AsyncIterator[SrtCarriage]:
    """Yield a way to an SRT listener; raises what `Carrier.connect` does."""
    require_ffmpeg()
    place = plan.place
    address = (await dialler.addresses(place.host, place.port))[0]
    async with _running(_command(plan, address), _preset(secrets)) as process:
        carriage = SrtCarriage(place.host, process, (secrets.stream_key, secrets.passphrase))
        await carriage.begin()
        yield carriage


def require_ffmpeg() -> None:
    """Raise FailedPreconditionError PUSH_NEEDS_FFMPEG where the program is missing."""
    if shutil.which(PROGRAM) is None:
        raise needs_ffmpeg()


class SrtCarriage:
    """Writes samples to the program, which encodes and sends them."""

    def __init__(self, host: str, process: Process, secret: tuple[str, ...]) -> None:
        self._host = host
        self._process = process
        self._secret = secret
        self._input, self._progress, self._told = _pipes(process)

    async def begin(self) -> None:
        """Return once the program has sent something, which it does when it is connected."""
        self._input.transport.set_write_buffer_limits(0)
        with suppress(OSError):  # it has ended, and says why
            await self._write(bytes(_FIRST_BYTES))
        if not await self._progress.readline():
            raise await self._over()

    async def send(self, pcm: bytes) -> None:
        """Send samples."""
        if self._process.returncode is not None:
            raise await self._over()
        try:
            await self._write(pcm)
        except OSError:
            raise await self._over() from None

    async def finish(self) -> None:
        """Have the program send what it has, and end."""
        self._input.close()
        await self._process.wait()

    async def _write(self, pcm: bytes) -> None:
        self._input.write(pcm)
        await self._input.drain()

    async def _over(self) -> OdindError:
        told = (await self._told.read(_TOLD_BYTES)).decode(errors="replace")
        for secret in filter(None, self._secret):
            told = told.replace(secret, "***")
        error = refused if any(word in told for word in _REFUSALS) else closed
        return error(self._host, told.strip() or "the program ffmpeg has ended")


def _pipes(process: Process) -> tuple[StreamWriter, StreamReader, StreamReader]:
    if not (process.stdin and process.stdout and process.stderr):
        raise AssertionError("all of its pipes are ours")
    return process.stdin, process.stdout, process.stderr


def _command(plan: PushPlan, address: str) -> tuple[str, ...]:
    host = f"[{address}]" if ":" in address else address
    codec = ("-c:a", _CODECS[plan.codec], "-b:a", str(plan.bit_rate))
    title = ("-metadata", f"service_name={plan.title or 'odind'}")
    return (*_QUIET, *_SAMPLES, *codec, *title, "-f", "mpegts", f"srt://{host}:{plan.place.port}?mode=caller")


def _preset(secrets: PushSecrets) -> bytes:
    lines = {"streamid": secrets.stream_key, "passphrase": secrets.passphrase}
    return "".join(f"{name}={value}\n" for name, value in lines.items() if value).encode()


@asynccontextmanager
async def _running(command: tuple[str, ...], preset: bytes) -> AsyncIterator[Process]:
    """Run the program, with what is secret as a preset of its output; kill it at the end."""
    read, write = os.pipe()
    try:
        os.write(write, preset)  # a page of a pipe holds it
        os.close(write)
        *before, to = command
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            *before,
            *(("-fpre", f"/dev/fd/{read}") if preset else ()),
            to,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            pass_fds=(read,),
            start_new_session=True,
        )
    finally:
        os.close(read)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
