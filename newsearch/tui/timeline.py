"""When the hits were written, as a row of bars; months are selected with keys or by dragging."""

from __future__ import annotations

from collections.abc import Sequence
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
from newsearch.tui.words import counted, month_name

BARS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Consecutive months drawn as one bar."""

    first: str
    last: str
    """`2022-01`; both included."""
    count: int

    def label(self) -> str:
        if self.first == self.last:
            return month_name(self.first)
        return f"{month_name(self.first)} – {month_name(self.last)}"


def buckets(months: Sequence[tuple[str, int]], columns: int) -> tuple[Bucket, ...]:
    """At most `columns` bars over all months from the first to the last, those without a hit included."""
    counts = {_number(month): count for month, count in months if month}
    if not counts or columns < 1:
        return ()
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
    """Bars at the left, the months they span at the right. One line, or two on a tall screen."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("timeline")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"timeline--bar", "timeline--selected", "timeline--label"}
    WIDEST = 4
    """Columns of one bar at most."""

    cursor: reactive[int] = reactive(0)
    pivot: reactive[int] = reactive(0)

    class Selected(Message):
        """Months to narrow to, as a filter's value: `2022-01` or `2022-01..2022-03`."""

        def __init__(self, months: str) -> None:
            self.months = months
            super().__init__()

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._months: tuple[tuple[str, int], ...] = ()
        self._dragging = False

    def show(self, months: Sequence[tuple[str, int]]) -> None:
        dated = tuple((month, count) for month, count in months if month)
        self.set_class(bool(dated), "-shown")
        if dated != self._months:
            self._months = dated
            self.pivot = 0
            self.cursor = 0
            self.refresh()

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
            first, last = bars[self._from()].first, bars[min(self._to(), len(bars) - 1)].last
            self.post_message(self.Selected(first if first == last else f"{first}..{last}"))

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

    def _bars(self) -> tuple[Bucket, ...]:
        return buckets(self._months, max(1, self.size.width - 28))

    def _columns(self, bars: Sequence[Bucket]) -> int:
        return max(1, min(self.WIDEST, (self.size.width - 28) // max(1, len(bars))))

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
        usual = self.get_visual_style("timeline--bar").rich_style
        selected = self.get_visual_style("timeline--selected").rich_style
        parts = [(" ", self.rich_style)]
        for at, bucket in enumerate(bars):
            inside = self.has_focus and self._from() <= at <= self._to()
            gap = 1 if columns > 2 else 0
            cells = bar(bucket.count, most, height)[y] * (columns - gap) + " " * gap
            parts.append((cells, selected if inside else usual))
        label = self._label(bars) if y == height - 1 else ""
        parts.append((f"  {label}", self.get_visual_style("timeline--label").rich_style))
        return paint.strip(parts, width, self.rich_style)

    def _label(self, bars: Sequence[Bucket]) -> str:
        if not self.has_focus:
            return Bucket(bars[0].first, bars[-1].last, 0).label()
        chosen = bars[self._from() : self._to() + 1]
        return f"{Bucket(chosen[0].first, chosen[-1].last, 0).label()} · {sum(bucket.count for bucket in chosen):,}"
