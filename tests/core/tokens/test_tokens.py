from __future__ import annotations

from typing import Any

import pytest

from odind.core.errors import FailedPreconditionError, InvalidArgumentError
from odind.core.tokens.tokens import Tokens, build_claims
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey
from tests.core.fakes import FakeClock, Keyring

KEY = AccessKey.generate()


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(Keyring(), KEY, FakeClock().now)


def create(tokens: Tokens, **more: Any) -> dict[str, Any]:
    request = {"access_key": None, "room_ids": ["lobby"], "user_id": "anna", **more}
    return jwt.parse(tokens.create(**request).token).claims


def refusal(tokens: Tokens, **more: Any) -> InvalidArgumentError:
    with pytest.raises(InvalidArgumentError) as caught:
        create(tokens, **more)
    return caught.value


def test_a_token_says_what_odins_own_generators_say_by_default(tokens: Tokens):
    assert list(create(tokens).items()) == [
        ("rid", "lobby"),
        ("uid", "anna"),
        ("sub", "connect"),
        ("exp", 1_700_000_300),
        ("nbf", 1_700_000_000),
    ]


def test_a_token_says_all_that_it_is_asked_to(tokens: Tokens):
    claims = create(
        tokens,
        room_ids=["lobby", "attic"],
        customer="acme",
        audience=["gateway", "sfu"],
        subject=["Connect", "RoomClose"],
        lifetime_s=86_400.0,
    )
    assert claims == {
        "rid": ["lobby", "attic"],
        "uid": "anna",
        "cid": "acme",
        "sub": ["Connect", "RoomClose"],
        "aud": ["gateway", "sfu"],
        "exp": 1_700_086_400,
        "nbf": 1_700_000_000,
    }


def test_one_audience_and_one_subject_are_no_lists(tokens: Tokens):
    claims = create(tokens, audience=["sfu"], subject=["roomclose"])
    assert (claims["aud"], claims["sub"]) == ("sfu", "roomclose")


def test_a_token_names_its_key_and_its_end(tokens: Tokens):
    own = tokens.create(access_key=None, room_ids=["lobby"], user_id="anna", lifetime_s=1)
    assert (own.key_id, own.expires_at) == (KEY.key_id, 1_700_000_001)
    other = AccessKey.generate()
    given = tokens.create(access_key=other.text, room_ids=["lobby"], user_id="anna")
    assert given.key_id == other.key_id
    assert jwt.parse(given.token).header == {"alg": "EdDSA", "kid": other.key_id}


def test_the_clock_is_floored_to_seconds():
    tokens = Tokens(Keyring(), KEY, lambda: 1_700_000_000.999)
    assert create(tokens)["nbf"] == 1_700_000_000


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"access_key": ""}, "ACCESS_KEY_MALFORMED"),
        ({"access_key": "A" * 44}, "ACCESS_KEY_MALFORMED"),
        ({"room_ids": []}, "ROOM_ID_MISSING"),
        ({"room_ids": ["lobby", ""]}, "ROOM_ID_MISSING"),
        ({"room_ids": ["r" * 1_025]}, "ROOM_ID_INVALID"),
        ({"room_ids": ["\ud800"]}, "ROOM_ID_INVALID"),
        ({"user_id": ""}, "USER_ID_MISSING"),
        ({"user_id": "ä" * 513}, "USER_ID_INVALID"),
        ({"user_id": "\ud800"}, "USER_ID_INVALID"),
        ({"customer": "c" * 1_025}, "CLAIM_INVALID"),
        ({"audience": ["sfu", "a" * 1_025]}, "CLAIM_INVALID"),
        ({"subject": ["\ud800"]}, "CLAIM_INVALID"),
        ({"lifetime_s": 0}, "LIFETIME_INVALID"),
        ({"lifetime_s": -300}, "LIFETIME_INVALID"),
        ({"lifetime_s": 1.5}, "LIFETIME_INVALID"),
        ({"lifetime_s": 86_401}, "LIFETIME_INVALID"),
        ({"lifetime_s": float("inf")}, "LIFETIME_INVALID"),
        ({"lifetime_s": float("nan")}, "LIFETIME_INVALID"),
    ],
)
def test_what_no_gateway_would_take_is_refused_with_its_reason(
    tokens: Tokens, request_: dict[str, Any], reason: str
):
    assert refusal(tokens, **request_).reason == reason


def test_a_malformed_key_is_not_repeated(tokens: Tokens):
    almost = KEY.text[:-1] + ("A" if KEY.text[-1] != "A" else "B")
    error = refusal(tokens, access_key=almost)
    assert almost not in str(error) + str(error.metadata)


def test_without_a_key_of_its_own_the_daemon_says_so():
    keyless = Tokens(Keyring(), None, FakeClock().now)
    with pytest.raises(FailedPreconditionError) as caught:
        keyless.key(None)
    assert caught.value.reason == "NO_ACCESS_KEY"
    assert keyless.key(KEY.text).key_id == KEY.key_id


def test_a_generated_key_can_be_read_again(tokens: Tokens):
    made = tokens.generate_key()
    again = tokens.key(made.text)
    assert (again.key_id, again.public_key) == (made.key_id, made.public_key)


def test_claims_are_written_in_odins_order_whatever_the_callers():
    text = build_claims(internal={"x": 1}, nbf=1, aud="sfu", uid="ä", rid=[], sub="", cid=None, adr="a:1")
    assert text == '{"rid":[],"uid":"ä","adr":"a:1","sub":"","aud":"sfu","nbf":1,"internal":{"x":1}}'
