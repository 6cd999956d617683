#!/usr/bin/python3
"""Draws what tests/bench/growth has measured: `plot.py FIGURES.json PLOT.svg`. Each figure in a panel of its own, over the number of stored
revisions or of followers, which is drawn by powers of ten. Nothing but Python's own library."""

import json
import math
import sys
from pathlib import Path

# Series, figure, what is written above the panel.
PANELS = (("sizes", "per_second", "filings per second"), ("sizes", "p99_ms", "slowest of a hundred filings, ms"),
          ("sizes", "list_ms", "a list of 100 returns, ms"), ("sizes", "head_ms", "the ledger's head, ms"),
          ("sizes", "resident_mib", "memory of submission, MiB"), ("sizes", "database_mib", "database, MiB"),
          ("watchers", "per_second", "filings per second, by followers"), ("watchers", "p50_ms", "half of the filings, by followers, ms"),
          ("watchers", "p99_ms", "slowest of a hundred, by followers, ms"))
OVER = {"sizes": "size", "watchers": "watchers"}
WIDTH, HEIGHT, MARGIN, COLUMNS = 300, 190, 44, 3


def panel(figures, over, key, title, left, top):
    sizes, values = [figure[over] for figure in figures], [figure[key] for figure in figures]
    most = max([*values, 1e-9]) * 1.1
    first, last = math.log10(min(sizes)), max(math.log10(max(sizes)), math.log10(min(sizes)) + 1)
    plot_width, plot_height = WIDTH - MARGIN - 14, HEIGHT - MARGIN - 22

    def at(size, value):
        return (left + MARGIN + (math.log10(size) - first) / (last - first) * plot_width, top + 22 + plot_height * (1 - value / most))

    points = [at(size, value) for size, value in zip(sizes, values)]
    base = top + 22 + plot_height
    yield f'<text x="{left + MARGIN}" y="{top + 14}" class="title">{title}</text>'
    yield f'<path d="M{left + MARGIN} {top + 22}V{base}H{left + MARGIN + plot_width}" class="axis"/>'
    for share in (0.5, 1):
        y = base - plot_height * share / 1.1
        yield f'<text x="{left + MARGIN - 4}" y="{y + 4:.0f}" class="number" text-anchor="end">{max(values) * share:.4g}</text>'
    for size, (x, _) in zip(sizes, points):
        yield f'<text x="{x:.0f}" y="{base + 14:.0f}" class="number" text-anchor="middle">{power(size)}</text>'
    yield f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" class="line"/>'
    for x, y in points:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>'


def power(size):
    """As a power of ten, where it is one."""
    exponent = round(math.log10(size))
    return "10" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(exponent)) if size == 10**exponent else str(size)


def main():
    figures = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    rows = math.ceil(len(PANELS) / COLUMNS)
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * COLUMNS}" height="{HEIGHT * rows}" role="img">',
             "<title>How submission goes as its ledger grows</title>",
             "<style>text{font:12px sans-serif}.number{font-size:10px;fill:#555}.axis{fill:none;stroke:#888}"
             ".line{fill:none;stroke:#1f6feb;stroke-width:2}circle{fill:#1f6feb}</style>"]
    for place, (series, key, title) in enumerate(PANELS):
        lines += panel(figures[series], OVER[series], key, title, place % COLUMNS * WIDTH, place // COLUMNS * HEIGHT)
    Path(sys.argv[2]).write_text("\n".join([*lines, "</svg>", ""]), encoding="utf-8")


main()
