"""The line on top: what is asked, in which order, and how much was found; the hint and the filters under it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from newsearch.tui.narrowing import Filter
from newsearch.tui.paint import clip, plain


class LineInput(Input):
    """A one-line input that leaves alt and a letter to the bindings.

    Terminals send them as ESC and the letter, and Textual's Input would insert the letter.
    """

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return not key.startswith("alt+") and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        if event.key.startswith("alt+"):
            event.prevent_default()  # of Input's own handler, which Textual calls after this one


class QueryInput(LineInput):
    """Where the query is typed. Enter reads the chosen hit, and ctrl+k goes up as in fzf."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.read", "Read", key_display="⏎"),
        Binding("down,ctrl+n,ctrl+j", "screen.choose_next", "Choose", show=False),
        Binding("up,ctrl+k", "screen.choose_previous", "Up", show=False),
        Binding("pagedown", "screen.page_down", "Page down", show=False),
        Binding("pageup", "screen.page_up", "Page up", show=False),
    ]


class QueryLine(Horizontal):
    """The query, the order and the count."""

    class SortClicked(Message):
        """The order was clicked."""

    def __init__(self, query: str, sort: str, count: str) -> None:
        super().__init__()
        self._query = query
        self._sort = sort
        self._count = count

    def compose(self) -> ComposeResult:
        yield Static("❯", id="prompt")
        yield QueryInput(self._query, placeholder="Search the archive", id="query", compact=True, select_on_focus=False)
        yield Static(Content(f"{self._sort} ▾"), id="sort")
        yield Static(Content(self._count), id="count")

    def set_sort(self, name: str) -> None:
        self.query_one("#sort", Static).update(Content(f"{name} ▾"))

    def set_count(self, words: str) -> None:
        self.query_one("#count", Static).update(Content(words))

    def on_click(self, event: events.Click) -> None:
        if event.widget is not None and event.widget.id == "sort":
            self.post_message(self.SortClicked())


class Hint(Static):
    """A line under the query for what is wrong with it, or worth knowing; hidden when there is nothing to say."""

    _said = ""

    def say(self, words: str, kind: str = "note") -> None:
        """`kind`: `note` or `error`."""
        if words == self._said and kind == "note" and not self.has_class("-error"):
            return
        self._said = words
        self.set_class(bool(words), "-shown")
        self.set_class(kind == "error", "-error")
        self.update(Content(plain(words), strip_control_codes=False))


class Chip(Widget, can_focus=True):
    """One filter. Enter, delete or a click takes it away."""

    class Removed(Message):
        """The filter is to be taken away."""

        def __init__(self, item: Filter) -> None:
            self.item = item
            super().__init__()

    def __init__(self, item: Filter) -> None:
        super().__init__()
        self.item = item
        self._label = Content(f"{clip(plain(item.label()), 40)} ×", strip_control_codes=False)
        self.tooltip = Content("Remove this filter")

    def render(self) -> Content:
        return self._label

    def on_click(self) -> None:
        self.post_message(self.Removed(self.item))

    def key_enter(self) -> None:
        self.post_message(self.Removed(self.item))

    def key_delete(self) -> None:
        self.post_message(self.Removed(self.item))

    def key_backspace(self) -> None:
        self.post_message(self.Removed(self.item))


class Chips(Horizontal):
    """The filters in force."""

    async def set_filters(self, filters: Iterable[Filter]) -> None:
        wanted = list(filters)
        if [chip.item for chip in self.query(Chip)] == wanted:
            return
        self.set_class(bool(wanted), "-shown")
        await self.remove_children()
        await self.mount_all([Chip(item) for item in wanted])
