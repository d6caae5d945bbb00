"""Encrypted connections: who understands whom, who is told what, and what survives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from odind.core.access.principal import OWNER
from odind.core.errors import FailedPreconditionError, InvalidArgumentError, NotFoundError
from odind.core.managed.room import ManagedRoom, RoomSettings
from odind.core.rooms.bots import present_as
from odind.core.rooms.cipher import CipherStatus, Password, RoomsDefault
from odind.core.rooms.decryption import SPACING_TICKS
from odind.core.rooms.events import CannotDecrypt, ConnectionJoined, MessageReceived, PeerChanged, PeerJoined
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from tests.core.fakes import House, open_daemon, open_house, pcm16, speech, turns
from tests.core.rooms.test_restorer import restoring

if TYPE_CHECKING:
    from odind.core.rooms.events import ConnectionView

SECRET, OTHER = Password("planted"), Password("planted too")
PCM = AudioFormat(48_000, 1, SampleFormat.S16LE)
MATCH, MISMATCH = CipherStatus.ENCRYPTED, CipherStatus.PASSWORD_MISMATCH


def told(house: House, kind: type[Any]) -> list[Any]:
    """All events of a kind so far."""
    log = house.plane.log
    entries = [log.entry(number) for number in range(log.oldest, log.last + 1)]
    return [entry.event for entry in entries if isinstance(entry.event, kind)]


def statuses(house: House, view: ConnectionView) -> dict[str, CipherStatus | None]:
    peers = house.rooms.get(view.connection_id).peers
    return {peer.user_id: peer.cipher for peer in peers}


async def test_every_peer_has_a_status_from_the_first_moment_on():
    async with open_house() as house:
        anna = await house.join("anna", cipher=SECRET, user_data=b"hi")
        bert = await house.join("bert", cipher=SECRET)
        carl = await house.join("carl", cipher=OTHER)
        dora = await house.join("dora")
        assert (anna.encrypted, dora.encrypted) == (True, False)
        assert statuses(house, anna) == {"bert": MATCH, "carl": MISMATCH, "dora": MISMATCH}
        assert statuses(house, carl) == {"anna": MISMATCH, "bert": MISMATCH, "dora": MISMATCH}
        assert statuses(house, dora) == {"anna": None, "bert": None, "carl": None}
        assert {peer.user_id: peer.user_data for peer in bert.peers} == {"anna": b"hi"}
        assert {peer.user_id: peer.user_data for peer in carl.peers} == {"anna": b"", "bert": b""}
        assert {event.peer.cipher for event in told(house, PeerJoined)} == {MATCH, MISMATCH}


async def test_a_password_that_changes_while_joined_changes_statuses_on_both_sides():
    async with open_house() as house:
        anna = await house.join("anna", cipher=SECRET, user_data=b"hi")
        bert = await house.join("bert", cipher=OTHER)
        await house.rooms.set_cipher(bert.connection_id, SECRET)
        await turns()
        assert statuses(house, anna) == {"bert": MATCH}
        assert statuses(house, bert) == {"anna": MATCH}
        assert house.rooms.get(bert.connection_id).peers[0].user_data == b"hi"
        assert {event.peer.cipher for event in told(house, PeerChanged)} == {MATCH}
        await house.rooms.send_message(anna.connection_id, b"understood", ())
        await turns()
        assert [event.message for event in told(house, MessageReceived)] == [b"understood"]


async def test_only_an_encrypted_connection_that_is_joined_gets_another_password():
    async with open_house() as house:
        plain, anna = await house.join("plain"), await house.join("anna", cipher=SECRET)
        with pytest.raises(FailedPreconditionError, match="CONNECTION_NOT_ENCRYPTED"):
            await house.rooms.set_cipher(plain.connection_id, SECRET)
        with pytest.raises(InvalidArgumentError, match="PASSWORD_INVALID"):
            await house.rooms.set_cipher(anna.connection_id, Password(""))
        with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
            await house.rooms.set_cipher("c0", SECRET)
        house.runtime.link("anna").lose()
        await turns()
        with pytest.raises(FailedPreconditionError, match="CONNECTION_NOT_JOINED"):
            await house.rooms.set_cipher(anna.connection_id, OTHER)


async def test_a_password_is_refused_before_anybody_is_asked():
    async with open_house() as house:
        with pytest.raises(InvalidArgumentError, match="PASSWORD_INVALID"):
            await house.join(cipher=Password(""))
        assert house.runtime.links == []


async def speak_and_listen(house: House, speaker: ConnectionView, hearer: ConnectionView, ticks: int) -> None:
    """Have a connection speak, and another listen to it, for so many ticks."""
    with house.host.audio_call() as speaking, house.host.audio_call() as hearing:
        speaking.attach(LaneConfig(speaker.connection_id, PCM, SendBuffer(), None))
        hearing.attach(LaneConfig(hearer.connection_id, None, SendBuffer(), Reception(PCM, ReceiveMode.MIX)))
        for _ in range(ticks):
            await speaking.push(0, pcm16(speech(960)))
            await house.tick()


@pytest.mark.parametrize(("ours", "theirs"), [(OTHER, SECRET), (SECRET, None), (None, SECRET)])
async def test_voice_that_cannot_be_decrypted_is_told_and_told_again_but_not_often(
    ours: Password | None, theirs: Password | None
):
    async with open_house(event_buffer=10_000) as house:
        hearer = await house.join("hearer", cipher=ours)
        speaker = await house.join("speaker", cipher=theirs)
        await speak_and_listen(house, speaker, hearer, SPACING_TICKS + 100)
        events = told(house, CannotDecrypt)
        assert len(events) == 2
        assert [peer.user_id for event in events for peer in event.peers] == ["speaker", "speaker"]


async def test_voice_that_is_understood_is_no_cause_for_alarm():
    async with open_house() as house:
        await house.join("third", cipher=OTHER)
        hearer = await house.join("hearer", cipher=SECRET)
        speaker = await house.join("speaker", cipher=SECRET)
        await speak_and_listen(house, speaker, hearer, 100)
        assert told(house, CannotDecrypt) == []


async def test_a_lost_connection_comes_back_with_its_latest_password():
    async with open_daemon() as daemon:
        anna = await daemon.join(cipher=RoomsDefault())
        assert daemon.host.joins[-1][1].password == "lobby"  # noqa: S105 - the name of the room
        assert "lobby" not in repr(daemon.host.joins[-1][1])
        await daemon.rooms.set_cipher(anna, SECRET)
        assert "planted" not in repr(daemon.host.performed)
        daemon.host.die()
        async with restoring(daemon):
            pass
        view, spec, _ = daemon.host.joins[-1]
        assert (spec.password, view.encrypted) == ("planted", True)
        assert "planted" not in repr(daemon.told())
        assert isinstance(daemon.told()[-1][1], ConnectionJoined)


async def test_a_bot_of_the_daemon_joins_a_managed_room_with_the_rooms_password():
    settings = RoomSettings(rooms_default=True)
    room = ManagedRoom("m1", "lobby", "lesson", 1, 0.0, 0.0, settings)
    async with open_daemon() as daemon, present_as(daemon.rooms, room.source, OWNER) as (view, joined):
        assert (view.encrypted, joined) == (True, True)
        assert daemon.host.joins[-1][1].password == "lobby"  # noqa: S105 - the name of the room
