from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.clock import FakeClock
from odind.core.access.grant import FULL, Grant
from odind.core.access.principal import OWNER, Principal
from odind.core.access.verbs import Verb
from odind.core.errors import InvalidArgumentError, NotFoundError, ResourceExhaustedError
from odind.core.players.library import SoundLibrary, SoundLimits
from tests.core.players.shelves import FakeShelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ANNA, BERT = (Principal(name, Grant(frozenset({Verb.PLAY}), (), ())) for name in ("anna", "bert"))


async def pieces(*given: bytes) -> AsyncIterator[bytes]:
    for piece in given:
        yield piece


def library(shelf: FakeShelf | None = None, **limits: int) -> SoundLibrary:
    return SoundLibrary(shelf or FakeShelf(), SoundLimits(**limits), FakeClock())


async def test_the_same_bytes_are_one_sound_which_keeps_its_name():
    sounds = library()
    one = await sounds.put("gong", pieces(b"ab", b"c"), OWNER)
    again = await sounds.put("other", pieces(b"abc"), OWNER)

    assert one == again
    assert (one.name, one.size_bytes, one.length) == ("gong", 3, 48_000)
    assert sounds.list(OWNER, 0, "") == ([one], "")


async def test_each_key_has_sounds_of_its_own_and_the_owner_has_all():
    sounds = library()
    hers, his = [await sounds.put("gong", pieces(b"abc"), by) for by in (ANNA, BERT)]

    assert hers.sound_id != his.sound_id
    assert sounds.list(ANNA, 0, "")[0] == [hers]
    assert sounds.list(OWNER, 0, "")[0] == [hers, his]
    for use in (sounds.find, sounds.delete):
        with pytest.raises(NotFoundError):
            use(his.sound_id, ANNA)
    assert sounds.find(his.sound_id, Principal("boss", FULL)) == his


async def test_what_is_too_large_or_no_sound_leaves_nothing_behind():
    shelf = FakeShelf()
    sounds = library(shelf, sound_bytes=4, library_bytes=6, sounds=2)
    for given in ((b"abc", b"de"), (b"\0abc",)):
        with pytest.raises((ResourceExhaustedError, InvalidArgumentError)):
            await sounds.put("", pieces(*given), OWNER)
    assert (shelf.drafts, shelf.kept) == (0, {})

    await sounds.put("", pieces(b"abcd"), OWNER)
    with pytest.raises(ResourceExhaustedError) as full:
        await sounds.put("", pieces(b"efgh"), OWNER)
    assert full.value.reason == "LIBRARY_FULL"
    await sounds.put("", pieces(b"ef"), OWNER)
    with pytest.raises(ResourceExhaustedError):
        await sounds.put("", pieces(b"g"), OWNER)


async def test_a_deleted_sound_makes_room():
    sounds = library(library_bytes=4)
    sound = await sounds.put("", pieces(b"abcd"), OWNER)
    sounds.delete(sound.sound_id, OWNER)
    assert (await sounds.put("", pieces(b"efgh"), OWNER)).size_bytes == 4


async def test_the_next_daemon_has_the_sounds_of_this_one():
    shelf = FakeShelf()
    first = await library(shelf).put("gong", pieces(b"abc"), OWNER)
    again = library(shelf)
    second = await again.put("bell", pieces(b"abd"), OWNER)
    page, token = again.list(OWNER, 1, "")

    assert page == [first]
    assert again.list(OWNER, 1, token) == ([second], "")


async def test_a_name_has_its_bounds():
    with pytest.raises(InvalidArgumentError) as error:
        await library().put("x" * 256, pieces(b"abc"), OWNER)
    assert error.value.reason == "SOUND_NAME_INVALID"
