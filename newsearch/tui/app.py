"""The application: opens the index after the first paint, joins the screens, and does what is asked of a block."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from newsearch.errors import IndexMissing, NewsearchError
from newsearch.model import Document
from newsearch.tui.archive import Archive, in_thread
from newsearch.tui.history import QueryHistory
from newsearch.tui.keys import ACTIONS, bindings
from newsearch.tui.main import MainScreen
from newsearch.tui.paint import plain
from newsearch.tui.reading import Marks
from newsearch.tui.settings import TuiSettings
from newsearch.tui.themes import OURS, other_shade
from newsearch.tui.words import counted

OpenArchive = Callable[[], Archive]


class NewsearchApp(App[None]):
    """newsearch on the whole terminal."""

    TITLE = "newsearch"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-tiny"), (80, "-narrow"), (110, "-wide")]  # type: ignore[misc]
    VERTICAL_BREAKPOINTS: ClassVar[list[tuple[int, str]] | None] = [(0, "-short"), (30, "-tall")]  # type: ignore[misc]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("app"),
        Binding("ctrl+c", "copy_or_quit", "Quit", show=False, priority=True),
    ]

    def __init__(
        self,
        index_path: Path | None,
        query: str = "",
        settings: TuiSettings | None = None,
        *,
        open_archive: OpenArchive,
        history_file: Path | None = None,
    ) -> None:
        """`open_archive` opens the index; it runs in a thread, after the first paint."""
        super().__init__()
        self.settings = settings or TuiSettings()
        for theme in OURS:
            self.register_theme(theme)
        self.theme = self.settings.theme
        self.index_path = index_path
        self.archive: Archive | None = None
        self.marked: dict[str, Document] = {}
        self._open_archive = open_archive
        self._thread = ThreadPoolExecutor(1, "archive")
        self.main = MainScreen(query, QueryHistory(history_file), self._thread)
        self._trail: list[Document] = []

    def on_mount(self) -> None:
        self.set_keymap(dict(self.settings.keys))
        self.push_screen(self.main)
        self.call_after_refresh(self._open)

    def on_unmount(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    # The index

    def _open(self) -> None:
        self.run_worker(self._open_in_thread(), exclusive=True, group="open")

    async def _open_in_thread(self) -> None:
        try:
            archive = await in_thread(self._thread, self._open_archive)
        except IndexMissing as error:
            self.main.notice(*str(error).splitlines(), "", "i indexes a folder from here.")
        except NewsearchError as error:
            self.main.notice(*str(error).splitlines(), "", "r tries again.")
        else:
            self.archive = archive
            self.main.set_archive(archive)

    # What the main screen asks for

    @on(MainScreen.Done)
    def _do(self, event: MainScreen.Done) -> None:
        if event.document is None:
            self._try(getattr(self, f"do_{event.action}"))
        else:
            self._try(partial(getattr(self, f"do_{event.action}"), event.document))

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except NewsearchError as error:
            self.say(str(error), "error")

    def say(self, words: str, severity: str = "information") -> None:
        """A short message in the corner; never markup."""
        self.notify(plain(words), severity="error" if severity == "error" else "information", markup=False, timeout=4)

    def do_read(self, document: Document) -> None:
        from newsearch.tui.reader import Reader

        self._trail = []
        if not isinstance(self.screen, Reader):
            self.run_worker(self._open_reader(document), exclusive=True, group="read")

    def do_open_file(self, document: Document) -> None:
        from newsearch.tui import doing

        doing.open_file(self, document)
        self.say("Opened the saved file.")

    def do_open_url(self, document: Document) -> None:
        from newsearch.tui import doing

        doing.open_url(self, document)
        self.say("Opened the story's address.")

    def do_edit(self, document: Document) -> None:
        from newsearch.tui import doing

        doing.edit(self, document)

    def do_copy_text(self, document: Document) -> None:
        block = document.block
        self.copy_to_clipboard("\n\n".join(part for part in (block.title, block.standfirst, block.body) if part))
        self.say("Copied the text.")

    def do_mark(self, document: Document) -> None:
        if self.marked.pop(document.id, None) is None:
            self.marked[document.id] = document
        self.main.set_marks(frozenset(self.marked))

    def do_reload(self) -> None:
        self._open()

    # The reader

    async def _open_reader(self, document: Document) -> None:
        from newsearch.tui.reader import Reader

        await self.push_screen(Reader())
        await self._show_in_reader(document)

    def _read(self, document: Document) -> None:
        self.run_worker(self._show_in_reader(document), exclusive=True, group="read")

    async def _show_in_reader(self, document: Document) -> None:
        from newsearch.tui.reader import Reader

        archive, reader = self.archive, self.screen
        if archive is None or not isinstance(reader, Reader):
            return
        try:
            marks = await in_thread(self._thread, self.main.marks_of(archive, document))
        except NewsearchError:
            marks = Marks()
        reader.show(document, marks, self._place_of(document), document.id in self.marked)
        try:
            neighbours = await in_thread(self._thread, partial(archive.neighbours, document))
            similar = await in_thread(self._thread, partial(archive.similar, document.id, 8))
        except NewsearchError as error:
            self.say(str(error), "error")
            return
        others = [other for other in neighbours if other.id != document.id]
        if reader.is_mounted and reader.document == document:
            shown = {document.id, *(other.id for other in others)}
            reader.show_related(others, [hit.document for hit in similar if hit.document.id not in shown])

    def _place_of(self, document: Document) -> str:
        place, count = self.main.place()
        if self._trail:
            return counted(len(self._trail), "step") + " from the hit"
        return f"hit {place:,} of {count:,}"

    def on_reader_wanted(self, event: object) -> None:
        from newsearch.tui.reader import Reader

        if isinstance(event, Reader.Wanted) and isinstance(self.screen, Reader):
            if self.screen.document is not None:
                self._trail.append(self.screen.document)
            self._read(event.document)

    def on_reader_step_wanted(self, event: object) -> None:
        from newsearch.tui.reader import Reader

        if isinstance(event, Reader.StepWanted):
            self._trail = []
            document = self.main.step(event.step)
            if document is not None:
                self._read(document)

    def on_reader_back_wanted(self) -> None:
        if self._trail:
            self._read(self._trail.pop())
        else:
            self.pop_screen()

    def on_reader_done(self, event: object) -> None:
        from newsearch.tui.reader import Reader

        if isinstance(event, Reader.Done) and isinstance(self.screen, Reader) and self.screen.document is not None:
            document = self.screen.document
            self._try(partial(getattr(self, f"do_{event.action}"), document))
            self.screen.set_marked(document.id in self.marked)

    # Everywhere

    def action_help(self) -> None:
        from newsearch.tui.dialogs import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.settings.keys))

    def action_shade(self) -> None:
        self.theme = other_shade(self.theme, self.current_theme.dark)

    async def action_copy_or_quit(self) -> None:
        """As everywhere in a terminal, unless there is a selection to copy."""
        from textual.widgets import Input

        focused = self.focused
        selected = self.screen.get_selected_text() or (focused.selected_text if isinstance(focused, Input) else "")
        if selected:
            self.copy_to_clipboard(selected)
        else:
            await self.action_quit()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action of the main screen, and Textual's own commands."""
        yield from super().get_system_commands(screen)
        if screen is self.main:
            for action in ACTIONS:
                if action.place == "search":
                    yield SystemCommand(action.help, action.id, partial(self._run, action.id))

    def _run(self, action_id: str) -> None:
        self.run_worker(self.run_action(action_id, self.main))
