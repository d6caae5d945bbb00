"""Sounds are kept by a daemon in a process of its own, and outlive it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.errors import NotFoundError
from tests.cli.sounds import write

from .processes import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .processes import DaemonProcess


async def ask(daemon: DaemonProcess, *arguments: str) -> str:
    ended = await run("odindctl", "--target", daemon.target, "sound", *arguments)
    assert ended.code == 0, ended.errors
    return ended.output


async def test_sounds_are_put_listed_and_deleted_and_a_restart_keeps_them(
    start_daemon: Callable[..., DaemonProcess], tmp_path: Path
) -> None:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (24_000, 2))
    write(tmp_path / "gong.flac", noise, 48_000, "flac")
    first = await start_daemon(name="same").ready()
    put = json.loads(await ask(first, "put", str(tmp_path / "gong.flac"), "--json"))
    first.end()
    second = await start_daemon(name="same").ready()
    listed = await ask(second, "list")
    async with second.connect() as client:
        (found,) = await client.library.list()
        await client.library.delete(found.sound_id)
        with pytest.raises(NotFoundError):
            await client.library.get(found.sound_id)

    assert put["sound_id"] == found.sound_id
    assert (put["name"], put["duration"]) == ("gong.flac", "0.500s")
    assert listed.splitlines()[1].split()[:3] == [found.sound_id, "gong.flac", "0.500"]
