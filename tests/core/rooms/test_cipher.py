"""Where the password of a room comes from, and when a connection is told that it cannot decrypt."""

from __future__ import annotations

import pytest

from odind.core.errors import InvalidArgumentError
from odind.core.rooms.cipher import (
    MAX_PASSWORD_BYTES,
    CipherChoice,
    Password,
    PasswordFile,
    Passwords,
    RoomsDefault,
)
from odind.core.rooms.decryption import SPACING_TICKS, Decryption
from odind.core.rooms.events import Peer

ANNA, BERT = Peer(1, "anna"), Peer(2, "bert")
PASSWORDS = Passwords({"club": "planted"})


@pytest.mark.parametrize(
    ("choice", "password"),
    [
        (Password("ä" * 512), "ä" * 512),
        (PasswordFile("club"), "planted"),
        (RoomsDefault(), "lobby"),
    ],
)
def test_a_password_comes_from_the_caller_the_configuration_or_the_room(choice: CipherChoice, password: str):
    assert PASSWORDS.choose(choice, "lobby") == password


@pytest.mark.parametrize("text", ["", "x" * (MAX_PASSWORD_BYTES + 1), "ä" * 513])
def test_a_password_that_is_empty_or_too_long_is_refused_without_a_word_of_it(text: str):
    with pytest.raises(InvalidArgumentError) as caught:
        PASSWORDS.choose(Password(text), "lobby")
    assert caught.value.reason == "PASSWORD_INVALID"
    assert not text or text not in str(caught.value)


def test_a_file_that_the_configuration_does_not_have_is_refused():
    with pytest.raises(InvalidArgumentError, match="PASSWORD_FILE_UNKNOWN"):
        PASSWORDS.choose(PasswordFile("../club"), "lobby")


def test_no_password_is_in_any_description_of_what_holds_it():
    assert "planted" not in f"{Password('planted')} {PASSWORDS}"


def test_steady_voice_that_cannot_be_decrypted_is_noticed_in_its_third_window():
    decryption = Decryption()
    assert [decryption.speaks(1_500 * window) for window in range(5)] == [False, False, False, True, True]


def test_bursts_and_trickles_are_not_taken_for_voice():
    decryption = Decryption()
    counts = [0, 40_000, 80_000, 80_100, 120_000, 160_000, 160_400, 160_800, 161_200, 161_600, 100, 90_000]
    assert not any(map(decryption.speaks, counts))


def test_a_peer_is_told_of_once_in_ten_seconds_and_at_once_when_it_is_new():
    decryption = Decryption()
    assert decryption.due((ANNA,), 7) == (ANNA,)
    assert decryption.due((ANNA, BERT), 8) == (BERT,)
    assert decryption.due((ANNA, BERT), 6 + SPACING_TICKS) == ()
    assert decryption.due((ANNA, BERT), 7 + SPACING_TICKS) == (ANNA,)
    decryption.forget(1)
    assert decryption.due((ANNA, BERT), 8 + SPACING_TICKS) == (ANNA, BERT)
