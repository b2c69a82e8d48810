"""Small questions over the screen: a line of text, or one of several things. And the list of every key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from newsearch.tui.keys import ACTIONS, PLACES, shown
from newsearch.tui.paint import plain
from newsearch.tui.query_line import LineInput

T = TypeVar("T")


class Dialog(ModalScreen[T]):
    """A question over the screen. It is dismissed with None by a click beside it."""

    CSS_PATH = "dialogs.tcss"

    class Ready(Message):
        """Keys reach the dialog from now on."""

    def on_descendant_focus(self) -> None:
        self.post_message(self.Ready())

    def on_click(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)


class Prompt(Dialog[str | None]):
    """Asks for a line of text; None if the user thinks better of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "Cancel")]

    def __init__(self, question: str, value: str = "", placeholder: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value
        self._placeholder = placeholder

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(plain(self._question)), classes="dialog--title")
            yield LineInput(self._value, placeholder=self._placeholder)
            yield Static("⏎ go on   esc cancel", classes="dialog--keys")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)

    def action_give_up(self) -> None:
        self.dismiss(None)


class Choice(Dialog[int | None]):
    """Asks for one of several things: its place, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "give_up", "Cancel"),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
        Binding("d,delete", "delete", show=False),
    ]

    def __init__(
        self, question: str, rows: Sequence[tuple[str, str]], note: str = "", *, deleting: bool = False, start: int = 0
    ) -> None:
        """`rows`: what can be chosen, with a word on each. With `deleting`, a row can be chosen for that. `start`: the row
        that is chosen at first."""
        super().__init__()
        self.to_delete = False
        self._deleting = deleting
        self._question = question
        self._rows = rows
        self._note = note
        self._start = start

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = self._start

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(Content(plain(self._question)), classes="dialog--title")
            yield OptionList(*[Option(_row(*row)) for row in self._rows], compact=True, markup=False)
            yield Static(Content(f"⏎ choose   esc cancel   {self._note}"), classes="dialog--keys")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    def action_delete(self) -> None:
        row = self.query_one(OptionList).highlighted
        if self._deleting and row is not None:
            self.to_delete = True
            self.dismiss(row)

    def action_down(self) -> None:
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(OptionList).action_cursor_up()

    def action_give_up(self) -> None:
        self.dismiss(None)


def _row(name: str, note: str) -> Content:
    return Content.assemble(plain(name), ("  " + plain(note), "$foreground-muted") if note else "")


class Help(Dialog[None]):
    """Every key, by place."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "close", "Close"),
        Binding("j,down", "line(1)", show=False),
        Binding("k,up", "line(-1)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("b,pageup", "page(-1)", show=False),
    ]

    def __init__(self, keymap: Mapping[str, str]) -> None:
        """`keymap`: keys that the user has put in place of the usual ones."""
        super().__init__()
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog -tall"):
            yield Static("Keys", classes="dialog--title")
            with VerticalScroll(can_focus=False):
                yield Static(help_text(self._keymap), id="help")
            yield Static("j k space scroll   esc close   the query language: docs/queries.md", classes="dialog--keys")

    def action_line(self, step: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    def action_page(self, step: int) -> None:
        scroll = self.query_one(VerticalScroll)
        scroll.scroll_relative(y=step * (scroll.size.height - 1), animate=False)

    def action_close(self) -> None:
        self.dismiss(None)


KEY_COLUMN = 16
"""On a terminal of 80 columns no line of the help is broken."""
TYPING = "While you type, hold alt with the letter (alt+o), or press esc first."


def help_text(keymap: Mapping[str, str]) -> Content:
    """Every action that has a key, in sections."""
    parts: list[Content | str | tuple[str, str]] = [(TYPING, "$foreground-muted"), "\n"]
    for place, heading in PLACES.items():
        parts += ["\n", (heading, "bold $text-accent"), "\n"]
        for action in ACTIONS:
            if action.place == place:
                keys = shown(keymap.get(action.id, action.keys).split(","))
                parts += [(f"  {keys:<{KEY_COLUMN}}", "$text-primary"), action.help, "\n"]
    return Content.assemble(*parts)
