"""Pictures of what was said and what was heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
from scores import lag_of

mpl.use("agg")
from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

_RATE = 48_000
_DETAIL_S = (3.9, 4.05)


def draw_spectrograms(path: Path, said: Sound, heard: dict[str, Sound]) -> None:
    """One spectrogram below the other, aligned."""
    rows = {"said": said} | {f"heard, {name}": _aligned(said, sound) for name, sound in heard.items()}
    figure, axes = plt.subplots(
        len(rows), 1, figsize=(14, 2.6 * len(rows)), sharex=True, layout="constrained"
    )
    floor = np.random.default_rng(0).normal(0, 1e-7, len(said))  # what is exactly silent has no logarithm
    for axis, (name, sound) in zip(axes, rows.items(), strict=True):
        axis.specgram(sound + floor[: len(sound)], NFFT=1024, Fs=_RATE, noverlap=768, vmin=-140, vmax=-40)
        axis.set(title=name, ylabel="Hz", ylim=(0, 20_000))
    axes[-1].set_xlabel("s")
    figure.savefig(path, dpi=90)
    plt.close(figure)


def draw_waveforms(path: Path, said: Sound, heard: dict[str, Sound]) -> None:
    """The whole clip on the left, a quarter of a second on the right, what was said behind what was heard."""
    figure, axes = plt.subplots(len(heard), 2, figsize=(14, 2.6 * len(heard)), layout="constrained")
    time = np.arange(len(said)) / _RATE
    for (whole, detail), (name, sound) in zip(axes, heard.items(), strict=True):
        aligned = _aligned(said, sound)
        for axis in (whole, detail):
            axis.plot(time, said, color="0.7", linewidth=1.5, label="said")
            axis.plot(time, aligned, color="C0", linewidth=0.5, label="heard")
            axis.set_title(name)
        detail.set_xlim(*_DETAIL_S)
    axes[0][0].legend(loc="upper right")
    figure.savefig(path, dpi=90)
    plt.close(figure)


def _aligned(said: Sound, heard: Sound) -> Sound:
    """The first repetition of what was said."""
    lag = max(0, lag_of(said, heard[: len(said) * 3 // 2]))
    part = heard[lag : lag + len(said)]
    return np.pad(part, (0, len(said) - len(part)))
