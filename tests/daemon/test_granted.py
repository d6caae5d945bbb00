"""Who shows a certificate is whom its names say, and pages never are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.access_config import CertificateConfig
from odind.core.access.keys import Keys
from odind.core.access.principal import OWNER
from odind.core.bounds.limits import Limits
from odind.core.errors import PermissionDeniedError
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from odind.daemon.granted import certified
from odind.services.access import OPEN, Caller
from tests.core.fakes import FakeClock

if TYPE_CHECKING:
    from odind.core.access.principal import Principal

READ = CertificateConfig(("read",))
URI, BELOW = "spiffe://example/bot", "spiffe://example/bot/other"


@pytest.fixture
def keys() -> Keys:
    clock = FakeClock()
    return Keys(Scribe(new_log(clock, Limits()), MemoryStore(), clock), clock, b"pepper")


def shown_by(keys: Keys, *names: str) -> Principal:
    access = certified(OPEN, {URI: READ, BELOW: READ, "bot": READ}, keys)
    return access.admit(Caller("rpc", local=False, certificate=names), "/any")


def test_the_first_name_that_is_listed_counts(keys: Keys):
    assert shown_by(keys, "unlisted", "bot", URI).name == "@certificate-bot"


def test_a_name_below_another_is_nobody_of_it_and_its_things_stay(keys: Keys):
    above, below = shown_by(keys, URI), shown_by(keys, BELOW)
    thing = below.new_id("c")
    assert keys.vouches(thing)
    assert not above.sees(thing, "room")
    assert not below.sees(above.new_id("c"), "room")


@pytest.mark.parametrize("name", ["spiffe://example", "bo", "bot2", "", "*"])
def test_similar_names_are_refused_where_everything_else_is_open(keys: Keys, name: str):
    with pytest.raises(PermissionDeniedError, match="CERTIFICATE_NOT_GRANTED"):
        shown_by(keys, name)
    assert shown_by(keys) is OWNER
