"""Who holds a connection, and what becomes of it while nobody does, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from odind.client import messages


def on_lost_text(on_lost: messages.OnLost.ValueType) -> str:
    """Return what becomes of a connection, as `room join --on-lost` takes it."""
    from odind.client.messages import OnLost  # noqa: PLC0415 - loading gRPC takes a while

    return OnLost.Name(on_lost).removeprefix("ON_LOST_").lower()


def on_lost_value(text: str) -> messages.OnLost.ValueType:
    """Return what `on_lost_text` turned into a text."""
    from odind.client.messages import OnLost  # noqa: PLC0415 - loading gRPC takes a while

    return OnLost.Value(f"ON_LOST_{text.upper()}")


def holder_text(holder: messages.Holder) -> str:
    """Return a call that holds a connection: its name, or what kind of call it is."""
    from odind.client.messages import HolderKind  # noqa: PLC0415 - loading gRPC takes a while

    kind = HolderKind.Name(holder.kind).removeprefix("HOLDER_KIND_").lower()
    return f"{holder.name} ({kind})" if holder.name else f"({kind})"


def lease_detail(event: messages.Event, kind: str) -> str:
    """Return who holds the connection of an event, or what becomes of it; "" for other kinds of event."""
    match kind:
        case "held":
            return holder_text(event.held.holder)
        case "adopted":
            return f"by {event.adopted.holder or 'a program without a name'}"
        case "released":
            return f"on lost: {on_lost_text(event.released.on_lost)}"
    return ""
