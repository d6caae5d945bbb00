"""Numbers of single connections, by choice: their series come and go with the connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .shapes import counters, gauges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import Metric

    from odind.core.values.statistics import ConnectionStatistics, DecoderStatistics

    from .sources import Reading

_LABELS: Final = ("connection_id", "room_id")
_PACKETS: Final = ("processed", "lost", "too_late", "too_early", "dropped", "repeated", "invalid")
_FRAMES: Final = ("voice", "concealed", "recovered", "silence")


def connections(reading: Reading) -> Iterator[Metric]:
    """Yield network and jitter buffers of each connection; nothing unless the reading has them."""
    found = [(one, _labels_of(reading, one)) for one in reading.connections]
    if not found:
        return
    links = [(one.link, labels) for one, labels in found if one.link]
    yield gauges(
        "odind_connection_rtt_seconds",
        "Round trip to the voice server.",
        _LABELS,
        [(labels, link.rtt_ms / 1000) for link, labels in links],
    )
    yield gauges(
        "odind_connection_sent_loss_ratio",
        "Share of sent packets that the network lost.",
        _LABELS,
        [(labels, link.tx_loss) for link, labels in links],
    )
    yield counters(
        "odind_connection_packets",
        "Packets of peers by what their jitter buffers made of them; lost and too_late is what jitter costs.",
        (*_LABELS, "outcome"),
        _summed(found, "packets", _PACKETS),
    )
    yield counters(
        "odind_connection_frames",
        "Frames of 20 ms that were played of peers; concealed ones had to be made up.",
        (*_LABELS, "kind"),
        _summed(found, "frames", _FRAMES),
    )


def _labels_of(reading: Reading, one: ConnectionStatistics) -> tuple[str, str]:
    entries = reading.sources.plane.registry.named((one.connection_id,))
    return one.connection_id, entries[0].view.room_id if entries else ""


def _summed(
    found: list[tuple[ConnectionStatistics, tuple[str, str]]], field: str, kinds: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the sums over a connection's decoders."""
    for one, labels in found:
        decoders: list[DecoderStatistics] = [peer.decoder for peer in one.peers]
        for kind in kinds:
            yield (*labels, kind), sum(getattr(decoder, f"{field}_{kind}") for decoder in decoders)
