"""Endpoints of tenants: what they are sent, and who finds them."""

from __future__ import annotations

from odind.core.access.grant import Grant
from odind.core.access.principal import OWNER, Principal
from odind.core.access.verbs import ALL
from odind.core.webhooks.endpoint import Endpoint
from odind.core.webhooks.webhooks import _is_seen

ACME, OTHER, PLAIN = (Principal("game", Grant(ALL, tenant=name)) for name in ("acme", "umbrella", ""))


def endpoint_of(by: Principal) -> Endpoint:
    return Endpoint(by.new_id("w"), 1, "https://x.example")


def test_an_endpoint_gets_the_events_of_its_tenant_and_the_owners_all() -> None:
    subjects = {by: by.new_id("c") for by in (ACME, OTHER, PLAIN, OWNER)}
    for by in (ACME, OTHER):
        assert [one for one in subjects if endpoint_of(by).covers("lobby", subjects[one])] == [by]
    assert [one for one in subjects if endpoint_of(PLAIN).covers("lobby", subjects[one])] == [PLAIN, OWNER]
    assert all(endpoint_of(OWNER).covers("lobby", subject) for subject in subjects.values())


def test_an_endpoint_is_found_in_its_tenant_alone_and_by_the_owner() -> None:
    for maker in (ACME, OTHER, PLAIN):
        assert [by for by in (ACME, OTHER, PLAIN) if _is_seen(endpoint_of(maker), by)] == [maker]
        assert _is_seen(endpoint_of(maker), OWNER)
