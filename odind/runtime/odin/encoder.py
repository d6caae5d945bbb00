"""The encoder of one source of voice, which chooses between the native encoder and the light one.

Every stream begins with the native encoder, which can do everything. A stream that needs none of its effects
changes to the light encoder the first time that its caller sends ahead, which takes load off the loop; a live
caller would gain nothing. A change of encoders during speech is inaudible: the new encoder has been fed the
last 200 ms, and the numbering continues.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from odind.core.space.place import ORIGIN
from odind.core.voice.processing import DEFAULT, Application

from .codecs import NativeEncoder
from .continuity import Continuity
from .gate import HELD_OPEN, Gate, Levels
from .light import LightEncoder, LightSettings, batch_of
from .opus_coder import OpusSettings
from .panics import contain
from .relaying import relaid

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor

    from odind.core.sound.samples import Samples
    from odind.core.space.place import Position
    from odind.core.voice.processing import Processing

_HISTORY_FRAMES: Final = 10
"""Past frames that a new encoder is fed, so that its effects and Opus have settled: 200 ms."""


class VoiceEncoder:
    """One source of voice. Belongs to the loop."""

    def __init__(self, sample_rate_hz: int, channels: int, pool: Executor) -> None:
        self._sample_rate_hz = sample_rate_hz
        self._channels = channels
        self._pool = pool
        self._processing = DEFAULT
        self._gain = np.float32(1.0)
        self._positions: Sequence[Position] = ORIGIN
        self._history: deque[Samples] = deque(maxlen=_HISTORY_FRAMES)
        self._prefetched: deque[tuple[Samples, Samples]] = deque()
        self._continuity = Continuity(sample_rate_hz)
        self._settings = self._light_settings(DEFAULT)
        self._sends_ahead = False
        self._way: NativeEncoder | LightEncoder = self._new_native()

    @property
    def silent(self) -> bool:
        """Whether the encoder sends nothing because of silence."""
        return self._way.silent

    def encode(self, samples: Samples) -> list[bytes]:
        """Encode samples; return the complete datagrams, none for silence."""
        if self._prefetched and self._prefetched[0][0] is samples:
            samples = self._prefetched.popleft()[1]
        else:
            self._prefetched.clear()
            samples = self._amplified(samples)
        self._history.append(samples)
        self._continuity.pushed(len(samples) // self._channels)
        return [self._continuity.carry(datagram) for datagram in self._way.encode(samples)]

    def prefetchable(self, waiting: int) -> int:
        """Return how many of `waiting` frames to prefetch: none when the native encoder is needed."""
        if isinstance(self._way, LightEncoder):
            return self._way.prefetchable(waiting)
        return batch_of(waiting) if self._settings else 0

    def prefetch(self, frames: Sequence[Samples]) -> None:
        """Start to encode what comes next, with the light encoder."""
        self._sends_ahead = True
        if self._settings and isinstance(self._way, NativeEncoder):
            self._change_way()
        if isinstance(self._way, LightEncoder) and not self._way.owes:
            fresh = frames[len(self._prefetched) :]
            self._prefetched.extend((frame, self._amplified(frame)) for frame in fresh)
            self._way.prefetch([amplified for _, amplified in self._prefetched])

    def reverse(
        self, samples: Samples, sample_rate_hz: int, channels: int, delay_ms: int | None = None
    ) -> None:
        """Pass what the user hears to the echo canceller of the native encoder."""
        if isinstance(self._way, NativeEncoder):
            self._way.reverse(samples, sample_rate_hz, channels, delay_ms)

    def configure(self, processing: Processing) -> None:
        """Change effects in place, and anything else by another encoder."""
        self._processing = processing
        self._gain = np.float32(10 ** (processing.pre_gain_db / 20))
        self._prefetched.clear()
        before, self._settings = self._settings, self._light_settings(processing)
        try:
            if isinstance(self._way, LightEncoder) and self._settings == before:
                self._way.discard_prefetched()
            elif self._goes_light or isinstance(self._way, LightEncoder) or not self._way.adopt(processing):
                self._change_way()
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "encoder.configure")

    def reshape(self, sample_rate_hz: int, channels: int) -> None:
        """Go on with samples of another layout, by another encoder that was fed the same past."""
        past = relaid(
            tuple(self._history), (self._sample_rate_hz, self._channels), (sample_rate_hz, channels)
        )
        self._continuity.rerate(sample_rate_hz)
        self._sample_rate_hz, self._channels = sample_rate_hz, channels
        self._history = deque(past, maxlen=_HISTORY_FRAMES)
        self._prefetched.clear()
        self._settings = self._light_settings(self._processing)
        try:
            self._change_way()
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "encoder.reshape")

    def place(self, positions: Sequence[Position]) -> None:
        """Put these positions into further datagrams."""
        self._positions = positions
        self._way.place(positions)

    def close(self) -> None:
        """Free, on this thread, what is bound to it."""
        self._way.close()

    def _amplified(self, samples: Samples) -> Samples:
        return samples if self._gain == 1 else np.clip(samples * self._gain, -1.0, 1.0)

    def _light_settings(self, processing: Processing) -> LightSettings | None:
        """Return the settings of a light encoder, None when the native encoder is needed."""
        opus = OpusSettings(
            sample_rate_hz=self._sample_rate_hz,
            channels=self._channels,
            bitrate_bps=processing.bitrate_for(self._channels),
            expected_loss_percent=processing.expected_loss_percent,
            voice=processing.application is Application.VOICE,
        )
        needs_core = (
            processing.needs_cleaning
            or processing.voice_isolation.enabled
            or processing.voice_activity.enabled
        )
        return (
            LightSettings(opus, Levels.of(processing.volume_gate))
            if opus.possible and not needs_core
            else None
        )

    @property
    def _goes_light(self) -> bool:
        return self._sends_ahead and self._settings is not None

    def _change_way(self) -> None:
        before = self._way
        if self._sends_ahead and self._settings:
            self._way = self._new_light(self._settings, before)
        else:
            self._way = self._new_native()
        before.close()

    def _new_native(self) -> NativeEncoder:
        encoder = NativeEncoder(self._sample_rate_hz, self._channels, self._processing)
        for samples in self._history:
            encoder.encode(samples)
        encoder.place(self._positions)
        self._continuity.swapped()
        return encoder

    def _new_light(self, settings: LightSettings, before: NativeEncoder | LightEncoder) -> LightEncoder:
        """Continue where `before` stopped; at some rates it holds back a frame, which is owed."""
        length = settings.opus.frame_length
        said = np.concatenate((np.zeros(0, np.float32), *self._history))
        frames = list(said[len(said) % length :].reshape(-1, length))
        kept = 1 if before.silent else len(frames)
        owed = min(self._continuity.unsent_frames, kept, len(frames)) * isinstance(before, NativeEncoder)
        encoder = LightEncoder(
            settings,
            self._pool,
            self._continuity.renumbering_ends(-owed),
            gate=_gate(before, settings),
            past=() if before.silent else frames[: len(frames) - owed],
            owed=frames[len(frames) - owed :],
        )
        encoder.place(self._positions)
        return encoder


def _gate(before: NativeEncoder | LightEncoder, settings: LightSettings) -> Gate:
    """Return the state of the gate; the native encoder does not tell how long it would hold the gate open."""
    if isinstance(before, NativeEncoder):
        return HELD_OPEN if not before.silent else Gate()
    return before.gate_for(settings.levels)
