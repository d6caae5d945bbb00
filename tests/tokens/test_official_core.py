"""Our keys and tokens against those of ODIN's own compiled core."""

from __future__ import annotations

import base64
import json

import pytest
from odin_voice import OdinTokenGenerator

from odind.core.tokens.tokens import build_claims
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey, public_key

CLAIMS = [
    build_claims(rid="lobby", uid="anna", sub="connect", exp=1_700_000_300, nbf=1_700_000_000),
    build_claims(rid=["a", "b"], uid="Zoë 🎧", aud=["gateway", "sfu"], cid="<no customer>"),
    "{}",
    "",
]


def test_the_core_reads_our_keys_as_we_do():
    for _ in range(20):
        ours = AccessKey.generate()
        core = OdinTokenGenerator.from_access_key(ours.text)
        assert core.key_id == ours.key_id
        assert core.access_key == ours.text
        assert core.public_key == base64.urlsafe_b64encode(ours.public_key).rstrip(b"=").decode()


def test_we_read_the_cores_keys_as_it_does():
    for _ in range(20):
        core = OdinTokenGenerator.generate()
        ours = AccessKey.parse(core.access_key)
        assert ours.text == core.access_key
        assert ours.key_id == core.key_id


@pytest.mark.parametrize("claims", CLAIMS, ids=range(len(CLAIMS)))
def test_the_core_signs_the_same_claims_to_the_same_token(claims: str):
    ours = AccessKey.generate()
    assert OdinTokenGenerator.from_access_key(ours.text).sign(claims) == ours.sign(claims)


def test_a_token_of_the_core_is_read_and_verified():
    core = OdinTokenGenerator.generate()
    token = jwt.parse(core.sign(CLAIMS[1]))
    assert token.header == {"alg": "EdDSA", "kid": core.key_id}
    assert token.claims == json.loads(CLAIMS[1])
    public_key(AccessKey.parse(core.access_key).public_key).verify(token.signature, token.signed)
