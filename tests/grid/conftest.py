"""Fixtures for the grid's tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.grid.clients import party_factory

VECTORS = Path(__file__).parents[1] / "vectors"


@pytest.fixture
def open_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Open a grid with real clients: `async with open_party(**GridConfig fields) as party`."""
    return party_factory(tmp_path / "grid", monkeypatch)


@pytest.fixture(scope="session")
def codec_vectors() -> list[dict[str, Any]]:
    """What real clients put on the wire, by kind."""
    lines = (VECTORS / "wire-v2" / "codec.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def session_vectors() -> list[dict[str, Any]]:
    """Whole sessions of real clients, frame by frame."""
    lines = (VECTORS / "wire-v2" / "v2-session.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def gateway_vectors() -> dict[str, Any]:
    """What the real gateway makes of tokens."""
    return json.loads((VECTORS / "tokens.json").read_text())["gateway"]
