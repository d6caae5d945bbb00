"""The API of VideoSDK: its paths, names, defaults and leniency, and what is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.managed.room import AutoStart
from odind.http.videosdk.routes import OPERATIONS
from tests.http.videosdk.api import GOOD, SECRET, open_api, token
from tests.rpc.bench import NOW

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTED: dict[str, Any] = {
    "customRoomId": "xxx-xxx-xxx",
    "webhook": {
        "webhook": {
            "endPoint": "https://receiver.example/hook",
            "events": ["participant-joined", "participant-left"],
        }
    },
    "autoCloseConfig": {"type": "session-end-and-deactivate", "duration": 60},
    "autoStartConfig": {
        "recording": {
            "recording": {
                "transcription": {
                    "enabled": "true",
                    "summary": {"enabled": True, "prompt": "Write summary in sections"},
                },
                "config": {
                    "layout": {
                        "type": "GRID",
                        "priority": "SPEAKER",
                        "gridSize": 4,
                        "theme": "DARK",
                        "mode": "video-and-audio",
                        "quality": "high",
                        "orientation": "landscape",
                    }
                },
            }
        },
        "hls": {"config": {"layout": {"type": "SIDEBAR"}, "recording": {"enabled": "true"}}},
    },
    "region": "sg001",
}
"""The request of VideoSDK's own document as strict JSON, with its slips."""


async def test_the_documented_request_creates_a_room(tmp_path: Path):
    async with open_api(tmp_path) as api:
        made = await api.post("/v2/rooms", DOCUMENTED)
        assert re.fullmatch("[a-z]{3}-[a-z]{4}-[a-z]{4}", made["roomId"])
        assert re.fullmatch("[0-9a-f]{24}", made["id"])
        assert re.fullmatch("[0-9a-f]{24}", made["userId"])
        assert (made["customRoomId"], made["disabled"]) == ("xxx-xxx-xxx", False)
        assert made["createdAt"] == "2023-11-14T22:13:20.000Z"
        assert made["webhook"] == DOCUMENTED["webhook"]["webhook"]
        assert made["autoCloseConfig"] == DOCUMENTED["autoCloseConfig"]
        config = made["autoStartConfig"]["recording"]["config"]
        assert (config["theme"], config["mode"], config["layout"]["gridSize"]) == (
            "DARK",
            "video-and-audio",
            4,
        )
        assert "warnings" not in made
        settings = api.inside.managed.rooms.find(made["roomId"]).settings
        assert set(settings.auto_start) == set(AutoStart)
        assert settings.summary_prompt == "Write summary in sections"
        assert set(made["links"]) == {"get_room", "get_session"}
        again = await api.post("/v2/rooms", DOCUMENTED)
        assert again["roomId"] == made["roomId"]
        (endpoint,) = api.inside.webhooks.all()
        assert (endpoint.url, endpoint.rooms) == ("https://receiver.example/hook", (made["roomId"],))
        by_either = [await api.get(f"/v2/rooms/{name}") for name in (made["roomId"], "xxx-xxx-xxx")]
        assert [room["id"] for room in by_either] == [made["id"]] * 2


async def test_an_empty_request_creates_a_room_with_defaults(tmp_path: Path):
    async with open_api(tmp_path) as api:
        for body in ({}, None):
            made = await api.post("/v2/rooms", body)
            assert made["autoCloseConfig"] == {"type": "session-ends", "duration": 480}
        first, second = (
            (await api.get("/v2/rooms", page=1, perPage=1))["data"],
            await api.get("/v2/rooms", page=2, perPage=1),
        )
        assert first[0]["roomId"] == made["roomId"]
        assert second["pageInfo"] == {"currentPage": 2, "perPage": 1, "lastPage": 2, "total": 2}


async def test_a_room_is_deactivated_and_enabled(tmp_path: Path):
    async with open_api(tmp_path) as api:
        room_id = (await api.post("/v2/rooms", {}))["roomId"]
        gone = await api.post("/v2/rooms/deactivate", {"roomId": room_id})
        assert (gone["meetingId"], gone["disabled"]) == (room_id, True)
        assert (await api.get(f"/v2/rooms/validate/{room_id}"))["disabled"]
        back = await api.post(f"/v2/rooms/{room_id}", {"status": "enabled"})
        assert not back["disabled"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("{'customRoomId': 'a'}", "REQUEST_MALFORMED"),
        ("[]", "REQUEST_MALFORMED"),
        ("\xff", "REQUEST_MALFORMED"),
        ('{"autoCloseConfig": {"duration": 0}}', "REQUEST_MALFORMED"),
        ('{"autoCloseConfig": {"duration": -1}}', "REQUEST_MALFORMED"),
        ('{"autoCloseConfig": {"duration": 1000000000}}', "REQUEST_MALFORMED"),
        ('{"autoCloseConfig": {"type": "never"}}', "REQUEST_MALFORMED"),
        ('{"autoStartConfig": {"hls": {"config": {"layout": {"gridSize": 5}}}}}', "REQUEST_MALFORMED"),
        ('{"customRoomId": "' + "x" * 1_025 + '"}', "REQUEST_MALFORMED"),
        ('{"customRoomId": "' + "\\u00fc" * 1_000 + '"}', "CUSTOM_ID_INVALID"),
        ('{"webhook": {"endPoint": "ftp://receiver.example"}}', "URL_REFUSED"),
        ('{"webhook": {"endPoint": "https://10.0.0.1/hook"}}', "ADDRESS_REFUSED"),
        ('{"webhook": {"endPoint": "https://a.example", "events": ["room-danced"]}}', "EVENT_UNKNOWN"),
        ('{"webhook": {}}', "REQUEST_MALFORMED"),
    ],
)
async def test_a_room_that_cannot_be_is_refused_and_nothing_is_left(body: str, reason: str, tmp_path: Path):
    async with open_api(tmp_path) as api:
        content = body.encode("latin-1")
        assert await api.refused("POST", "/v2/rooms", content=content) == (400, reason)
        assert (await api.get("/v2/rooms"))["pageInfo"]["total"] == 0
        assert api.inside.webhooks.all() == []


@pytest.mark.parametrize("custom_id", ["a/b", "..", "😀", "a b", "%2F", "*"])
async def test_a_custom_id_may_be_any_text(custom_id: str, tmp_path: Path):
    async with open_api(tmp_path) as api:
        made = await api.post("/v2/rooms", {"customRoomId": custom_id})
        again = await api.post("/v2/rooms", {"customRoomId": custom_id})
        assert again["roomId"] == made["roomId"]
        found = await api.get("/v2/sessions", customRoomId=custom_id)
        assert found["data"] == []


@pytest.mark.parametrize(
    ("sent", "status", "reason"),
    [
        ("", 401, "JWT_MISSING"),
        ("Bearer " + token(), 401, "JWT_MALFORMED"),
        ("no.jwt", 401, "JWT_MALFORMED"),
        ("a.b.c", 401, "JWT_MALFORMED"),
        (token(alg="none"), 401, "JWT_MALFORMED"),
        (token(alg="none").rpartition(".")[0] + ".", 401, "JWT_MALFORMED"),
        (token(alg="HS512"), 401, "JWT_MALFORMED"),
        (token(secret=b"another secret of length"), 401, "JWT_WRONG"),
        (token({**GOOD, "apikey": "other"}), 401, "JWT_WRONG"),
        (token({**GOOD, "exp": NOW}), 401, "JWT_EXPIRED"),
        (token({**GOOD, "nbf": NOW + 1}), 401, "JWT_EXPIRED"),
        (token({key: value for key, value in GOOD.items() if key != "exp"}), 401, "JWT_MALFORMED"),
        (token({**GOOD, "exp": "soon"}), 401, "JWT_MALFORMED"),
        (token({**GOOD, "permissions": ["ask_join"]}), 403, "JWT_PERMISSION_MISSING"),
        (token({**GOOD, "permissions": []}), 403, "JWT_PERMISSION_MISSING"),
        (token({**GOOD, "version": 2, "roles": ["rtc"]}), 403, "JWT_PERMISSION_MISSING"),
    ],
)
async def test_a_token_that_is_not_good_is_refused(sent: str, status: int, reason: str, tmp_path: Path):
    async with open_api(tmp_path) as api:
        headers = {"authorization": sent}
        assert await api.refused("GET", "/v2/rooms", headers=headers) == (status, reason)


async def test_a_token_of_version_2_for_servers_is_good(tmp_path: Path):
    async with open_api(tmp_path) as api:
        api.http.headers["authorization"] = token({**GOOD, "version": 2, "roles": ["crawler"]})
        assert (await api.get("/v2/rooms"))["data"] == []


async def test_a_token_for_one_room_is_for_no_other(tmp_path: Path):
    async with open_api(tmp_path) as api:
        one, other = [(await api.post("/v2/rooms", {}))["roomId"] for _ in range(2)]
        api.http.headers["authorization"] = token({**GOOD, "roomId": one})
        assert (await api.get(f"/v2/rooms/{one}"))["roomId"] == one
        assert await api.refused("GET", f"/v2/rooms/{other}") == (403, "JWT_OF_OTHER_ROOM")
        body = {"roomId": other}
        assert await api.refused("POST", "/v2/rooms/deactivate", json=body) == (403, "JWT_OF_OTHER_ROOM")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path}")
async def test_every_call_needs_a_token_and_fails_in_one_form(operation: Any, tmp_path: Path):
    path = re.sub(r"\{\w+\}", "none", operation.path)
    async with open_api(tmp_path) as api:
        headers = {"authorization": ""}
        assert await api.refused(operation.method, path, headers=headers) == (401, "JWT_MISSING")
        if "{" in path or (operation.method == "POST" and operation.path != "/v2/rooms"):
            status, _ = await api.refused(operation.method, path, content=b'{"roomId":"none"}')
            assert status in (400, 404, 501)


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 20, "1.5"])
async def test_a_page_that_cannot_be_is_refused(page: str, tmp_path: Path):
    async with open_api(tmp_path) as api:
        assert await api.refused("GET", "/v2/rooms", params={"page": page}) == (400, "PAGE_INVALID")


async def test_what_is_not_there_says_so(tmp_path: Path):
    async with open_api(tmp_path) as api:
        track = {"roomId": "a", "participantId": "b", "kind": "video"}
        path = "/v2/recordings/participant/track/start"
        assert await api.refused("POST", path, json=track) == (501, "VIDEO_UNIMPLEMENTED")


async def test_the_public_key_and_the_document_need_no_token(tmp_path: Path):
    async with open_api(tmp_path) as api:
        del api.http.headers["authorization"]
        assert await api.get("/v2/public/rsa-public-key") == "PEM"
        document = await api.get("/v2/openapi.json")
        assert document["openapi"] == "3.1.0"
        assert len([one for path in document["paths"].values() for one in path]) == len(OPERATIONS)
    assert SECRET.decode() not in str(document)
