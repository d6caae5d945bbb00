"""What follows from what was measured, and how it is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.bench.jobs import Heard, Losses, Pace
from odind.bench.measured import Idle, Measured, Spent, together
from odind.bench.plots import draw
from odind.bench.report import percentiles, rows, table

if TYPE_CHECKING:
    from pathlib import Path


def case(
    variant: str,
    cpu_s: float,
    latency_ms: float = 60.0,
    *,
    connections: int = 10,
    late: int = 0,
    lost: int = 0,
) -> Measured:
    return Measured(
        variant,
        connections,
        Spent(seconds=10.0, tested=cpu_s, busiest_thread=cpu_s / 2, grid=0.5, callers=0.2, others=0.1),
        Heard(
            seconds=10.0,
            latencies_ms=[latency_ms + number for number in range(101)],
            clicks_due=101,
            losses=Losses(due=5_000, sent=5_000, heard=5_000 - lost, concealed=lost),
            pace=Pace(500, late),
        ),
        threads=8,
        pss_kib=70_000,
        anonymous_kib=60_000,
        idle=Idle(0.001, 50_000, 270.0),
    )


def test_percentiles_are_those_of_numpy():
    values = list(np.random.default_rng(1).normal(60, 5, 500))
    found = percentiles(values)
    assert found
    assert (found.p50, found.p99, found.max) == pytest.approx(
        (np.median(values), np.percentile(values, 99), max(values))
    )
    assert percentiles([]) is None


def test_a_variant_is_compared_with_its_floor_of_the_same_number():
    made = rows([case("bare", 2.0), case("bare", 9.0, connections=25), case("s16", 3.0, 85.0)])
    assert made[0].ratio is None
    assert made[2].ratio == pytest.approx(1.5)
    assert made[2].added
    assert made[2].added.p50 == pytest.approx(25.0)


def test_without_a_floor_there_is_no_ratio():
    (row,) = rows([case("s16", 3.0)])
    assert (row.ratio, row.added) == (None, None)


@pytest.mark.parametrize(
    ("flaw", "sign"), [({"late": 100}, "20% of ticks late"), ({"lost": 500}, "10% of frames lost")]
)
def test_what_was_too_much_is_said_instead_of_a_ratio(flaw: dict[str, int], sign: str):
    made = rows([case("bare", 2.0), case("s16", 3.0, **flaw)])
    assert made[1].ratio is None
    assert f"s16 10: over capacity, {sign}" in table(made)


def test_a_floor_that_was_too_much_is_none():
    made = rows([case("bare", 2.0, late=100), case("s16", 3.0)])
    assert made[1].ratio is None


def test_rounds_become_one_case():
    one = together([case("s16", 2.0, late=1), case("s16", 4.0, lost=3)])
    assert one.cpu_per_stream == pytest.approx(0.03)
    assert one.rounds == pytest.approx((0.02, 0.04))
    assert (one.heard.pace, one.heard.losses.lost) == (Pace(1_000, 1), 3)
    assert len(one.heard.latencies_ms) == one.heard.clicks_due == 202


def test_what_a_connection_weighs_is_said_of_the_largest_case():
    text = table(rows([case("bare", 2.0), case("s16", 3.0), case("s16", 3.0, connections=50)]))
    assert "idle daemon with 50 connections: 0.10% of a core, 270 KiB each; a stream adds 200 KiB" in text


def test_the_tables_fit_a_terminal_and_say_what_their_columns_mean():
    made = rows([case("bare", 2.0, connections=1_000), case("workers-direct", 300.0, connections=1_000)])
    lines = table(made).splitlines()
    names = {name for line in lines if line.startswith("variant") for name in line.split()}
    assert max(map(len, lines[:-1])) < 80
    assert {"N", "CPU/stream", "p50", "+p99", "lost", "clicks", "others"} <= names
    for name in ("CPU/stream", "x bare", "p50", "lost, under", "queue", "late", "clicks", "grid, callers"):
        assert any(line.startswith(name) for line in lines), name


def test_everything_can_be_written_as_json():
    (row,) = rows([case("s16", 3.0)])
    document = json.loads(json.dumps(row.document()))
    assert document["cpu_per_stream"] == pytest.approx(0.03)
    assert document["heard"]["losses"]["due"] == 5_000


def test_plots_are_drawn_also_when_all_was_too_much(tmp_path: Path):
    made = rows([case("bare", 2.0), case("s16", 3.0, late=100)])
    assert all(path.stat().st_size > 1_000 for path in draw(made, tmp_path))
