"""At most so many watch at once, and who ends makes room for another."""

from __future__ import annotations

import pytest

from odind.core.base.errors import ResourceExhaustedError
from odind.core.base.slots import WatcherSlots


def test_one_too_many_is_refused_until_another_ends():
    slots = WatcherSlots(2)
    with slots.hold():
        with slots.hold():
            with pytest.raises(ResourceExhaustedError) as caught, slots.hold():
                pass
            assert caught.value.reason == "TOO_MANY_WATCHERS"
            assert caught.value.metadata == {"limit": "2"}
            assert slots.held == 2
        with slots.hold():
            assert slots.held == 2
    assert slots.held == 0


def test_a_slot_is_free_again_also_when_its_block_fails():
    slots = WatcherSlots(1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), slots.hold():
            raise ZeroDivisionError
    assert slots.held == 0
