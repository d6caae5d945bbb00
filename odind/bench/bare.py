"""The floor: N connections that speak and listen on odin-voice alone, as a good engineer would write it.

One loop (uvloop), one ticker with the daemon's rule for late ticks, and one task per room that pushes
incoming datagrams into a decoder. The encoder has the daemon's default settings. Sound has the sample format
of the compared variant. The sources run on the ticker's clock, so no sound waits to be sent; what is sent at
one tick is heard at the next. Run as a process: `python -m odind.bench.bare`.
"""

from __future__ import annotations

import asyncio
import struct
import time
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import odin_voice

from odind.core.timing.pacer import Pacer
from odind.core.voice.processing import DEFAULT, Application

from .hearing import Reception, Window, measure_latencies
from .jobs import BareJob, Heard, Losses, Pace
from .measured import since, summed
from .rooms import entered
from .speaking import heard_by_all, voice
from .speech import FRAME_S, FRAME_SAMPLES, load_speech
from .steering import BEGIN, END, GO, READY, Steering, steered
from .variants import OPUS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .speech import Speech

_FLOATS: Final = struct.Struct(f"<{FRAME_SAMPLES}f")
_TO_FLOAT: Final = np.float32(1 / 32_768)
_TO_S16: Final = np.float32(32_768)
_LOWEST, _HIGHEST = np.float32(-32_768), np.float32(32_767)
_MONO_GATE_OFFSET_DB: Final = -3.0
"""The native runtime spreads a mono signal to stereo and then measures it, 3 dB too low."""
_OPUS_KEY: Final = 4
_HEAD: Final = b"\x00\x01\x00\x91\x90"
"""Session 0, voice, a peer id that the native runtime fills in, one position at the origin."""


def new_encoder() -> odin_voice.OdinEncoder:
    """Return an encoder with the daemon's default settings."""
    encoder = odin_voice.OdinEncoder(
        odin_voice.OdinAudioEncoderConfig(
            sample_rate=48_000,
            stereo=False,
            application_voip=DEFAULT.application is Application.VOICE,
            bitrate_bps=DEFAULT.bitrate_for(1),
            packet_loss_perc=DEFAULT.expected_loss_percent,
        )
    )
    gate = odin_voice.OdinVadConfig()
    gate.voice_activity = None
    gate.volume_gate = odin_voice.OdinVadSensitivity(
        DEFAULT.volume_gate.attack_dbfs + _MONO_GATE_OFFSET_DB,
        DEFAULT.volume_gate.release_dbfs + _MONO_GATE_OFFSET_DB,
    )
    encoder.pipeline.insert_vad(0, gate)
    return encoder


class Line:
    """One connection that speaks and listens in samples."""

    def __init__(self, room: odin_voice.OdinRoom, chunks: Iterator[bytes]) -> None:
        self.reception: Reception | None = None
        self.sent = 0
        self.heard = 0
        self._room = room
        self._chunks = chunks
        self._encoder = new_encoder()
        self._decoders: dict[int, odin_voice.OdinDecoder] = {}

    async def watch(self) -> None:
        """Read the room's events, and ignore them."""
        async for _ in self._room.rpcs():
            pass

    async def listen(self) -> None:
        """Push each datagram into its sender's decoder."""
        decoders = self._decoders
        async for datagram in self._room.datagrams():
            decoder = decoders.get(datagram.peer_id)
            if decoder is None:
                config = odin_voice.OdinAudioDecoderConfig(sample_rate=48_000, stereo=False)
                decoder = decoders[datagram.peer_id] = odin_voice.OdinDecoder(config)
            decoder.push(datagram.data)

    def speak(self) -> None:
        """Send the next 20 ms."""
        encoder = self._encoder
        encoder.push(self._samples(next(self._chunks)))
        while (packet := encoder.pop()) is not None:
            self._room.send_datagram(packet[0])
            self.sent += 1

    def hear(self) -> None:
        """Decode 20 ms of every peer."""
        for decoder in self._decoders.values():
            sound, silent = decoder.pop(FRAME_SAMPLES)
            pcm = self._pcm(sound)
            self.heard += not silent
            if self.reception is not None:
                self.reception.frames.append(pcm)
                self.reception.times.append(time.monotonic())

    def counters(self) -> Losses:
        """Return the counts so far."""
        losses = Losses(sent=self.sent, heard=self.heard)
        for decoder in self._decoders.values():
            buffer = decoder.dump()["decoder"]["jitter_buffer"]
            losses.concealed += buffer["audio_lost"] + buffer["audio_lost_fec"]
            losses.skipped += buffer["audio_voice_accelerated"]
            losses.dropped += buffer["packets_dropped"]
        return losses

    def close(self) -> None:
        """Drop the codecs on the thread that made them."""
        self._decoders.clear()
        del self._encoder

    def _samples(self, chunk: bytes) -> Sequence[float]:
        return (np.frombuffer(chunk, "<i2") * _TO_FLOAT).data

    def _pcm(self, sound: list[float]) -> bytes:
        samples = np.frombuffer(_FLOATS.pack(*sound), np.float32) * _TO_S16
        np.rint(samples, samples)
        np.maximum(samples, _LOWEST, samples)
        np.minimum(samples, _HIGHEST, samples)
        return samples.astype("<i2").tobytes()


class FloatLine(Line):
    """One connection that speaks and listens in floats."""

    def _samples(self, chunk: bytes) -> Sequence[float]:
        return memoryview(chunk).cast("f")

    def _pcm(self, sound: list[float]) -> bytes:
        return _FLOATS.pack(*sound)


class OpusLine(Line):
    """One connection that passes Opus packets through."""

    def __init__(self, room: odin_voice.OdinRoom, chunks: Iterator[bytes]) -> None:
        super().__init__(room, chunks)
        self._sequence = 0
        self._packet = msgspec.msgpack.Decoder().decode
        self._missing = 0
        self._last = -1

    async def listen(self) -> None:
        """Record packets as they arrive."""
        async for datagram in self._room.datagrams():
            now = time.monotonic()
            data = datagram.data
            packet = self._packet(data[data.index(b"\x91\x90", 2) + 2 :])
            sequence = packet[1]
            if self._last >= 0:
                self._missing += max(0, sequence - self._last - 1)
            self._last = sequence
            self.heard += 1
            if self.reception is not None:
                self.reception.frames.append(packet[_OPUS_KEY])
                self.reception.times.append(now)

    def speak(self) -> None:
        """Send the next packet; an empty one is a pause."""
        opus = next(self._chunks)
        if not opus:
            return
        self._sequence += 1
        audio = {1: self._sequence, 2: self._sequence * 1_800, 4: opus, 5: 1}
        self._room.send_datagram(_HEAD + msgspec.msgpack.encode(audio))
        self.sent += 1

    def hear(self) -> None:
        """Do nothing: packets are recorded on arrival."""

    def counters(self) -> Losses:
        """Return the counts so far."""
        return Losses(sent=self.sent, heard=self.heard, concealed=self._missing)


_LINES: Final[dict[str, type[Line]]] = {"s16": Line, "f32": FloatLine, OPUS: OpusLine}


class Ticker:
    """One clock for all lines."""

    def __init__(self, lines: list[Line], start: float) -> None:
        self._lines = lines
        self._pacer = Pacer(start)

    @property
    def pace(self) -> Pace:
        """The ticks so far, and how many were late."""
        return Pace(self._pacer.run_ticks, self._pacer.late)

    async def run(self) -> None:
        """Speak and hear every 20 ms."""
        lines, pacer = self._lines, self._pacer
        while True:
            await asyncio.sleep(pacer.due_at() - time.monotonic())
            pacer.run(time.monotonic())
            for line in lines:
                line.speak()
            for line in lines:
                line.hear()


def source(speech: Speech, sample_format: str) -> list[bytes]:
    """Return the sound of a line, in chunks of 20 ms."""
    return speech.packets() if sample_format == OPUS else speech.chunks(sample_format, 20)


async def work(steering: Steering) -> None:
    """Perform a BareJob."""
    job = await steering.job(BareJob)
    speech = load_speech()
    chunks = source(speech, job.sample_format)
    pause = b"" if job.sample_format == OPUS else bytes(len(chunks[0]))
    async with entered(job.entrance, job.rooms) as rooms, asyncio.TaskGroup() as tasks:
        steering.say(READY)
        await steering.expect(GO)
        start = time.monotonic()
        # a chunk is complete, and sent, at the tick with its number
        voices = [voice(number, len(chunks), 1, start - FRAME_S) for number in range(len(rooms))]
        lines = [
            _LINES[job.sample_format](room, one.chunks(chunks, pause))
            for room, one in zip(rooms, voices, strict=True)
        ]
        ticker = Ticker(lines, start)
        duties = [ticker.run(), *(line.listen() for line in lines), *(line.watch() for line in lines)]
        running = [tasks.create_task(duty) for duty in duties]
        steering.say(GO)
        window, receptions, heard = await measure(steering, lines, ticker)
        for task in running:
            task.cancel()
        heard.latencies_ms, heard.clicks_due = measure_latencies(
            speech, heard_by_all(voices), receptions, job.sample_format, window
        )
        for line in lines:
            line.close()
        steering.say(heard)


async def measure(
    steering: Steering, lines: list[Line], ticker: Ticker
) -> tuple[Window, list[Reception], Heard]:
    """Record and count from the word BEGIN to the word END."""
    await steering.expect(BEGIN)
    receptions = [Reception() for _ in lines]
    before, pace_before, begin = added_up(lines), ticker.pace, time.monotonic()
    for line, reception in zip(lines, receptions, strict=True):
        line.reception = reception
    steering.say(BEGIN)
    await steering.expect(END)
    end, pace = time.monotonic(), ticker.pace
    for line in lines:
        line.reception = None
    losses = since(before, added_up(lines))
    losses.due = int((end - begin) / FRAME_S) * len(lines)
    return Window(begin, end), receptions, Heard(end - begin, losses=losses, pace=since(pace_before, pace))


def added_up(lines: list[Line]) -> Losses:
    """Return the sum of all lines' counts."""
    return summed([line.counters() for line in lines])


if __name__ == "__main__":
    steered(work)
