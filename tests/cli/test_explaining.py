"""Explaining reasons, which needs no daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Odindctl


async def test_a_reason_is_explained_with_its_code_what_to_do_its_texts_and_its_calls(odindctl: Odindctl):
    ended = await odindctl("explain", "too-many-connections")

    assert ended.exit_code == 0
    for expected in (
        "TOO_MANY_CONNECTIONS",
        "RESOURCE_EXHAUSTED",
        "Back off",
        "leave a room first",
        "JoinRoom",
    ):
        assert expected in ended.stdout


async def test_an_explanation_is_a_document_too(odindctl: Odindctl):
    document = (await odindctl("explain", "LEFT_BY_US", "--json")).document

    assert document == {"reason": "LEFT_BY_US", "codes": ["END"], "texts": ["left by us"], "calls": []}


async def test_all_reasons_are_listed(odindctl: Odindctl):
    reasons = [one["reason"] for one in (await odindctl("explain", "--list", "--json")).document["reasons"]]

    assert len(reasons) > 100
    assert reasons == sorted(reasons)


async def test_a_reason_that_is_none_is_answered_with_those_that_are_like_it(odindctl: Odindctl):
    ended = await odindctl("explain", "TOO_MANY_CONECTIONS", "--json")

    assert (ended.exit_code, ended.error["reason"]) == (5, "REASON_UNKNOWN")
    assert "TOO_MANY_CONNECTIONS" in ended.error["message"]
    assert (await odindctl("explain")).exit_code == 2
