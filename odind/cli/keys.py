"""`odindctl key`: access keys, which sign tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .commands import Noun
from .documents import document
from .secret_options import secret_option

if TYPE_CHECKING:
    from .settings import Settings


@click.group(cls=Noun)
def key() -> None:
    """Make and describe access keys, which sign tokens."""


@key.command(example="odindctl key generate > access.key\nodindctl key generate --json | jq -r .key_id")
@click.pass_obj
def generate(settings: Settings) -> None:
    """Make a new access key and print it. The daemon keeps no copy."""
    answer = settings.ask(lambda daemon: daemon.generate_access_key())
    remark = f"key id {answer.key_id}, public key {answer.public_key}"
    settings.show(document(answer), answer.access_key, remark)


@key.command(example="odindctl key describe\nodindctl key describe --access-key-file access.key")
@secret_option("access-key", "ODIND_ACCESS_KEY", "The key to describe. Default: the daemon's own.")
@click.option("--gateway", default="", help="Describe the daemon's key for this gateway: its name.")
@click.pass_obj
def describe(settings: Settings, access_key: str | None, gateway: str) -> None:
    """Print the public parts of an access key: its id and its public key."""
    answer = settings.ask(lambda daemon: daemon.describe_access_key(access_key, gateway=gateway))
    settings.show(document(answer), f"key id      {answer.key_id}\npublic key  {answer.public_key}")
