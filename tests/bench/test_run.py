"""The installed verb: real connections through a real daemon, next to the native runtime alone."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.calm import tried_calmly

EXAMPLE = Path(__file__).parents[2] / "examples" / "beside.py"
COMMAND = Path(sys.executable).with_name("odindctl")
TRIED = pytest.mark.timeout(300)
"""For a test that may need several trials of half a minute."""


async def bench(*arguments: str, **environment: str) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        *(COMMAND, "bench", *arguments),
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    return process.returncode or 0, output.decode(), errors.decode()


def check_heard(case: dict[str, Any]) -> None:
    """What was said was heard, clicks and all, at some cost."""
    losses, latency = case["heard"]["losses"], case["latency_ms"]
    assert 0 < losses["heard"] <= losses["sent"] * 1.1
    assert 0 < len(case["heard"]["latencies_ms"]) <= case["heard"]["clicks_due"]
    assert 0 < latency["p50"] <= latency["p99"] <= latency["max"]
    assert case["spent"]["tested"] > case["spent"]["busiest_thread"] > 0
    assert case["spent"]["grid"] > 0
    assert case["heard"]["pace"]["ticks"] > 0
    assert case["pss_kib"] > 0
    assert case["threads"] > 1


@TRIED
async def test_a_quick_run_hears_both_sides_and_writes_what_it_found(tmp_path: Path):
    async def trial() -> Any:
        code, output, errors = await bench("--quick", "--json", "--output", str(tmp_path / "results"))
        assert code == 0, errors
        document = json.loads(output)
        bare, s16 = document["cases"]
        assert (bare["variant"], s16["variant"]) == ("bare", "s16")
        for case in (bare, s16):
            assert case["connections"] == 2
            check_heard(case)
        assert s16["latency_ms"]["p50"] > bare["latency_ms"]["p50"]
        assert s16["spent"]["callers"] > 0
        assert s16["idle"]["cpu"] < s16["cpu_per_stream"] * 2
        return document

    document = await tried_calmly(trial)
    assert document["machine"]["packages"]["odin-voice"]
    assert json.loads((tmp_path / "results/results.json").read_text()) == document
    written = {path.name for path in (tmp_path / "results").iterdir()}
    assert written == {"results.json", "cpu.png", "latency.png", "ratio.png"}


@TRIED
async def test_another_program_is_measured_in_the_same_rounds():
    async def trial() -> None:
        code, output, errors = await bench(
            *("--connections", "1", "--seconds", "2", "--variants", "bare", "--json", "--apart"),
            *("--beside", f"{sys.executable} {EXAMPLE}"),
        )
        assert code == 0, errors
        beside, bare = json.loads(output)["cases"]
        assert (beside["variant"], bare["variant"]) == ("beside", "bare")
        assert beside["heard"]["losses"]["heard"] > 80
        assert beside["ratio"] == beside["cpu_per_stream"] / bare["cpu_per_stream"]

    await tried_calmly(trial)


@pytest.mark.parametrize(
    ("command", "why"), [("echo nonsense", "nonsense"), ("false", "no log"), ("./nothing", "No such file")]
)
async def test_a_program_that_breaks_the_contract_ends_the_run(command: str, why: str):
    code, _, errors = await bench("--quick", "--beside", command, "--json")
    error = json.loads(errors.splitlines()[-1])["error"]
    assert (code, error["reason"]) == (9, "BENCH_PROCESS_FAILED")
    assert why in error["message"]


@TRIED
async def test_who_is_alone_hears_an_echo_also_of_opus():
    async def trial() -> None:
        code, output, errors = await bench(
            *("--connections", "1", "--seconds", "2", "--variants", "opus,bare-opus", "--json")
        )
        assert code == 0, errors
        cases = json.loads(output)["cases"]
        assert [case["variant"] for case in cases] == ["bare", "bare-opus", "opus"]
        for case in cases:
            check_heard(case)

    await tried_calmly(trial)


@pytest.mark.parametrize("wrong", ["0", "x", "1,", "3000", "-1"])
async def test_a_wrong_number_of_connections_is_refused(wrong: str):
    code, _, errors = await bench("--connections", wrong)
    assert code == 2
    assert "must be a list of numbers" in errors


async def test_an_unknown_variant_is_refused_with_the_known_ones():
    code, _, errors = await bench("--variants", "s16,s17", "--json")
    error = json.loads(errors)["error"]
    assert (code, error["reason"]) == (3, "VARIANT_UNKNOWN")
    assert "s16-fpm3" in error["message"]


async def test_without_matplotlib_it_says_what_to_install_before_it_measures(tmp_path: Path):
    (tmp_path / "matplotlib.py").write_text("raise ImportError('hidden')")
    code, _, errors = await bench("--quick", "--json", "--output", "x", PYTHONPATH=str(tmp_path))
    error = json.loads(errors)["error"]
    assert (code, error["reason"]) == (7, "EXTRA_MISSING")
    assert "odind[bench]" in error["message"]


async def test_what_recordings_cost_is_told_beside_what_hearing_costs():
    code, output, errors = await bench("--recordings", "--connections", "2", "--seconds", "2", "--json")
    assert code == 0, errors
    costs = json.loads(output)["recordings"]
    assert (costs["peers"], costs["rooms"]) == (2, 2)
    assert costs["hearing"] > 0
    assert costs["recorded"]["cpu"] > 0
    assert 0 <= costs["recorded"]["late"] <= 1
