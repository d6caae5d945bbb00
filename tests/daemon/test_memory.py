"""Where the daemon remembers, by its settings."""

from __future__ import annotations

import builtins
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from odind.config import Config, ServerConfig, StoreConfig
from odind.core.errors import InvalidArgumentError
from odind.core.rooms.events import MessageReceived
from odind.daemon.memory import open_memory

if TYPE_CHECKING:
    from pathlib import Path


def settings(folder: Path, **store: Any) -> Config:
    return replace(Config(), server=ServerConfig(state_dir=folder), store=StoreConfig(**store))


@pytest.mark.parametrize(("payloads", "kept"), [("none", b""), ("full", b"said"), ("hash", None)])
async def test_the_past_has_of_messages_what_the_settings_allow(
    tmp_path: Path, payloads: str, kept: bytes | None
) -> None:
    config = settings(tmp_path, payloads=payloads)
    async with open_memory(config) as scribe:
        scribe.log.append("c1", MessageReceived(1, "ben", b"said"))
    async with open_memory(config) as scribe:
        with scribe.log.cursor((MessageReceived,), (), 0) as cursor:
            message = (await anext(cursor)).event.message
    assert message == kept if kept is not None else b"said" not in repr(message).encode()


async def test_memory_alone_leaves_no_file(tmp_path: Path) -> None:
    async with open_memory(settings(tmp_path, url="memory:")) as scribe:
        scribe.log.append("c1", MessageReceived(1, "ben", b"said"))
        await scribe.stored()
    assert not (tmp_path / "store.sqlite3").exists()


async def test_a_url_that_is_none_is_told_without_its_password(tmp_path: Path) -> None:
    config = settings(tmp_path, url="postgresql://odind:secret@host:many/odind")
    with pytest.raises(InvalidArgumentError, match=r"store\.url") as refusal:
        async with open_memory(config):
            pass
    assert (refusal.value.reason, "secret" in refusal.value.message) == ("CONFIG_INVALID", False)


async def test_without_its_driver_postgresql_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = builtins.__import__

    def without_driver(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("psycopg"):
            raise ImportError(name)
        return load(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without_driver)
    with pytest.raises(InvalidArgumentError, match=r"odind\[postgres\]"):
        async with open_memory(settings(tmp_path, url="postgresql://odind@/odind")):
            pass
