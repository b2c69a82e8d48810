"""Counts by day -> a timeline: bins without holes, drawn with block characters or as SVG. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from newsearch.errors import NewsearchError

Unit = Literal["day", "month", "year"]
MOST_BINS = 120
"""Bins of a timeline that is drawn; more months than this become years."""
FEW_DAYS = 62
"""Days that are drawn one by one if nothing else is asked for: a bar or two for the months would say little."""
MOST_DAYS = 7_320
"""Days that are drawn because they are asked for: twenty years."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SVG_BAR, _SVG_GAP, _SVG_HEIGHT = 12, 3, 120


@dataclass(frozen=True, slots=True)
class Bin:
    """Blocks of one day, month or year."""

    label: str
    """`2022`, `2022-01` or `2022-01-05`."""
    count: int


def bins(counts: Sequence[tuple[str, int]], unit: Unit | None = None) -> tuple[Bin, ...]:
    """From the first day, month or year with blocks to the last, those without included. `counts`: blocks by day.

    Without a unit the one that reads best. Raises NewsearchError if there would be too many days.
    """
    if not counts:
        return ()
    first, last = (dt.date.fromisoformat(label) for label in (min(counts)[0], max(counts)[0]))
    days = (last - first).days + 1
    if unit == "day" and days > MOST_DAYS:
        raise NewsearchError(
            f"From {first} to {last} are {days:,} days; {MOST_DAYS:,} can be drawn. Add date:2022-01..2022-06, say."
        )
    return _filled(counts, unit or _readable(first, last))


def _readable(first: dt.date, last: dt.date) -> Unit:
    if (last - first).days < FEW_DAYS:
        return "day"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return "month" if months <= MOST_BINS else "year"


def _filled(counts: Iterable[tuple[str, int]], unit: Unit) -> tuple[Bin, ...]:
    length, after = _UNITS[unit]
    sums: dict[str, int] = {}
    for label, count in counts:
        sums[label[:length]] = sums.get(label[:length], 0) + count
    label, last = min(sums), max(sums)
    found = [Bin(label, sums[label])]
    while label != last:
        label = after(label)
        found.append(Bin(label, sums.get(label, 0)))
    return tuple(found)


def _next_day(label: str) -> str:
    return (dt.date.fromisoformat(label) + dt.timedelta(days=1)).isoformat()


def _next_month(label: str) -> str:
    year, month = int(label[:4]), int(label[5:7])
    return f"{year + month // 12:04}-{month % 12 + 1:02}"


def _next_year(label: str) -> str:
    return f"{int(label) + 1:04}"


_UNITS: Mapping[Unit, tuple[int, Callable[[str], str]]] = {
    "day": (10, _next_day),
    "month": (7, _next_month),
    "year": (4, _next_year),
}
"""Unit -> characters of its label, and what makes the label after one."""


def lines(bins: Sequence[Bin], width: int = 80) -> Iterator[str]:
    """A line a bin: label, count, and a bar in eighths of a character; the longest bar fills the width."""
    if not bins:
        return
    label_width = max(len(each.label) for each in bins)
    most = max(each.count for each in bins)
    count_width = len(f"{most:,}")
    room = max(8, width - label_width - count_width - 3)
    for each in bins:
        yield f"{each.label:<{label_width}} {each.count:>{count_width},} {_bar(each.count, most, room)}".rstrip()


def _bar(count: int, most: int, room: int) -> str:
    """A single block beside a thousand still shows."""
    eighths = max(1, round(8 * room * count / most)) if count else 0
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


def svg(bins: Sequence[Bin], title: str) -> str:
    """A bar chart as a whole SVG document that takes the colour of its surroundings; each bar says what it stands for."""
    most = max((each.count for each in bins), default=0)
    width = max(240, len(bins) * (_SVG_BAR + _SVG_GAP) + _SVG_GAP)
    height = _SVG_HEIGHT + 44
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" fill="currentColor" font-family="sans-serif" font-size="11">',
        f"<title>{_text(title)}</title>",
        f'<text x="{_SVG_GAP}" y="12">{_text(title)}</text>',
    ]
    for number, each in enumerate(bins):
        bar = max(1, round(_SVG_HEIGHT * each.count / most)) if each.count else 0
        x, y = _SVG_GAP + number * (_SVG_BAR + _SVG_GAP), 20 + _SVG_HEIGHT - bar
        parts.append(
            f'<rect x="{x}" y="{y}" width="{_SVG_BAR}" height="{bar}"><title>{_text(each.label)}: {each.count:,}</title></rect>'
        )
    if bins:
        base = height - 8
        parts.append(f'<text x="{_SVG_GAP}" y="{base}">{_text(bins[0].label)}</text>')
        parts.append(f'<text x="{width - _SVG_GAP}" y="{base}" text-anchor="end">{_text(bins[-1].label)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _text(text: str) -> str:
    """Text for XML: escaped, without characters that XML forbids."""
    return escape("".join(char for char in text if char.isprintable()))
