"""A PulseAudio server of a test's own: null sinks for speakers, a remapped monitor for a microphone."""

from __future__ import annotations

import asyncio
import os
import shutil
from typing import TYPE_CHECKING, Self

import numpy as np
import pytest

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from pathlib import Path

RATE = 48_000
SPEAKER = "vspk"
MICROPHONE = "vmic"
MICROPHONE_FEED = "vmicfeed"
_COMMANDS = ("pulseaudio", "pactl", "pacat")
_LACKING = [command for command in _COMMANDS if not shutil.which(command)]

needs_pulse = pytest.mark.skipif(
    bool(_LACKING),
    reason=f"{', '.join(_LACKING)} not found: apt install pulseaudio pulseaudio-utils libasound2-plugins "
    "libportaudio2",
)

# Without norewinds every stream that opens stalls for a second or two.
_SCRIPT = """
load-module module-native-protocol-unix auth-anonymous=1 socket={folder}/native
load-module module-null-sink sink_name=vspk norewinds=1 rate=48000 channels=2
load-module module-null-sink sink_name=vmicfeed norewinds=1 rate=48000 channels=2
load-module module-remap-source master=vmicfeed.monitor source_name=vmic
set-default-sink vspk
set-default-source vmic
"""
_OPTIONS = (
    "--daemonize=no",
    "--disallow-exit=no",
    "--exit-idle-time=-1",
    "--use-pid-file=no",
    "--disable-shm=yes",
    "--realtime=no",
    "--high-priority=no",
)


class PulseServer:
    """Runs for the length of its `async with` block, unless the test kills it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: Process | None = None
        self.environment = os.environ | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SERVER": f"unix:{folder}/native",
        }

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        script = self._folder / "default.pa"
        script.write_text(_SCRIPT.format(folder=self._folder))
        self._process = await asyncio.create_subprocess_exec(
            "pulseaudio",
            "-n",
            "-F",
            str(script),
            *_OPTIONS,
            env=self.environment,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(20):
            while await self._asked("info"):  # noqa: ASYNC110 - nobody announces it
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """End it without a word."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process
        self._process.send_signal(number)

    async def pactl(self, *arguments: str) -> str:
        """Have the server do something."""
        process = await asyncio.create_subprocess_exec(
            "pactl", *arguments, env=self.environment, stdout=asyncio.subprocess.PIPE
        )
        answer, _ = await process.communicate()
        assert process.returncode == 0, arguments
        return answer.decode().strip()

    async def plug(self, name: str) -> str:
        """Add a speaker with its monitor; return what `unplug` takes."""
        return await self.pactl(
            "load-module", "module-null-sink", f"sink_name={name}", "norewinds=1", "rate=48000"
        )

    async def unplug(self, module: str) -> None:
        """Take a speaker away."""
        await self.pactl("unload-module", module)

    async def play(self, sound: np.ndarray, sink: str = MICROPHONE_FEED) -> Process:
        """Begin to play mono samples; the process ends after the last."""
        process = await asyncio.create_subprocess_exec(
            *("pacat", "--playback", f"--device={sink}", "--format=float32le", "--channels=1"),
            *(f"--rate={RATE}", "--latency-msec=200"),
            env=self.environment,
            stdin=asyncio.subprocess.PIPE,
        )
        assert process.stdin
        process.stdin.write(sound.astype("<f4").tobytes())
        process.stdin.write_eof()
        return process

    async def record(self, seconds: float, source: str = f"{SPEAKER}.monitor") -> np.ndarray:
        """Record mono samples."""
        process = await asyncio.create_subprocess_exec(
            *("pacat", "--record", f"--device={source}", "--format=float32le", "--channels=1"),
            *(f"--rate={RATE}", "--latency-msec=50"),
            env=self.environment,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout
        try:
            pcm = await process.stdout.readexactly(int(seconds * RATE) * 4)
        finally:
            process.terminate()
            await process.wait()
        return np.frombuffer(pcm, "<f4")

    async def _asked(self, what: str) -> int:
        process = await asyncio.create_subprocess_exec(
            "pactl",
            what,
            env=self.environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        return await process.wait()
