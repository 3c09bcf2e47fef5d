"""The plot of the peers: rows a second as bars on a logarithmic axis.

matplotlib writes SVG itself, 10 MB to fetch; Altair needs vl-convert for that, 34 MB more.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt

INK, OURS, WHOLE, SINGLY = "#222222", "#0b5cad", "#8fb8de", "#c9c9c9"
STYLE = {
    "svg.hashsalt": "nytta",  # the same names in every run
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def plot(bars: list[tuple[str, float, bool]], ours: str, path: Path) -> None:
    """Writes an SVG of the names with their seconds a row and whether they take whole columns; `ours` is what all are compared with."""
    rates = {name: 1 / seconds for name, seconds, _ in bars}
    ordered = sorted(bars, key=lambda bar: -bar[1])
    with mpl.rc_context(STYLE):
        figure, axes = plt.subplots(figsize=(9.6, 0.42 * len(bars) + 1.5), layout="constrained")
        colours = [OURS if name == ours else WHOLE if whole else SINGLY for name, _, whole in ordered]
        drawn = axes.barh([name for name, *_ in ordered], [rates[name] for name, *_ in ordered], color=colours, height=0.72)
        labels = [_label(rates[name], rates[ours]) for name, *_ in ordered]
        axes.bar_label(drawn, labels, padding=4)
        axes.set_xscale("log")
        axes.set_xlim(min(rates.values()) / 3, max(rates.values()) * 30)
        axes.set_xlabel("rows a second, verdict and every status; in brackets against the kernel")
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        swatches = [plt.Rectangle((0, 0), 1, 1, color=colour) for colour in (OURS, WHOLE, SINGLY)]
        axes.legend(swatches, ["the kernel", "whole columns", "one case at a time"], frameon=False, loc="lower right")
        figure.savefig(path, metadata={"Date": None, "Creator": None}, facecolor="white")
        plt.close(figure)


def _label(rate: float, ours: float) -> str:
    return f"{float(f'{rate:.2g}'):,.0f}  ({_times(rate / ours)})"


def _times(ratio: float) -> str:
    return f"{ratio:.1f} ×" if ratio >= 0.95 else f"1/{float(f'{1 / ratio:.2g}'):,g}"
