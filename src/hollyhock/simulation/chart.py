"""Charts as one page that needs nothing else: drawn as SVG, readable in light and dark, saved as PNG by a button."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

_WIDTH, _HEIGHT, _LEFT, _FOOT, _TOP = 720, 300, 56, 28, 62
_COLOURS = ("#2f6fde", "#d9822b", "#3d9970", "#a64ca6", "#c23b3b", "#6b7280")
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 760px; padding: 0 1rem; }
html { color-scheme: light dark; } svg { width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; margin: 1rem 0; }
th, td { padding: .3em .6em; text-align: right; border-bottom: 1px solid #8884; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } th { font-weight: 600; }
figure { margin: 2rem 0; } figure p { margin: .2rem 0; text-align: right; } small { opacity: .75; }
button { font: inherit; font-size: 13px; padding: .2em .9em; border: 1px solid #8888; border-radius: .4em; }
button { background: none; cursor: pointer; } @media print { button { display: none; } }
"""
# In the drawing itself, so that it looks the same as a picture by itself.
_DRAWN = (
    "text{font:12px system-ui,sans-serif;fill:currentColor;font-variant-numeric:tabular-nums}"
    ".title{font-size:16px;font-weight:600}.grid{stroke:currentColor;opacity:.15}"
)
_SAVE = """
for (const button of document.querySelectorAll("figure button")) {
  button.onclick = () => {
    const drawing = button.closest("figure").querySelector("svg"), image = new Image();
    const { width, height } = drawing.viewBox.baseVal, copy = drawing.cloneNode(true), sharp = 2;
    copy.setAttribute("width", width * sharp);
    copy.setAttribute("height", height * sharp);
    image.onload = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: width * sharp, height: height * sharp });
      const paper = canvas.getContext("2d");
      paper.fillStyle = "white";
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(image, 0, 0);
      const link = Object.assign(document.createElement("a"), { href: canvas.toDataURL("image/png") });
      link.download = drawing.getAttribute("aria-label").replace(/[^\\p{L}\\p{N}]+/gu, "-") + ".png";
      link.click();
    };
    image.src = "data:image/svg+xml," + encodeURIComponent(new XMLSerializer().serializeToString(copy));
  };
}
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


class Table(NamedTuple):
    """Figures in rows; the first cell of each names it."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


class Words(NamedTuple):
    """What the page says besides, in the reader's language."""

    title: str
    save: str
    """On the button that saves a chart as PNG."""
    language: str


def page(words: Words, charts: Sequence[Chart], tables: Sequence[Table] = ()) -> str:
    """Return the page."""
    button = f'<p><button type="button">{escape(words.save)}</button></p>'
    figures = "\n".join(f"<figure>{_svg(one)}{button}</figure>" for one in charts)
    body = "\n".join([f"<h1>{escape(words.title)}</h1>", *map(_table, tables), figures, f"<script>{_SAVE}</script>"])
    view = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head = f"<head>{view}<title>{escape(words.title)}</title><style>{_STYLE}</style></head>"
    return f'<!doctype html><html lang="{words.language}">{head}<body>{body}</body></html>\n'


def _table(table: Table) -> str:
    heads = "".join(f"<th>{escape(head)}</th>" for head in table.heads)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    note = f"<small>{escape(table.note)}</small>" if table.note else ""
    return f"<table><tr>{heads}</tr>{rows}</table>{note}"


def _svg(chart: Chart) -> str:
    known = [value for line in chart.lines for value in line.values if value is not None]
    step = 0.25 if chart.percent else _step(max(known, default=0.0))
    top = 1.0 if chart.percent else step * max(1, ceil(max(known, default=0.0) / step))
    paths = (
        f'<path d="{_path(line.values, top, steps=chart.steps)}" fill="none" stroke-width="2" '
        f'stroke="{_COLOURS[number % len(_COLOURS)]}"/>'
        for number, line in enumerate(chart.lines)
    )
    words = escape(chart.title)
    title = f'<style>{_DRAWN}</style><text class="title" x="0" y="18">{words}</text>'
    inner = "".join([title, *_keys(chart.lines), *_grid(top, step, percent=chart.percent), *_feet(chart), *paths])
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{words}">{inner}</svg>'


def _keys(lines: Sequence[Line]) -> list[str]:
    """Return the key below the title; what is wide in print takes two places."""
    found, at = [], _LEFT
    for number, line in enumerate(lines):
        colour = _COLOURS[number % len(_COLOURS)]
        found.append(f'<rect x="{at}" y="33" width="10" height="10" rx="2" fill="{colour}"/>')
        found.append(f'<text x="{at + 15}" y="42">{escape(line.name)}</text>')
        at += 40 + sum(13 if ord(letter) > _WIDE else 7 for letter in line.name)
    return found


_WIDE = 0x2E80
"""From here on Unicode has the letters that are as wide as high."""


def _step(most: float) -> float:
    """Return a round distance (1, 2 or 5 times a power of ten) of which five at most reach the largest value."""
    if most <= 0:
        return 1.0
    power = 10.0 ** floor(log10(most / 5))
    return next(step * power for step in (1, 2, 5, 10) if step * power * 5 >= most)


def _grid(top: float, step: float, *, percent: bool) -> list[str]:
    found = []
    for number in range(round(top / step) + 1):
        height = _y(number * step, top)
        shown = f"{number * step:.0%}" if percent else f"{number * step:g}"
        found.append(f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH}" y1="{height:.1f}" y2="{height:.1f}"/>')
        found.append(f'<text x="{_LEFT - 6}" y="{height + 4:.1f}" text-anchor="end">{shown}</text>')
    return found


def _feet(chart: Chart) -> list[str]:
    step = max(1, len(chart.labels) // 8)
    return [
        f'<text x="{_x(number, len(chart.labels)):.1f}" y="{_HEIGHT - 8}">{escape(chart.labels[number])}</text>'
        for number in range(0, len(chart.labels), step)
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
