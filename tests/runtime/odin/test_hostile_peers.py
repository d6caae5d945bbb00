"""The native runtime among peers that send any bytes they like: nothing of ours ends, and it is counted."""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odind.core.bounds.limits import Limits
from odind.core.rooms.ports import JoinSpec
from odind.core.rooms.signals import (
    JoinConfirmed,
    LinkClosed,
    LinkLost,
    MessageArrived,
    PeerAppeared,
    PeerUpdated,
)
from odind.core.values.payload import Json
from odind.grid import GridLimits, Rate
from odind.runtime.odin import OdinRuntime
from tests.grid.clients import party_factory
from tests.grid.raw_client import raw_client
from tests.runtime.contract.houses import EVERYTHING, Guest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odin_voice import OdinRoom

    from tests.grid.clients import Party
    from tests.grid.raw_client import RawClient

EXAMPLES = 15
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""A scene takes a second to open."""
LARGEST = 64 * 1024
NO_RATE = Rate(100_000, 100_000)
PATIENT = GridLimits(
    incoming_messages=NO_RATE,
    incoming_bytes=Rate(2**30, 2**30),
    socket_packets=NO_RATE,
    media_packets=NO_RATE,
)
LIMITS = Limits(max_message_bytes=1_000, max_user_data_bytes=500)
PACK = msgspec.msgpack.encode

scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=20)
extensions = st.builds(msgspec.msgpack.Ext, st.integers(-128, 127), st.binary(max_size=20))
values = st.recursive(
    scalars | st.binary(max_size=40) | extensions,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)
HEADERS = (
    *(b"\x91", b"\xdc\x00\x01", b"\xdd\x00\x00\x00\x01"),  # an array of one
    *(
        header + key
        for header in (b"\x81", b"\xde\x00\x01")
        for key in (b"\xa1k", b"\xc0", b"\x01", b"\xc4\x01k")
    ),
    b"\x81",  # what is nested is the key
)
headers = st.sampled_from(HEADERS)
depths = st.integers(0, 3) | st.integers(120, 130) | st.sampled_from([200, 1_000, 12_000])
nested = st.builds(
    lambda header, depth, leaf: (header * depth + leaf)[:LARGEST], headers, depths, values.map(PACK)
) | st.builds(
    lambda mixed, times, leaf: (b"".join(mixed) * times + leaf)[:LARGEST],
    st.lists(headers, min_size=1, max_size=8),
    st.integers(1, 60),
    values.map(PACK),
)
lengths = st.builds(
    lambda kind, length: bytes([kind]) + length, st.integers(0xC4, 0xDF), st.binary(min_size=1, max_size=5)
)
large = st.builds(
    lambda kind, size, item: (kind + (size // len(item)).to_bytes(4, "big") + item * (size // len(item)))[
        :LARGEST
    ],
    st.sampled_from([b"\xc6", b"\xdb", b"\xdd", b"\xdf", b"\xc9"]),
    st.integers(0, LARGEST - 5),
    st.sampled_from(
        [b"x", b"\xff", b"\xc0", b"\xcc\xff", b"\xa1k\x01", b"\x90", b"\x91\x91\x00", b"\xa1\x80"]
    ),
)
hostile_bytes = nested | lengths | large | values.map(PACK) | st.binary(max_size=200)
RAW_WAYS = ("message", "user data", "tags", "parameters", "datagram")
ways = st.sampled_from((*RAW_WAYS, "socket"))


@dataclass
class Scene:
    """Two connections of ours in a room, and peers that do as they like: one for each way of sending.

    The grid may well send one of them away for what it sends.
    """

    party: Party
    runtime: OdinRuntime
    raw_clients: dict[str, tuple[RawClient, int]]
    client: OdinRoom
    ours: tuple[Guest, ...] = ()

    @property
    def raw(self) -> RawClient:
        return self.raw_clients["message"][0]

    @property
    def raw_peer_id(self) -> int:
        return self.raw_clients["message"][1]

    def send(self, way: str, data: bytes) -> None:
        if way == "socket":
            self._send_on_sockets(data)
            return
        raw, peer_id = self.raw_clients[way]
        match way:
            case "message":
                raw.say("SendMessage", peer_ids=[], message=data)
            case "user data":
                raw.say("ChangeSelf", user_data=data)
            case "tags":
                raw.say("ChangeSelf", tags=[data[:1_000].decode("utf-8", "replace")] * 3)
            case "parameters":
                raw.send(b"\x81\xaaChangeSelf\x81\xaaparameters\x81\xa1p" + data)
            case "datagram":
                raw.send_datagram(bytes([0, len(data) % 2, peer_id, 0x90]) + data[:1_100])

    def _send_on_sockets(self, data: bytes) -> None:
        for guest in self.ours:
            socket = self.client.create_socket(own_peer_id(guest))
            socket.send(data)
            socket.close()

    async def is_unharmed(self) -> None:
        """Wait until both connections of ours have sent each other something; neither has ended."""
        for sender, receiver in (self.ours, self.ours[::-1]):
            sender.link.send_message([own_peer_id(receiver)], b"are you there?")
            await told(receiver, MessageArrived(own_peer_id(sender), b"are you there?"))
        for guest in self.ours:
            assert not [signal for signal in guest.signals[1:] if isinstance(signal, LinkClosed | LinkLost)]

    async def has_told_or_counted(self, messages: list[bytes]) -> None:
        """Wait until each message that is a plain value has come, or is counted as malformed.

        The native runtime drops others without a word, as maps with a list as key.
        """
        self.raw.say("SendMessage", peer_ids=[], message=PACK("the last"))
        for guest in self.ours:
            await told(guest, MessageArrived(self.raw_peer_id, Json('"the last"')))
            arrived = sum(
                isinstance(signal, MessageArrived) and signal.sender_peer_id == self.raw_peer_id
                for signal in guest.signals
            )
            assert arrived - 1 + guest.link.malformed >= sum(map(is_plain, messages))

    async def enter(self, user_id: str) -> Guest:
        guest = Guest()
        spec = JoinSpec(self.party.grid.gateway_url, self.party.token(user_id))
        guest.link = self.runtime.join(spec, guest)
        await guest.sees(JoinConfirmed)
        guest.link.set_channel_masks(EVERYTHING)
        return guest


def is_plain(data: bytes) -> bool:
    """Whether these bytes are one value that JSON has too, or bytes in such a one."""
    try:
        return _is_plain(msgspec.msgpack.decode(data))
    except (msgspec.MsgspecError, ValueError, TypeError, RecursionError):
        return False


def _is_plain(value: object) -> bool:
    match value:
        case list():
            return all(map(_is_plain, value))
        case dict():
            return all(isinstance(key, str) and _is_plain(one) for key, one in value.items())
    return value is None or isinstance(value, bool | int | float | str | bytes)


def own_peer_id(guest: Guest) -> int:
    return next(signal.own_peer_id for signal in guest.signals if isinstance(signal, JoinConfirmed))


async def told(guest: Guest, expected: MessageArrived) -> None:
    while await guest.sees(MessageArrived) != expected:
        pass


@contextlib.asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Scene]:
    with pytest.MonkeyPatch.context() as patch:
        async with (
            party_factory(folder, patch)(limits=PATIENT) as party,
            OdinRuntime(LIMITS) as runtime,
            contextlib.AsyncExitStack() as raw_clients,
        ):
            client = party.pool.join_room(party.grid.gateway_url, party.token("client"))
            await client.joined()
            scene = Scene(party, runtime, {}, client)
            for way in RAW_WAYS:
                raw = await raw_clients.enter_async_context(raw_client(party))
                scene.raw_clients[way] = raw, await raw.join(party, way)
            scene.ours = await scene.enter("one"), await scene.enter("two")
            try:
                yield scene
            finally:
                for guest in scene.ours:
                    await guest.link.aclose()


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with opened(tmp_path) as one:
        yield one


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=NO_SHRINKING)
@given(st.lists(st.tuples(ways, hostile_bytes), min_size=5, max_size=40))
async def test_no_bytes_of_a_peer_end_anything(sent: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder)) as scene:
            for way, data in sent:
                scene.send(way, data)
            await scene.is_unharmed()
            await scene.has_told_or_counted([data for way, data in sent if way == "message"])


DEEPEST = b"\x91" * 125 + b"\xc0"
TOO_DEEP = b"\x91" + DEEPEST


async def test_values_nested_too_deep_are_counted_and_nothing_else(scene: Scene) -> None:
    scene.raw.say("SendMessage", peer_ids=[], message=TOO_DEEP)
    scene.raw.say("ChangeSelf", user_data=TOO_DEEP)
    scene.raw.say("SendMessage", peer_ids=[], message=DEEPEST)
    deepest = MessageArrived(scene.raw_peer_id, Json("[" * 125 + "null" + "]" * 125))
    for guest in scene.ours:
        await told(guest, deepest)
        assert guest.link.malformed == 2
    await scene.is_unharmed()


async def test_a_flood_of_what_cannot_be_decoded_is_outlived(scene: Scene) -> None:
    for _ in range(300):
        scene.raw.say("SendMessage", peer_ids=[], message=TOO_DEEP)
    scene.raw.say("SendMessage", peer_ids=[], message=b"\xc4\x01!")
    for guest in scene.ours:
        await told(guest, MessageArrived(scene.raw_peer_id, b"!"))
        assert guest.link.malformed == 300


async def test_a_room_with_user_data_that_cannot_be_decoded_can_be_entered(scene: Scene) -> None:
    scene.raw.say("ChangeSelf", user_data=TOO_DEEP)
    scene.raw.say("SendMessage", peer_ids=[], message=PACK("done"))
    await told(scene.ours[0], MessageArrived(scene.raw_peer_id, Json('"done"')))
    newcomer = await scene.enter("newcomer")
    assert newcomer.link.malformed == 1
    await newcomer.link.aclose()


@pytest.mark.parametrize("value", [b"x" * 1_000, "x" * 998, ["x" * 496, "x" * 497]])
async def test_messages_are_taken_up_to_the_limit(scene: Scene, value: Any) -> None:
    scene.raw.say("SendMessage", peer_ids=[], message=PACK(value))
    arrived = (await scene.ours[0].sees(MessageArrived)).message
    assert len(arrived if isinstance(arrived, bytes) else arrived.text) == 1_000
    assert scene.ours[0].link.malformed == 0


@pytest.mark.parametrize("value", [b"x" * 1_001, b"x" * 120_000, "x" * 999, [[0]] * 500, {"k" * 1_000: 1}])
async def test_a_message_over_the_limit_is_dropped_and_counted(scene: Scene, value: Any) -> None:
    scene.raw.say("SendMessage", peer_ids=[], message=PACK(value))
    scene.raw.say("SendMessage", peer_ids=[], message=PACK(b"next"))
    for guest in scene.ours:
        assert (await guest.sees(MessageArrived)).message == b"next"
        assert guest.link.malformed == 1


async def test_user_data_over_the_limit_is_dropped_and_counted_and_its_peer_is_seen(scene: Scene) -> None:
    scene.raw.say("ChangeSelf", user_data=PACK(b"x" * 500))
    scene.raw.say("ChangeSelf", user_data=PACK(b"x" * 501), tags=["large"])
    for guest in scene.ours:
        assert (await guest.sees(PeerUpdated)).user_data == b"x" * 500
        assert await guest.sees(PeerUpdated) == PeerUpdated(scene.raw_peer_id, None, ("large",))
        assert guest.link.malformed == 1
    newcomer = await scene.enter("newcomer")
    seen = [signal.peer for signal in newcomer.signals if isinstance(signal, PeerAppeared)]
    assert (scene.raw_peer_id, b"", ("large",)) in [
        (peer.peer_id, peer.user_data, peer.tags) for peer in seen
    ]
    await newcomer.link.aclose()


async def test_tags_over_the_limit_are_dropped_and_counted(scene: Scene) -> None:
    scene.raw.say("ChangeSelf", tags=["x" * 500])
    scene.raw.say("ChangeSelf", tags=["x" * 500, "y"])
    for guest in scene.ours:
        assert (await guest.sees(PeerUpdated)).tags == ("x" * 500,)
        assert (await guest.sees(PeerUpdated)).tags is None
        assert guest.link.malformed == 1
