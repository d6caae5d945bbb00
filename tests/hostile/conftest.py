"""The two daemons, for all attacks, and two more for those on TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .ground import Ground

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The daemon that is attacked, and its healthy caller; the same without attack."""
    with Ground(tmp_path_factory.mktemp("hostile")) as ground:
        yield ground


@pytest.fixture(scope="session")
def tls_ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The same with TLS on all addresses of the one that is attacked."""
    with Ground(tmp_path_factory.mktemp("tls"), tls=True) as ground:
        yield ground
