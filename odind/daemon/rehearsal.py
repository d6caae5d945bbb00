"""Everything that a start needs, checked beside a daemon that runs and changes nothing for it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .addresses import check_addresses, require_free_addresses
from .declared import require_usable_keys
from .granted import require_groups
from .keys import access_key
from .memory import require_usable_store
from .named_gateways import named_gateways, with_addresses
from .passwords import load_passwords
from .tenants import tenant_keys
from .token_services import load_project, load_rooms_secrets
from .traces import require_otel
from .videosdk import load_videosdk

if TYPE_CHECKING:
    from collections.abc import Container

    from odind.config import Config


def rehearse(config: Config, taken: Container[str]) -> None:
    """Raise what a start with this configuration would raise; load what it loads, also the native runtime.

    `taken` are the addresses that the running daemon listens on.
    """
    check_addresses(config)
    if config.tls.enabled:
        from odind.tls.identity import read_identity  # noqa: PLC0415 - loading X.509 takes a while

        read_identity(config.tls, time.time())
    config = with_addresses(config)
    named_gateways(config)
    require_free_addresses(config, taken)
    access_key(config)
    tenant_keys(config)
    require_usable_keys(config.access.keys_file, config.tenants)
    require_groups(config.access.sockets)
    load_passwords(config.odin.passwords_dir)
    load_project(config)
    load_videosdk(config.videosdk)
    load_rooms_secrets(config)
    require_usable_store(config)
    require_otel(config)
    from . import kernel  # noqa: F401, PLC0415 - it is enough that it loads
