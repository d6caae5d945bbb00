"""Variants bring with them what they are compared with, and are refused before a daemon fails at them."""

from __future__ import annotations

import pytest

from odind.bench.variants import VARIANTS, choose, named
from odind.core.errors import InvalidArgumentError


def test_a_variant_brings_its_floor():
    assert [variant.name for variant in choose(["f32", "bot"])] == ["bare", "bare-f32", "f32", "bot"]


def test_all_are_those_without_workers():
    chosen = choose(["all"])
    assert named("s16") in chosen
    assert not any(variant.workers for variant in chosen)


def test_every_floor_is_a_bare_variant_of_the_same_or_simpler_work():
    for variant in VARIANTS:
        assert named(variant.against).program == "bare"
        assert variant.chunk_ms % 20 == 0


def test_an_unknown_variant_is_refused():
    with pytest.raises(InvalidArgumentError, match="no variant s17"):
        choose(["s17"])
