"""Fuzzes all targets for a time, each in a process of its own: python -m tests.fuzz.run MINUTES.

With atheris it is guided by coverage, and its corpus grows in build/fuzz. Without, seeds are damaged at
random. Bytes that break a target are left in build/fuzz, and the run ends with 1.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from .targets import TARGETS

FOLDER = Path("build/fuzz")


def main(minutes: float, *names: str) -> int:
    """Fuzz the named targets, or all, one after the other; return the exit code."""
    chosen = names or tuple(TARGETS)
    guided = importlib.util.find_spec("atheris") is not None
    _tell("guided by atheris" if guided else "atheris is not installed: seeds are damaged at random")
    failed = [name for name in chosen if _fuzz(name, minutes * 60 / len(chosen), guided=guided)]
    _tell(f"broken: {', '.join(failed) or 'none'} of {len(chosen)} targets")
    return bool(failed)


def _fuzz(name: str, seconds: float, *, guided: bool) -> bool:
    module = ("tests.fuzz.guided",) if guided else ("tests.fuzz.run", "--random")
    command = (sys.executable, "-m", *module, name, str(max(1, int(seconds))))
    return subprocess.run(command, check=False).returncode != 0


def run_random(name: str, seconds: str) -> None:
    """Damage seeds until the time is over."""
    target, noise, end = TARGETS[name], Random(), time.monotonic() + float(seconds)  # noqa: S311 - no secret
    runs = 0
    while time.monotonic() < end:
        data = _damaged(noise.choice(list(target.seeds)), noise)
        runs += 1
        try:
            target.run(data)
        except BaseException:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{name}-crash").write_bytes(data)
            _tell(f"{name}: broken by {FOLDER}/{name}-crash after {runs} runs")
            raise
    _tell(f"{name}: {runs} runs")


def _tell(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - its answer


def _damaged(seed: bytes, noise: Random) -> bytes:
    data = bytearray(seed)
    for _ in range(noise.randrange(6)):
        at = noise.randrange(len(data) + 1)
        data[at : at + noise.randrange(8)] = noise.randbytes(noise.randrange(8))
    return bytes(data)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--random", name, seconds]:
            run_random(name, seconds)
        case [minutes, *names]:
            sys.exit(main(float(minutes), *names))
