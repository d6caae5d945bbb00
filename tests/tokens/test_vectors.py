"""Keys and tokens against what ODIN's public generators made, byte for byte."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from odind.core.errors import InvalidArgumentError
from odind.core.tokens.tokens import Tokens, build_claims
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey, crc8, public_key

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "tokens.json").read_text(encoding="utf-8")
)


def named(kind: str) -> Any:
    vectors = VECTORS[kind]
    return pytest.mark.parametrize("vector", vectors, ids=[vector["name"] for vector in vectors])


@named("keys")
def test_a_key_yields_its_id_its_public_key_and_itself(vector: dict[str, Any]):
    key = AccessKey.parse(vector["access_key"])
    assert key.text == vector["access_key"]
    assert key.key_id == vector["key_id"]
    assert key.public_key.hex() == vector["public_key_hex"]
    unpadded = base64.urlsafe_b64encode(key.public_key).rstrip(b"=").decode()
    assert unpadded == vector["public_key_b64url"]


@named("keys")
def test_a_key_is_its_version_its_random_part_and_its_checksum(vector: dict[str, Any]):
    random = bytes.fromhex(vector["random31_hex"])
    assert crc8(random) == vector["checksum"]
    seed = random + bytes([vector["checksum"]])
    assert seed.hex() == vector["seed32_hex"]
    assert AccessKey(seed).text == vector["access_key"]


@named("tokens")
def test_equal_claims_give_equal_tokens(vector: dict[str, Any]):
    claims = build_claims(**json.loads(vector["claims_json"]))
    assert claims == vector["claims_json"]
    assert AccessKey.parse(vector["access_key"]).sign(claims) == vector["jwt"]


@named("tokens")
def test_a_token_is_read_back(vector: dict[str, Any]):
    token = jwt.parse(vector["jwt"])
    assert token.claims == json.loads(vector["claims_json"])
    assert token.header == json.loads(vector["header_json"])
    key = AccessKey.parse(vector["access_key"])
    public_key(key.public_key).verify(token.signature, token.signed)


class _Keyring:
    def generate(self) -> AccessKey:
        return AccessKey.generate()

    def parse(self, text: str) -> AccessKey:
        return AccessKey.parse(text)

    def claims(self, token: str) -> dict[str, Any]:
        return jwt.parse(token).claims


def _possible_here(vector: dict[str, Any]) -> bool:
    """Whether odind makes such tokens: it is stricter than the generators, and leaves out some claims."""
    options = vector["options"] or {}
    known = options.keys() <= {"customer", "audience", "subject", "lifetime"}
    whole = isinstance(options.get("lifetime", 1) or 1, int)
    return known and whole and vector["room_id"] != [] and options.get("subject") != ""


@pytest.mark.parametrize(
    "vector", list(filter(_possible_here, VECTORS["tokens"])), ids=lambda vector: str(vector["name"])
)
def test_the_use_case_makes_the_same_tokens_as_odins_generator(vector: dict[str, Any]):
    options = vector["options"] or {}

    def listed(value: Any) -> list[str]:
        return [] if value is None else [value] if isinstance(value, str) else value

    tokens = Tokens(_Keyring(), None, lambda: vector["now_ms"] / 1_000)
    signed = tokens.create(
        access_key=vector["access_key"],
        room_ids=listed(vector["room_id"]),
        user_id=vector["user_id"],
        customer=options.get("customer", ""),
        audience=listed(options.get("audience")),
        subject=listed(options.get("subject")),
        lifetime_s=options.get("lifetime"),
    )
    assert signed.token == vector["jwt"]


@named("invalid_keys")
def test_a_key_is_accepted_where_the_strict_reference_accepts_it(vector: dict[str, Any]):
    if vector["strict_reference_accepts"]:
        AccessKey.parse(vector["key"])
        return
    with pytest.raises((InvalidArgumentError, AttributeError)) as caught:
        AccessKey.parse(vector["key"])
    if isinstance(vector["key"], str):
        assert isinstance(caught.value, InvalidArgumentError)
        assert caught.value.reason == "ACCESS_KEY_MALFORMED"


@pytest.mark.parametrize("vector", VECTORS["crc_vectors"], ids=lambda vector: vector["hex"] or "empty")
def test_the_checksum_is_that_of_the_vectors(vector: dict[str, Any]):
    assert crc8(bytes.fromhex(vector["hex"])) == vector["crc"]


def test_the_checksum_is_the_catalogues():
    assert crc8(b"123456789") == int(VECTORS["crc8"]["check_123456789"], 16)
