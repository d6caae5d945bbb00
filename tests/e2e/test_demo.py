"""The demo does what the README says, and ends by itself."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from sound import read_wav

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
