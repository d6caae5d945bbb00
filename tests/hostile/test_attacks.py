"""Attacks on an installed daemon, each beside a caller who does nothing wrong and must notice nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .attacks import ATTACKS, ON_TLS
from .table import PROPERTY, succeeded

if TYPE_CHECKING:
    from collections.abc import Callable

    from .ground import Ground, Measured

TRIALS = 3
"""The machine disturbs one daemon or the other now and then; an attack that does harm does it every time.
A heap grows once to what an attack makes it hold; an attack that leaves memory behind does so every time."""
MOST_BYTES = 48_000_000
"""What one attack may leave behind, heap that will be used again included."""

MISSING = {
    "large messages of peers": pytest.mark.xfail(
        strict=False,
        reason="the native runtime makes a list of numbers of 131 kB, which holds the interpreter for about "
        "4 ms before we see the size: a tick is late, and frames are lost where the machine is busy; "
        "connections in other worker processes notice nothing",
    )
}
"""Attacks that do harm where the machine is busy, and why."""


@pytest.mark.parametrize("attack", [pytest.param(name, marks=MISSING.get(name, ())) for name in ATTACKS])
async def test_a_healthy_caller_notices_nothing_of(
    attack: str, ground: Ground, record_property: Callable[[str, Any], None]
) -> None:
    await _endures(attack, ground, record_property)


@pytest.mark.parametrize("attack", ON_TLS)
async def test_a_healthy_caller_notices_nothing_on_tls_of(
    attack: str, tls_ground: Ground, record_property: Callable[[str, Any], None]
) -> None:
    await _endures(attack, tls_ground, record_property)


async def _endures(attack: str, ground: Ground, record_property: Callable[[str, Any], None]) -> None:
    known = ground.attacked.errors()
    try:
        measured = await _least_harm(ground, attack)
    except AssertionError as error:
        record_property(PROPERTY, succeeded(attack, error))
        raise
    record_property(PROPERTY, measured.row(attack))
    assert measured.beside.heard > measured.control.heard * 0.9
    assert measured.harm == (0, 0), measured
    assert measured.grown_bytes < MOST_BYTES
    assert ground.attacked.errors() == known


async def _least_harm(ground: Ground, attack: str) -> Measured:
    for _ in range(TRIALS - 1):
        measured = await ground.endure(attack)
        if measured.harm == (0, 0) and measured.grown_bytes < MOST_BYTES:
            return measured
    return await ground.endure(attack)
