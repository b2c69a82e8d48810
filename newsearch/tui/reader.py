"""One block on the whole screen: its text, where its facts come from, its neighbours on the page, and blocks like it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from newsearch.model import Document
from newsearch.tui.key_bar import KeyBar
from newsearch.tui.keys import bindings
from newsearch.tui.paint import plain
from newsearch.tui.pane import TextPane
from newsearch.tui.reading import Layout, Marks
from newsearch.tui.words import meta_line


class Reader(Screen[None]):
    """Shows what `show` and `show_related` give it; asks for everything else by messages."""

    CSS_PATH = "reader.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reader"), Binding("ctrl+l", "close_reader", show=False)]

    AUTO_FOCUS = ""  # the text is read without a focus; tab goes to the lists

    class Wanted(Message):
        """A block beside the one on the screen is to be read."""

        def __init__(self, document: Document) -> None:
            self.document = document
            super().__init__()

    class StepWanted(Message):
        """The next hit is to be read, or the one before (-1)."""

        def __init__(self, step: int) -> None:
            self.step = step
            super().__init__()

    class Done(Message):
        """An action on the block is to be done: the id of the main screen's action."""

        def __init__(self, action: str) -> None:
            self.action = action
            super().__init__()

    class BackWanted(Message):
        """Back to the block before, or to the list."""

    def __init__(self) -> None:
        super().__init__()
        self._place = ""
        self._related: list[Document] = []

    def compose(self) -> ComposeResult:
        yield Static("", id="reader-line")
        with Horizontal(id="reader-body"):
            yield TextPane(widget_id="text", centred=True)
            with Vertical(id="beside"):
                yield Static("On this page", classes="beside--title", id="neighbours-title")
                yield OptionList(id="neighbours", compact=True, markup=False)
                yield Static("Similar", classes="beside--title", id="similar-title")
                yield OptionList(id="similar", compact=True, markup=False)
        yield KeyBar()

    @property
    def text_width(self) -> int:
        return self.query_one(TextPane).text_width

    def show(self, document: Document, marks: Marks, layout: Layout, place: str, marked: bool) -> None:
        """Read a block. `place`: where it stands, as `hit 3 of 20`."""
        self._place = place + (" · marked" if marked else "")
        self.query_one(TextPane).show(document, marks, layout)
        self.set_focus(None)
        self.show_related((), ())

    def show_related(self, neighbours: Sequence[Document], similar: Sequence[Document]) -> None:
        """Fill the lists beside the text; an empty one is hidden."""
        for name, documents in (("neighbours", neighbours), ("similar", similar)):
            self.query_one(f"#{name}-title").display = bool(documents)
            options = self.query_one(f"#{name}", OptionList)
            options.display = bool(documents)
            options.clear_options()
            options.add_options([Option(_entry(document)) for document in documents])
        self._related = [*neighbours, *similar]
        self._neighbour_count = len(neighbours)
        self.query_one("#beside").set_class(bool(self._related), "-filled")

    def set_marked(self, marked: bool) -> None:
        self._place = self._place.removesuffix(" · marked") + (" · marked" if marked else "")
        self._say_place()

    @property
    def document(self) -> Document | None:
        return self.query_one(TextPane).document

    def on_text_pane_match_changed(self, event: TextPane.MatchChanged) -> None:
        self._say_place()

    def _say_place(self) -> None:
        matches = self.query_one(TextPane).counted_matches
        self.query_one("#reader-line", Static).update(Content(f"{self._place}   {matches}"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        first = 0 if event.option_list.id == "neighbours" else self._neighbour_count
        self.post_message(self.Wanted(self._related[first + event.option_index]))

    def on_click(self) -> None:
        if not isinstance(self.focused, OptionList):
            self.set_focus(None)

    def action_close_reader(self) -> None:
        if self.focused is not None:
            self.set_focus(None)
        else:
            self.post_message(self.BackWanted())

    def action_related(self) -> None:
        lists = [options for options in self.query(OptionList) if options.display]
        if not self.query_one("#beside").has_class("-filled"):
            self.notify("Nothing else on this page, and nothing like it.", timeout=2)
        elif self.focused in lists:
            at = lists.index(self.focused) + 1
            self.set_focus(lists[at] if at < len(lists) else None)
        else:
            self.query_one("#beside").add_class("-shown")
            self.set_focus(lists[0])

    def action_provenance(self) -> None:
        self.query_one(TextPane).toggle_provenance()

    def action_reader_next_match(self) -> None:
        self.query_one(TextPane).next_match()

    def action_reader_previous_match(self) -> None:
        self.query_one(TextPane).next_match(-1)

    def action_next_hit(self) -> None:
        self.post_message(self.StepWanted(1))

    def action_previous_hit(self) -> None:
        self.post_message(self.StepWanted(-1))

    def action_reader_down(self) -> None:
        if isinstance(self.focused, OptionList):
            self.focused.action_cursor_down()
        else:
            self._scroll(1)

    def action_reader_up(self) -> None:
        if isinstance(self.focused, OptionList):
            self.focused.action_cursor_up()
        else:
            self._scroll(-1)

    def action_reader_page_down(self) -> None:
        self._scroll(self.query_one(TextPane).size.height - 2)

    def action_reader_page_up(self) -> None:
        self._scroll(2 - self.query_one(TextPane).size.height)

    def action_reader_top(self) -> None:
        self.query_one(TextPane).scroll_home(animate=False)

    def action_reader_end(self) -> None:
        self.query_one(TextPane).scroll_end(animate=False)

    def _scroll(self, lines: int) -> None:
        self.query_one(TextPane).scroll_relative(y=lines, animate=False)

    def action_reader_open_file(self) -> None:
        self.post_message(self.Done("open_file"))

    def action_reader_open_url(self) -> None:
        self.post_message(self.Done("open_url"))

    def action_reader_edit(self) -> None:
        self.post_message(self.Done("edit"))

    def action_reader_cite(self) -> None:
        self.post_message(self.Done("cite"))

    def action_reader_cite_as(self) -> None:
        self.post_message(self.Done("cite_as"))

    def action_reader_mark(self) -> None:
        self.post_message(self.Done("mark"))

    def action_reader_copy_text(self) -> None:
        if selected := self.get_selected_text():
            self.app.copy_to_clipboard(selected)
            self.notify("Copied the selection.", timeout=2)
        else:
            self.post_message(self.Done("copy_text"))


def _entry(document: Document) -> Content:
    title = document.block.title or document.block.body[:80] or "(no text)"
    return Content.assemble(plain(title), "\n", (plain(meta_line(document)), "$foreground-muted"))
