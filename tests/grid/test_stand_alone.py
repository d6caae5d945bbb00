"""The stand-alone grid as a process of its own, with real clients in processes of their own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from click.testing import CliRunner

from odind.cli import main as odindctl
from odind.tokens.access_key import AccessKey
from tests.grid.talker import FRAME, RATE, speech

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PATIENCE = 40.0
DECIMATION = 6
WINDOW = 2 * RATE // 5
SPOKEN_SECONDS = 60.0


class Process:
    """A subprocess that speaks JSON lines."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def line(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            text = await self.process.stdout.readline()
        assert text, "the process has ended"
        return json.loads(text)

    async def until(self, name: str, least: float = 0) -> dict[str, Any]:
        """Read on until a line has this field with at least this value."""
        while True:
            line = await self.line()
            if name in line and (least == 0 or line[name] >= least):
                return line

    async def end(self) -> int:
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()


@contextlib.asynccontextmanager
async def started(*arguments: str, **environment: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=os.environ | environment,
        cwd=Path(__file__).parents[2],
    )
    try:
        yield Process(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


def grid_process(state: Path, *flags: str) -> Any:
    return started("-m", "odind", "grid", "--state", str(state), *flags)


def talker_process(ready: dict[str, Any], user: str, seed: int, out: Path) -> Any:
    key = AccessKey.parse(Path(ready["access_key_file"]).read_text().strip())
    token = key.sign(json.dumps({"rid": "room", "uid": user}))
    options = {
        "gateway": ready["gateway"],
        "token": token,
        "password": "between us",
        "seed": seed,
        "out": out,
        "seconds": SPOKEN_SECONDS,
    }
    flags = [text for name, value in options.items() for text in (f"--{name}", str(value))]
    return started(str(Path(__file__).with_name("talker.py")), *flags, SSL_CERT_FILE=ready["ca_file"])


def ca_of(ready: dict[str, Any]) -> bytes:
    return Path(ready["ca_file"]).read_bytes()


def likeness(heard: np.ndarray, spoken: np.ndarray) -> float:
    """The best normalised correlation of what was heard with any stretch of what was spoken."""
    part, whole = (_decimated(signal) for signal in (heard, spoken))
    size = 1 << (len(whole) + len(part)).bit_length()
    product = np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size))
    correlation = np.fft.irfft(product, size)[: len(whole) - len(part) + 1]
    energy = np.concatenate([[0.0], np.cumsum(whole**2)])
    local = np.sqrt(energy[len(part) :] - energy[: -len(part)] + 1e-9)
    return float((correlation / local).max() / np.sqrt((part**2).sum() + 1e-9))


def windows_alike(heard: np.ndarray, spoken: np.ndarray) -> int:
    """How many stretches of 0.4 s are unmistakably from what was spoken; chance stays below 0.5."""
    starts = range(0, len(heard) - WINDOW, WINDOW)
    return sum(likeness(heard[start : start + WINDOW], spoken) > 0.7 for start in starts)


def _decimated(signal_: np.ndarray) -> np.ndarray:
    whole = len(signal_) // DECIMATION * DECIMATION
    return signal_[:whole].astype(np.float64).reshape(-1, DECIMATION).mean(axis=1)


async def test_two_processes_exchange_encrypted_speech_across_a_blackhole_of_two_seconds(tmp_path: Path):
    state = tmp_path / "state"
    async with contextlib.AsyncExitStack() as stack:
        grid = await stack.enter_async_context(grid_process(state, "--control"))
        ready = await grid.line()
        talkers = [
            await stack.enter_async_context(talker_process(ready, user, seed, tmp_path / f"{user}.npy"))
            for user, seed in (("alice", 1), ("bob", 2))
        ]
        for talker in talkers:
            await talker.until("packets", 150)
        blackhole = ["grid", "blackhole", "alice", "2", "--state", str(state)]
        assert (await asyncio.to_thread(CliRunner().invoke, odindctl, blackhole)).exit_code == 0
        for talker in talkers:
            assert (await talker.until("gap"))["gap"] >= 1.5
        for talker in talkers:
            await talker.until("packets", 400)
        for talker in talkers:
            talker.process.stdin.close()
        for talker, user, other_seed in zip(talkers, ("alice", "bob"), (2, 1), strict=True):
            summary = await talker.until("statuses")
            assert summary["statuses"] == ["joining: initial connect", "joined: "]
            assert summary["peer_status"] == "OdinCryptoPeerStatus.Encrypted"
            assert await talker.end() == 0
            heard, spoken = np.load(tmp_path / f"{user}.npy"), speech(other_seed, SPOKEN_SECONDS)
            [gap] = summary["gap_frames"]
            # The jitter buffer takes up to two seconds to find its feet again: some windows are enough.
            assert windows_alike(heard[: gap * FRAME], spoken) >= 3
            assert windows_alike(heard[gap * FRAME :], spoken) >= 3
        grid.process.send_signal(signal.SIGTERM)
        assert await grid.end() == 0


async def test_the_grid_says_where_it_is_and_ends_well_at_every_signal_to_stop(tmp_path: Path):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        async with grid_process(tmp_path / "state") as grid:
            ready = await grid.line()
            assert {"gateway", "udp", "ca_file", "key_id"} <= ready.keys()
            assert ca_of(ready).startswith(b"-----BEGIN CERTIFICATE")
            grid.process.send_signal(number)
            assert await grid.end() == 0


async def test_the_key_and_the_ca_are_the_same_at_the_next_start(tmp_path: Path):
    seen = []
    for _ in range(2):
        async with grid_process(tmp_path / "state") as grid:
            ready = await grid.line()
            seen.append((ready["key_id"], ca_of(ready)))
    assert seen[0] == seen[1]


async def test_an_address_in_use_is_exit_code_1_and_one_line(tmp_path: Path):
    async with grid_process(tmp_path / "one") as first:
        ready = await first.line()
        async with grid_process(tmp_path / "two", "--udp", ready["udp"]) as second:
            assert await second.end() == 1


async def test_a_bad_configuration_is_exit_code_2(tmp_path: Path):
    async with grid_process(tmp_path, "--listen", "nowhere") as grid:
        assert await grid.end() == 2
