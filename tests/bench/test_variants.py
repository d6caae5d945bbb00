"""Variants bring with them what they are compared with, and are refused before a daemon fails at them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from odind.bench.daemon_flags import require_flags
from odind.bench.variants import VARIANTS, choose, named
from odind.core.errors import FailedPreconditionError, InvalidArgumentError


def test_a_variant_brings_its_floor():
    assert [variant.name for variant in choose(["f32", "bot"])] == ["bare", "bare-f32", "f32", "bot"]


def test_all_are_those_that_need_no_flag():
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


def test_workers_are_refused_where_the_daemon_knows_none():
    command = (sys.executable, "-m", "odind", "serve", "--help")
    known = "--workers" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
    require_flags([named("s16")])
    if known:
        require_flags([named("workers")], [1, 2])
        return
    for variants, workers in (([named("workers")], []), ([], [0, 2])):
        with pytest.raises(FailedPreconditionError, match="has no --workers"):
            require_flags(variants, workers)
