"""All metrics of the daemon. Names follow Prometheus's conventions: base units, _total, labels for kinds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from odind.core.health.checks import CheckState
from odind.core.rooms.events import ConnectionState
from odind.core.values.histogram import merged

from .shapes import counter, counters, durations, gauge, gauges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client.core import Metric

    from odind.core.live.census import Census

    from .sources import Reading

_TOTALS: Final = {
    "ticks": ("odind_ticks", "Ticks of 20 ms that ran while there was sound to carry."),
    "ticks_late": ("odind_ticks_late", "Ticks that ran 20 ms or more after their time."),
    "ticks_skipped": ("odind_ticks_skipped", "Ticks left out because more than a second was lost."),
    "underruns": ("odind_stream_underruns", "Ticks of silence within speech: its caller sent too late."),
    "ticks_unread": ("odind_stream_unread_ticks", "Ticks of sound dropped: their caller read too slowly."),
    "malformed": ("odind_peer_malformed", "Events and datagrams of peers that could not be read."),
    "messages_dropped": ("odind_peer_messages_dropped", "Messages and changes that peers sent too often."),
}


def families(reading: Reading) -> Iterator[Metric]:
    """Yield every metric but those of processes and of single connections."""
    yield from _calls(reading)
    yield from _sound(reading)
    yield from _rooms(reading)
    yield from _budgets(reading)
    yield from _health(reading)
    yield from _path(reading)
    yield from _captions(reading)
    yield from _live(reading.sources.live)
    yield gauges(
        "odind_build_info", "The version that runs.", ("version",), [((reading.sources.version,), 1)]
    )


def _calls(reading: Reading) -> Iterator[Metric]:
    turnstile = reading.sources.turnstile
    yield durations(
        "odind_rpc_duration_seconds",
        "How long calls took from their beginning to their end, streams included.",
        merged(turnstile.meter.read(), reading.counters.calls),
    )
    running = [((method,), number) for method, number in sorted(turnstile.meter.running.items())]
    yield gauges("odind_rpcs_in_progress", "Calls that run.", ("method",), running)
    waiting = [(("turn",), turnstile.waiting), (("first_message",), turnstile.silent)]
    yield gauges("odind_rpcs_waiting", "Calls that have not begun, by what they await.", ("awaits",), waiting)


def _sound(reading: Reading) -> Iterator[Metric]:
    now, totals = reading.counters, reading.counters.totals
    for field, (name, documentation) in _TOTALS.items():
        yield counter(name, documentation, getattr(totals, field))
    datagrams = [(("sent",), totals.voice_sent), (("received",), totals.voice_received)]
    yield counters("odind_voice_datagrams", "Datagrams of voice.", ("direction",), datagrams)
    sizes = [(("sent",), totals.voice_sent_bytes), (("received",), totals.voice_received_bytes)]
    yield counters("odind_voice_bytes", "Bytes of voice.", ("direction",), sizes)
    yield gauge("odind_streams", "Audio streams and devices that are attached.", now.streams)
    yield gauge("odind_queued_audio_seconds", "Sound that waits to be spoken.", now.queued_ms / 1000)
    yield gauge("odind_unread_ticks", "Ticks of sound that wait for their callers.", now.unread_ticks)


def _rooms(reading: Reading) -> Iterator[Metric]:
    plane = reading.sources.plane
    entries = plane.registry.named(())
    standing = Counter(entry.state.standing for entry in entries)
    by_state = [((s.value,), standing[s]) for s in ConnectionState if s is not ConnectionState.LEFT]
    yield gauges("odind_connections", "Connections by state.", ("state",), by_state)
    peers = sum(len(tuple(entry.state.present)) for entry in entries)
    yield gauge("odind_peers", "Other peers in the rooms of all connections.", peers)
    outcomes = [((reason,), number) for reason, number in sorted(plane.outcomes.counts.items())]
    yield counters(
        "odind_joins", "Joins that ended, by JOINED or the error's reason.", ("outcome",), outcomes
    )
    yield gauge("odind_log_last_sequence", "Sequence of the latest event.", plane.log.last)
    yield gauge("odind_log_stored_sequence", "Sequence of the latest event that is stored.", plane.log.stored)
    yield gauge("odind_log_oldest_sequence", "Sequence of the oldest event that is kept.", plane.log.oldest)
    waiting = plane.uploads.spooled_bytes
    yield gauge("odind_spool_bytes", "Bytes of recordings that wait for outputs.", waiting)


def _budgets(reading: Reading) -> Iterator[Metric]:
    turnstile, limits, now = reading.sources.turnstile, reading.sources.limits, reading.counters
    budgets = {
        "connections": (len(reading.sources.plane.registry), limits.max_connections),
        "audio_streams": (now.held_streams, limits.max_audio_streams),
        "audio_calls": (turnstile.streams.held, limits.max_audio_streams),
        "watches": (turnstile.watches.held, limits.max_watchers),
        "buffer_bytes": (now.held_buffer_bytes, limits.buffer_bytes),
        "request_bytes": (turnstile.requests.held, limits.request_bytes),
    }
    held = [((name,), held) for name, (held, _) in budgets.items()]
    limit = [((name,), limit) for name, (_, limit) in budgets.items()]
    yield gauges("odind_budget_held", "What all callers hold of each budget.", ("budget",), held)
    yield gauges("odind_budget_limit", "What they may hold.", ("budget",), limit)


def _health(reading: Reading) -> Iterator[Metric]:
    health = reading.sources.plane.vitals.health
    checks = [((check.name,), float(check.state is not CheckState.FAILED)) for check in health.checks]
    yield gauge("odind_ready", "Whether no check fails.", float(health.ready))
    yield gauges("odind_check_ok", "Whether a check does not fail.", ("check",), checks)


def _captions(reading: Reading) -> Iterator[Metric]:
    """Yield how the engine does that understands speech; nothing without one."""
    line = reading.sources.captions
    if line:
        yield gauge("odind_captions_waiting", "Utterances that wait for the engine.", line.waiting)
        yield gauge("odind_captions_lag_seconds", "How long the latest utterance has waited.", line.lag_s)
        counts = [(("asked",), line.counts.asked), (("dropped",), line.counts.dropped)]
        counts.append((("failed",), line.counts.failed))
        yield counters("odind_captions_utterances", "Utterances for the engine.", ("outcome",), counts)


def _live(live: Census) -> Iterator[Metric]:
    def by_kind(counts: Counter[str]) -> list[tuple[tuple[str], int]]:
        return [((kind,), number) for kind, number in sorted(counts.items())]

    running = by_kind(live.running)
    yield gauges("odind_live_jobs", "Live jobs that run: HLS outputs and the like.", ("kind",), running)
    dropped = by_kind(live.dropped)
    yield counters("odind_live_dropped_slots", "Slots of 20 ms that jobs read too late.", ("kind",), dropped)
    reads = [((str(status),), number) for status, number in sorted(live.reads.items())]
    yield counters("odind_hls_requests", "Requests for files of HLS that were answered.", ("status",), reads)
    yield gauge("odind_hls_reading", "Requests for files of HLS that are not answered yet.", live.reading)
    failures = live.failures["pushes"]
    yield counter("odind_push_failures", "Attempts to send to a destination of a push that failed.", failures)


def _path(reading: Reading) -> Iterator[Metric]:
    """Yield what the latest probe of the media path found; nothing where none came through."""
    report = reading.sources.plane.prober.report
    if report:
        yield gauge("odind_probe_heard", "Whether the second peer heard the first.", float(report.heard))
        yield gauge("odind_probe_join_seconds", "How long a join took.", report.join_s)
        yield gauge("odind_probe_delay_seconds", "From encoder to decoder.", report.delay_s)
        yield gauge("odind_probe_loss_ratio", "Share of packets that did not arrive.", report.loss)
