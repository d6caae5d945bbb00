"""Rooms: entering and leaving, and every way in which that fails."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.cause import Cause
from odind.core.rooms.events import (
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionState,
    Peer,
)
from odind.core.rooms.signals import JoinConfirmed, LinkLost
from odind.core.rooms.watching import Wanted
from odind.core.sound.format import AudioFormat
from odind.core.values.json_text import compact
from odind.core.values.payload import Json
from odind.core.voice.lane_config import LaneConfig, SendBuffer
from odind.tokens.access_key import AccessKey
from tests.core.fakes import GATEWAY, House, open_house, turns


def names(house: House) -> list[str]:
    return [view.user_id for view in house.rooms.list_page(0, "")[0]]


def token(**claims: Any) -> str:
    return AccessKey.generate().sign(compact(claims))


async def test_a_join_returns_the_connection_as_the_server_confirmed_it():
    async with open_house() as house:
        anna = await house.join("anna", user_data=Json('{"a": 1}'))
        view = await house.join("bert")
        assert view.state is ConnectionState.JOINED
        assert (view.room_id, view.user_id, view.gateway) == ("lobby", "bert", GATEWAY)
        assert view.created_at == house.clock.now()
        assert view.own_peer_id == house.runtime.link("bert").own_peer_id
        assert view.peers == (Peer(anna.own_peer_id, "anna", Json('{"a":1}')),)
        assert house.rooms.get(view.connection_id) == view


async def test_the_customer_and_the_room_are_the_servers():
    async with open_house() as house:
        view = await house.rooms.join(JoinRequest(token=token(rid="lobby", uid="anna", cid="acme")))
        assert (view.customer, view.room_id) == ("acme", "lobby")


async def test_a_token_for_several_rooms_enters_the_one_that_is_named():
    async with open_house() as house:
        ready = token(rid=["lobby", "attic"], uid="anna")
        assert (await house.rooms.join(JoinRequest(token=ready, room_id="attic"))).room_id == "attic"


async def test_the_gateway_of_the_request_goes_before_the_daemons_own():
    async with open_house(more_gateways=("other.example:4433",)) as house:
        assert (await house.join(gateway="other.example:4433")).gateway == "other.example:4433"
        assert (await house.join()).gateway == GATEWAY
        with pytest.raises(PermissionDeniedError, match="GATEWAY_NOT_ALLOWED"):
            await house.join(gateway="third.example")
    async with open_house(more_gateways=("*",)) as house:
        assert (await house.join(gateway="third.example")).gateway == "third.example"


async def test_one_room_can_be_joined_many_times():
    async with open_house() as house:
        first, second = await house.join("anna"), await house.join("anna")
        assert first.connection_id != second.connection_id
        assert [peer.peer_id for peer in second.peers] == [first.own_peer_id]


@pytest.mark.parametrize(
    ("request_", "kind", "reason"),
    [
        ({"room_id": ""}, InvalidArgumentError, "ROOM_ID_MISSING"),
        ({"room_id": "r" * 2_000}, InvalidArgumentError, "ROOM_ID_INVALID"),
        ({"user_id": ""}, InvalidArgumentError, "USER_ID_MISSING"),
        ({"user_id": "u" * 2_000}, InvalidArgumentError, "USER_ID_INVALID"),
        ({"token": "no token"}, InvalidArgumentError, "TOKEN_MALFORMED"),
        ({"token": token(rid="attic", uid="anna")}, InvalidArgumentError, "ROOM_NOT_IN_TOKEN"),
        ({"gateway": "ftp://x"}, InvalidArgumentError, "GATEWAY_INVALID"),
        ({"user_data": Json("{")}, InvalidArgumentError, "PAYLOAD_NOT_JSON"),
        ({"user_data": b"x" * 20_000}, InvalidArgumentError, "USER_DATA_TOO_LARGE"),
    ],
)
async def test_a_join_that_cannot_succeed_asks_nobody(
    request_: dict[str, Any], kind: type[OdindError], reason: str
):
    async with open_house() as house:
        with pytest.raises(kind) as caught:
            await house.join(**request_)
        assert caught.value.reason == reason
        assert house.runtime.links == []
        assert names(house) == []


async def test_without_a_key_a_user_id_is_not_enough():
    async with open_house(key=False) as house:
        with pytest.raises(FailedPreconditionError) as caught:
            await house.join()
        assert caught.value.reason == "NO_ACCESS_KEY"


async def test_one_connection_too_many_is_refused_until_another_is_left():
    async with open_house(max_connections=1) as house:
        view = await house.join()
        with pytest.raises(ResourceExhaustedError) as caught:
            await house.join()
        assert caught.value.reason == "TOO_MANY_CONNECTIONS"
        await house.rooms.leave(view.connection_id)
        await house.join()


async def test_joins_under_way_count_as_connections():
    async with open_house(max_connections=1) as house, asyncio.TaskGroup() as tasks:
        house.runtime.hold_joins()
        tasks.create_task(house.join())
        await turns()
        with pytest.raises(ResourceExhaustedError):
            await house.join()
        house.runtime.allow_joins()


async def test_a_refused_token_is_told_in_the_gateways_words():
    async with open_house() as house:
        house.runtime.refuse_joins()
        with pytest.raises(PermissionDeniedError) as caught:
            await house.join()
        assert caught.value.reason == "TOKEN_REFUSED"
        assert caught.value.metadata == {"detail": "not authorized"}
        assert names(house) == []
        assert house.runtime.links == []


async def test_a_refused_token_that_is_expired_is_told_as_such():
    async with open_house() as house:
        house.runtime.refuse_joins()
        with pytest.raises(PermissionDeniedError) as caught:
            await house.rooms.join(JoinRequest(token=token(rid="lobby", uid="anna", exp=1_699_999_999)))
        assert caught.value.reason == "TOKEN_EXPIRED"
        assert caught.value.metadata == {"detail": "not authorized"}


@pytest.mark.parametrize(
    ("error", "expired"),
    [
        (PermissionDeniedError("ROOM_REFUSED", "the server refuses: {detail}", detail="banned"), True),
        (FailedPreconditionError("CERTIFICATE_UNTRUSTED", "not trusted"), False),
        (UnavailableError("GATEWAY_UNREACHABLE", "no answer"), False),
        (UnavailableError("GATEWAY_ANSWER_INVALID", "no gateway"), False),
        (UnavailableError("SERVER_UNREACHABLE", "no answer"), False),
    ],
)
async def test_what_the_runtime_says_of_a_failed_join_is_passed_on(error: OdindError, expired: bool):  # noqa: FBT001
    async with open_house() as house:
        house.runtime.refuse_joins(error)
        ready = token(rid="lobby", uid="anna", exp=5 if expired else 2_000_000_000)
        with pytest.raises(type(error)) as caught:
            await house.rooms.join(JoinRequest(token=ready))
        assert caught.value is error


async def test_a_join_without_an_answer_times_out_and_is_undone():
    async with open_house(join_timeout_ms=15_000) as house:
        house.runtime.hold_joins()
        joining = asyncio.ensure_future(house.join())  # noqa: TID251 - awaited below
        await turns()
        house.clock.advance(14.9)
        await turns()
        assert not joining.done()
        house.clock.advance(0.2)
        with pytest.raises(UnavailableError) as caught:
            await joining
        assert caught.value.reason == "JOIN_TIMEOUT"
        assert caught.value.metadata == {"limit": "15000", "gateway": GATEWAY}
        await turns()
        assert names(house) == []
        assert house.runtime.links == []


async def test_cancelling_a_join_undoes_it():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        house.runtime.hold_joins()
        joining = tasks.create_task(house.join())
        await turns()
        assert names(house) == ["anna"]
        joining.cancel()
        await turns()
        assert joining.cancelled()
        assert names(house) == []
        assert house.runtime.links == []


async def test_cancelling_a_join_in_the_moment_of_its_confirmation_undoes_it():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        house.runtime.hold_joins()
        joining = tasks.create_task(house.join())
        await turns()
        (connection,) = house.host._connections.values()
        connection.signal(JoinConfirmed(1, "lobby", ""))
        joining.cancel()
        await turns()
        assert joining.cancelled()
        assert names(house) == []
        assert house.runtime.links == []


async def test_a_link_lost_in_the_moment_of_the_confirmation_does_not_undo_the_join():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        house.runtime.hold_joins()
        joining = tasks.create_task(house.join())
        await turns()
        (connection,) = house.host._connections.values()
        connection.signal(JoinConfirmed(1, "lobby", ""))
        connection.signal(LinkLost("connection lost"))
        await turns()
        assert joining.result().state is ConnectionState.RECONNECTING
        assert names(house) == ["anna"]


async def test_leaving_a_join_under_way_ends_it():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        house.runtime.hold_joins()
        joining = tasks.create_task(_error_of(house.join()))
        await turns()
        (view,) = house.rooms.list_page(0, "")[0]
        assert view.state is ConnectionState.JOINING
        await house.rooms.leave(view.connection_id)
        await turns()
        assert joining.result().reason == "DISMISSED"
        assert names(house) == []


async def _error_of(join: Any) -> OdindError:
    with pytest.raises(OdindError) as caught:
        await join
    return caught.value


async def test_leaving_ends_the_connection_and_the_others_see_it():
    async with open_house() as house:
        anna, bert = await house.join("anna"), await house.join("bert")
        await house.rooms.leave(anna.connection_id)
        await turns()
        assert names(house) == ["bert"]
        assert house.rooms.get(bert.connection_id).peers == ()
        assert [link.user_id for link in house.runtime.links] == ["bert"]


async def _use(house: House, call: str, connection_id: str) -> None:
    match call:
        case "leave":
            await house.rooms.leave(connection_id)
        case "get":
            house.rooms.get(connection_id)
        case "watch":
            await anext(house.watches.watch(Wanted((connection_id,))))
        case "update":
            await house.rooms.update_user_data(connection_id, b"")
        case "send":
            await house.rooms.send_message(connection_id, b"", [])
        case _:
            with house.host.audio_call() as audio:
                audio.attach(LaneConfig(connection_id, AudioFormat(), SendBuffer(), None))


@pytest.mark.parametrize("call", ["leave", "get", "watch", "update", "send", "audio"])
async def test_a_connection_that_is_not_there_is_told_by_its_name(call: str):
    async with open_house() as house:
        view = await house.join()
        await house.rooms.leave(view.connection_id)
        with pytest.raises(NotFoundError) as caught:
            await _use(house, call, view.connection_id)
        assert caught.value.reason == "CONNECTION_NOT_FOUND"
        assert caught.value.metadata == {"connection_id": view.connection_id}


async def test_a_connection_that_is_sent_away_disappears_with_an_event():
    async with open_house() as house:
        view = await house.join()
        async with house.watch([]) as (_, events):
            house.runtime.link("anna").dismiss("we were kicked")
            event = await anext(events)
        assert (event.subject, event.event) == (
            view.connection_id,
            ConnectionLeft("we were kicked", "DISMISSED"),
        )
        assert names(house) == []
        await turns()
        assert house.runtime.links == []


async def test_a_connection_that_the_runtime_gives_up_disappears_with_an_event():
    async with open_house() as house:
        await house.join()
        async with house.watch([]) as (_, events):
            house.runtime.link("anna").close(UnavailableError("SERVER_UNREACHABLE", "no answer"))
            assert (await anext(events)).event == ConnectionLeft(
                "no answer (SERVER_UNREACHABLE)", "SERVER_UNREACHABLE", cause=Cause.CONNECTION_LOST
            )
        assert names(house) == []


async def test_a_reconnect_keeps_the_connection():
    async with open_house() as house:
        anna, bert = await house.join("anna"), await house.join("bert")
        link = house.runtime.link("bert")
        async with house.watch([bert.connection_id]) as (_, events):
            link.lose("connection lost")
            assert (await anext(events)).event == ConnectionReconnecting("connection lost")
            lost = house.rooms.get(bert.connection_id)
            assert (lost.state, lost.own_peer_id, lost.peers) == (ConnectionState.RECONNECTING, 0, ())
            link.enter()
            joined = (await anext(events)).event
            assert isinstance(joined, ConnectionJoined)
            assert joined.connection == house.rooms.get(bert.connection_id)
        assert joined.connection.state is ConnectionState.JOINED
        assert joined.connection.own_peer_id not in (0, bert.own_peer_id)
        assert [peer.peer_id for peer in joined.connection.peers] == [anna.own_peer_id]


async def test_pages_come_oldest_first_and_miss_nobody_when_others_leave():
    async with open_house() as house:
        views = [await house.join(f"user {number}") for number in range(5)]
        page, following = house.rooms.list_page(2, "")
        assert [view.user_id for view in page] == ["user 0", "user 1"]
        await house.rooms.leave(views[0].connection_id)
        await house.join("user 5")
        page, following = house.rooms.list_page(3, following)
        assert [view.user_id for view in page] == ["user 2", "user 3", "user 4"]
        page, following = house.rooms.list_page(3, following)
        assert ([view.user_id for view in page], following) == (["user 5"], "")


async def test_a_page_that_holds_the_rest_is_the_last():
    async with open_house() as house:
        await house.join()
        assert house.rooms.list_page(1, "")[1] == ""
        assert house.rooms.list_page(10**9, "")[1] == ""


@pytest.mark.parametrize("page_token", ["x", "-1", "1.5", " ", "1\n", "٣", "9" * 5_000])
async def test_a_page_token_that_nobody_gave_is_refused(page_token: str):
    async with open_house() as house:
        with pytest.raises(InvalidArgumentError) as caught:
            house.rooms.list_page(0, page_token)
        assert caught.value.reason == "PAGE_TOKEN_INVALID"


async def test_a_stopping_daemon_refuses_joins_and_keeps_rooms_for_the_moment():
    async with open_house() as house:
        await house.join()
        house.stop()
        with pytest.raises(UnavailableError) as caught:
            await house.join()
        assert caught.value.reason == "DAEMON_STOPPING"
        assert names(house) == ["anna"]


async def test_stopping_ends_joins_under_way():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        house.runtime.hold_joins()
        joining = tasks.create_task(_error_of(house.join()))
        await turns()
        house.stop()
        await turns()
        assert joining.result().reason == "DAEMON_STOPPING"
        assert house.runtime.links == []


async def test_every_room_is_left_on_the_way_out():
    async with open_house() as house:
        for number in range(3):
            await house.join(f"user {number}")
        runtime = house.runtime
        assert len(runtime.links) == 3
    assert runtime.links == []


async def test_every_room_is_left_also_when_the_block_fails():
    houses: list[House] = []

    async def daemon() -> None:
        async with open_house() as house:
            await house.join()
            houses.append(house)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await daemon()
    assert houses[0].runtime.links == []


async def test_every_room_is_left_also_when_the_block_is_cancelled():
    houses: list[House] = []

    async def daemon() -> None:
        async with open_house() as house:
            await house.join()
            houses.append(house)
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(daemon())
        await turns()
        assert houses[0].runtime.links
        running.cancel()
    assert houses[0].runtime.links == []
