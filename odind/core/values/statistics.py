"""Statistics of a connection at one moment. Pure."""

from __future__ import annotations

from operator import add

from .histogram import CallCount
from .portable import portable


@portable
class LinkStatistics:
    """Counters of the network path to the server since it was opened; a reconnect opens a new path.

    `tx_loss` is the share of sent packets that were lost, 0 to 1.
    """

    rtt_ms: float
    tx_datagrams: int
    tx_bytes: int
    tx_loss: float
    rx_datagrams: int
    rx_bytes: int
    congestion_window_bytes: int
    congestion_events: int


@portable
class DecoderStatistics:
    """Counters of one decoder's jitter buffer: packets that arrived, and 20 ms frames that were played."""

    packets_seen: int = 0
    packets_processed: int = 0
    packets_too_early: int = 0
    packets_too_late: int = 0
    packets_dropped: int = 0
    packets_invalid: int = 0
    packets_repeated: int = 0
    packets_lost: int = 0
    rewinds: int = 0
    frames_voice: int = 0
    frames_voice_accelerated: int = 0
    frames_silence: int = 0
    frames_silence_accelerated: int = 0
    frames_concealed: int = 0
    frames_recovered: int = 0

    @property
    def packets_waiting(self) -> int:
        """About how many packets have arrived and wait to be played."""
        gone = self.packets_processed + self.packets_too_early + self.packets_too_late
        gone += self.packets_dropped + self.packets_invalid + self.packets_repeated
        return max(0, self.packets_seen - gone)


@portable
class PeerStatistics:
    """One decoder of a peer. A peer has a decoder for each sample rate and channel count in use."""

    peer_id: int
    sample_rate_hz: int
    channels: int
    decoder: DecoderStatistics


@portable
class StreamStatistics:
    """One audio stream of a caller. Samples are counted per channel, at the rate of the sending side.

    `underruns` counts ticks of silence within speech. `waiting` is the number of messages queued for the
    caller, `dropped` the number that were dropped because it read too slowly.
    """

    sends: bool
    receives: bool
    spoken_samples: int
    queued_ms: int
    underruns: int
    waiting: int
    dropped: int


@portable
class PaceStatistics:
    """Counters of the daemon's ticker: 20 ms ticks that were run, were late, and were skipped."""

    ticks: int
    late: int
    given_up: int


@portable
class ConnectionStatistics:
    """All counters of one connection. `link` is None while the connection has no path to the server.

    `voice_sent` and `voice_received` count datagrams, `*_bytes` their bytes; `malformed` counts what was
    received and refused, `messages_dropped` what a peer sent too often.
    """

    connection_id: str
    link: LinkStatistics | None
    voice_sent: int
    voice_sent_bytes: int
    voice_received: int
    voice_received_bytes: int
    malformed: int
    messages_dropped: int
    streams: tuple[StreamStatistics, ...]
    peers: tuple[PeerStatistics, ...]
    pace: PaceStatistics


@portable
class HostTotals:
    """What a process that holds connections has counted since it began; no count ever goes back.

    `ticks*` are those of its ticker. `voice_*` count datagrams and bytes of all connections, `underruns`
    ticks of silence within speech, `malformed` and `messages_dropped` what is refused of peers,
    `ticks_unread` the ticks of sound that callers read too slowly to get.
    """

    ticks: int = 0
    ticks_late: int = 0
    ticks_skipped: int = 0
    voice_sent: int = 0
    voice_sent_bytes: int = 0
    voice_received: int = 0
    voice_received_bytes: int = 0
    underruns: int = 0
    malformed: int = 0
    messages_dropped: int = 0
    ticks_unread: int = 0

    def __add__(self, other: HostTotals) -> HostTotals:
        return HostTotals(*map(add, vars(self).values(), vars(other).values()))


@portable
class HostCounters:
    """The totals of a process, named `birth`, and what it has in use now.

    `queued_ms` is the sound that waits to be spoken, `unread_ticks` the ticks of sound that wait for callers.
    `held_*` is what callers hold of budgets, in all processes of the daemon. `calls` are those that callers
    made to the process itself and have ended.
    """

    birth: str
    totals: HostTotals
    streams: int = 0
    queued_ms: int = 0
    unread_ticks: int = 0
    held_streams: int = 0
    held_buffer_bytes: int = 0
    calls: tuple[CallCount, ...] = ()
