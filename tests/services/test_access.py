"""Who may call."""

from __future__ import annotations

from pathlib import Path

import pytest

from odind.cookie import Cookie
from odind.core.access.principal import OWNER
from odind.core.errors import PermissionDeniedError
from odind.services.access import OPEN, Caller, CookieAccess, bearer_of

COOKIE = Cookie(Path("/state"), "right")
ACCESS = CookieAccess(COOKIE)


@pytest.mark.parametrize("caller", [Caller("rpc"), Caller("http", local=False, bearer="right")])
def test_who_reaches_the_socket_or_knows_the_cookie_may_call(caller: Caller):
    assert ACCESS.admit(caller, "/any") is OWNER


@pytest.mark.parametrize(
    ("bearer", "reason"),
    [
        ("", "COOKIE_MISSING"),
        ("guessed", "COOKIE_WRONG"),
        ("right ", "COOKIE_WRONG"),
        ("ü\ud800", "COOKIE_WRONG"),
    ],
)
def test_others_are_told_where_the_cookie_is(bearer: str, reason: str):
    with pytest.raises(PermissionDeniedError, match=str(COOKIE.file)) as refused:
        ACCESS.admit(Caller("http", local=False, bearer=bearer), "/any")
    assert refused.value.reason == reason
    assert not bearer.strip() or bearer.strip() not in str(refused.value)


def test_where_access_is_open_nobody_is_asked():
    assert OPEN.admit(Caller("http", local=False), "/any") is OWNER


def test_a_credential_is_not_printed():
    assert "right" not in repr(Caller("http", local=False, bearer="right"))


@pytest.mark.parametrize(
    ("header", "bearer"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", ""), ("abc", ""), ("", "")],
)
def test_the_credential_is_read_from_its_header(header: str, bearer: str):
    assert bearer_of(header) == bearer
