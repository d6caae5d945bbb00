"""Webhooks of the installed daemon, to a program that is away for a while, and over a kill."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from standardwebhooks import Webhook

from .processes import DaemonProcess, run
from .receiver import LOCAL, Receiver

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.client import Daemon


async def joins(daemon: Daemon, count: int) -> None:
    """Have so many events happen, and stay."""
    for number in range(count):
        await daemon.join_room("lobby", user_id=f"user-{number}")


def joined(bodies: list[dict[str, Any]]) -> list[int]:
    """The events of our connections, in the order in which they came."""
    return [body["sequence"] for body in bodies if body["type"] == "connection.joined"]


async def test_what_happened_while_nobody_listened_arrives_after_a_kill_in_order(
    start_daemon: Callable[..., DaemonProcess],
) -> None:
    receiver = Receiver()
    await receiver.reserve()
    first = await start_daemon(name="same", environment=LOCAL).ready()
    async with first.connect() as daemon:
        made = await daemon.webhooks.create(receiver.url, events=["connection.joined"])
        await joins(daemon, 5)
        kept = [item.sequence async for item in _events(daemon, "joined")]
    first.kill()
    await first.exit_code()
    second = await start_daemon(name="same", environment={**LOCAL, "ODIND_SERVER__RESTORE": "false"}).ready()
    async with receiver, second.connect() as daemon:
        await joins(daemon, 2)
        await receiver.until(lambda bodies: len(joined(bodies)) == 7)
        assert joined(receiver.bodies())[:5] == kept
        assert joined(receiver.bodies()) == sorted(joined(receiver.bodies()))
        for headers, body in receiver.posts:
            assert Webhook(made.secret).verify(body, headers) == json.loads(body)
        shown = await run(
            "odindctl",
            "webhook",
            "deliveries",
            made.endpoint.endpoint_id,
            "--json",
            "--target",
            second.target,
        )
        states = {one["state"] for one in json.loads(shown.output)["deliveries"]}
        assert states == {"delivered"}


async def _events(daemon: Daemon, kind: str) -> Any:
    async for item in daemon.watch_events(after_sequence=0, kinds=[kind], until_now=True):
        yield item


async def test_odindctl_makes_tries_and_ends_an_endpoint(start_daemon: Callable[..., DaemonProcess]) -> None:
    process = await start_daemon(environment=LOCAL).ready()
    async with Receiver() as receiver:

        async def ask(*arguments: str) -> Any:
            ended = await run("odindctl", "webhook", *arguments, "--json", "--target", process.target)
            assert ended.code == 0, ended.errors
            return json.loads(ended.output)

        made = await ask("create", receiver.url, "--event", "peer.*", "--name", "game")
        name = made["endpoint"]["endpoint_id"]
        assert (await ask("ping", name))["status"] == 200
        assert Webhook(made["secret"]).verify(receiver.posts[0][1], receiver.posts[0][0])["type"] == "ping"
        other = (await ask("rotate", name, "--grace", "0"))["secret"]
        await ask("ping", name)
        assert Webhook(other).verify(receiver.posts[1][1], receiver.posts[1][0])["type"] == "ping"
        assert (await ask("update", name, "--event", "session.*"))["events"] == ["session.*"]
        assert (await ask("disable", name))["disabled"] == "by_call"
        assert (await ask("enable", name))["disabled"] == "unspecified"
        assert [one["name"] for one in (await ask("list"))["endpoints"]] == ["game"]
        assert "BEGIN PUBLIC KEY" in (await ask("public-key"))["pem"]
        assert (await ask("delete", name))["deleted"]
        refused = await run("odindctl", "webhook", "show", name, "--target", process.target)
        assert "ENDPOINT_NOT_FOUND" in refused.errors
        near = await run("odindctl", "webhook", "create", "https://10.0.0.1/", "--target", process.target)
        assert "ADDRESS_REFUSED" in near.errors
