"""The list of hits, drawn line by line: ten thousand hits cost what is on the screen.

Attributes go down (`begin`, `add`, `open_group`), messages come up (`Moved`, `Opened`, `Wanted`, `GroupWanted`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from newsearch.tui import paint
from newsearch.tui.keys import bindings
from newsearch.tui.line_view import LineView
from newsearch.tui.words import meta_line

if TYPE_CHECKING:
    from newsearch.model import Document, Hit, Results

AIRY, ROOMY = 26, 44
"""From these heights of the list on, a blank line parts the hits, and the snippet has a second line."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: a hit, or one of the near-identical blocks a hit stands for."""

    hit: int
    """Place among the hits, from 0."""
    member: int | None = None
    """Place in the group that stands open under the hit, from 0."""


class ResultsList(LineView, can_focus=True):
    """The hits of one query. Pages that are not here yet are asked for when they come into sight."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("results")]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "results--title",
        "results--meta",
        "results--number",
        "results--snippet",
        "results--match",
        "results--more",
        "results--bar",
        "results--mark",
        "results--cursor",
        "results--cursor-blurred",
        "results--hover",
    }

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """Another row is chosen; `document` is None while it has not been fetched."""

        def __init__(self, document: Document | None) -> None:
            self.document = document
            super().__init__()

    class Opened(Message):
        """The chosen block is to be read."""

    class Accepted(Message):
        """What was offered in place of hits is to be asked."""

    class Wanted(Message):
        """A page of hits came into sight that has not been fetched."""

        def __init__(self, offset: int) -> None:
            self.offset = offset
            super().__init__()

    class GroupWanted(Message):
        """The blocks that a hit stands for are to be shown."""

        def __init__(self, index: int, hit: Hit) -> None:
            self.index = index
            self.hit = hit
            super().__init__()

    def __init__(self, page_size: int, *, widget_id: str | None = None) -> None:
        super().__init__(id=widget_id)
        self.page_size = page_size
        self.marks: frozenset[str] = frozenset()
        self._hits: dict[int, Hit] = {}
        self._total = 0
        self._words: tuple[str, ...] = ()
        self._offered = range(0)
        """Which of these offer something else to ask."""
        self._asked: set[int] = set()
        self._groups: dict[int, tuple[Document, ...]] = {}
        self._group_rows: list[int] = []
        self._strips: dict[int, list[Strip]] = {}
        self._styles: dict[str, Style] = {}
        self._row_height = 3
        self._hovered: int | None = None

    # What the parent sets

    def begin(self, results: Results, *, keep_place: bool = False) -> None:
        """Show the first page of an answer. The cursor goes to the top; with `keep_place` it stays with the chosen block, or
        in its row where that is not on the page."""
        place = 0
        if keep_place:
            chosen = self.document.id if self.document else ""
            rows = (row for row, hit in enumerate(results.hits) if chosen in (hit.document.id, *hit.more))
            place = next(rows, self.cursor)
        self._hits = dict(enumerate(results.hits))
        self._total = results.rows
        self._words = ()
        self._asked = {0}
        self._groups.clear()
        self._group_rows = []
        self._relayout()
        self.set_reactive(ResultsList.cursor, min(place, max(0, self.row_count - 1)))
        if not keep_place:
            self.scroll_to(y=0, animate=False)
        self._show_cursor()
        self._tell()

    def say(self, *lines: str, offer: str = "") -> None:
        """Say something in place of the hits that were not found, and last, what may be asked instead."""
        words = [part for line in lines for part in _folded(line, self.text_width - 6)]
        offered = ["", *_folded(offer, self.text_width - 6)] if offer else []
        self._words = (*words, *offered)
        self._offered = range(len(words) + 1, len(self._words))
        self.refresh()

    def add(self, results: Results, offset: int) -> None:
        """Take in a later page."""
        before = self.document
        self._hits.update(enumerate(results.hits, offset))
        self._forget_paint()
        if before is None:
            self._tell()

    def wants(self, offset: int) -> bool:
        """Whether hits of this page are in sight, or a page away: what was only passed by need not be fetched."""
        first = self.row_at(self.scroll_offset.y // self._row_height).hit
        last = self.row_at(
            max(0, min(self.row_count, self.scroll_offset.y // self._row_height + self.rows_in_sight))
        ).hit
        return offset - self.page_size <= last and first <= offset + 2 * self.page_size

    def forget_asking(self, offset: int) -> None:
        """A page could not be fetched: ask again when it is seen again."""
        self._asked.discard(offset // self.page_size)

    def open_group(self, index: int, hit: Hit, documents: Sequence[Document]) -> None:
        """Show the blocks a hit stands for in rows under it, if it is still there."""
        if self._hits.get(index) == hit and documents:
            chosen = self.row_at(self.cursor)
            self._groups[index] = tuple(documents)
            self._regroup(chosen)

    def set_marks(self, marks: frozenset[str]) -> None:
        self.marks = marks
        self._forget_paint()

    # What the parent reads

    @property
    def row_count(self) -> int:
        return self._total + sum(len(group) for group in self._groups.values())

    @property
    def hit_count(self) -> int:
        return self._total

    @property
    def document(self) -> Document | None:
        """The chosen block."""
        return self.document_at(self.cursor) if self.row_count else None

    @property
    def hit(self) -> Hit | None:
        """The hit that is chosen, or whose group the chosen block belongs to."""
        return self._hits.get(self.row_at(self.cursor).hit) if self.row_count else None

    def document_at(self, row: int) -> Document | None:
        place = self.row_at(row)
        if place.member is not None:
            return self._groups[place.hit][place.member]
        hit = self._hits.get(place.hit)
        return hit.document if hit else None

    def row_at(self, row: int) -> Row:
        """What stands in a row, counting the rows of open groups."""
        at = bisect_right(self._group_rows, row) - 1
        if at < 0:
            return Row(row)
        opened = sorted(self._groups)
        hidden = sum(len(self._groups[index]) for index in opened[:at])
        index, start = opened[at], self._group_rows[at]
        size = len(self._groups[index])
        if start < row <= start + size:
            return Row(index, row - start - 1)
        return Row(row - hidden - (size if row > start else 0))

    # Keys and mouse

    def action_list_down(self) -> None:
        self.move(1)

    def action_list_up(self) -> None:
        self.move(-1)

    def action_list_top(self) -> None:
        self.move_to(0)

    def action_list_end(self) -> None:
        self.move_to(self.row_count - 1)

    def action_list_page_down(self) -> None:
        self.move(self.rows_in_sight)

    def action_list_page_up(self) -> None:
        self.move(-self.rows_in_sight)

    def action_open_group(self) -> None:
        place = self.row_at(self.cursor)
        hit = self._hits.get(place.hit)
        if hit and hit.more and place.hit not in self._groups:
            self.post_message(self.GroupWanted(place.hit, hit))

    def action_close_group(self) -> None:
        place = self.row_at(self.cursor)
        if place.hit in self._groups:
            del self._groups[place.hit]
            self._regroup(Row(place.hit))

    @property
    def text_width(self) -> int:
        """Cells of a line, beside the scrollbar."""
        return self.scrollable_content_region.width

    @property
    def rows_in_sight(self) -> int:
        return max(1, self.size.height // self._row_height)

    def move(self, rows: int) -> None:
        self.move_to(self.cursor + rows)

    def move_to(self, row: int) -> None:
        if self.row_count:
            self.cursor = max(0, min(row, self.row_count - 1))

    def on_click(self, event: events.Click) -> None:
        row = self._row_of(event.y)
        if row >= self.row_count:
            if not self.row_count and self._word_line(event.y) in self._offered:
                self.post_message(self.Accepted())
            return
        place = self.row_at(row)
        hit = self._hits.get(place.hit)
        on_more = event.y + self.scroll_offset.y - row * self._row_height == 1
        self.move_to(row)
        if event.chain == 2:
            self.post_message(self.Opened())
        elif hit and hit.more and place.member is None and on_more and event.x >= self.text_width - 14:
            self.action_close_group() if place.hit in self._groups else self.action_open_group()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self._hover(self._row_of(event.y))

    def on_leave(self) -> None:
        self._hover(None)

    def _hover(self, row: int | None) -> None:
        if row != self._hovered:
            for changed in (self._hovered, row):
                if changed is not None:
                    self._strips.pop(changed, None)
                    self._refresh_row(changed)
            self._hovered = row

    def _row_of(self, y: int) -> int:
        return (y + self.scroll_offset.y) // self._row_height

    # Drawing

    def watch_cursor(self, old: int, new: int) -> None:
        for row in (old, new):
            self._strips.pop(row, None)
            self._refresh_row(row)
        self._show_cursor()
        self._tell()

    def on_resize(self) -> None:
        self._relayout()
        self._show_cursor()

    def on_focus(self) -> None:
        self._repaint_cursor()

    def on_blur(self) -> None:
        self._repaint_cursor()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._forget_paint()

    def render_line(self, y: int) -> Strip:
        row, line = divmod(y + self.scroll_offset.y, self._row_height)
        width = self.text_width
        if row >= self.row_count:
            return self._words_line(y, width)
        strips = self._strips.get(row)
        if strips is None:
            if len(self._strips) > 500:
                self._strips.clear()
            strips = self._strips[row] = self._draw(row, width)
        return strips[line]

    def _word_line(self, y: int) -> int:
        """Which line of `_words` stands in a line of the screen."""
        return y - max(1, (self.size.height - len(self._words)) // 3)

    def _words_line(self, y: int, width: int) -> Strip:
        at = self._word_line(y)
        if self.row_count or not 0 <= at < len(self._words):
            return Strip.blank(width, self._plain())
        style = self._style("results--title" if at == 0 or at in self._offered else "results--meta")
        return paint.strip([("   " + self._words[at], style)], width, self._plain())

    def _draw(self, row: int, width: int) -> list[Strip]:
        place = self.row_at(row)
        chosen = row == self.cursor
        base = self._style(self._row_class(row)) if chosen or row == self._hovered else self._plain()
        document = self.document_at(row)
        if document is None:
            self._want(place.hit)
            waiting = [(self._margin(place, chosen), base), ("…", base)]
            return [paint.strip(waiting, width, base)] + [paint.strip([], width, base)] * (self._row_height - 1)
        hit = self._hits.get(place.hit) if place.member is None else None
        return self._lines(place, document, hit, base, chosen, width)

    def _lines(
        self, place: Row, document: Document, hit: Hit | None, base: Style, chosen: bool, width: int
    ) -> list[Strip]:
        block = document.block
        margin = self._margin(place, chosen)
        indent = cell_len(margin)
        bar = self._over(base, "results--bar")
        mark = "●" if document.id in self.marks else " "
        lead = [("▌" if chosen else " ", bar), (mark, self._over(base, "results--mark"))]
        title_style = self._over(base, "results--title")
        match = self._over(base, "results--match")
        number = (margin[2:], self._over(base, "results--number"))
        title = paint.marked(
            block.title or _opening(document),
            hit.title_spans if hit and block.title else (),
            title_style,
            title_style + match,
        )
        first = paint.strip([*lead, number, *title], width, base)
        blank = ("▌" if chosen else " ", bar), (" " * (indent - 1), base)
        meta = self._meta(document, hit, place, base, width - indent - 1)
        lines = [first, paint.strip([*blank, *meta], width, base)]
        body_lines = 2 if self._row_height == 5 else 1
        lines += [
            paint.strip([*blank, *parts], width, base)
            for parts in self._snippet(document, hit, base, match, width - indent - 1, body_lines)
        ]
        while len(lines) < self._row_height:
            last = len(lines) == self._row_height - 1 and self._row_height > 3
            lines.append(Strip.blank(width, self._plain()) if last else paint.strip(blank, width, base))
        return lines

    def _meta(self, document: Document, hit: Hit | None, place: Row, base: Style, width: int) -> list[paint.Part]:
        style = self._over(base, "results--meta")
        more = ""
        if hit and hit.more:
            more = f"+{len(hit.more)} {'▾' if place.hit in self._groups else '▸'}"
        room = width - (cell_len(more) + 2 if more else 0)
        text = paint.clip(meta_line(document), room)
        gap = " " * max(0, width - cell_len(text) - cell_len(more))
        return [(text, style), (gap, base), (more, self._over(base, "results--more"))]

    def _snippet(
        self, document: Document, hit: Hit | None, base: Style, match: Style, width: int, lines: int
    ) -> list[list[paint.Part]]:
        style = self._over(base, "results--snippet")
        if hit is None:
            return [[(paint.plain(document.block.body[: width * 2]), style)]]
        text, spans = paint.window(hit.snippet.text, hit.snippet.spans, width * lines - lines)
        return paint.wrapped(paint.marked(text, spans, style, style + match), width, lines)

    def _margin(self, place: Row, chosen: bool) -> str:
        """The columns before a row's text: bar, mark and number; their width is that of the largest number."""
        digits = max(2, len(str(place.hit + 1)))
        label = "" if place.member is not None else str(place.hit + 1)
        return "  " + (f"{label:>{digits}} " if place.member is None else " " * digits + "   ")

    def _row_class(self, row: int) -> str:
        if row != self.cursor:
            return "results--hover"
        return "results--cursor" if self.has_focus else "results--cursor-blurred"

    def _plain(self) -> Style:
        if "" not in self._styles:
            self._styles[""] = self.rich_style  # worked out anew by Textual each time it is asked for
        return self._styles[""]

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_visual_style(name).rich_style
        return self._styles[name]

    def _over(self, base: Style, name: str) -> Style:
        """The component's colour and weight on the row's background; a component with a background keeps its own."""
        key = f"{name} on {base}"
        if key not in self._styles:
            component = self.get_component_styles(name)
            style = self._style(name)
            if not component.has_rule("background"):
                style = style + Style(bgcolor=base.bgcolor)
            self._styles[key] = style
        return self._styles[key]

    def _want(self, index: int) -> None:
        page = index // self.page_size
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.Wanted(page * self.page_size))

    def _relayout(self) -> None:
        height = self.size.height
        few = 0 < self._total * 4 <= height  # then there is room for the blank line on any screen
        self._row_height = 5 if height >= ROOMY else 4 if height >= AIRY or few else 3
        self.virtual_size = Size(self.text_width, self.row_count * self._row_height)
        self._forget_paint()

    def _regroup(self, chosen: Row) -> None:
        opened = sorted(self._groups)
        self._group_rows = []
        hidden = 0
        for index in opened:
            self._group_rows.append(index + hidden)
            hidden += len(self._groups[index])
        self._relayout()
        before = sum(len(self._groups[index]) for index in opened if index < chosen.hit)
        self.cursor = chosen.hit + before + (0 if chosen.member is None else chosen.member + 1)
        self._show_cursor()

    def _forget_paint(self) -> None:
        self._strips.clear()
        self._styles.clear()
        self.refresh()

    def _repaint_cursor(self) -> None:
        self._strips.pop(self.cursor, None)
        self._refresh_row(self.cursor)

    def _refresh_row(self, row: int) -> None:
        top = row * self._row_height - self.scroll_offset.y
        self.refresh(Region(0, top, self.text_width, self._row_height))

    def _show_cursor(self) -> None:
        top = self.cursor * self._row_height
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False)
        elif top + self._row_height > self.scroll_offset.y + self.size.height:
            self.scroll_to(y=top + self._row_height - self.size.height, animate=False)

    def _tell(self) -> None:
        if self.row_count:
            self._want_around()
        self.post_message(self.Moved(self.document))

    def _want_around(self) -> None:
        """Ask for the page a screenful ahead, so that it is there when the cursor comes."""
        ahead = self.row_at(min(self.cursor + self.page_size // 2, self.row_count - 1)).hit
        for index in (self.row_at(self.cursor).hit, ahead):
            if index not in self._hits:
                self._want(index)


def _folded(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells."""
    return [line.plain for line in Content(paint.plain(text)).wrap(max(10, width))] if text else [""]


def _opening(document: Document) -> str:
    """What stands for a title that a block does not have."""
    return document.block.body[:120].strip() or "(no text)"
