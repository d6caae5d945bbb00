"""Webhooks, for programs without an event loop."""

from __future__ import annotations

from odind.client import webhooks

from .faces import Face, blocking


class Webhooks(Face[webhooks.Webhooks]):
    """Where the daemon posts events to."""

    create = blocking(webhooks.Webhooks.create)
    get = blocking(webhooks.Webhooks.get)
    endpoints = blocking(webhooks.Webhooks.endpoints)
    update = blocking(webhooks.Webhooks.update)
    delete = blocking(webhooks.Webhooks.delete)
    enable = blocking(webhooks.Webhooks.enable)
    disable = blocking(webhooks.Webhooks.disable)
    rotate_secret = blocking(webhooks.Webhooks.rotate_secret)
    ping = blocking(webhooks.Webhooks.ping)
    deliveries = blocking(webhooks.Webhooks.deliveries)
    redeliver = blocking(webhooks.Webhooks.redeliver)
    public_key = blocking(webhooks.Webhooks.public_key)
