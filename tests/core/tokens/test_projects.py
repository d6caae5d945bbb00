"""Tokens for programs that know the secret of a project."""

from __future__ import annotations

from typing import Any

import pytest

from odind.core.errors import FailedPreconditionError, OdindError, PermissionDeniedError
from odind.core.tokens.projects import Project, ProjectTokens
from odind.core.tokens.tokens import Tokens
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey
from tests.core.fakes import FakeClock, Keyring

KEY = AccessKey.generate()
ASKED = {"api_key": "key", "secret": "planted", "room_id": "lobby", "user_id": "anna"}


class Service:
    """The use case with a clock to move."""

    def __init__(self, per_minute: int = 2, key: AccessKey | None = KEY) -> None:
        self.now = 1_000.0
        tokens = Tokens(Keyring(), key, FakeClock().now)
        self._tokens = ProjectTokens(Project("key", "planted", "game"), tokens, per_minute, lambda: self.now)

    def ask(self, **changes: str) -> str:
        return self._tokens.create(**(ASKED | changes))

    def refusal(self, **changes: str) -> OdindError:
        with pytest.raises(OdindError) as caught:
            self.ask(**changes)
        return caught.value


def test_who_knows_the_secret_gets_a_token_for_the_gateway():
    claims: dict[str, Any] = jwt.parse(Service().ask()).claims
    assert (claims["rid"], claims["uid"], claims["aud"], claims["sub"]) == (
        "lobby",
        "anna",
        "gateway",
        "connect",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"api_key": "other"},
        {"secret": "guess"},
        {"secret": ""},
        {"secret": "\ud800"},
        {"api_key": "ké", "secret": "x"},
    ],
)
def test_a_wrong_key_and_a_wrong_secret_are_told_alike(wrong: dict[str, str]):
    error = Service().refusal(**wrong)
    assert isinstance(error, PermissionDeniedError)
    assert (error.reason, error.metadata) == ("PROJECT_REFUSED", {})


def test_beyond_the_rate_requests_are_refused_until_the_minute_is_over():
    service = Service()
    service.ask()
    service.now += 20.5
    service.ask()
    error = service.refusal()
    assert (error.reason, error.metadata) == ("TOO_MANY_REQUESTS", {"retry_after_s": "40"})
    service.now += 40
    assert service.ask()


def test_who_guesses_keeps_nobody_out_and_is_slowed_down():
    service = Service()
    reasons = [service.refusal(secret="guess").reason for _ in range(4)]  # noqa: S106
    assert reasons == ["PROJECT_REFUSED"] * 2 + ["TOO_MANY_REQUESTS"] * 2
    assert service.ask()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"room_id": ""}, "ROOM_ID_MISSING"),
        ({"room_id": "a/b"}, "ROOM_ID_INVALID"),
        ({"room_id": "r" * 1_025}, "ROOM_ID_INVALID"),
        ({"user_id": ""}, "USER_ID_MISSING"),
    ],
)
def test_what_is_no_room_or_no_user_is_told(changes: dict[str, str], reason: str):
    assert Service().refusal(**changes).reason == reason


def test_without_a_key_there_is_nothing_to_sign_with():
    assert isinstance(Service(key=None).refusal(), FailedPreconditionError)


def test_the_secret_is_not_shown():
    assert "planted" not in repr(Project("key", "planted"))
