"""Who shows a certificate is whom its names say, and pages never are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from odind.access_config import AccessConfig, CertificateConfig, SocketConfig
from odind.cookie import Cookie
from odind.core.access.keys import Keys
from odind.core.access.principal import OWNER
from odind.core.access.verbs import Verb
from odind.core.bounds.limits import Limits
from odind.core.errors import InvalidArgumentError, PermissionDeniedError
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from odind.daemon.granted import certified
from odind.services.access import Caller, CookieAccess
from tests.core.fakes import FakeClock

COOKIE = CookieAccess(Cookie(Path("/state"), "right"))
BOTS = CertificateConfig(("read",), names=("bot-1", "bots.example"))
SHOWN = Caller("rpc", local=False, certificate=("bots.example", "b"))


def keys() -> Keys:
    clock = FakeClock()
    return Keys(Scribe(new_log(clock, Limits()), MemoryStore(), clock), clock, b"pepper")


def test_a_name_in_a_table_has_its_grant_and_its_things_are_known():
    known = keys()
    principal = certified({"bots": BOTS}, COOKIE, known).admit(SHOWN, "/any")
    assert principal.grant.allows(Verb.READ)
    assert not principal.grant.allows(Verb.JOIN)
    assert known.vouches(principal.new_id("c"))


@pytest.mark.parametrize(
    ("caller", "reason"),
    [
        (replace(SHOWN, certificate=("stranger",)), "CERTIFICATE_UNKNOWN"),
        (replace(SHOWN, certificate=("bot-11", "ots.example", "")), "CERTIFICATE_UNKNOWN"),
        (replace(SHOWN, page=True), "COOKIE_MISSING"),
        (replace(SHOWN, certificate=("stranger",), bearer="wrong"), "COOKIE_WRONG"),
        (replace(SHOWN, certificate=()), "COOKIE_MISSING"),
    ],
    ids=["another name", "similar names", "page", "wrong cookie beside it", "none"],
)
def test_others_are_not_let_in(caller: Caller, reason: str):
    with pytest.raises(PermissionDeniedError, match=reason):
        certified({"bots": BOTS}, COOKIE, keys()).admit(caller, "/any")


def test_the_cookie_counts_beside_a_certificate_and_without_tables_each_is_the_owners():
    stranger = replace(SHOWN, certificate=("stranger",))
    assert certified({"bots": BOTS}, COOKIE, keys()).admit(replace(stranger, bearer="right"), "/any") is OWNER
    assert certified({}, COOKIE, keys()).admit(stranger, "/any") is OWNER


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: SocketConfig(("read",)), "must have a path"),
        (lambda: SocketConfig(("read",), path="/s", mode="rw"), "octal"),
        (lambda: SocketConfig(("fly",), path="/s"), "verbs must be"),
        (lambda: SocketConfig((), path="/s"), "verbs must be"),
        (lambda: CertificateConfig(("read",)), "must have names"),
        (lambda: CertificateConfig(("read",), rooms=("",), names=("a",)), "rooms"),
        (lambda: AccessConfig(sockets={"A/b": SocketConfig(("read",), path="/s")}), "a-z"),
        (lambda: AccessConfig(loopback="maybe"), "cookie, open"),
    ],
)
def test_what_is_wrong_in_the_settings_is_named(make: object, told: str):
    with pytest.raises(InvalidArgumentError, match=told):
        make()  # type: ignore[operator]
