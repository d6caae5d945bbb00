"""Keys of the operator's file: what may stand there, what is wrong, and what follows a change."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import pytest

from odind.core.access.key import declared_hash, key_text, new_secret
from odind.core.access.keys import Keys
from odind.core.access.verbs import Verb
from odind.core.bounds.limits import Limits
from odind.core.errors import InvalidArgumentError, PermissionDeniedError
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from odind.daemon import declared
from odind.daemon.declared import DeclaredKeys
from tests.core.fakes import FakeClock

if TYPE_CHECKING:
    from pathlib import Path

SECRET = new_secret()
HASH = f'hash = "{declared_hash(SECRET)}"'
GAME = f'[[key]]\nid = "game"\nverbs = ["read", "join"]\n{HASH}\n'


@pytest.fixture
def keys() -> Keys:
    clock = FakeClock()
    return Keys(Scribe(new_log(clock, Limits()), MemoryStore(), clock), clock, b"pepper")


def read(folder: Path, text: str, keys: Keys) -> DeclaredKeys:
    (folder / "keys.toml").write_text(text)
    found = DeclaredKeys(folder / "keys.toml", keys)
    found.read()
    return found


def test_a_hash_declares_a_key(tmp_path: Path, keys: Keys) -> None:
    more = 'name = "the game"\nrooms = ["match-*"]\nusers = ["u-*"]\nexpires = 2099-01-01T00:00:00Z\n'
    read(tmp_path, GAME + more, keys)
    principal = keys.principal(key_text("game", SECRET))
    assert principal.grant.verbs == {Verb.READ, Verb.JOIN}
    assert (principal.grant.rooms, principal.grant.users) == (("match-*",), ("u-*",))
    assert principal.grant.expires_at == 4_070_908_800
    assert keys.find("game").declared


def test_a_file_holds_the_whole_key(tmp_path: Path, keys: Keys) -> None:
    secret_file = tmp_path / "secret"
    secret_file.write_text(key_text("ops", SECRET) + "\n")
    secret_file.chmod(0o600)
    read(tmp_path, f'[[key]]\nid = "ops"\nverbs = ["admin"]\nsecret_file = "{secret_file}"\n', keys)
    assert keys.principal(key_text("ops", SECRET)).grant.allows(Verb.ADMIN)
    secret_file.chmod(0o604)
    with pytest.raises(InvalidArgumentError, match="chmod o-rwx"):
        DeclaredKeys(tmp_path / "keys.toml", keys).read()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[key]", "keys.toml"),
        ('key = "x"', "keys.toml"),
        ('[[key]]\nid = "a"\n', "verbs"),
        (f'[[key]]\nid = "A_b"\nverbs = ["read"]\n{HASH}\n', "id must be"),
        (f'[[key]]\nid = "a"\nverbs = ["fly"]\n{HASH}\n', "verbs must be"),
        (f'[[key]]\nid = "a"\nverbs = ["known"]\n{HASH}\n', "verbs must be"),
        (f'[[key]]\nid = "a"\nverbs = []\n{HASH}\n', "verbs must be"),
        ('[[key]]\nid = "a"\nverbs = ["read"]\n', "one of hash and secret_file"),
        ('[[key]]\nid = "a"\nverbs = ["read"]\nhash = "md5:1"\n', "odindctl access hash"),
        ('[[key]]\nid = "a"\nverbs = ["read"]\nsecret_file = "/nowhere"\n', "/nowhere"),
        (GAME + 'rooms = [""]\n', "rooms must be"),
        (GAME + "expires = 2099-01-01T00:00:00\n", "time zone"),
        (GAME + GAME, "unique"),
        (GAME + 'room = ["a"]\n', "unknown field `room`"),
        (GAME.replace("[[key]]", "[[keys]]"), "unknown field `keys`"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, keys: Keys, text: str, told: str) -> None:
    with pytest.raises(InvalidArgumentError, match=told) as error:
        read(tmp_path, text, keys)
    assert error.value.reason == "CONFIG_INVALID"


async def test_a_change_is_taken_over_and_a_mistake_changes_nothing(
    tmp_path: Path, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(declared, "_LOOK_EVERY_S", 0)
    found = read(tmp_path, GAME, keys)
    changes = asyncio.Queue[None]()
    keys.on_change = lambda: changes.put_nowait(None)
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        following = tasks.create_task(found.follow())
        replace(tmp_path, "[[key]\n")
        replace(tmp_path, GAME.replace('"join"', '"speak"'))
        await changes.get()
        assert keys.principal(key_text("game", SECRET)).grant.verbs == {Verb.READ, Verb.SPEAK}
        replace(tmp_path, "")
        await changes.get()
        with pytest.raises(PermissionDeniedError, match="KEY_WRONG"):
            keys.principal(key_text("game", SECRET))
        following.cancel()


def replace(folder: Path, text: str) -> None:
    """Put another file in the place of the one there is, as a careful editor does."""
    (folder / "new").write_text(text)
    os.replace(folder / "new", folder / "keys.toml")  # noqa: PTH105
