"""Fuzzes one target, guided by coverage: python -m tests.fuzz.guided NAME SECONDS. Needs atheris."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["odind"]):
    from .targets import TARGETS

FOLDER = Path("build/fuzz")
_LONGEST_BYTES = 4_096


def main(name: str, seconds: str) -> None:
    """Let libFuzzer choose the bytes. It ends the process, with an error when the target is broken."""
    corpus = FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[name].seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    limits = (f"-max_total_time={seconds}", f"-max_len={_LONGEST_BYTES}", "-timeout=10", "-rss_limit_mb=2048")
    artifacts = f"-artifact_prefix={FOLDER}/{name}-"
    atheris.Setup(
        [name, *limits, "-verbosity=0", "-print_final_stats=1", artifacts, str(corpus)], TARGETS[name].run
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
