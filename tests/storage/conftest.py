"""A database for each test that wants one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .servers import PostgresServer, programs

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    installed = programs()
    if not installed:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    server = PostgresServer(installed)
    yield server
    server.remove()


@pytest.fixture
def database_url(postgres: PostgresServer) -> str:
    return postgres.new_database()
