"""How many streams are carried, and a process held to a share of a core."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from odind.bench.capacity import Capacities, Capacity, Trial, most
from odind.bench.cpu_limits import limited, why_not
from odind.bench.processes import measure_usage

BUSY = "while True: pass"


@pytest.mark.parametrize("limit", [0, 1, 2, 7, 8, 9, 33, 100, 517])
async def test_the_most_that_is_carried_is_found(limit: int):
    asked: list[int] = []

    async def carries(streams: int) -> bool:
        asked.append(streams)
        return streams <= limit

    found = await most(carries)
    assert found <= limit
    assert limit - found <= limit // 20
    assert len(asked) <= 14


async def test_the_search_ends_where_nothing_is_too_much():
    async def carries(_streams: int) -> bool:
        return True

    assert await most(carries) == 1_024


@pytest.mark.parametrize(
    ("flaws", "kept_up"),
    [({}, True), ({"late": 5, "lost": 30}, True), ({"late": 6}, False), ({"lost": 31}, False)],
)
def test_a_few_late_ticks_and_lost_frames_may_be(flaws: dict[str, int], *, kept_up: bool):
    counts = {"lost": 0, "late": 0, "unheard": 0, **flaws}
    assert Trial(1, None, 15, 0.6, frames=3_000, ticks=500, **counts).kept_up is kept_up


def test_nothing_heard_is_not_kept_up():
    assert not Trial(1, None, 15, 0.6, 3_000, 0, 500, 0, unheard=3_000).kept_up


def test_what_workers_gain_is_said_with_and_without_limits():
    half = Trial(1, None, 15, 0.6, 3_000, 0, 500, 0, 0)
    found = [Capacity(1, None, 30, half), Capacity(2, None, 40), Capacity(1, 0.4, 10), Capacity(2, 0.4, 19)]
    text = Capacities(found).text()
    assert "1 worker: 30 streams; at 15: 0 of 3000 frames lost, 0 of 500 ticks late" in text
    assert "2 workers carry 1.33 times as many as 1 worker\n" in text
    assert "2 workers carry 1.90 times as many as 1 worker with the same share" in text


def test_without_one_worker_a_daemon_in_one_process_is_the_measure():
    text = Capacities([Capacity(0, None, 20), Capacity(2, None, 30)]).text()
    assert "2 workers carry 1.50 times as many as one process" in text


def test_a_limited_process_uses_its_share_and_a_free_one_more():
    if reason := why_not():
        pytest.skip(reason)
    with subprocess.Popen([sys.executable, "-c", BUSY]) as busy:
        try:
            free = _share(busy.pid)
            with limited(busy.pid, 0.2):
                held = _share(busy.pid)
            again = _share(busy.pid)
        finally:
            busy.kill()
    assert held < 0.3
    assert held < free
    assert held < again


def _share(pid: int) -> float:
    before = measure_usage(pid)
    time.sleep(0.7)
    after = measure_usage(pid)
    return (after.cpu_s - before.cpu_s) / (after.moment - before.moment)
