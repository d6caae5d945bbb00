from __future__ import annotations

import mmap
import os
import sys

import pytest

from odind.memory import shared_memory


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_two_mappings_see_the_same_zeroed_memory(monkeypatch: pytest.MonkeyPatch, platform: str):
    monkeypatch.setattr(sys, "platform", platform)
    descriptor = shared_memory("odind-test", 64)
    with mmap.mmap(descriptor, 64) as one, mmap.mmap(descriptor, 64) as other:
        before = bytes(other)
        one[3] = 7
        after = bytes(other)
    os.close(descriptor)

    assert before == bytes(64)
    assert after[3] == 7
