"""Who may call."""

from __future__ import annotations

import random
import string
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from odind.cookie import Cookie
from odind.core.access.gate import Gate
from odind.core.access.grant import Grant
from odind.core.access.keys import Keys
from odind.core.access.live import LiveCalls
from odind.core.access.principal import OWNER
from odind.core.access.sessions import Sessions
from odind.core.access.verbs import Verb
from odind.core.bounds.limits import Limits
from odind.core.errors import PermissionDeniedError
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from odind.services.access import OPEN, Caller, CookieAccess, KeyedAccess, bearer_of
from tests.core.fakes import FakeClock

if TYPE_CHECKING:
    from collections.abc import Callable

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


# Who presents keys and sessions


@dataclass
class Lodge:
    """Everything that is asked who calls, and what it would let pass."""

    access: KeyedAccess
    right: dict[str, str]


async def open_lodge() -> Lodge:
    clock = FakeClock()
    scribe = Scribe(new_log(clock, Limits()), MemoryStore(), clock)
    keys = Keys(scribe, clock, b"pepper")
    sessions = Sessions(keys, clock, b"pepper")
    _, text = await keys.create("", Grant(frozenset({Verb.READ})), OWNER)
    access = KeyedAccess(
        ACCESS,
        pages=ACCESS,
        gate=Gate({"/read": frozenset({Verb.READ}), "/join": frozenset({Verb.JOIN})}),
        keys=keys,
        sessions=sessions,
        live=LiveCalls(keys.stands, clock, lambda: None),
    )
    session = sessions.create("room", "anna", frozenset({Verb.READ}), None, OWNER).text
    return Lodge(access, {"key": text, "session": session, "cookie": "right"})


def over_tcp(header: str, **more: Any) -> Caller:
    return Caller("rpc", local=False, bearer=bearer_of(header), **more)


def refusal(access: KeyedAccess, caller: Caller, rpc: str = "/read") -> str:
    try:
        access.admit(caller, rpc)
    except PermissionDeniedError as error:
        return error.reason
    return ""


async def test_each_credential_is_held_to_its_grant_and_calls_without_a_verb_are_nobodys():
    lodge = await open_lodge()
    for name, text in lodge.right.items():
        caller = over_tcp(f"Bearer {text}")
        assert refusal(lodge.access, caller) == ""
        assert refusal(lodge.access, caller, "/join") == ("" if name == "cookie" else "VERB_NOT_GRANTED")
        assert refusal(lodge.access, caller, "/unheard-of") == "VERB_NOT_GRANTED"
        assert refusal(lodge.access, replace(caller, twice=True)) == "CREDENTIALS_AMBIGUOUS"


async def test_a_key_on_a_unix_socket_is_that_key_and_not_the_owner():
    lodge = await open_lodge()
    assert refusal(lodge.access, Caller("rpc", bearer=lodge.right["key"]), "/join") == "VERB_NOT_GRANTED"
    assert refusal(lodge.access, Caller("rpc", bearer="odk_wrong"), "/join") == "KEY_WRONG"
    assert refusal(lodge.access, Caller("rpc"), "/join") == ""


async def test_a_hundred_thousand_headers_do_not_pass_and_take_no_longer_than_right_ones():
    lodge = await open_lodge()
    chance = random.Random(7)  # noqa: S311 - damages texts
    letters = string.ascii_letters + string.digits + "_-. \t\0ü\udc80"
    right = {f"Bearer {text}" for text in lodge.right.values()}
    seeds = [
        *right,
        "Bearer odk_",
        "Bearer ods_",
        "",
        "Basic x",
        "Bearer " + "odk_" * 999,
        "Bearer ods_" + "." * 999,
    ]
    headers = [damaged(chance.choice(seeds), chance, letters) for _ in range(100_000)]
    wrong = [header for header in headers if bearer_of(header) not in lodge.right.values()]
    assert len(wrong) > 90_000
    passing = [*right] * 1_000
    passing_s = cpu_s(lambda: [refusal(lodge.access, over_tcp(one)) for one in passing]) / len(passing)
    reasons: Counter[str] = Counter()
    refusing_s = cpu_s(lambda: reasons.update(refusal(lodge.access, over_tcp(header)) for header in wrong))
    assert set(reasons) == {"COOKIE_MISSING", "COOKIE_WRONG", "KEY_WRONG", "SESSION_WRONG"}
    assert refusing_s / len(wrong) < 20 * passing_s


def damaged(text: str, chance: random.Random, letters: str) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(letters) + text[at + chance.randrange(3) :]


def cpu_s(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
