"""A connection whose reconnect is refused joins again, where the daemon can make another token."""

from __future__ import annotations

import asyncio

import pytest

from odind.core.errors import OdindError, PermissionDeniedError, UnavailableError
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.cause import Cause, cause_of
from odind.core.rooms.events import ConnectionJoined, ConnectionLeft, ConnectionReconnecting, ConnectionState
from odind.core.sound.format import AudioFormat
from odind.core.space.place import Position
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from tests.core.fakes import Daemon, House, open_daemon, open_house, turns

REFUSED = PermissionDeniedError("ROOM_REFUSED", "the server refuses: the token has expired")
GONE = UnavailableError("GATEWAY_UNREACHABLE", "no answer")
EXPIRED = ConnectionLeft(str(REFUSED), REFUSED.reason, may_return=True, cause=Cause.REFUSED)


async def lose(house: House, error: OdindError = REFUSED) -> None:
    """Lose anna's link, and refuse its reconnect."""
    link = house.runtime.link("anna")
    link.lose()
    link.close(error)
    await turns()


def events(house: House | Daemon) -> list[object]:
    log = house.plane.log
    return [log.entry(number).event for number in range(log.oldest, log.last + 1)]


async def test_it_is_joined_again_under_its_id_with_everything_that_was_set():
    async with open_house() as house:
        before = await house.join()
        await house.controls.set_positions(before.connection_id, [Position(3, 1.0)], None)
        await lose(house)
        after = house.rooms.get(before.connection_id)
        assert (after.state, after.place.positions) == (ConnectionState.JOINED, (Position(3, 1.0),))
        assert after.own_peer_id != before.own_peer_id
        kinds = [type(event) for event in events(house)]
        assert kinds[-2:] == [ConnectionReconnecting, ConnectionJoined]
        assert ConnectionLeft not in kinds


async def test_a_fresh_token_is_made_for_it():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.clock.advance(3_600)
        daemon.host.tell(anna, EXPIRED)
        await turns()
        first, second = (spec.token for _, spec, _ in daemon.host.joins)
        assert first != second
        assert daemon.rooms.get(anna).state is ConnectionState.JOINED


async def test_what_goes_on_meanwhile_is_told_to_wait_for_its_joined_event():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.hold()
        daemon.host.tell(anna, EXPIRED)
        await turns()
        with pytest.raises(UnavailableError, match="CONNECTION_LOST"):
            await daemon.registry.perform(anna, None)
        daemon.host.release()
        await turns()
        assert await daemon.registry.perform(anna, None) is None


async def test_attempts_go_on_while_nobody_answers_and_end_with_the_daemon():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.refuse(GONE)
        daemon.host.tell(anna, EXPIRED)
        await turns()
        daemon.clock.advance(0.5)
        await turns()
        assert len(daemon.host.joins) == 3
        assert daemon.rooms.get(anna).state is ConnectionState.RECONNECTING


async def test_a_second_refusal_ends_it_in_its_own_words():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        banned = PermissionDeniedError("ROOM_REFUSED", "the server refuses: banned")
        daemon.host.refuse(banned)
        daemon.host.tell(anna, EXPIRED)
        await turns()
        assert events(daemon)[-1] == ConnectionLeft(str(banned), banned.reason, cause=Cause.REFUSED)
        assert len(daemon.host.joins) == 2


async def test_who_leaves_meanwhile_does_not_come_back():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.hold()
        daemon.host.tell(anna, EXPIRED)
        await turns()
        await daemon.rooms.leave(anna)
        daemon.host.release()
        await turns()
        assert daemon.host.connections == {}


async def test_a_process_that_is_lost_meanwhile_leaves_it_to_the_next():
    async with open_daemon() as daemon:
        anna = await daemon.join()
        daemon.host.refuse(GONE)
        daemon.host.tell(anna, EXPIRED)
        await turns()
        daemon.host.die()
        with pytest.raises(UnavailableError, match="WORKER_LOST"):
            await daemon.registry.perform(anna, None)
        daemon.host.revive()
        daemon.host.refuse(None)
        restored = await _restored(daemon)
        assert restored == len(daemon.host.joins) == 3
        assert daemon.rooms.get(anna).state is ConnectionState.JOINED


async def _restored(daemon: Daemon) -> int:
    """Restore while the attempt from before still pauses; return how many joins there were by then."""
    daemon.clock.advance(0.5)
    await daemon.plane.restorer.restore(daemon.host)
    return len(daemon.host.joins)


async def test_with_a_token_of_the_callers_it_ends():
    async with open_house() as house:
        token = house.tokens.create(
            access_key=None, room_ids=["lobby"], user_id="anna", audience=["gateway"]
        ).token
        await house.rooms.join(JoinRequest(token=token))
        await lose(house)
        assert events(house)[-1] == ConnectionLeft(str(REFUSED), REFUSED.reason, cause=Cause.REFUSED)


@pytest.mark.parametrize("error", [GONE, UnavailableError("RUNTIME_FAILED", "a panic")])
async def test_what_no_other_token_mends_ends_it(error: OdindError):
    async with open_house() as house:
        await house.join()
        await lose(house, error)
        assert events(house)[-1] == ConnectionLeft(str(error), error.reason, cause=cause_of(error))


async def test_a_first_join_that_is_refused_is_not_repeated():
    async with open_house() as house:
        house.runtime.refuse_joins(REFUSED)
        with pytest.raises(PermissionDeniedError):
            await house.join()
        await turns()
        assert events(house) == [ConnectionLeft(str(REFUSED), REFUSED.reason, cause=Cause.REFUSED)]


async def test_who_is_kicked_stays_out():
    async with open_house() as house:
        await house.join()
        house.runtime.link("anna").dismiss()
        await turns()
        assert events(house)[-1] == ConnectionLeft("we were kicked", "DISMISSED")


async def test_lanes_are_told_to_attach_again():
    async with open_house() as house:
        anna = await house.join()
        listening = LaneConfig(
            anna.connection_id, None, SendBuffer(), Reception(AudioFormat(48_000, 1), ReceiveMode.MIX)
        )
        with house.host.audio_call() as call:
            call.attach(listening)
            await lose(house)
            with pytest.raises(UnavailableError, match="CONNECTION_LOST"):
                await anext(call.outbox)


async def test_a_room_confirmed_in_the_moment_of_its_time_limit_is_had_in_the_next_attempt():
    async with open_house(join_timeout_ms=1_000) as house:
        anna = (await house.join()).connection_id
        house.runtime.hold_joins()
        await lose(house)
        house.runtime.allow_joins()
        house.clock.advance(1)
        await turns()
        assert house.rooms.get(anna).state is ConnectionState.RECONNECTING
        house.clock.advance(0.5)
        await turns()
        assert house.rooms.get(anna).state is ConnectionState.JOINED
        assert ConnectionLeft not in [type(event) for event in events(house)]


async def test_a_first_join_confirmed_in_the_moment_of_its_time_limit_is_left():
    async with open_house(join_timeout_ms=1_000) as house, asyncio.TaskGroup() as tasks:
        house.runtime.hold_joins()
        joining = tasks.create_task(_refusal(house))
        await turns()
        house.runtime.allow_joins()
        house.clock.advance(1)
        assert (await joining).reason == "JOIN_TIMEOUT"
        await turns()
        assert house.runtime.links == []
        assert [type(event) for event in events(house)] == [ConnectionJoined, ConnectionLeft]


async def _refusal(house: House) -> OdindError:
    with pytest.raises(OdindError) as caught:
        await house.join()
    return caught.value
