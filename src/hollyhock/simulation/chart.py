"""Charts as one page that needs nothing else: lines and bars as SVG, readable in light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

_WIDTH, _HEIGHT, _LEFT, _FOOT, _TOP = 720, 260, 56, 28, 16
_COLOURS = ("#2f6fde", "#d9822b", "#3d9970", "#a64ca6", "#c23b3b", "#6b7280")
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 760px; padding: 0 1rem; }
html { color-scheme: light dark; } svg { width: 100%; height: auto; }
text { font-size: 12px; fill: currentColor; font-variant-numeric: tabular-nums; }
line.grid { stroke: currentColor; opacity: .15; } .key { margin-right: 1.2em; white-space: nowrap; }
.key i { display: inline-block; width: .8em; height: .8em; border-radius: .2em; margin-right: .4em; }
"""


class Line(NamedTuple):
    """One series; gaps are None."""

    name: str
    values: Sequence[float | None]


class Chart(NamedTuple):
    """One picture: series over the same points."""

    title: str
    labels: Sequence[str]
    """Below the points."""
    lines: Sequence[Line]
    percent: bool = False
    """Values are shares, shown from 0 to 100 %."""
    steps: bool = False
    """Values hold for a whole interval."""


def page(title: str, charts: Sequence[Chart], language: str) -> str:
    """Return the page."""
    body = "\n".join(f"<h2>{escape(one.title)}</h2>{_keys(one)}{_svg(one)}" for one in charts)
    name = escape(title)
    head = f'<head><meta charset="utf-8"><title>{name}</title><style>{_STYLE}</style></head>'
    return f'<!doctype html><html lang="{language}">{head}<body><h1>{name}</h1>{body}</body></html>\n'


def _keys(chart: Chart) -> str:
    keys = (
        f'<span class="key"><i style="background:{_COLOURS[number % len(_COLOURS)]}"></i>{escape(line.name)}</span>'
        for number, line in enumerate(chart.lines)
    )
    return f"<p>{''.join(keys)}</p>"


def _svg(chart: Chart) -> str:
    known = [value for line in chart.lines for value in line.values if value is not None]
    top = 1.0 if chart.percent else max(known, default=0.0) * 1.1 or 1.0
    paths = (
        f'<path d="{_path(line.values, top, steps=chart.steps)}" fill="none" stroke-width="2" '
        f'stroke="{_COLOURS[number % len(_COLOURS)]}"/>'
        for number, line in enumerate(chart.lines)
    )
    words = escape(chart.title)
    inner = "".join([*_grid(top, percent=chart.percent), *_feet(chart.labels), *paths])
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{words}">{inner}</svg>'


def _grid(top: float, *, percent: bool) -> list[str]:
    found = []
    for number in range(5):
        share = number / 4
        height = _y(share * top, top)
        shown = f"{share:.0%}" if percent else f"{share * top:.3g}"
        found.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{height:.1f}" y2="{height:.1f}"/>')
        found.append(f'<text x="{_LEFT - 6}" y="{height + 4:.1f}" text-anchor="end">{shown}</text>')
    return found


def _feet(labels: Sequence[str]) -> list[str]:
    step = max(1, len(labels) // 8)
    return [
        f'<text x="{_x(number, len(labels)):.1f}" y="{_HEIGHT - 8}">{escape(labels[number])}</text>'
        for number in range(0, len(labels), step)
    ]


def _path(values: Sequence[float | None], top: float, *, steps: bool) -> str:
    parts, pen = [], "M"
    for number, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{_x(number, len(values)):.1f} {_y(value, top):.1f}")
        if steps or len(values) == 1:
            parts.append(f"H{_x(number + 1, len(values)):.1f}")
        pen = "L"
    return "".join(parts)


def _x(number: int, count: int) -> float:
    return _LEFT + (_WIDTH - _LEFT) * number / max(count, 1)


def _y(value: float, top: float) -> float:
    return _HEIGHT - _FOOT - (_HEIGHT - _FOOT - _TOP) * value / top
