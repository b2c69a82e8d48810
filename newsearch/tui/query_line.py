"""The line on top: what is asked, in which order, and how much was found."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input, Static

from newsearch.tui.paint import plain

_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")


class LineInput(Input):
    """A one-line input that leaves alt and a letter to the bindings, and does keys in the order in which they come.

    Terminals send alt and a letter as ESC and the letter, and Textual's Input would insert the letter. Letters would
    overtake the backspace before them when they come together, as over a slow line: Textual inserts a letter where it
    arrives, but asks all screens about any other key.
    """

    EDITS: ClassVar[dict[str, str]] = {
        key: binding.action
        for binding in Input.BINDINGS
        if isinstance(binding, Binding) and binding.action.isidentifier() and binding.action != "submit"
        for key in binding.key.split(",")
    } | {"alt+backspace": "delete_left_word"}
    """Key -> the action of Input that is done with it at once. alt+backspace as in a shell."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return not key.startswith("alt+") and super().check_consume_key(key, character)

    def _on_paste(self, event: events.Paste) -> None:
        """Lines become one: Textual's own handler, which comes after this one, would take the first of them."""
        event.text = plain(" ".join(_LINE_BREAK.split(event.text.strip("\r\n"))))

    async def _on_key(self, event: events.Key) -> None:
        if event.key in self.EDITS:
            event.prevent_default()  # of Input's own handler, which Textual calls after this one
            event.stop()
            getattr(self, f"action_{self.EDITS[event.key]}")()
        elif event.key.startswith("alt+"):
            event.prevent_default()


class QueryInput(LineInput):
    """Where the query is typed. Enter reads the chosen hit, and ctrl+k goes up as in fzf."""

    # As wide as there is room, whatever it holds: a key needs no new layout of the screen.
    value: Reactive[str] = Reactive("", layout=False, init=False)
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.read", "Read", key_display="⏎"),
        Binding("down,ctrl+n,ctrl+j", "screen.choose_next", "Choose", show=False),
        Binding("up,ctrl+k", "screen.choose_previous", "Up", show=False),
        Binding("pagedown", "screen.page_down", "Page down", show=False),
        Binding("pageup", "screen.page_up", "Page up", show=False),
    ]
    EDITS: ClassVar[dict[str, str]] = {key: action for key, action in LineInput.EDITS.items() if key != "ctrl+k"}


class Tally(Static):
    """The order, which can be clicked, and how much was found."""

    class SortClicked(Message):
        """The order was clicked."""

    def __init__(self, sort: str, count: str) -> None:
        self._sort = sort
        self._count = count
        self._room = cell_len(self._words)
        super().__init__(Content(self._words), id="tally")

    @property
    def _words(self) -> str:
        return f"{self._sort} ▾   {self._count}"

    def set_sort(self, name: str) -> None:
        if name != self._sort:
            self._sort = name
            self._draw()

    def set_count(self, words: str) -> None:
        self._count = words
        self._draw()

    def _draw(self) -> None:
        """Longer words than any before push the query aside; shorter ones stay at the right, without a new layout."""
        cells = cell_len(self._words)
        longer = cells > self._room
        self._room = max(self._room, cells)
        self.update(Content(" " * (self._room - cells) + self._words), layout=longer)

    def on_click(self, event: events.Click) -> None:
        if event.x < self.size.width - len(self._count) - 2:
            self.post_message(self.SortClicked())


class QueryLine(Horizontal):
    """The query, the order and the count."""

    def __init__(self, query: str, sort: str, count: str) -> None:
        super().__init__()
        self._query = query
        self._tally = Tally(sort, count)

    def compose(self) -> ComposeResult:
        yield Static("❯", id="prompt")
        yield QueryInput(self._query, placeholder="Search the archive", id="query", compact=True, select_on_focus=False)
        yield self._tally

    def set_sort(self, name: str) -> None:
        self._tally.set_sort(name)

    def set_count(self, words: str) -> None:
        """Say how much was found."""
        self._tally.set_count(words)
