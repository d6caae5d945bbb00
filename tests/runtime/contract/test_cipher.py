"""End-to-end encryption through a runtime: who understands whom."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.rooms.cipher import CipherStatus
from odind.core.rooms.signals import MessageArrived, PeerAppeared, PeerUpdated
from odind.core.space.place import ORIGIN
from odind.core.values.payload import Json

from .houses import EVERYTHING, PATIENCE, Guest, Visits, tones
from .test_voice import RATE, encode

if TYPE_CHECKING:
    from odind.core.rooms.signals import JoinConfirmed

PASSWORD = "one"  # noqa: S105 - of a test
DATA = Json('{"name":"Zoë"}')


async def enter(visits: Visits, user_id: str, password: str | None = PASSWORD) -> tuple[Guest, JoinConfirmed]:
    """Enter a room, and ask for all voice."""
    cipher = await visits.runtime.cipher(password) if password else None
    guest, confirmed = await visits.enter(user_id, cipher=cipher, user_data=DATA)
    guest.link.set_channel_masks(EVERYTHING)
    return guest, confirmed


def status(of: JoinConfirmed, to: Guest) -> CipherStatus | None:
    return to.cipher and to.cipher.status(of.own_peer_id)


async def settled(visits: Visits, *guests: Guest) -> None:
    """Wait until the server has surely dealt with what these guests asked of it."""
    for guest in guests:
        witness, _ = await visits.enter("witness", cipher=None)
        guest.link.set_user_data(DATA)
        await witness.sees(PeerUpdated)


async def test_peers_with_one_password_understand_each_other(visits: Visits) -> None:
    anna, _ = await enter(visits, "anna")
    bert, who = await enter(visits, "bert")
    assert (await anna.sees(PeerAppeared)).peer.user_data == DATA
    assert status(who, anna) is CipherStatus.ENCRYPTED
    await settled(visits, anna)
    bert.link.send_message((), DATA)
    assert (await anna.sees(MessageArrived)).message == DATA
    packets = encode(visits.runtime.encoder(RATE, 1), tones(0.4), RATE, 1)
    for packet in packets:
        bert.link.send_voice(packet)
    await anna.hears(len(packets))
    assert anna.unread == []


async def test_an_opus_packet_is_encrypted_and_passed_on_as_it_is(visits: Visits) -> None:
    anna, _ = await enter(visits, "anna")
    bert, who = await enter(visits, "bert")
    plain, _ = await enter(visits, "plain", None)
    await settled(visits, anna, plain)
    bert.link.send_voice(visits.runtime.datagram(ORIGIN, b"\xfc\xff\xfe", sequence=7, ssrc=9, last=True))
    await anna.hears(1)
    (packet,) = anna.heard
    assert (packet.opus, packet.sequence, packet.ssrc, packet.last) == (b"\xfc\xff\xfe", 7, 9, True)
    assert await plain.cannot_read(1) == [who.own_peer_id]
    assert plain.heard == []


async def test_peers_with_two_passwords_or_one_understand_nothing(visits: Visits) -> None:
    anna, _ = await enter(visits, "anna")
    bert, who = await enter(visits, "bert", "two")
    assert (await anna.sees(PeerAppeared)).peer.user_data == b""
    plain, unencrypted = await enter(visits, "plain", None)
    await anna.sees(PeerAppeared)
    assert status(who, anna) is CipherStatus.PASSWORD_MISMATCH
    assert status(unencrypted, anna) is CipherStatus.PASSWORD_MISMATCH
    await settled(visits, anna, plain)
    before = anna.link.undelivered
    packets = encode(visits.runtime.encoder(RATE, 1), tones(0.4), RATE, 1)
    for packet in packets:
        bert.link.send_voice(packet)
    await plain.cannot_read(len(packets))
    await settled(visits, anna)
    assert anna.heard == []
    assert anna.link.undelivered - before > 50 * len(packets)


async def test_a_password_that_changes_brings_peers_together(visits: Visits) -> None:
    anna, _ = await enter(visits, "anna")
    bert, who = await enter(visits, "bert", "two")
    await anna.sees(PeerAppeared)
    assert bert.cipher
    await bert.cipher.change("one")
    assert (await anna.sees(PeerUpdated)).user_data == DATA
    assert (await bert.sees(PeerUpdated)).user_data == DATA
    assert status(who, anna) is CipherStatus.ENCRYPTED


async def test_many_ciphers_are_made_one_after_the_other(visits: Visits) -> None:
    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as tasks:
        made = [tasks.create_task(visits.runtime.cipher(password)) for password in "abc"]
    assert len({id(task.result()) for task in made}) == 3
