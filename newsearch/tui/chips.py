"""The lines under the query: what is wrong with it or worth knowing, and the filters in force."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from newsearch.tui.narrowing import Filter
from newsearch.tui.paint import clip, plain


class Hint(Static):
    """Under the query, what is wrong with it, or worth knowing; hidden when there is nothing to say."""

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
