"""What ODIN Rooms shows of participants: read leniently, written strictly."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
from odind.core.rooms.peer_data import RoomsPeer, RoomsPeerData, filled, read, written
from odind.core.values.payload import Json

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
AVATAR = "https://app-server.odin.4players.io/v1/avatar"


def reading(**values: Any) -> RoomsPeerData:
    data = read(Json(json.dumps({"userId": "anna", **values})))
    assert data
    return data


def refusal(peer: RoomsPeer) -> str:
    with pytest.raises(InvalidArgumentError) as caught:
        filled(peer, "anna", "1.2")
    return caught.value.reason


def test_what_the_caller_leaves_out_is_filled_in():
    data = json.loads(written(filled(RoomsPeer(RoomsPeerData(name="Anna Maria Zöe")), "anna", "1.2")))
    colour = data["avatar"].removeprefix(f"{AVATAR}/AM-").removesuffix("/initials")
    assert colour in set("0123456789")
    del data["avatar"]
    assert data == {
        "userId": "anna",
        "name": "Anna Maria Zöe",
        "status": "online",
        "outputMuted": False,
        "inputMuted": False,
        "platform": "odind",
        "version": "1.2",
        "role": "Guest",
        "presentationStartedAt": 0,
    }


def test_what_the_caller_says_goes_before():
    own = RoomsPeerData(
        user_id="u",
        name="n",
        status="away",
        avatar="https://pictures.example/a.png",
        input_muted=True,
        renderer="r",
        platform="p",
        revision="x",
        version="9",
        build_no=7.0,
        role="Owner",
        emoji="🎧",
        custom_status="c",
        presentation_started_at=1_700_000_000_123.0,
        more='{"seat":3,"name":"not mine"}',
    )
    text = written(filled(RoomsPeer(own), "anna", "1.2")).decode()
    data = json.loads(text)
    assert (data["buildNo"], data["presentationStartedAt"], data["seat"]) == (7, 1_700_000_000_123, 3)
    assert (data["name"], data["emoji"]) == ("n", "🎧")
    assert ('"buildNo":7,' in text, '"inputMuted":true' in text) == (True, True)
    assert read(text.encode()) == replace(own, more='{"seat":3}')


@given(
    st.builds(
        RoomsPeerData,
        **{one.name: TEXTS for one in fields(RoomsPeerData) if one.type == "str" and one.name != "more"},
        output_muted=st.booleans(),
        input_muted=st.booleans(),
        build_no=st.none() | st.floats(allow_nan=False, allow_infinity=False),
        presentation_started_at=st.integers(0, 2**52).map(float),
    )
)
def test_what_is_written_is_read_again(data: RoomsPeerData):
    assert read(written(data)) == data
    assert read(Json(written(data).decode())) == data


@pytest.mark.parametrize(
    ("value", "muted"),
    [(True, True), (1, True), ("1", True), ("true", True), (1.0, True)]
    + [(one, False) for one in (False, 0, "0", "false", None, 2, "yes", [], {})],
)
def test_bools_may_be_numbers_or_texts(value: Any, muted: bool):  # noqa: FBT001 - a parameter of the test
    assert reading(inputMuted=value, outputMuted=value).input_muted is muted
    assert reading(inputMuted=value, outputMuted=value).output_muted is muted


def test_other_types_are_as_if_nothing_was_said_and_unknown_fields_are_kept():
    data = reading(
        name=None,
        status=[],
        avatar={},
        role=7,
        buildNo="12",
        presentationStartedAt="soon",
        x={"y": [1]},
        z=None,
    )
    assert (data.name, data.status, data.avatar, data.role) == ("Unknown", "online", "", "7")
    assert (data.build_no, data.presentation_started_at) == (12.0, 0.0)
    assert json.loads(data.more) == {"x": {"y": [1]}, "z": None}


@pytest.mark.parametrize(
    "user_data",
    [
        b"",
        b"\xff{",
        b"hello",
        b"[1]",
        b"{",
        b'{"name":"no id"}',
        b'{"userId":""}',
        b'{"userId":true}',
        b'{"userId":"a","x":NaN}',
        b'{"userId":"a","x":"\\ud800"}',
        b'{"userId":"a","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        Json("7"),
        Json('"userId"'),
    ],
)
def test_other_user_data_is_nobody_in_rooms(user_data: bytes | Json):
    assert read(user_data) is None


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: f'{{"userId":{text}}}'.encode()))
def test_anything_can_be_read(user_data: bytes):
    assert read(user_data) is None or isinstance(read(user_data), RoomsPeerData)


def test_a_seed_makes_the_picture():
    assert filled(RoomsPeer(avatar_seed="ÄB-12"), "anna", "").avatar == f"{AVATAR}/%C3%84B-12/initials"
    assert filled(RoomsPeer(), "../?", "").avatar.startswith(f"{AVATAR}/O-")


@pytest.mark.parametrize(
    "seed", ["a/b-1", "../x-1", "AB", "AB-", "-1", "ABCDE-1", "AB-12345", "A B-1", "AB-1?x"]
)
def test_a_seed_with_anything_else_is_refused(seed: str):
    assert refusal(RoomsPeer(avatar_seed=seed)) == "AVATAR_SEED_INVALID"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://x/a",
        "//x/a",
        "https://",
        "https://u:p@x/a",
        "https://x/ a",
        "https://x/" + "a" * 2_048,
    ],
)
def test_a_picture_is_a_web_address(url: str):
    assert refusal(RoomsPeer(RoomsPeerData(avatar=url))) == "AVATAR_INVALID"


@pytest.mark.parametrize("more", ["[]", "7", "{", '{"x":NaN}', '{"x":"\\ud800"}', "[" * 100_000])
def test_more_is_a_json_object(more: str):
    assert refusal(RoomsPeer(RoomsPeerData(more=more))) == "PEER_DATA_INVALID"


@pytest.mark.parametrize("build_no", [float("nan"), float("inf")])
def test_a_build_is_a_number(build_no: float):
    assert refusal(RoomsPeer(RoomsPeerData(build_no=build_no))) == "PEER_DATA_INVALID"
