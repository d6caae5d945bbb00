from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.timing.tick import TICKS_PER_SECOND

S16 = AudioFormat()
F32 = AudioFormat(sample_format=SampleFormat.F32LE)
rates = st.one_of(
    st.sampled_from([8_000, 11_025, 22_050, 44_100, 48_000, 192_000]), st.integers(8_000, 192_000)
)


def floats(*samples: float) -> bytes:
    return np.array(samples, "<f4").tobytes()


def integers(*samples: int) -> bytes:
    return np.array(samples, "<i2").tobytes()


def test_the_default_is_48_khz_mono_in_16_bits():
    assert AudioFormat(48_000, 1, SampleFormat.S16LE) == S16
    assert S16.layout == (48_000, 1)


@pytest.mark.parametrize("rate", [-1, 0, 7_999, 192_001, 2**32 - 1])
def test_a_rate_out_of_range_is_refused(rate: int):
    with pytest.raises(InvalidArgumentError) as caught:
        AudioFormat(rate)
    assert caught.value.reason == "SAMPLE_RATE_INVALID"
    assert caught.value.metadata == {"rate": str(rate), "low": "8000", "high": "192000"}


@pytest.mark.parametrize("channels", [-1, 0, 3])
def test_other_than_one_or_two_channels_are_refused(channels: int):
    with pytest.raises(InvalidArgumentError) as caught:
        AudioFormat(48_000, channels)
    assert caught.value.reason == "CHANNELS_INVALID"


@pytest.mark.parametrize(
    ("audio_format", "size"),
    [
        (S16, 2),
        (AudioFormat(8_000, 2), 4),
        (F32, 4),
        (AudioFormat(48_000, 2, SampleFormat.F32LE), 8),
    ],
)
def test_a_sample_counts_all_channels(audio_format: AudioFormat, size: int):
    assert audio_format.bytes_per_sample == size


def test_every_16_bit_integer_survives_exactly():
    every = np.arange(-32_768, 32_768).astype("<i2").tobytes()
    assert S16.encode(S16.decode(every)) == every


def test_integers_are_scaled_by_their_lowest_value():
    assert S16.decode(integers(-32_768, -16_384, 0, 16_384)).tolist() == [-1.0, -0.5, 0.0, 0.5]
    assert S16.encode(np.array([-1.0, -0.5, 0.0, 0.5, 1.0], np.float32)) == integers(
        -32_768, -16_384, 0, 16_384, 32_767
    )


def test_integers_are_rounded_not_cut():
    step = 1 / 32_768
    samples = np.array([0.6 * step, -0.6 * step, 1.4 * step, -1.4 * step], np.float32)
    assert S16.encode(samples) == integers(1, -1, 1, -1)


def test_floats_beyond_full_scale_are_clipped_on_the_way_in():
    assert F32.decode(floats(1.5, -1.5, 3e38, -3e38, 0.25)).tolist() == [1.0, -1.0, 1.0, -1.0, 0.25]


def test_infinity_is_full_scale_and_not_a_number_is_silence():
    assert F32.decode(floats(float("inf"), float("-inf"), float("nan"))).tolist() == [1.0, -1.0, 0.0]


@pytest.mark.parametrize("loud", [1.5, 3e38, float("inf")])
def test_samples_beyond_full_scale_are_clipped_on_the_way_out(loud: float):
    samples = np.array([loud, -loud], np.float32)
    assert S16.encode(samples) == integers(32_767, -32_768)
    assert F32.encode(samples) == floats(1.0, -1.0)


@given(st.lists(st.floats(-1, 1, width=32)))
def test_floats_within_full_scale_survive_exactly(samples: list[float]) -> None:
    assert F32.encode(F32.decode(floats(*samples))) == floats(*samples)


@given(st.binary(max_size=400).map(lambda data: data[: len(data) // 4 * 4]), st.sampled_from([S16, F32]))
def test_any_bytes_are_sound_within_full_scale(pcm: bytes, audio_format: AudioFormat) -> None:
    samples = audio_format.decode(pcm)
    assert samples.dtype == np.float32
    assert len(samples) == len(pcm) // audio_format.bytes_per_sample
    assert np.abs(samples).max(initial=0) <= 1
    assert len(audio_format.encode(samples)) == len(pcm)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_buffer_is_taken(kind: type):
    assert S16.decode(kind(integers(16_384))).tolist() == [0.5]


@given(rates, st.integers(1, 2), st.integers(0, 10**9))
def test_frames_of_a_second_add_up_to_the_rate(rate: int, channels: int, tick: int) -> None:
    audio_format = AudioFormat(rate, channels)
    second = range(tick, tick + TICKS_PER_SECOND)
    lengths = {audio_format.samples_in(number) for number in second}
    assert sum(audio_format.samples_in(number) for number in second) == rate * channels
    assert audio_format.position(tick + 50) - audio_format.position(tick) == rate
    assert max(lengths) - min(lengths) in (0, channels)
