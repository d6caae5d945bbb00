"""The gateway's verdicts are those of ODIN's own gateway, text for text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.grid.sfu.verdict import (
    Customer,
    Customers,
    GatewayError,
    check_method,
    judge,
    room_ids,
)
from odind.tokens.access_key import AccessKey
from tests.grid.conftest import VECTORS

KEY = AccessKey.generate()
CUSTOMERS = Customers([("acme", KEY)])
NOW = 1_700_000_000.0


def signed(**claims: Any) -> str:
    return KEY.sign(json.dumps(claims))


def test_every_verdict_of_the_vectors_is_ours(gateway_vectors: dict[str, Any]):
    everything = json.loads((VECTORS / "tokens.json").read_text())["keys"]
    keys = {key["key_id"]: bytes.fromhex(key["public_key_hex"]) for key in everything}
    # One of the known keys signed none of the tokens and is not in the vectors: any will do.
    known = {kid: keys.get(kid, KEY.public_key) for kid in gateway_vectors["known_keys"]}
    now, leeway = gateway_vectors["now_ms"] / 1000, gateway_vectors["leeway_s"]

    def find(kid: str) -> Customer:
        return Customer("acme", "acme", known[kid]) if kid in known else CUSTOMERS.find(kid)

    for case in gateway_vectors["cases"]:
        try:
            judge(case["jwt"], find, now, leeway=leeway)
            verdict = None
        except GatewayError as error:
            verdict = (error.message, error.code)
        expected = None if case["accepted"] else (case["error"], case["error_code"])
        if expected is not None and expected[1] == -1:
            # The vectors' own key lookup has its own text; the gateway's is this.
            expected = ("not authorized", -32600)
        assert verdict == expected, case["name"]


def test_a_token_of_an_unknown_key_is_let_in_only_where_strangers_are():
    stranger = AccessKey.generate().sign(json.dumps({"rid": "r", "uid": "u"}))
    with pytest.raises(GatewayError, match="not authorized"):
        judge(stranger, CUSTOMERS.find, NOW)
    verdict = judge(stranger, Customers([], allow_unknown_keys=True).find, NOW)
    assert verdict.customer.name.startswith("demo_")


def test_customers_have_namespaces_of_their_own():
    other = AccessKey.generate()
    both = Customers([("acme", KEY), ("other", other)])
    assert both.key_ids == (KEY.key_id, other.key_id)
    assert both.find(KEY.key_id).namespace != both.find(other.key_id).namespace


@pytest.mark.parametrize("missing", ["rid", "uid"])
def test_a_token_without_room_or_user_is_refused(missing: str):
    claims = {"rid": "r", "uid": "u"}
    del claims[missing]
    with pytest.raises(GatewayError, match=f"missing {missing}"):
        judge(signed(**claims), CUSTOMERS.find, NOW)


@pytest.mark.parametrize(
    ("sub", "method", "allowed"),
    [
        (None, "RoomClose", True),
        ("connect", "Connect", True),
        ("connect", "RoomClose", False),
        (["RoomClose", "connect"], "roomclose", True),
        ([], "Connect", False),
    ],
)
def test_the_subject_filters_methods_without_regard_to_case(sub: object, method: str, *, allowed: bool):
    claims = {} if sub is None else {"sub": sub}
    if allowed:
        check_method(claims, method)
    else:
        with pytest.raises(GatewayError) as refusal:
            check_method(claims, method)
        assert refusal.value.status == 403


@pytest.mark.parametrize(("rid", "rooms"), [("a", ("a",)), (["a", "b"], ("a", "b"))])
def test_a_token_names_one_room_or_several(rid: object, rooms: tuple[str, ...]):
    assert room_ids({"rid": rid}) == rooms


@pytest.mark.parametrize("rid", [[], None, 1, [1], ["a", None], {}])
def test_a_token_with_no_proper_room_is_refused(rid: object):
    with pytest.raises(GatewayError, match="invalid rid"):
        room_ids({"rid": rid})


@pytest.mark.parametrize("exp", [float("nan"), float("inf"), 2**53, True, None])
def test_times_that_are_no_safe_integers_are_refused(exp: object):
    with pytest.raises(GatewayError, match="invalid exp"):
        judge(signed(rid="r", uid="u", exp=exp), CUSTOMERS.find, NOW)


@given(st.text(max_size=300) | st.tuples(st.text("abc_-=.", max_size=60)).map(".".join))
def test_any_text_as_a_token_gets_a_verdict(token: str):
    anybody = Customer("x", "x", None)
    with pytest.raises(GatewayError):
        judge(token, lambda _: anybody, NOW)
