"""The text of a block, scrolled line by line, with its matches marked and one of them current."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.selection import Selection
from textual.strip import Strip

from newsearch.model import Document
from newsearch.tui import paint
from newsearch.tui.line_view import LineView
from newsearch.tui.reading import Layout, Line, Marks, lay_out, passages


class TextPane(LineView, can_focus=False):
    """One block to read. `show` puts it there; `next_match` walks through what matched."""

    MAX_WIDTH = 92
    """Cells of text in a line; longer lines are hard to read."""
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pane--title",
        "pane--meta",
        "pane--standfirst",
        "pane--body",
        "pane--caption",
        "pane--note",
        "pane--match",
        "pane--counter",
        "pane--current",
        "pane--selection",
    }

    match: reactive[int] = reactive(0, repaint=False)
    """The current match, from 0."""

    class MatchChanged(Message):
        """Another match is current, of so many in the text."""

        def __init__(self, match: int, total: int) -> None:
            self.match = match
            self.total = total
            super().__init__()

    def __init__(self, *, widget_id: str | None = None, centred: bool = False) -> None:
        """`centred`: in the middle of the screen, with the count of matches told elsewhere."""
        super().__init__(id=widget_id)
        self.document: Document | None = None
        self._marks = Marks()
        self._provenance = False
        self._centred = centred
        self._heading = 0 if centred else 1
        """Lines above the text that stay where they are."""
        self._layout = Layout()
        self._laid_out_for = 0
        self._styles: dict[str, Style] = {}

    def show(self, document: Document, marks: Marks, layout: Layout | None = None) -> None:
        """Show a block, with its first match in sight. `layout`: its text laid out for `text_width`, if that was done
        elsewhere already: a block of a megabyte takes most of a second."""
        self.document, self._marks = document, marks
        self._arrange(layout)
        self.set_reactive(TextPane.match, 0)
        self.scroll_to(y=0, animate=False)
        self._show_match()
        self._tell()

    def clear(self) -> None:
        """Show no block."""
        self.document = None
        self._arrange()
        self._tell()

    def toggle_provenance(self) -> None:
        self._provenance = not self._provenance
        self._arrange()
        self.scroll_to(y=0, animate=False)

    def next_match(self, step: int = 1) -> None:
        """To the next match, or `step` further; from the last to the first."""
        if total := len(self._layout.match_lines):
            self.match = (self.match + step) % total
            self._show_match()
            self._tell()
            self.refresh()

    @property
    def match_count(self) -> int:
        return len(self._layout.match_lines)

    @property
    def counted_matches(self) -> str:
        """`match 2 of 7`, or that there is none."""
        return f"match {self.match + 1} of {self.match_count}" if self.match_count else self._marks.none

    @property
    def text(self) -> str:
        """The whole text as it is shown, without the line breaks of the screen's width."""
        block = self.document.block if self.document else None
        return "\n\n".join(part for part in (block.title, block.standfirst, block.body) if part) if block else ""

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        indent = self._left()
        lines = [" " * (indent + line.indent) + line.text for line in self._layout.lines]
        picked = selection.extract("\n".join(lines))
        return "\n".join(line.strip() for line in picked.splitlines()), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()

    def on_resize(self) -> None:
        if self.text_width != self._laid_out_for:
            self._arrange()
            self._show_match()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._styles.clear()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y < self._heading:
            return self._heading_line(width)
        row = y - self._heading + self.scroll_offset.y
        if row >= len(self._layout.lines):
            return Strip.blank(width, self.rich_style)
        line = self._layout.lines[row]
        indent = self._left() + line.indent
        base = self._style(f"pane--{line.role}")
        strip = paint.strip([(" " * indent, self.rich_style), *self._parts(line, base)], width, self.rich_style)
        if (selection := self.text_selection) and (span := selection.get_span(row)):
            strip = self._selected(strip, span, width)
        return strip.apply_offsets(0, row)

    def _heading_line(self, width: int) -> Strip:
        """`match 2/7` at the right: the current match and how many there are."""
        counter = f"match {self.match + 1}/{self.match_count} " if self.match_count else ""
        gap = " " * (width - len(counter))
        return paint.strip([(gap, self.rich_style), (counter, self._style("pane--counter"))], width, self.rich_style)

    def _selected(self, strip: Strip, span: tuple[int, int], width: int) -> Strip:
        start, end = span[0], width if span[1] == -1 else span[1]
        before, inside, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end, width)
        return Strip.join([before, inside.apply_style(self._style("pane--selection")), after])

    def _parts(self, line: Line, base: Style) -> list[paint.Part]:
        parts: list[paint.Part] = []
        at = 0
        for start, end, number in line.matches:
            style = self._style("pane--current" if number == self.match else "pane--match")
            parts += [(line.text[at:start], base), (line.text[start:end], style)]
            at = end
        return [*parts, (line.text[at:], base)]

    def _arrange(self, layout: Layout | None = None) -> None:
        self._laid_out_for = self.text_width
        if self.document is None:
            self._layout = Layout()
        elif layout is not None and layout.width == self.text_width and not self._provenance:
            self._layout = layout
        else:
            self._layout = lay_out(passages(self.document, self._marks, self._provenance), self.text_width)
        lines = len(self._layout.lines)
        self.virtual_size = Size(self.scrollable_content_region.width, lines + self._heading if lines else 0)
        self.refresh()

    @property
    def text_width(self) -> int:
        return min(self.MAX_WIDTH, self.scrollable_content_region.width - 2)

    def _left(self) -> int:
        return max(1, (self.scrollable_content_region.width - self.text_width) // 2) if self._centred else 1

    def _show_match(self) -> None:
        if not self._layout.match_lines:
            return
        row = self._layout.match_lines[min(self.match, self.match_count - 1)]
        top, height = self.scroll_offset.y, self.size.height - self._heading
        if not top <= row < top + height - 1:
            self.scroll_to(y=max(0, row - height // 3), animate=False)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_visual_style(name).rich_style
        return self._styles[name]

    def _tell(self) -> None:
        self.post_message(self.MatchChanged(self.match, self.match_count))
