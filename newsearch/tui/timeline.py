"""When the hits were written, as a row of bars; days or months are selected with keys or by dragging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from newsearch.tui import paint
from newsearch.tui.keys import bindings
from newsearch.tui.words import span_name
from newsearch.wording import counted

BARS = " ▁▂▃▄▅▆▇█"
STRAYS = 200
"""Of so many blocks one may be left out of the bars."""
LABEL = 34
"""Cells beside the bars: `14 Nov 2021 – 23 Jan 2022 · 1,234`."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is drawn as one bar: a day, or consecutive months."""

    first: str
    last: str
    """`2022-01`, or of days `2022-01-05`; both included."""
    count: int

    @property
    def value(self) -> str:
        """As a filter has it."""
        return self.first if self.first == self.last else f"{self.first}..{self.last}"

    def label(self) -> str:
        return span_name(self.first, self.last)

    def overlaps(self, value: str) -> bool:
        """Whether a filter's value (`2022-01`, `2022-01-05..2022-02-03`) has days of it."""
        first, _, last = value.partition("..")
        length = min(len(first), len(self.first))
        return self.first[:length] <= (last or first)[:length] and first[:length] <= self.last[:length]


def buckets(days: Sequence[tuple[str, int]], columns: int) -> tuple[Bucket, ...]:
    """At most `columns` bars from the first day to the last, those without a hit included: of days if these are so few,
    else of months, or of several months."""
    if not days or columns < 1:
        return ()
    first, last = (dt.date.fromisoformat(day) for day in (min(days)[0], max(days)[0]))
    span = (last - first).days + 1
    if span <= columns:
        counts = dict(days)
        labels = [(first + dt.timedelta(days=at)).isoformat() for at in range(span)]
        return tuple(Bucket(label, label, counts.get(label, 0)) for label in labels)
    return _of_months(months(days), columns)


def without_strays(days: Sequence[tuple[str, int]]) -> Sequence[tuple[str, int]]:
    """The days without the few far from all others (a story of 1970, one that is dated 2050), if these would take up half
    of the bars or more: at most one block in `STRAYS`."""
    spare = sum(count for _, count in days) // STRAYS
    dates = [dt.date.fromisoformat(day) for day, _ in days]
    first, last = 0, len(days) - 1
    while last - first > 1:
        early, late = dates[first + 1] - dates[first], dates[last] - dates[last - 1]
        spare -= days[first if early > late else last][1]
        if spare < 0 or max(early, late) * 10 < dates[last] - dates[first]:
            break
        if early > late:
            first += 1
        else:
            last -= 1
    if last > first and 2 * (dates[last] - dates[first]) <= dates[-1] - dates[0]:
        return days[first : last + 1]
    return days


def months(days: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Counts by month from counts by day."""
    counts: dict[str, int] = {}
    for day, count in days:
        counts[day[:7]] = counts.get(day[:7], 0) + count
    return tuple(sorted(counts.items()))


def _of_months(months: Sequence[tuple[str, int]], columns: int) -> tuple[Bucket, ...]:
    counts = {_number(month): count for month, count in months}
    first, last = min(counts), max(counts)
    size = -(-(last - first + 1) // columns)
    return tuple(
        Bucket(
            _month(start),
            _month(min(start + size - 1, last)),
            sum(counts.get(month, 0) for month in range(start, start + size)),
        )
        for start in range(first, last + 1, size)
    )


def bar(count: int, most: int, height: int = 1) -> tuple[str, ...]:
    """A bar's cells from the top down, in eighths; a single hit beside a thousand still shows."""
    eighths = max(1, round(8 * height * count / most)) if count else 0
    return tuple(BARS[max(0, min(8, eighths - 8 * below))] for below in range(height - 1, -1, -1))


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


class Timeline(Widget, can_focus=True):
    """Bars at the left, the time they span at the right. One line, or two on a tall screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("timeline")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "timeline--bar",
        "timeline--outside",
        "timeline--selected",
        "timeline--label",
    }
    WIDEST = 4
    """Columns of one bar at most."""

    cursor: reactive[int] = reactive(0)
    pivot: reactive[int] = reactive(0)

    class Selected(Message):
        """What to narrow to, as a filter's value: `2022-01`, `2022-01..2022-03`, or the same of days."""

        def __init__(self, value: str) -> None:
            self.value = value
            super().__init__()

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._days: tuple[tuple[str, int], ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._outside = 0
        """Blocks of days that are not drawn."""
        self._dragging = False

    def show(self, days: Sequence[tuple[str, int]], chosen: Sequence[str] = ()) -> None:
        """Show how many blocks are of which day. `chosen`: values of the filters in force."""
        self.set_class(bool(days), "-shown")
        shown = tuple(without_strays(days))
        if shown != self._days:
            self._days = shown
            self.pivot = self.cursor = 0
        self._outside = sum(count for _, count in days) - sum(count for _, count in shown)
        self._chosen = tuple(chosen)
        self.refresh()

    def on_focus(self) -> None:
        """Begin where something is chosen."""
        chosen = [at for at, bucket in enumerate(self._bars()) if self._is_chosen(bucket)]
        if chosen and self._chosen:
            self.pivot, self.cursor = chosen[0], chosen[-1]

    def _is_chosen(self, bucket: Bucket) -> bool:
        return not self._chosen or any(bucket.overlaps(value) for value in self._chosen)

    def action_month_left(self) -> None:
        self._go(self.cursor - 1, extend=False)

    def action_month_right(self) -> None:
        self._go(self.cursor + 1, extend=False)

    def action_month_extend_left(self) -> None:
        self._go(self.cursor - 1, extend=True)

    def action_month_extend_right(self) -> None:
        self._go(self.cursor + 1, extend=True)

    def action_month_apply(self) -> None:
        bars = self._bars()
        if bars:
            self.post_message(self.Selected(self._selected(bars).value))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        at = self._bucket_at(event.x)
        if at is not None:
            self._dragging = True
            self.capture_mouse()
            self._go(at, extend=False)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        at = self._bucket_at(event.x)
        bars = self._bars()
        self.tooltip = f"{bars[at].label()}: {counted(bars[at].count, 'hit')}" if at is not None else None
        if self._dragging and at is not None:
            self._go(at, extend=True)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            self.action_month_apply()

    def _go(self, at: int, extend: bool) -> None:
        bars = self._bars()
        if bars:
            self.cursor = max(0, min(at, len(bars) - 1))
            if not extend:
                self.pivot = self.cursor

    def _from(self) -> int:
        return min(self.cursor, self.pivot)

    def _to(self) -> int:
        return max(self.cursor, self.pivot)

    def _selected(self, bars: Sequence[Bucket]) -> Bucket:
        selected = bars[self._from() : self._to() + 1] or bars[-1:]
        return Bucket(selected[0].first, selected[-1].last, sum(bucket.count for bucket in selected))

    def _bars(self) -> tuple[Bucket, ...]:
        return buckets(self._days, max(1, self.size.width - LABEL - 2))

    def _columns(self, bars: Sequence[Bucket]) -> int:
        return max(1, min(self.WIDEST, (self.size.width - LABEL - 2) // max(1, len(bars))))

    def _bucket_at(self, x: int) -> int | None:
        bars = self._bars()
        at = (x - 1) // self._columns(bars)
        return at if 0 <= at < len(bars) else None

    def render_line(self, y: int) -> Strip:
        bars = self._bars()
        width = self.size.width
        height = self.size.height
        if not bars:
            return Strip.blank(width, self.rich_style)
        most = max(bucket.count for bucket in bars)
        columns = self._columns(bars)
        inside = self.get_visual_style("timeline--bar").rich_style
        outside = self.get_visual_style("timeline--outside").rich_style
        selected = self.get_visual_style("timeline--selected").rich_style
        parts = [(" ", self.rich_style)]
        for at, bucket in enumerate(bars):
            style = inside if self._is_chosen(bucket) else outside
            if self.has_focus and self._from() <= at <= self._to():
                style = selected
            gap = 1 if columns > 2 else 0
            parts.append((bar(bucket.count, most, height)[y] * (columns - gap) + " " * gap, style))
        label = self._label(bars) if y == height - 1 else ""
        parts.append((f"  {label}", self.get_visual_style("timeline--label").rich_style))
        return paint.strip(parts, width, self.rich_style)

    def _label(self, bars: Sequence[Bucket]) -> str:
        if not self.has_focus:
            outside = f", {self._outside:,} outside" if self._outside else ""
            return Bucket(bars[0].first, bars[-1].last, 0).label() + outside
        selected = self._selected(bars)
        return f"{selected.label()} · {selected.count:,}"
