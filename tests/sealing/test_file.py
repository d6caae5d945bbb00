"""Sealed files: they hold what was written, and without the key nobody reads or changes them."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import FailedPreconditionError, InvalidArgumentError
from odind.sealing.chunks import CHUNK_BYTES, HEADER_BYTES, SEALED_BYTES
from odind.sealing.file import SealedFile, is_sealed, open_sealed
from odind.sealing.keys import SealingKey, SealingKeys

if TYPE_CHECKING:
    from pathlib import Path

KEY = SealingKey.parse("0123456789abcdef" * 4)
KEYS = SealingKeys([KEY])
SPEECH = os.urandom(3 * CHUNK_BYTES + 1_000)


def sealed(path: Path, content: bytes = SPEECH, keys: SealingKeys = KEYS) -> Path:
    file = SealedFile.create(path, keys)
    file.pwrite(content, 0)
    file.close()
    return path


def content_of(path: Path, keys: SealingKeys = KEYS) -> bytes:
    with open_sealed(path, keys) as file:
        return file.read()


@given(
    st.lists(st.tuples(st.integers(0, 3 * CHUNK_BYTES), st.binary(max_size=2 * CHUNK_BYTES)), max_size=8),
    st.lists(st.tuples(st.integers(0, 4 * CHUNK_BYTES), st.integers(1, 2 * CHUNK_BYTES)), max_size=4),
)
def test_it_holds_what_a_plain_file_would(
    tmp_path_factory: pytest.TempPathFactory, writes: list[tuple[int, bytes]], reads: list[tuple[int, int]]
):
    path, plain = tmp_path_factory.mktemp("sealed") / "a", bytearray()
    file = SealedFile.create(path, KEYS)
    for offset, data in writes:
        assert file.pwrite(data, offset) == len(data)
        plain.extend(bytes(max(0, offset - len(plain))) if data else b"")
        plain[offset : offset + len(data)] = data
    file.close()
    with open_sealed(path, KEYS) as again:
        assert again.read() == plain
        for offset, count in reads:
            again.seek(offset)
            assert again.read(count) == plain[offset : offset + count]


def test_nothing_of_it_is_readable_and_every_file_has_a_key_of_its_own(tmp_path: Path):
    text = b"nobody may know this " * 300
    first, second = sealed(tmp_path / "a", text), sealed(tmp_path / "b", text)
    assert b"nobody" not in first.read_bytes()
    assert first.read_bytes()[HEADER_BYTES - 40 :] != second.read_bytes()[HEADER_BYTES - 40 :]
    assert is_sealed(first)
    (tmp_path / "c").write_bytes(text)
    assert not is_sealed(tmp_path / "c")


def test_a_file_that_still_grows_can_be_read(tmp_path: Path):
    file = SealedFile.create(tmp_path / "a", KEYS)
    for step in range(0, len(SPEECH), 100):
        file.pwrite(SPEECH[step : step + 100], step)
    assert content_of(tmp_path / "a") == SPEECH
    file.close()


@pytest.mark.parametrize("lost", [1, 27, 28, 500, 1_028])
def test_a_torn_last_chunk_costs_that_chunk_alone_and_writing_goes_on(tmp_path: Path, lost: int):
    path = sealed(tmp_path / "a")
    os.truncate(path, path.stat().st_size - lost)
    assert content_of(path) == SPEECH[: 3 * CHUNK_BYTES]
    file = SealedFile.open(path, KEYS, writable=True)
    file.pwrite(SPEECH[file.size :], file.size)
    file.close()
    assert content_of(path) == SPEECH


@pytest.mark.parametrize("at", [HEADER_BYTES + 5, HEADER_BYTES + SEALED_BYTES + 100, HEADER_BYTES - 1])
def test_a_change_is_noticed(tmp_path: Path, at: int):
    path = sealed(tmp_path / "a")
    changed = bytearray(path.read_bytes())
    changed[at] ^= 1
    path.write_bytes(changed)
    with pytest.raises(FailedPreconditionError, match="SEALED_FILE_DAMAGED"):
        content_of(path)


def test_chunks_that_change_places_are_noticed(tmp_path: Path):
    path = sealed(tmp_path / "a")
    whole = path.read_bytes()
    first, second = (whole[HEADER_BYTES + n * SEALED_BYTES :][:SEALED_BYTES] for n in (0, 1))
    path.write_bytes(whole[:HEADER_BYTES] + second + first + whole[HEADER_BYTES + 2 * SEALED_BYTES :])
    with pytest.raises(FailedPreconditionError, match="SEALED_FILE_DAMAGED"):
        content_of(path)


def test_another_key_opens_nothing_and_is_told_which_it_needs(tmp_path: Path):
    path = sealed(tmp_path / "a")
    other = SealingKeys([SealingKey(secrets.token_bytes(32))])
    with pytest.raises(FailedPreconditionError, match="SEALING_KEY_UNKNOWN") as raised:
        content_of(path, other)
    assert raised.value.metadata["key_id"] == KEY.key_id.hex()


def test_an_older_key_still_opens_what_it_sealed(tmp_path: Path):
    new = SealingKey(secrets.token_bytes(32))
    assert content_of(sealed(tmp_path / "a"), SealingKeys([new, KEY])) == SPEECH


@pytest.mark.parametrize("content", [b"", b"RIFF", b"odndseal" + bytes(100)])
def test_what_is_no_sealed_file_is_told_so(tmp_path: Path, content: bytes):
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(FailedPreconditionError, match="SEALED_FILE_DAMAGED"):
        content_of(tmp_path / "a")


@pytest.mark.parametrize("text", ["", "0" * 63, "g" * 64, "0" * 65])
def test_a_key_that_is_none_is_refused_and_not_shown(text: str):
    with pytest.raises(InvalidArgumentError, match="SEALING_KEY_MALFORMED"):
        SealingKey.parse(text)
    assert "0123" not in repr(KEY)
