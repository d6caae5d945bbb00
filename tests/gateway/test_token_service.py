"""The client of ODIN Rooms' token service, against a stand-in that answers as documented, and worse."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.errors import OdindError, PermissionDeniedError, ResourceExhaustedError, UnavailableError
from odind.gateway import HttpTokenService

from .test_client import Gateway, answer, gateway

if TYPE_CHECKING:
    from odind.core.tokens.ports import ServedToken

SECRET = "planted-secret"  # noqa: S105
GOOD = {"data": {"token": "TOKEN", "domain": "game"}, "error": {"code": 0, "message": ""}}


async def ask(stand_in: Gateway, api_key: str = "key", timeout_s: float = 10.0) -> ServedToken:
    async with HttpTokenService(stand_in.url + "/", timeout_s) as service:
        return await service.create(api_key, SECRET, "lobby", "anna")


async def failure(*answers: bytes | None, timeout_s: float = 10.0) -> OdindError:
    async with gateway(*answers) as stand_in:
        with pytest.raises(OdindError) as caught:
            await ask(stand_in, timeout_s=timeout_s)
    assert SECRET not in repr(caught.value) + str(caught.value.metadata)
    return caught.value


async def test_a_token_is_asked_for_as_documented():
    async with gateway(answer(GOOD)) as stand_in:
        served = await ask(stand_in, "a key/..")
    assert (served.token, served.domain) == ("TOKEN", "game")
    assert stand_in.calls == [{"roomId": "lobby", "userId": "anna", "secret": SECRET}]
    assert stand_in.heads[0].startswith("post /public/api/v1/projects/a%20key%2f../create-token http/1.1")


@pytest.mark.parametrize(
    "more", [{"error": None}, {"error": {}}, {"extra": [1]}, {"data": {"token": "TOKEN"}}]
)
async def test_what_is_left_out_or_new_does_not_matter(more: dict[str, Any]):
    async with gateway(answer(GOOD | more)) as stand_in:
        assert (await ask(stand_in)).token == "TOKEN"  # noqa: S105


@pytest.mark.parametrize("status", [200, 401, 500])
async def test_its_own_error_is_passed_on_without_the_secret(status: int):
    told = {"data": None, "error": {"code": 17, "message": f"bad secret {SECRET}\n{'x' * 1_000}"}}
    error = await failure(answer(told, status))
    assert isinstance(error, PermissionDeniedError)
    assert (error.reason, error.metadata["code"]) == ("TOKEN_SERVICE_REFUSED", "17")
    assert error.metadata["detail"].startswith("bad secret *** xxx")
    assert len(error.metadata["detail"]) < 400


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("retry-after: 7", "7"),
        ("retry-after: 999999999999", "3600"),
        ("retry-after: soon", "60"),
        ("x: y", "60"),
    ],
)
async def test_too_many_requests_are_told_with_how_long_to_wait(header: str, seconds: str):
    error = await failure(answer({"error": {"code": 1, "message": "slow down"}}, 429, header))
    assert isinstance(error, ResourceExhaustedError)
    assert (error.reason, error.metadata) == ("TOKEN_SERVICE_BUSY", {"retry_after_s": seconds})


@pytest.mark.parametrize(
    "garbage",
    [
        answer(b"<html>"),
        answer(b"\xff\xfe"),
        answer(b"[" * 60_000),
        answer({"data": {"token": 7}}),
        answer({"data": {"token": ""}}),
        answer({"error": {"code": "zero"}}),
        answer(GOOD, 500),
        answer(GOOD, 302, "location: http://127.0.0.1:9/"),
        answer(b"", 204),
        answer(GOOD, 200, "content-encoding: gzip"),
    ],
    ids=range(10),
)
async def test_garbage_is_no_token(garbage: bytes):
    if b"gzip" in garbage:
        async with gateway(garbage) as stand_in:  # what is not packed is read as it is
            assert (await ask(stand_in)).token == "TOKEN"  # noqa: S105
        return
    error = await failure(garbage)
    assert isinstance(error, UnavailableError)
    assert error.reason == "TOKEN_SERVICE_ANSWER_INVALID"


async def test_a_huge_answer_is_cut_off():
    error = await failure(answer(json.dumps({"data": {"token": "x" * 20_000_000}}).encode()))
    assert "more than 65536 bytes" in error.message


async def test_a_service_that_says_nothing_is_given_up():
    error = await failure(b"", timeout_s=0.2)
    assert (error.reason, type(error)) == ("TOKEN_SERVICE_TIMEOUT", UnavailableError)


async def test_one_that_hangs_up_and_one_that_is_away_are_unreachable():
    assert (await failure(None)).reason == "TOKEN_SERVICE_UNREACHABLE"
    away = Gateway()
    away.url = "http://127.0.0.1:9"
    with pytest.raises(UnavailableError, match="TOKEN_SERVICE_UNREACHABLE"):
        await ask(away)


async def test_neither_secret_nor_token_is_logged(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    async with gateway(answer(GOOD)) as stand_in:
        await ask(stand_in)
    assert SECRET not in caplog.text
    assert "TOKEN" not in caplog.text
