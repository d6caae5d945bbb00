"""How well speech comes through: client, daemon, grid, daemon, client.

    make quality

Daemons and grid are processes of their own. Speech is scored by STOI (0 to 1) and PESQ (wide band at 16 kHz,
MOS-LQO 1 to 4.64), clean and with datagrams lost in the grid; then come the encoder's alternatives without a
network, the pacing of frames, and how well two recordings of ten minutes line up. Prints a report; writes it
as JSON with pictures to build/quality. Losses are seeded; when packets arrive is not, so that scores vary a
little from run to run.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
import wave
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt
from alignment import alignment_error
from encoders import ENCODERS, through_encoder
from pictures import draw_spectrograms, draw_waveforms
from scipy.signal import resample_poly
from scores import Score, mean_score, score

from odind.client import F32LE, AudioFormat, connect
from odind.core.errors import UnavailableError
from odind.grid.control_client import ControlClient

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

    from odind.client import AudioStream, Daemon

    Sound = npt.NDArray[np.float32]

CLIP = Path(__file__).parents[1] / "examples" / "speech.wav"
OUT = Path("build/quality")
RATES = (16_000, 44_100, 48_000)
LOSSES = (0.0, 0.01, 0.05, 0.10)
LAYOUTS = {1: "mono", 2: "stereo"}
TIMES = 4
"""How often the clip is said; every time loses other datagrams."""
SEED = 20
TAIL_S = 0.5
BLOCK_S = 0.1


@dataclass(frozen=True)
class Condition:
    """One way through."""

    rate: int
    channels: int
    loss: float

    @property
    def name(self) -> str:
        """Names users and rooms."""
        return f"{self.rate}-{self.channels}-{self.loss:.2f}"


@dataclass
class Heard:
    """What came out, shape (samples, channels), and when its frames came."""

    sound: Sound
    arrivals: list[float]
    underruns: int
    dropped: int


# What is said


def speech(rate: int, channels: int) -> Sound:
    """The clip at a rate; in stereo the other ear hears it from its middle on."""
    with wave.open(str(CLIP)) as file:
        original = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32_768
        recorded = file.getframerate()
    common = np.gcd(rate, recorded)
    clip = original if rate == recorded else resample_poly(original, rate // common, recorded // common)
    clip = clip[: len(clip) // rate * rate].astype(np.float32)  # whole seconds: every rate says the same
    ears = [clip, np.roll(clip, len(clip) // 2)]
    return np.stack(ears[:channels], axis=1)


# The way through


@asynccontextmanager
async def process(module: str, *arguments: str, **environment: str) -> AsyncIterator[Process]:
    """Run a module until the context is left."""
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, **environment},
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.terminate()
        await started.wait()


@asynccontextmanager
async def daemon(folder: Path, grid: dict[str, Any]) -> AsyncIterator[Daemon]:
    """Run a daemon that joins the grid."""
    socket = folder / "odind.sock"
    addresses = ("--socket", str(socket), "--listen", "", "--http", "")
    command = ("odind", "serve", *addresses, "--state", str(folder))
    async with (
        process(
            *command,
            "--log-level",
            "warning",
            SSL_CERT_FILE=grid["ca_file"],
            ODIND_ODIN__GATEWAY=grid["gateway"],
            ODIND_ODIN__ACCESS_KEY_FILE=grid["access_key_file"],
        ),
        connect(f"unix:{socket}") as client,
    ):
        async with asyncio.timeout(30):
            while True:
                try:
                    await client.info()
                    break
                except UnavailableError:
                    await asyncio.sleep(0.1)
        yield client


async def all_conditions(folder: Path) -> dict[Condition, Heard]:
    """Say everything in every condition: all layouts of one loss at once, loss after loss."""
    state, heard = folder / "grid", {}
    command = ("odind", "grid", "--state", str(state), "--control", "--fault-seed", str(SEED))
    async with process(*command) as grid_process:
        grid = json.loads(await cast("asyncio.StreamReader", grid_process.stdout).readline())
        for name in ("a", "b"):
            (folder / name).mkdir()
        async with daemon(folder / "a", grid) as here, daemon(folder / "b", grid) as there:
            for loss in LOSSES:
                print(f"  {loss:4.0%} loss: speaking", file=sys.stderr)
                conditions = [Condition(rate, channels, loss) for rate in RATES for channels in LAYOUTS]
                async with asyncio.TaskGroup() as tasks:
                    ways = {
                        condition: tasks.create_task(
                            way_through(here, there, condition, ControlClient(state))
                        )
                        for condition in conditions
                    }
                heard |= {condition: way.result() for condition, way in ways.items()}
    return heard


async def way_through(here: Daemon, there: Daemon, condition: Condition, control: ControlClient) -> Heard:
    """Speak the clip on one daemon and return what the other one hears."""
    layout = AudioFormat(sample_rate_hz=condition.rate, channels=condition.channels, sample_format=F32LE)
    talker = await here.join_room(condition.name, user_id=f"talker {condition.name}")
    listener = await there.join_room(condition.name, user_id=f"listener {condition.name}")
    if condition.loss:
        fault = {"user_id": f"talker {condition.name}", "direction": "sent", "drop": condition.loss}
        await asyncio.to_thread(control.call, "Fault", fault)
    said = np.tile(speech(condition.rate, condition.channels), (TIMES, 1))
    async with listener.audio(receive=layout) as ear, talker.audio(send=layout) as mouth:
        heard = Heard(np.zeros((0, condition.channels), np.float32), [], 0, 0)
        async with asyncio.TaskGroup() as tasks:
            listening = tasks.create_task(listen(ear, heard, len(said) + round(TAIL_S * condition.rate)))
            block = round(BLOCK_S * condition.rate)
            for start in range(0, len(said), block):
                await mouth.write(said[start : start + block].tobytes())
            heard.underruns = (await mouth.drain()).underruns
            await listening
    await talker.leave()
    await listener.leave()
    return heard


async def listen(stream: AudioStream, heard: Heard, samples: int) -> None:
    """Collect the mix, which has no gaps, until so much followed on the first sound."""
    blocks: list[Sound] = []
    first, count = None, 0
    async for frames in stream:
        heard.arrivals.append(time.monotonic())
        heard.dropped += frames.dropped
        for frame in frames.frames:
            block = np.frombuffer(frame.pcm, np.float32).reshape(-1, heard.sound.shape[1])
            first = count if first is None and frame.voice else first
            count += len(block)
            blocks.append(block)
        if first is not None and count - first >= samples:
            break
    heard.sound = np.concatenate(blocks)


# The report


def pacing(heard: dict[Condition, Heard]) -> dict[str, float]:
    """Time between two frames at the client, in milliseconds, over all clean conditions."""
    gaps = np.concatenate([np.diff(way.arrivals) for condition, way in heard.items() if not condition.loss])
    p50, p99 = np.percentile(gaps * 1000, [50, 99])
    return {"p50_ms": round(p50, 2), "p99_ms": round(p99, 2), "max_ms": round(gaps.max() * 1000, 2)}


def scored(heard: dict[Condition, Heard], pool: ProcessPoolExecutor) -> dict[Condition, Score]:
    """Score every ear and every time, and take the mean."""
    jobs = {
        condition: [
            pool.submit(
                score,
                speech(condition.rate, condition.channels)[:, ear],
                way.sound[:, ear],
                condition.rate,
                TIMES,
            )
            for ear in range(condition.channels)
        ]
        for condition, way in heard.items()
    }
    return {c: mean_score([s for job in ears for s in job.result()]) for c, ears in jobs.items()}


def score_encoder(settings: dict[str, object], loss: float) -> Score:
    """Score an encoder under a loss."""
    said, times = speech(48_000, 1)[:, 0], TIMES * 2
    return mean_score(score(said, through_encoder(np.tile(said, times), settings, loss, SEED), 48_000, times))


def scored_encoders(pool: ProcessPoolExecutor) -> dict[str, dict[float, Score]]:
    """Score every encoder under every loss."""
    jobs = {
        name: {loss: pool.submit(score_encoder, settings, loss) for loss in LOSSES}
        for name, settings in ENCODERS.items()
    }
    return {name: {loss: job.result() for loss, job in by_loss.items()} for name, by_loss in jobs.items()}


def table(rows: list[list[str]]) -> str:
    """Rows with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows
    )


def print_report(
    scores: dict[Condition, Score],
    encoders: dict[str, dict[float, Score]],
    pace: dict[str, float],
    error: dict[str, int],
) -> None:
    """Print everything for people."""
    losses = [f"{loss:.0%} loss" for loss in LOSSES]
    rows = [["client to client, STOI / PESQ", *losses]]
    for rate in RATES:
        for channels, layout in LAYOUTS.items():
            cells = [str(scores[Condition(rate, channels, loss)]) for loss in LOSSES]
            rows.append([f"{rate / 1000:g} kHz {layout}", *cells])
    print(table(rows), end="\n\n")
    rows = [["encoder alone, STOI / PESQ", *losses]]
    rows += [[name, *map(str, by_loss.values())] for name, by_loss in encoders.items()]
    print(table(rows), end="\n\n")
    print(
        f"pacing     {pace['p50_ms']} ms between frames (p50), {pace['p99_ms']} ms (p99), "
        f"{pace['max_ms']} ms at most"
    )
    print(
        f"alignment  {error['samples']} samples at most between two recordings of {error['minutes']} minutes"
    )


def main() -> None:
    """Measure everything."""
    OUT.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    print("quality: this takes a few minutes", file=sys.stderr)
    with (
        tempfile.TemporaryDirectory(prefix="odind-") as folder,
        ProcessPoolExecutor(mp_context=get_context("spawn")) as pool,
    ):
        encoding = scored_encoders(pool)
        heard = asyncio.run(all_conditions(Path(folder)))
        np.savez(OUT / "heard.npz", **{condition.name: way.sound for condition, way in heard.items()})
        aligning = pool.submit(alignment_error)
        scores = scored(heard, pool)
        pace, error = pacing(heard), aligning.result()
    print_report(scores, encoding, pace, error)
    report = {
        "seed": SEED,
        "conditions": [
            {
                **asdict(c),
                **asdict(scores[c]),
                "underruns": heard[c].underruns,
                "frames_dropped": heard[c].dropped,
            }
            for c in scores
        ],
        "encoders": [
            {"encoder": name, "loss": loss, **asdict(result)}
            for name, by_loss in encoding.items()
            for loss, result in by_loss.items()
        ],
        "pacing": pace,
        "alignment": error,
    }
    (OUT / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    mono = {f"{loss:.0%} loss": heard[Condition(48_000, 1, loss)].sound[:, 0] for loss in LOSSES}
    said = speech(48_000, 1)[:, 0]
    draw_spectrograms(OUT / "spectrograms.png", said, mono)
    draw_waveforms(OUT / "waveforms.png", said, mono)
    print(f"\n{OUT}/report.json, spectrograms.png, waveforms.png; {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
