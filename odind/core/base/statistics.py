"""What is counted on a connection, at one moment. Pure."""

from __future__ import annotations

from .portable import portable


@portable
class LinkStatistics:
    """The network path to the server since it was made; a reconnect makes a new one.

    `tx_loss` is the part of sent packets that were lost, 0 to 1.
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
    """The jitter buffer of one decoder: packets as they came, and frames of 20 ms as they were played."""

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


@portable
class PeerStatistics:
    """One decoder of a peer: one for each rate and channel count that somebody listens in."""

    peer_id: int
    sample_rate_hz: int
    channels: int
    decoder: DecoderStatistics


@portable
class StreamStatistics:
    """One audio stream of a caller. Samples are per channel, of the `send` rate.

    `underruns` counts ticks of silence between two sounds; `dropped` what a slow caller lost of the messages
    for it, of which `waiting` are queued now.
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
    """The daemon's ticker: ticks of 20 ms that were run, that were late, and that were given up."""

    ticks: int
    late: int
    given_up: int


@portable
class ConnectionStatistics:
    """Everything that is counted on one connection. `link` is None while it is not connected.

    `voice_sent` and `voice_received` count datagrams, `*_bytes` what is in them; `malformed` those that came
    and were refused.
    """

    connection_id: str
    link: LinkStatistics | None
    voice_sent: int
    voice_sent_bytes: int
    voice_received: int
    voice_received_bytes: int
    malformed: int
    streams: tuple[StreamStatistics, ...]
    peers: tuple[PeerStatistics, ...]
    pace: PaceStatistics
