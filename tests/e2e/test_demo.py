"""The demo does what the README says, and ends by itself."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import numpy as np
from demo import load_told
from sound import compare, compare_in_pieces, read_wav

from .calm import tried_calmly
from .processes import clean_environment

DEMO = Path(__file__).parents[2] / "examples/demo.py"


async def test_the_demo_reports_what_was_heard_and_exits_with_0(tmp_path: Path) -> None:
    report = await tried_calmly(lambda: demonstrate(tmp_path))
    correlation = re.search(r"correlation (\d\.\d+)", report)
    assert correlation, report
    assert float(correlation.group(1)) >= 0.9
    recording, rate = read_wav(tmp_path / "build/demo/heard.wav")
    assert len(recording) > 5 * rate


async def demonstrate(folder: Path) -> str:
    """Run the demo and return its report."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(DEMO)),
        cwd=folder,
        env=clean_environment(),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return output.decode()


def test_a_gap_spoils_the_likeness_of_its_own_piece_alone() -> None:
    spoken = np.random.default_rng(1).normal(0, 0.1, 96_000)
    gap = np.zeros(4_800)
    heard = np.concatenate((gap, spoken[:50_000], gap, spoken[50_000:]))
    pieces = compare_in_pieces(spoken, heard, size=9_600, reach=24_000)
    assert compare(spoken, heard).correlation < 0.9
    assert [piece.lag for piece in pieces if piece.correlation > 0.99] == 5 * [4_800] + 4 * [9_600]


def test_what_was_not_heard_is_not_alike() -> None:
    spoken = np.random.default_rng(1).normal(0, 0.1, 96_000)
    pieces = compare_in_pieces(spoken, spoken[:19_200], size=9_600, reach=4_800)
    assert [round(piece.correlation) for piece in pieces] == 2 * [1] + 8 * [0]


def test_a_failed_demo_names_the_load() -> None:
    assert load_told(7.25, 2).startswith("the load is 7.2 on 2 cores: a busy machine")
    assert "not busy" in load_told(0.5, 2)
