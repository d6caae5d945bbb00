from __future__ import annotations

from typing import Any

import pytest

from odind.core.errors import FailedPreconditionError, InvalidArgumentError
from odind.core.rooms.admission import JoinRequest, admit
from odind.core.rooms.gateways import check_gateway
from odind.core.tokens.tokens import Tokens
from odind.core.values.json_text import compact
from odind.tokens.access_key import AccessKey
from tests.core.fakes import FakeClock, Keyring

KEY = AccessKey.generate()
TOKENS = Tokens(Keyring(), KEY, FakeClock().now)


def token(**claims: Any) -> str:
    return KEY.sign(compact(claims))


def refusal(request: JoinRequest) -> str:
    with pytest.raises(InvalidArgumentError) as caught:
        admit(request, TOKENS)
    return caught.value.reason


def test_a_user_id_gets_a_token_for_the_room_made_with_the_daemons_key():
    admission = admit(JoinRequest(room_id="lobby", user_id="anna"), TOKENS)
    assert (admission.user_id, admission.room_id, admission.rooms) == ("anna", "lobby", ("lobby",))
    assert admission.expires_at == 1_700_000_300
    assert Keyring().claims(admission.token) == {
        "rid": "lobby",
        "uid": "anna",
        "sub": "connect",
        "aud": "gateway",
        "exp": 1_700_000_300,
        "nbf": 1_700_000_000,
    }


def test_a_ready_token_is_passed_on_as_it_is():
    ready = token(rid="lobby", uid="anna", exp=5)
    admission = admit(JoinRequest(token=ready), TOKENS)
    assert (admission.token, admission.user_id, admission.room_id) == (ready, "anna", "lobby")
    assert admission.expires_at == 5


@pytest.mark.parametrize("claims", [{}, {"exp": "5"}, {"exp": None}])
def test_a_token_without_a_readable_end_never_expires_for_us(claims: dict[str, Any]):
    ready = token(rid="lobby", uid="anna", **claims)
    assert admit(JoinRequest(token=ready), TOKENS).expires_at == float("inf")


def test_one_of_several_rooms_has_to_be_named():
    ready = token(rid=["lobby", "attic"], uid="anna")
    assert admit(JoinRequest(token=ready, room_id="attic"), TOKENS).room_id == "attic"
    assert refusal(JoinRequest(token=ready)) == "ROOM_ID_MISSING"


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (JoinRequest(user_id="anna"), "ROOM_ID_MISSING"),
        (JoinRequest(room_id="lobby"), "USER_ID_MISSING"),
        (JoinRequest(room_id="lobby", user_id=""), "USER_ID_MISSING"),
        (JoinRequest(room_id="r" * 1_025, user_id="anna"), "ROOM_ID_INVALID"),
        (JoinRequest(room_id="ä" * 513, user_id="anna"), "ROOM_ID_INVALID"),
        (JoinRequest(room_id="\ud800", user_id="anna"), "ROOM_ID_INVALID"),
        (JoinRequest(room_id="lobby", user_id="u" * 1_025), "USER_ID_INVALID"),
        (JoinRequest(room_id="lobby", user_id="\udfff"), "USER_ID_INVALID"),
        (JoinRequest(token=""), "TOKEN_MALFORMED"),
        (JoinRequest(room_id="lobby", token=".".join("abc")), "TOKEN_MALFORMED"),
        (JoinRequest(room_id="lobby", token=token(rid="lobby")), "TOKEN_MALFORMED"),
        (JoinRequest(room_id="lobby", token=token(uid="anna")), "TOKEN_MALFORMED"),
        (JoinRequest(room_id="lobby", token=token(uid="anna", rid=[])), "TOKEN_MALFORMED"),
        (JoinRequest(room_id="lobby", token=token(uid="anna", rid=[1, ""])), "TOKEN_MALFORMED"),
        (JoinRequest(room_id="lobby", token=token(uid=7, rid="lobby")), "TOKEN_MALFORMED"),
        (JoinRequest(room_id="attic", token=token(uid="anna", rid="lobby")), "ROOM_NOT_IN_TOKEN"),
        (JoinRequest(room_id="lob", token=token(uid="anna", rid=["lobby"])), "ROOM_NOT_IN_TOKEN"),
    ],
)
def test_what_cannot_enter_is_refused_with_its_reason(request_: JoinRequest, reason: str):
    assert refusal(request_) == reason


@pytest.mark.parametrize("claims", ['{"uid":"\\ud800","rid":"lobby"}', '{"uid":"anna","rid":"\\ud800"}'])
def test_a_token_whose_names_are_no_text_is_malformed(claims: str):
    assert refusal(JoinRequest(token=KEY.sign(claims))) == "TOKEN_MALFORMED"


def test_names_of_exactly_the_limit_are_taken():
    admission = admit(JoinRequest(room_id="r" * 1_024, user_id="ä" * 512), TOKENS)
    assert len(admission.room_id) == 1_024


def test_without_a_key_only_a_ready_token_enters():
    keyless = Tokens(Keyring(), None, FakeClock().now)
    with pytest.raises(FailedPreconditionError) as caught:
        admit(JoinRequest(room_id="lobby", user_id="anna"), keyless)
    assert caught.value.reason == "NO_ACCESS_KEY"
    assert admit(JoinRequest(token=token(rid="lobby", uid="anna")), keyless).user_id == "anna"


def test_secrets_are_in_no_representation():
    request = JoinRequest(room_id="lobby", token=token(rid="lobby", uid="anna"), user_data=b"private")
    admission = admit(request, TOKENS)
    assert admission.token not in repr(request) + repr(admission)
    assert "private" not in repr(request)


@pytest.mark.parametrize(
    "gateway",
    [
        "gateway.example",
        "gateway.example:4433",
        "https://gateway.example",
        "HTTPS://gateway.example:80/path",
        "http://127.0.0.1:80/path",
        "http://[::1]:80",
        "127.0.0.1:1",
        "[::1]:4433",
        "https://[::1]",
    ],
)
def test_a_host_a_host_and_port_or_a_url_is_a_gateway(gateway: str):
    assert check_gateway(gateway) == gateway


@pytest.mark.parametrize(
    "gateway",
    [
        "",
        " ",
        "https://",
        "://gateway",
        "ftp://gateway",
        "http://gateway.example",
        "https://me@gateway.example",
        "https://me:secret@gateway.example",
        "me:secret@gateway.example",
        "https://gateway.example/?key=secret",
        "gateway.example?secret",
        "https://gateway.example/#secret",
        "https://me@secret@gateway.example/?a#secret",
        "gateway:0",
        "gateway:65536",
        "gateway:x",
        "gate way",
        "gateway\n",
        "\x00",
        "gäteway",
        "[::1",
        ":4433",
        "/path",
    ],
)
def test_anything_else_is_none(gateway: str):
    with pytest.raises(InvalidArgumentError) as caught:
        check_gateway(gateway)
    assert caught.value.reason == "GATEWAY_INVALID"
    assert "secret" not in str(caught.value)


def test_a_refused_gateway_is_not_repeated_at_length():
    with pytest.raises(InvalidArgumentError) as caught:
        check_gateway("x " * 10_000)
    assert len(caught.value.message) < 300
