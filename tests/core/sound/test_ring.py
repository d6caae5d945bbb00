from __future__ import annotations

import threading
from collections import deque

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.sound.ring import Ring

STEPS = st.lists(st.tuples(st.sampled_from(["write", "read", "skip"]), st.integers(0, 40)), max_size=60)


def frames(first: int, count: int, channels: int = 1) -> np.ndarray:
    """Frames that name their own number."""
    return np.repeat(np.arange(first, first + count, dtype=np.float32)[:, None], channels, axis=1)


@given(capacity=st.integers(1, 32), channels=st.integers(1, 3), steps=STEPS)
def test_a_ring_is_a_queue_that_drops_what_does_not_fit_and_fills_up_what_is_missing(
    capacity: int, channels: int, steps: list[tuple[str, int]]
):
    ring, model, number, dropped, missed = Ring(capacity, channels), deque[int](), 1, 0, 0
    for step, count in steps:
        if step == "write":
            fitting = min(count, capacity - len(model))
            assert ring.write(frames(number, count, channels)) == fitting
            model.extend(range(number, number + fitting))
            number += count
            dropped += count - fitting
        elif step == "read":
            there = min(count, len(model))
            expected = [model.popleft() for _ in range(there)] + [0] * (count - there)
            out = np.full((count, channels), 9, np.float32)
            assert ring.read_into(out) == there
            assert out.tolist() == [[value] * channels for value in expected]
            missed += count - there
        else:
            there = min(count, len(model))
            assert ring.skip(count) == there
            for _ in range(there):
                model.popleft()
        assert (ring.depth, ring.dropped, ring.missed) == (len(model), dropped, missed)


def test_two_threads_pass_every_frame_in_order_without_a_lock():
    ring, total, heard = Ring(257, 2), 50_000, []

    def produce() -> None:
        sent = 0
        while sent < total:
            sent += ring.write(frames(sent, min(31, total - sent, 257 - ring.depth), 2))

    producer = threading.Thread(target=produce)
    producer.start()
    while len(heard) < total:
        out = np.empty((min(37, ring.depth), 2), np.float32)
        ring.read_into(out)
        heard.extend(out[:, 1])
    producer.join()

    assert heard == list(range(total))
    assert ring.dropped == ring.missed == 0


def test_a_ring_lives_in_memory_that_both_sides_see():
    memory = memoryview(bytearray(Ring.size(8, 1)))
    ours, theirs = Ring(8, 1, memory), Ring(8, 1, memory)
    ours.write(frames(1, 5))
    out = np.empty((5, 1), np.float32)

    assert theirs.read_into(out) == 5
    assert ours.depth == 0
    assert out[:, 0].tolist() == [1, 2, 3, 4, 5]


def test_positions_are_carried_on_by_the_clock_but_not_while_a_device_stalls():
    ring = Ring(48_000, 1)
    ring.write(frames(0, 480), 1_000_000_000)

    assert ring.written_by(1_005_000_000, 48_000) == 480 + 240
    assert ring.written_by(900_000_000, 48_000) == 480
    assert ring.written_by(9_000_000_000, 48_000) == 480 + 4_800


def test_the_moment_of_a_frame_follows_from_the_last_stamp():
    ring = Ring(48_000, 1)
    ring.write(frames(0, 480), 1_000_000_000)

    assert ring.moment_written(0, 48_000) == pytest.approx(990_000_000)
    assert ring.moment_written(480, 48_000) == 1_000_000_000


def test_what_a_device_notes_is_read_back():
    ring = Ring(8, 1)
    ring.note(latency_us=2_500, fault=True)
    ring.note(latency_us=-5, fault=True)

    assert (ring.latency_s, ring.faults) == (0.0, 2)
    ring.note(latency_us=2_500, fault=False)
    assert (ring.latency_s, ring.faults) == (0.0025, 2)
