"""`odindctl webhook`: where the daemon posts events to, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from .commands import Noun
from .documents import document
from .printable import printable
from .spans import Span, ago

if TYPE_CHECKING:
    from datetime import timedelta

    from odind.client import messages

    from .settings import Settings

_ENDPOINTS: Final = ("ENDPOINT", "URL", "ROOMS", "EVENTS", "STATE")
_DELIVERIES: Final = ("DELIVERY", "TYPE", "STATE", "ATTEMPTS", "STATUS", "NEXT")
_ONCE: Final = "keep it: nobody can show it again"
_endpoint = click.argument("endpoint_id")
_rooms = click.option("--room", "rooms", multiple=True, help="Rooms, as in 'lobby-*'. Default: all.")
_events = click.option(
    "--event", "events", multiple=True, help="Events, as in 'peer.*'. Default: all but frequent ones."
)


@click.group(cls=Noun)
def webhook() -> None:
    """Have the daemon post events to other programs. docs/WEBHOOKS.md explains them."""


@webhook.command(
    example="odindctl webhook create https://game.example/hook > hook.secret\n"
    "odindctl webhook create https://game.example/hook --room 'lobby-*' --event 'peer.*'\n"
    "odindctl webhook create https://game.example/hook --dialect videosdk --json"
)
@click.argument("url")
@click.option("--name", default="", help="What to call it.")
@_rooms
@_events
@click.option(
    "--dialect",
    type=click.Choice(("standard", "videosdk")),
    default="standard",
    help="How its webhooks are written and signed. Default: standard.",
)
@click.pass_obj
def create(
    settings: Settings, url: str, *, name: str, rooms: tuple[str, ...], events: tuple[str, ...], dialect: str
) -> None:
    """Make an endpoint, and print its secret. The daemon cannot show it again."""
    made = settings.ask(
        lambda daemon: daemon.webhooks.create(url, name=name, rooms=rooms, events=events, dialect=dialect)
    )
    settings.show(document(made), made.secret, f"endpoint {made.endpoint.endpoint_id}; {_ONCE}")


@webhook.command("list", example="odindctl webhook list\nodindctl webhook list -o jsonl")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the endpoints, without their secrets."""
    found = settings.ask(lambda daemon: daemon.webhooks.endpoints())
    settings.show_list("endpoints", [document(one) for one in found], map(_row, found), header=_ENDPOINTS)


@webhook.command(example="odindctl webhook show w1f0a2b3c4d5e6f70")
@_endpoint
@click.pass_obj
def show(settings: Settings, endpoint_id: str) -> None:
    """Show an endpoint, without its secret."""
    _show(settings, settings.ask(lambda daemon: daemon.webhooks.get(endpoint_id)))


@webhook.command(
    example="odindctl webhook update w1f0a2b3c4d5e6f70 --url https://game.example/new\n"
    "odindctl webhook update w1f0a2b3c4d5e6f70 --event 'session.*' --event 'peer.*'"
)
@_endpoint
@click.option("--url", help="Where webhooks go from now on.")
@click.option("--name", help="What to call it.")
@_rooms
@_events
@click.pass_obj
def update(settings: Settings, /, endpoint_id: str, **changes: Any) -> None:
    """Change what is named of an endpoint, nothing else."""
    wanted = {key: value for key, value in changes.items() if value not in (None, ())}
    if not wanted:
        raise click.UsageError("name what to change: --url, --name, --room or --event")
    _show(settings, settings.ask(lambda daemon: daemon.webhooks.update(endpoint_id, **wanted)))


@webhook.command(example="odindctl webhook delete w1f0a2b3c4d5e6f70")
@_endpoint
@click.pass_obj
def delete(settings: Settings, endpoint_id: str) -> None:
    """End an endpoint, and drop the webhooks that it has not got yet."""
    settings.ask(lambda daemon: daemon.webhooks.delete(endpoint_id))
    settings.show({"endpoint_id": endpoint_id, "deleted": True}, printable(f"deleted {endpoint_id}"))


@webhook.command(
    example="odindctl webhook enable w1f0a2b3c4d5e6f70\nodindctl webhook enable w1f0a2b3c4d5e6f70 --from-now"
)
@_endpoint
@click.option("--from-now", is_flag=True, help="Leave out all that it has not got until now.")
@click.pass_obj
def enable(settings: Settings, endpoint_id: str, *, from_now: bool) -> None:
    """Send to an endpoint again, and try at once what waits for another attempt."""
    _show(settings, settings.ask(lambda daemon: daemon.webhooks.enable(endpoint_id, from_now=from_now)))


@webhook.command(example="odindctl webhook disable w1f0a2b3c4d5e6f70")
@_endpoint
@click.pass_obj
def disable(settings: Settings, endpoint_id: str) -> None:
    """Send nothing to an endpoint until it is enabled."""
    _show(settings, settings.ask(lambda daemon: daemon.webhooks.disable(endpoint_id)))


@webhook.command(example="odindctl webhook rotate w1f0a2b3c4d5e6f70 --grace 1h > hook.secret")
@_endpoint
@click.option(
    "--grace", type=Span(), metavar="SPAN", help="For how long the old secret signs too. Default: 24h."
)
@click.pass_obj
def rotate(settings: Settings, endpoint_id: str, grace: timedelta | None) -> None:
    """Give an endpoint another secret, and print it."""
    made = settings.ask(lambda daemon: daemon.webhooks.rotate_secret(endpoint_id, grace))
    settings.show(document(made), made.secret, f"endpoint {endpoint_id}; {_ONCE}")


@webhook.command(example="odindctl webhook ping w1f0a2b3c4d5e6f70")
@_endpoint
@click.pass_obj
def ping(settings: Settings, endpoint_id: str) -> None:
    """Post one webhook of type ping, and tell what became of it."""
    found = settings.ask(lambda daemon: daemon.webhooks.ping(endpoint_id))
    settings.show(document(found), _outcome(found))


@webhook.command(
    example="odindctl webhook deliveries w1f0a2b3c4d5e6f70\n"
    "odindctl webhook deliveries w1f0a2b3c4d5e6f70 --state dead -o jsonl"
)
@_endpoint
@click.option(
    "--state",
    type=click.Choice(("delivered", "retrying", "dead")),
    default=None,
    help="Only those in this state.",
)
@click.pass_obj
def deliveries(settings: Settings, endpoint_id: str, state: str | None) -> None:
    """List what became of the webhooks of an endpoint, oldest first."""
    found = settings.ask(lambda daemon: daemon.webhooks.deliveries(endpoint_id, state or "unspecified"))
    rows = map(_delivery_row, found)
    settings.show_list("deliveries", [document(one) for one in found], rows, header=_DELIVERIES)


@webhook.command(
    example="odindctl webhook redeliver w1f0a2b3c4d5e6f70 --failed\n"
    "odindctl webhook redeliver w1f0a2b3c4d5e6f70 --since 2h\n"
    "odindctl webhook redeliver w1f0a2b3c4d5e6f70 msg_w1f0a2b3c4d5e6f70_4711"
)
@_endpoint
@click.argument("delivery_ids", nargs=-1, metavar="[DELIVERY]...")
@click.option("--since", type=Span(), metavar="SPAN", help="Webhooks of events of so long, as in 2h.")
@click.option("--until", type=Span(), metavar="SPAN", help="Webhooks of events until so long ago.")
@click.option("--failed", "failed_only", is_flag=True, help="Only those that are dead.")
@click.pass_obj
def redeliver(
    settings: Settings,
    endpoint_id: str,
    *,
    delivery_ids: tuple[str, ...],
    since: timedelta | None,
    until: timedelta | None,
    failed_only: bool,
) -> None:
    """Send webhooks once more, with the ids that they had."""
    count = settings.ask(
        lambda daemon: daemon.webhooks.redeliver(
            endpoint_id, delivery_ids, since=ago(since), until=ago(until), failed_only=failed_only
        )
    )
    settings.show({"endpoint_id": endpoint_id, "count": count}, f"{count} are sent once more")


@webhook.command("public-key", example="odindctl webhook public-key > videosdk.pem")
@click.pass_obj
def public_key(settings: Settings) -> None:
    """Print the key by which receivers verify webhooks in the dialect of VideoSDK."""
    pem = settings.ask(lambda daemon: daemon.webhooks.public_key())
    settings.show({"pem": pem}, pem.strip())


def _show(settings: Settings, endpoint: messages.WebhookEndpoint) -> None:
    shown = document(endpoint)
    text = (
        f"endpoint {endpoint.endpoint_id}\nurl      {printable(endpoint.url)}\n"
        f"name     {printable(endpoint.name)}\nrooms    {_globs(endpoint.rooms)}\n"
        f"events   {_globs(endpoint.events)}\ndialect  {shown['dialect']}\nstate    {_state(endpoint)}"
    )
    settings.show(shown, text)


def _row(one: messages.WebhookEndpoint) -> list[str]:
    return [one.endpoint_id, printable(one.url), _globs(one.rooms), _globs(one.events), _state(one)]


def _delivery_row(one: messages.WebhookDelivery) -> list[str]:
    next_at = one.next_at.ToJsonString() if one.HasField("next_at") else "-"
    return [one.delivery_id, one.type, _word(one), str(one.attempts), str(one.status or "-"), next_at]


def _outcome(one: messages.WebhookDelivery) -> str:
    if one.status:
        return printable(f"{_word(one)}: it answered {one.status} {one.answer}".rstrip())
    return printable(f"{_word(one)}: {one.problem}")


def _word(one: messages.WebhookDelivery) -> str:
    return str(document(one)["state"])


def _state(one: messages.WebhookEndpoint) -> str:
    why = str(document(one)["disabled"])
    return "enabled" if why == "unspecified" else f"disabled: {why.replace('_', ' ')}"


def _globs(globs: Any) -> str:
    return printable(" ".join(globs)) or "-"
