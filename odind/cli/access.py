"""`odindctl access`: who may do what, by API keys and sessions."""

from __future__ import annotations

import hashlib
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import click

from odind.client import messages

from .commands import Noun
from .documents import document
from .numbers import COUNT
from .printable import printable
from .spans import Span

if TYPE_CHECKING:
    from .settings import Settings

_HEADER: Final = ("KEY", "NAME", "VERBS", "ROOMS", "EXPIRES")
_TENANT: Final = ("TENANT",)
_ONCE: Final = "keep it: nobody can show it again"
_verbs = click.argument("verbs", nargs=-1, required=True, metavar="VERB...")
_rooms = click.option(
    "--room", "rooms", multiple=True, help="Rooms it is for, as in 'lobby-*'; all by default."
)
_users = click.option("--user", "users", multiple=True, help="User ids it may join as, as in 'bot-*'.")


@click.group(cls=Noun)
def access() -> None:
    """Make and end API keys and sessions, which say who may do what. docs/ACCESS.md explains them."""


@access.command(
    example="odindctl access create read join speak listen --name bots --room 'lobby-*' > bots.key\n"
    "odindctl access create read --expires 720h\n"
    "odindctl access create read join --json | jq -r .text"
)
@_verbs
@click.option("--name", default="", help="What to call it.")
@_rooms
@_users
@click.option(
    "--expires", type=Span(), metavar="SPAN", help="For how long, as in 720h. Default: until it is revoked."
)
@click.option("--connections", type=COUNT, help="How many connections it may have at once.")
@click.option("--streams", type=COUNT, help="How many audio streams it may have at once.")
@click.option("--calls-per-second", type=COUNT, help="How often it may call.")
@click.option("--joins-per-minute", type=COUNT, help="How often it may join.")
@click.option("--gateway", "gateways", multiple=True, help="Gateways that it may name. Default: as you.")
@click.option(
    "--secret", "secrets", multiple=True, help="Passwords and secrets that it may name. Default: as you."
)
@click.option("--tenant", default="", help="The tenant that it is for. Default: your own.")
@click.pass_obj
def create(
    settings: Settings,
    verbs: tuple[str, ...],
    *,
    name: str,
    rooms: tuple[str, ...],
    users: tuple[str, ...],
    expires: timedelta | None,
    connections: int | None,
    streams: int | None,
    calls_per_second: int | None,
    joins_per_minute: int | None,
    tenant: str,
    gateways: tuple[str, ...],
    secrets: tuple[str, ...],
) -> None:
    """Make an API key for these verbs, and print it. The daemon cannot show it again.

    Verbs: read join speak listen message play record transcribe moderate token device admin.
    """
    until = _from_now(expires)
    quotas = messages.Quotas(
        connections=connections,
        audio_streams=streams,
        calls_per_second=calls_per_second,
        joins_per_minute=joins_per_minute,
    )
    made = settings.ask(
        lambda daemon: daemon.access.create_key(
            verbs,
            name=name,
            rooms=rooms,
            users=users,
            expires_at=until,
            tenant=tenant,
            quotas=quotas,
            gateways=gateways,
            secrets=secrets,
        )
    )
    settings.show(document(made), made.text, f"key {made.key.key_id}; {_ONCE}")


@access.command("list", example="odindctl access list\nodindctl access list -o jsonl")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the API keys, without their secrets."""
    found = settings.ask(lambda daemon: daemon.access.keys())
    tenants = any(one.grant.tenant for one in found)
    header = (*_HEADER, *_TENANT) if tenants else _HEADER
    rows = ([*_row(one), *([one.grant.tenant] if tenants else [])] for one in found)
    settings.show_list("keys", [document(one) for one in found], rows, header=header)


@access.command(example="odindctl access show k1f0a2b3c4d5e")
@click.argument("key_id")
@click.pass_obj
def show(settings: Settings, key_id: str) -> None:
    """Show an API key, without its secret."""
    found = settings.ask(lambda daemon: daemon.access.key(key_id))
    text = f"key      {found.key_id}\nname     {printable(found.name)}\n{_granted(found.grant)}"
    settings.show(document(found), text)


@access.command(example="odindctl access rotate k1f0a2b3c4d5e --grace 1h > bots.key")
@click.argument("key_id")
@click.option(
    "--grace", type=Span(), metavar="SPAN", help="For how long the old secret is right too. Default: 0."
)
@click.pass_obj
def rotate(settings: Settings, key_id: str, grace: timedelta | None) -> None:
    """Give an API key another secret, and print it."""
    made = settings.ask(lambda daemon: daemon.access.rotate_key(key_id, grace or timedelta()))
    settings.show(document(made), made.text, f"key {key_id}; {_ONCE}")


@access.command(example="odindctl access revoke k1f0a2b3c4d5e")
@click.argument("key_id")
@click.pass_obj
def revoke(settings: Settings, key_id: str) -> None:
    """End an API key, with its sessions, its calls and its connections."""
    settings.ask(lambda daemon: daemon.access.revoke_key(key_id))
    settings.show({"key_id": key_id, "revoked": True}, printable(f"revoked {key_id}"))


@access.command(
    example="odindctl access session lobby anna --ttl 5m\nodindctl access session lobby tv --verb listen"
)
@click.argument("room")
@click.argument("user")
@click.option(
    "--verb", "verbs", multiple=True, help="What it may do. Default: read join speak listen message."
)
@click.option("--ttl", type=Span(), metavar="SPAN", help="For how long, at most 1h. Default: 10m.")
@click.pass_obj
def session(settings: Settings, room: str, user: str, verbs: tuple[str, ...], ttl: timedelta | None) -> None:
    """Make a session, and print it: somebody may be USER in ROOM with it for some minutes."""
    made = settings.ask(lambda daemon: daemon.access.create_session(room, user, verbs=verbs, ttl=ttl))
    settings.show(document(made), made.text, f"until {made.grant.expires_at.ToJsonString()}")


@access.command(example="odindctl access whoami\nODIND_API_KEY=$(cat bots.key) odindctl access whoami")
@click.pass_obj
def whoami(settings: Settings) -> None:
    """Show who the daemon takes you for, and what you may do."""
    found = settings.ask(lambda daemon: daemon.access.who_am_i())
    settings.show(
        document(found), f"you are  {printable(found.name) or 'the owner'}\n{_granted(found.grant)}"
    )


@access.command("hash", example="odindctl access hash < game.key")
@click.pass_obj
def hash_(settings: Settings) -> None:
    """Print the hash of the API key on stdin, for the file access.keys_file. No daemon is asked."""
    secret = sys.stdin.read().strip().rpartition("odk_")[2].partition("_")[2]
    if not secret:
        raise click.UsageError("stdin must be an API key, as in odk_game_…")
    made = "sha256:" + hashlib.sha256(secret.encode()).hexdigest()
    settings.show({"hash": made}, made)


def _from_now(span: timedelta | None) -> datetime | None:
    return None if span is None else datetime.now(UTC) + span


def _row(key: messages.Key) -> list[str]:
    verbs = " ".join(_names(key.grant))
    rooms = printable(" ".join(key.grant.rooms))
    return [key.key_id, printable(key.name), verbs, rooms, _time(key.grant)]


def _granted(grant: messages.Grant) -> str:
    rooms, users = printable(" ".join(grant.rooms)), printable(" ".join(grant.users))
    tenant = f"\ntenant   {printable(grant.tenant)}" if grant.tenant else ""
    quotas = "".join(f"\n{field.name}  {value}" for field, value in grant.quotas.ListFields())
    granted = f"verbs    {' '.join(_names(grant))}\nrooms    {rooms}\nusers    {users}{tenant}{quotas}"
    return f"{granted}\nexpires  {_time(grant)}"


def _names(grant: messages.Grant) -> list[str]:
    verbs = document(grant)["verbs"]
    return list(map(str, verbs)) if isinstance(verbs, list) else []


def _time(grant: messages.Grant) -> str:
    return grant.expires_at.ToJsonString() if grant.HasField("expires_at") else "never"
