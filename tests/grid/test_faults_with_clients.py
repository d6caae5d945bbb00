"""Faults on purpose, by the Python object and by the control interface, felt by real clients."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from click.testing import CliRunner
from structlog.testing import capture_logs

from odind.cli import main as odindctl
from odind.grid import DatagramFault, GridLimits, Rate
from odind.grid.wire import datagram as wire
from tests.grid.clients import QUICK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.grid.clients import Client, Party

GENEROUS = GridLimits(media_packets=Rate(1000, 1000), incoming_messages=Rate(1000, 1000))


def sequences(listener: Client) -> list[int]:
    """The sequence numbers that a client heard, counted from the first the speaker sent."""
    return [first_field(packet.data) for packet in listener.voice.entries]


def first_field(datagram: bytes) -> int:
    """The sequence number of an audio datagram."""
    at = wire.read_head(datagram).end
    return int.from_bytes(datagram[at + 3 : at + 7]) if datagram[at + 2] == 0xCE else datagram[at + 2]


async def talk(speaker: Client, count: int) -> list[int]:
    """Speak in steps that the network takes without loss, and return the sequence numbers sent."""
    packets = speaker.packets(count)
    for start in range(0, count, 10):
        for packet in packets[start : start + 10]:
            speaker.room.send_datagram(packet)
        await speaker.is_served()
    return [first_field(packet) for packet in packets]


async def settled(party: Party) -> None:
    for client in party.clients:
        await client.is_served()


async def test_a_share_of_a_users_datagrams_is_dropped_the_same_with_the_same_seed(open_party: Any):
    heard = []
    for _ in range(2):
        async with open_party(limits=GENEROUS, fault_seed=42) as party:
            alice, bob = await party.join("alice"), await party.join("bob")
            assert party.grid.faults.disturb("alice", DatagramFault(drop=0.3)) == 1
            sent = await talk(alice, 100)
            await bob.hears(alice.peer_id, party.grid.counters.datagrams_forwarded)
            heard.append([number - sent[0] for number in sequences(bob)])
    assert heard[0] == heard[1]
    assert 50 < len(heard[0]) < 90


async def test_datagrams_are_duplicated_and_reordered(open_party: Any):
    async with open_party(limits=GENEROUS) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        party.grid.faults.disturb("alice", DatagramFault(duplicate=1.0))
        sent = await talk(alice, 5)
        await bob.hears(alice.peer_id, 10)
        assert sequences(bob) == [number for number in sent for _ in range(2)]
        party.grid.faults.disturb("alice", DatagramFault(reorder=1.0))
        bob.voice.entries.clear()
        sent = await talk(alice, 4)
        await bob.hears(alice.peer_id, 4)
        assert sequences(bob) == [sent[1], sent[0], sent[3], sent[2]]


async def test_datagrams_are_delayed_in_one_direction_only(open_party: Any):
    async with open_party(limits=GENEROUS) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        party.grid.faults.disturb("bob", DatagramFault(delay=0.4), direction="received")
        loop = asyncio.get_running_loop()
        start = loop.time()
        alice.speak(1)
        await bob.hears(alice.peer_id)
        assert loop.time() - start >= 0.4
        bob.speak(1)
        await alice.hears(bob.peer_id)


async def test_a_fault_can_be_confined_to_a_room_and_cleared(open_party: Any):
    async with open_party(limits=GENEROUS) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        assert party.grid.faults.disturb("alice", DatagramFault(drop=1.0), room_id="elsewhere") == 0
        alice.speak(1)
        await bob.hears(alice.peer_id, 1)
        party.grid.faults.disturb("alice", DatagramFault(drop=1.0))
        await talk(alice, 10)
        party.grid.faults.clear()
        alice.speak(1)
        await bob.hears(alice.peer_id, 2)
        assert bob.heard(alice.peer_id) == 2


async def test_a_fault_sticks_to_a_user_that_reconnects(open_party: Any):
    async with open_party(limits=GENEROUS) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        party.grid.faults.disturb("alice", DatagramFault(drop=1.0))
        await party.grid.restart_sfu()
        for client in (alice, bob):
            await client.becomes("joined", times=2)
            await client.sees("NewReconnectToken", times=2)
        await talk(alice, 5)
        bob.speak(1)
        await alice.hears(bob.peer_id)
        await settled(party)
        assert bob.heard(alice.peer_id) == 0


async def test_a_short_blackhole_goes_unnoticed_and_voice_flows_again(open_party: Any):
    async with open_party(limits=GENEROUS) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        assert party.grid.faults.blackhole("alice", 1.0) == 1
        before = len(bob.voice.entries)
        alice.speak(5)
        alice.send("from the dark")
        await bob.sees("MessageReceived", message="from the dark")
        alice.speak(1)
        await bob.hears(alice.peer_id, before + 1)
        assert [e for e in alice.events.entries if "RoomStatusChanged" in e][2:] == []


async def test_a_client_that_lost_its_path_for_long_comes_back_as_the_same_user(open_party: Any):
    times = dataclasses.replace(QUICK, idle_timeout=1.0)
    async with open_party(limits=GENEROUS, times=times) as party:
        alice, bob = await party.join("alice", user_data={"n": 1}), await party.join("bob")
        former = alice.peer_id
        party.grid.faults.blackhole("alice", 2.0)
        await bob.sees("PeerLeft", peer_id=former)
        assert await alice.becomes("joining", times=2) == "connection lost"
        await alice.becomes("joined", times=2)
        back = await bob.sees("PeerJoined", peer_id=alice.peer_id)
        assert (back["user_id"], back["user_data"]) == ("alice", {"n": 1})
        alice.speak(1)
        await bob.hears(alice.peer_id)


async def test_an_sfu_that_crashes_says_nothing_and_serves_others_when_it_is_back(open_party: Any):
    async with open_party(limits=GENEROUS) as party:
        alice = await party.join("alice")
        await party.grid.restart_sfu(graceful=False, down_seconds=0.1)
        bob = await party.join("bob")
        assert "PeerJoined" not in bob.names()
        assert alice.names() == ["Joined", "NewReconnectToken"]


async def control(party: Party, folder: Path, method: str, token: str | None = None, **params: Any) -> Any:
    token = token or (folder / "grid" / "control.token").read_text().strip()
    call = {"jsonrpc": "2.0", "id": 9, "method": method, "params": params}
    async with httpx.AsyncClient() as http:
        headers = {"Authorization": f"Bearer {token}"}
        answer = await http.post(f"{party.grid.gateway_url}/control", json=call, headers=headers)
        return answer.json() if answer.status_code != 404 else answer.status_code


async def test_the_control_interface_does_what_the_object_does(open_party: Any, tmp_path: Path):
    async with open_party(control=True) as party:
        alice, bob = await party.join("alice"), await party.join("bob")
        result = await control(party, tmp_path, "Fault", user_id="alice", drop=1.0)
        assert result == {"jsonrpc": "2.0", "id": 9, "result": {"peers": 1}}
        alice.speak(3)
        await alice.is_served()
        status = (await control(party, tmp_path, "Status"))["result"]
        assert status["counters"]["datagrams_faulted"] == 3
        assert status["faults"]["datagrams"][0]["user_id"] == "alice"
        assert [peer["user_id"] for peer in status["rooms"][0]["peers"]] == ["alice", "bob"]
        await control(party, tmp_path, "Clear")
        await control(party, tmp_path, "RefuseJoins", message="closed today")
        assert "closed today" in await party.start_joining("carol").becomes("closed")
        await control(party, tmp_path, "RefuseJoins")
        await control(party, tmp_path, "Restart")
        await bob.becomes("joined", times=2)
        await control(party, tmp_path, "Blackhole", user_id="alice", seconds=0.1)
        assert (await control(party, tmp_path, "Kick", user_id="bob"))["result"] == {"peers": 1}
        await bob.becomes("closed")


@pytest.mark.parametrize(
    ("method", "params", "message"),
    [
        ("Bogus", {}, "method not found"),
        ("Fault", {}, "missing required field"),
        ("Fault", {"user_id": "a", "drop": 2}, "drop is out of range"),
        ("Fault", {"user_id": "a", "direction": "up"}, "Invalid enum value"),
        ("Kick", {"user_id": "a", "typo": 1}, "unknown field"),
        ("Status", {"x": 1}, "unknown field"),
    ],
)
async def test_the_control_interface_names_what_is_wrong(
    open_party: Any, tmp_path: Path, method: str, params: Any, message: str
):
    async with open_party(control=True) as party:
        assert message in (await control(party, tmp_path, method, **params))["error"]["message"]


async def test_the_control_interface_is_closed_to_strangers_and_unless_asked_for(
    open_party: Any, tmp_path: Path
):
    async with open_party(control=True) as party:
        refused = await control(party, tmp_path, "Status", token="guess")  # noqa: S106 - a wrong one
        assert refused["error"]["message"] == "not authorized"
        assert (tmp_path / "grid" / "control.token").stat().st_mode & 0o777 == 0o600
    async with open_party() as party:
        assert await control(party, tmp_path, "Status") == 404


async def test_odindctl_grid_steers_a_running_grid(open_party: Any, tmp_path: Path):
    # the grid runs in this process, and its log would come among the lines of the command
    with capture_logs():
        await steer(open_party, tmp_path)


async def steer(open_party: Any, tmp_path: Path) -> None:
    async with open_party(control=True) as party:
        alice = await party.join("alice")
        runner = CliRunner()

        def run(*arguments: str) -> Any:
            return runner.invoke(odindctl, ["grid", *arguments, "--state", str(tmp_path / "grid")])

        fault = await asyncio.to_thread(run, "fault", "alice", "--drop", "0.5", "--json")
        assert (fault.exit_code, json.loads(fault.output)) == (0, {"peers": 1})
        for verb in (["blackhole", "alice", "0.01"], ["refuse", "no"], ["refuse"], ["clear"], ["status"]):
            result = await asyncio.to_thread(run, *verb)
            assert result.exit_code == 0, result.output
        bad = await asyncio.to_thread(run, "fault", "alice", "--drop", "7")
        assert (bad.exit_code, "is not in the range" in bad.output) == (2, True)
        assert (await asyncio.to_thread(run, "restart")).exit_code == 0
        await alice.becomes("joined", times=2)
        kicked = await asyncio.to_thread(run, "kick", "alice", "--ban", "60")
        assert kicked.output == "kicked 1 peers\n"
        await alice.becomes("closed")
    gone = runner.invoke(odindctl, ["grid", "status", "--state", str(tmp_path / "nowhere")])
    assert (gone.exit_code, "odind grid --control" in gone.output) == (9, True)
