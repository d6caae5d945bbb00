"""`odindctl cookie`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from grpc_health.v1.health_pb2 import HealthCheckResponse

if TYPE_CHECKING:
    from pathlib import Path

    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl


async def test_the_cookie_is_printed_alone_and_nobody_is_asked(odindctl: Odindctl, tmp_path: Path):
    file = tmp_path / "cookie"
    await asyncio.to_thread(file.write_text, "c00kie\n")

    for_people = await odindctl("cookie", "--target", "unix:/nobody", ODIND_COOKIE_FILE=str(file))
    for_programs = await odindctl("cookie", "--json", ODIND_COOKIE_FILE=str(file))

    assert for_people.stdout == "c00kie\n"
    assert for_programs.document == {"cookie": "c00kie", "file": str(file)}


async def test_without_one_the_next_step_is_named(odindctl: Odindctl):
    ended = await odindctl("cookie", ODIND_COOKIE_FILE="/nowhere")

    assert ended.exit_code == 5
    assert "odind serve" in ended.stderr
    assert "ODIND_COOKIE_FILE" in ended.stderr


async def test_it_waits_for_the_daemon_whose_cookie_it_is(
    script: ScriptedDaemon, odindctl: Odindctl, tmp_path: Path
):
    script.answer("Check", HealthCheckResponse(), HealthCheckResponse(status=HealthCheckResponse.SERVING))
    await asyncio.to_thread((tmp_path / "cookie").write_text, "c00kie\n")

    ended = await odindctl("cookie", "--wait", "60", ODIND_COOKIE_FILE=str(tmp_path / "cookie"))

    assert ended.stdout == "c00kie\n"
    assert len(script.requests["Check"]) > 1
