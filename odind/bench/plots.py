"""Plots of a run. matplotlib comes with the extra `bench`, and is loaded only here."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from odind.core.errors import FailedPreconditionError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .report import Row


def require_plots() -> None:
    """Raise FailedPreconditionError EXTRA_MISSING unless matplotlib is installed."""
    try:
        import matplotlib as mpl  # noqa: PLC0415 - an extra
    except ImportError:
        raise FailedPreconditionError(
            "EXTRA_MISSING",
            "plots need matplotlib: install it with {command}",
            command="pip install 'odind[bench]'",
        ) from None
    mpl.use("agg")


def draw(rows: Sequence[Row], folder: Path) -> list[Path]:
    """Draw all plots into the folder; return the files."""
    require_plots()
    pictures = {"cpu.png": _draw_cpu, "latency.png": _draw_latency, "ratio.png": _draw_ratio}
    for name, picture in pictures.items():
        picture(rows, folder / name)
    return [folder / name for name in pictures]


def _axes(title: str, x: str, y: str) -> tuple[Figure, Axes]:
    from matplotlib import pyplot as plt  # noqa: PLC0415 - an extra

    figure, axes = plt.subplots(figsize=(9, 5), layout="constrained")
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.grid(alpha=0.3)
    return figure, axes


def _save(figure: Figure, path: Path) -> None:
    from matplotlib import pyplot as plt  # noqa: PLC0415 - an extra

    figure.savefig(path, dpi=100)
    plt.close(figure)


def _by_variant(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row.measured.connections):
        found.setdefault(row.measured.variant, []).append(row)
    return found


def _draw_cpu(rows: Sequence[Row], path: Path) -> None:
    figure, axes = _axes("CPU of one duplex stream", "connections", "share of a core (%)")
    for name, some in _by_variant(rows).items():
        counts = [row.measured.connections for row in some]
        costs = [row.measured.cpu_per_stream * 100 for row in some]
        axes.plot(counts, costs, marker="o", label=name)
        over = [(n, cost) for n, cost, row in zip(counts, costs, some, strict=True) if row.overloaded]
        if over:
            axes.plot(*zip(*over, strict=True), "kx", markersize=12)
    axes.set_ylim(bottom=0)
    axes.legend(title="x: over capacity")
    _save(figure, path)


def _draw_latency(rows: Sequence[Row], path: Path) -> None:
    """Draw the number of connections that most variants can carry; of several such numbers, the largest."""
    shown = Counter(row.measured.connections for row in rows if row.latency and not row.overloaded)
    most = max(shown, key=lambda connections: (shown[connections], connections), default=None)
    figure, axes = _axes(
        f"Latency of clicks, {most} connections", "ms from source to listener", "share of clicks"
    )
    for row in rows:
        if row.measured.connections == most and not row.overloaded and row.latency:
            ordered = np.sort(row.measured.heard.latencies_ms)
            axes.plot(ordered, np.arange(1, len(ordered) + 1) / len(ordered), label=row.measured.variant)
    axes.set_xlim(left=0)
    axes.legend()
    _save(figure, path)


def _draw_ratio(rows: Sequence[Row], path: Path) -> None:
    figure, axes = _axes("CPU per stream", "", "times bare")
    shown = [(row, row.ratio) for row in rows if row.ratio is not None]
    places = np.arange(len(shown))
    axes.bar(places, [ratio for _, ratio in shown], color="tab:blue", zorder=2)
    names = [f"{row.measured.variant}, {row.measured.connections}" for row, _ in shown]
    axes.set_xticks(places, names, fontsize=8, rotation=90)
    axes.axhline(1.0, color="black", linewidth=0.8)
    for place, (row, _) in zip(places, shown, strict=True):
        if row.target is not None:
            axes.hlines(row.target, place - 0.45, place + 0.45, color="tab:red", linewidth=2, zorder=3)
    axes.set_title("CPU per stream, as a multiple of bare (red: target)")
    _save(figure, path)
