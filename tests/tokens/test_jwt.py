from __future__ import annotations

import base64
import contextlib

import pytest
from cryptography.exceptions import InvalidSignature
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey, public_key

KEY = AccessKey.generate()
HEADER = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")


def segment(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_a_header_is_alg_then_kid_and_nothing_else():
    header = KEY.sign("{}").split(".")[0]
    assert base64.urlsafe_b64decode(header + "==") == b'{"alg":"EdDSA","kid":"%s"}' % KEY.key_id.encode()


@pytest.mark.parametrize("claims", ["{}", '{ "uid" : "ä" }', "", "not json"])
def test_claims_are_signed_as_they_are(claims: str):
    token = KEY.sign(claims)
    header, body, signature = token.split(".")
    assert base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode() == claims
    public_key(KEY.public_key).verify(base64.urlsafe_b64decode(signature + "=="), f"{header}.{body}".encode())


def test_a_tokens_parts_are_what_verification_needs():
    token = jwt.parse(KEY.sign('{"uid":"anna"}'))
    public_key(KEY.public_key).verify(token.signature, token.signed)
    with pytest.raises(InvalidSignature):
        public_key(AccessKey.generate().public_key).verify(token.signature, token.signed)


@pytest.mark.parametrize("padding", ["", "=", "==", "===="])
def test_padding_is_tolerated(padding: str):
    assert jwt.parse(f"{HEADER}{padding}.{segment(b'{}')}{padding}.").claims == {}


def with_claims(claims: bytes) -> str:
    return f"{HEADER}.{segment(claims)}."


MALFORMED = [
    "",
    ".",
    "..",
    "...",
    HEADER,
    f"{HEADER}.{segment(b'{}')}",
    f"{HEADER}.{segment(b'{}')}.a.b",
    f"{segment(b'[]')}.{segment(b'{}')}.",
    with_claims(b"[]"),
    with_claims(b"null"),
    with_claims(b"{"),
    with_claims(b"{}") + "+/+/",
    with_claims(b"{}") + "a",
    with_claims(b"{}") + "ab cd",
    with_claims(b"{}") + "abcd\n",
    with_claims(b"{}") + "ä",
    "\n" + with_claims(b"{}"),
    with_claims("{}".encode("utf-16")),
    with_claims("{}".encode("utf-8-sig")),
    with_claims(b'{"uid":"\xff"}'),
    with_claims(b'{"uid":"\xed\xa0\x80"}'),
    with_claims(b'{"a":' * 100_000),
    with_claims(b'{"a":' + b"9" * 5_000 + b"}"),
]


@pytest.mark.parametrize("token", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_no_token_is_malformed_and_not_repeated(token: str):
    with pytest.raises(InvalidArgumentError) as caught:
        jwt.parse(token)
    assert caught.value.reason == "TOKEN_MALFORMED"
    assert caught.value.metadata == {}


@given(st.text() | st.lists(st.binary().map(segment), min_size=3, max_size=3).map(".".join))
def test_anything_is_a_token_or_malformed(token: str) -> None:
    with contextlib.suppress(InvalidArgumentError):
        assert isinstance(jwt.parse(token).claims, dict)
