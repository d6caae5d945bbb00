"""What the settings grant to sockets and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.config import load
from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_certificate_is_granted_by_a_name_with_dots(tmp_path: Path):
    file = tmp_path / "odind.toml"
    file.write_text('[access.certificates."bot.example"]\nverbs = ["join"]\nrooms = ["lobby-*"]\n')
    (name, granted), *more = load(file, {}, {}).access.certificates.items()
    assert not more
    assert (name, granted.grant.opens("lobby-1"), granted.grant.opens("cellar")) == (
        "bot.example",
        True,
        False,
    )


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ('[access.certificates."bot"]\n', "access.certificates: verbs must"),
        ('[access.certificates."bot"]\nverbs = ["fly"]\n', "access.certificates: verbs must"),
        ('[access.certificates."bot"]\nverbs = ["read"]\npath = "x"\n', "unknown setting"),
        ('[access.sockets.bot]\nverbs = ["read"]\n', "path must be"),
        ('[access.sockets.bot]\nverbs = ["read"]\npath = "x"\nmode = "rw"\n', "mode must be"),
        ('[access.sockets.bot]\npath = "x"\n', "access.sockets: verbs must"),
    ],
)
def test_a_grant_that_says_too_little_or_too_much_is_refused(tmp_path: Path, section: str, words: str):
    file = tmp_path / "odind.toml"
    file.write_text(section)
    with pytest.raises(InvalidArgumentError, match=words):
        load(file, {}, {})
