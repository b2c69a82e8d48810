"""The facet panel: how the hits divide by outlet, author, month, kind and language; choosing a value narrows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from newsearch.tui import paint
from newsearch.tui.keys import bindings
from newsearch.tui.line_view import LineView
from newsearch.tui.narrowing import Filter
from newsearch.tui.words import day_name

SHOWN = {"outlet": 8, "author": 6, "month": 12, "kind": 5, "language": 6}
"""Values shown of each facet before `more`, in the order of the panel."""


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A line of the panel: a heading, a value, or the line that shows the rest of the values."""

    facet: str
    value: str = ""
    count: int = 0
    kind: str = "value"
    """`heading`, `value`, `more` or `gap`."""


class FacetPanel(LineView, can_focus=True):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("facets")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facets--heading",
        "facets--value",
        "facets--count",
        "facets--chosen",
        "facets--more",
        "facets--cursor",
        "facets--cursor-blurred",
    }

    cursor: reactive[int] = reactive(1)

    class Toggled(Message):
        """A value was chosen, or given up."""

        def __init__(self, item: Filter) -> None:
            self.item = item
            super().__init__()

    def __init__(self, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self._facets: Mapping[str, Sequence[tuple[str, int]]] = {}
        self._filters: frozenset[Filter] = frozenset()
        self._whole: set[str] = set()
        self._rows: list[FacetRow] = []

    def show(self, facets: Mapping[str, Sequence[tuple[str, int]]], filters: Sequence[Filter]) -> None:
        """Show the counts of an answer, with the filters in force ticked."""
        before = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        self._facets, self._filters = facets, frozenset(filters)
        self._arrange()
        same = [
            at
            for at, row in enumerate(self._rows)
            if before and (row.facet, row.value) == (before.facet, before.value) and row.kind == before.kind
        ]
        self.cursor = same[0] if same else 1
        self.refresh()

    def _arrange(self) -> None:
        self._rows = []
        for facet, limit in SHOWN.items():
            self._rows += self._section(facet, self._facets.get(facet, ()), limit)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self.refresh()

    def _section(self, facet: str, values: Sequence[tuple[str, int]], limit: int) -> list[FacetRow]:
        chosen = [item.value for item in self._filters if item.facet == facet and not item.is_span]
        counted = {value for value, _ in values}
        values = [*values, *((value, 0) for value in sorted(chosen) if value not in counted)]
        named = [row for row in values if row[0]]
        if facet == "month":
            named.reverse()
        # What is filtered by is always in sight, to be taken back, and so is what has no value.
        shown = [row for at, row in enumerate(named) if at < limit or facet in self._whole or row[0] in chosen]
        shown += [row for row in values if not row[0]]
        if not shown:
            return []
        rows = [FacetRow(facet, kind="gap")] if self._rows else []
        rows.append(FacetRow(facet, kind="heading"))
        rows += [FacetRow(facet, value, count) for value, count in shown]
        if len(values) > len(shown):
            rows.append(FacetRow(facet, count=len(values) - len(shown), kind="more"))
        return rows

    def action_facet_down(self) -> None:
        self._move(1)

    def action_facet_up(self) -> None:
        self._move(-1)

    def action_facet_top(self) -> None:
        self._go(0, 1)

    def action_facet_end(self) -> None:
        self._go(len(self._rows) - 1, -1)

    def action_facet_toggle(self) -> None:
        if not 0 <= self.cursor < len(self._rows):
            return
        row = self._rows[self.cursor]
        if row.kind == "more":
            self._whole.add(row.facet)
            self._arrange()
        elif row.kind == "value":
            self.post_message(self.Toggled(Filter(row.facet, row.value)))

    def on_click(self, event: events.Click) -> None:
        row = event.y + self.scroll_offset.y
        if row < len(self._rows) and self._rows[row].kind in ("value", "more"):
            self.cursor = row
            self.action_facet_toggle()

    def _move(self, step: int) -> None:
        self._go(self.cursor + step, step)

    def _go(self, row: int, step: int) -> None:
        """To the row, or the next one that can be chosen in the direction of `step`."""
        while 0 <= row < len(self._rows):
            if self._rows[row].kind in ("value", "more"):
                self.cursor = row
                return
            row += step

    def watch_cursor(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if self.cursor <= top:
            self.scroll_to(y=max(0, self.cursor - 1), animate=False)
        elif self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False)

    def on_resize(self) -> None:
        self._arrange()

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if row >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        item = self._rows[row]
        if item.kind == "gap":
            return Strip.blank(width, self.rich_style)
        if item.kind == "heading":
            return paint.strip(
                [(f" {item.facet.capitalize()}", self._style("facets--heading"))], width, self.rich_style
            )
        return self._value_line(item, row == self.cursor, width)

    def _value_line(self, item: FacetRow, chosen: bool, width: int) -> Strip:
        base = self.rich_style
        if chosen:
            base = self._style("facets--cursor" if self.has_focus else "facets--cursor-blurred")
        over = Style(bgcolor=base.bgcolor)
        if item.kind == "more":
            return paint.strip([(f"   {item.count:,} more", self._style("facets--more") + over)], width, base)
        ticked = Filter(item.facet, item.value) in self._filters
        style = self._style("facets--chosen" if ticked else "facets--value") + over
        count = f"{item.count:,}"
        label = paint.clip(paint.plain(_label(item)), width - 5 - len(count))
        gap = " " * max(1, width - 4 - cell_len(label) - len(count))
        lead = "✓" if ticked else "▌" if chosen and self.has_focus else " "
        return paint.strip(
            [(f"{lead}  {label}", style), (gap, base), (count, self._style("facets--count") + over)], width, base
        )

    def _style(self, name: str) -> Style:
        return self.get_visual_style(name).rich_style


def _label(item: FacetRow) -> str:
    if not item.value:
        return "undated" if item.facet == "month" else "unknown"
    return day_name(item.value) if item.facet == "month" else item.value
