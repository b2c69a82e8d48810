"""The application: opens the index after the first paint, joins the screens, and does what is asked of a block."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from newsearch.config import expanded
from newsearch.errors import IndexMissing, NewsearchError
from newsearch.tui.archive import Answer, Archive, SavedBook, in_thread
from newsearch.tui.history import QueryHistory
from newsearch.tui.keys import ACTIONS, ASKING, MOVING, bindings, shown
from newsearch.tui.main import MainScreen
from newsearch.tui.paint import plain
from newsearch.tui.settings import CITATIONS, TuiSettings
from newsearch.tui.themes import OURS, other_shade
from newsearch.wording import counted

# What the first frame does without is loaded where it is needed.
if TYPE_CHECKING:
    from newsearch.model import Document
    from newsearch.tui.indexing_strip import IndexFolder, IndexingStrip
    from newsearch.tui.reader import Reader

HELD_SECONDS = 5.0
"""How long keys wait for a dialog at most."""
CHANGES_SECONDS = 5.0
"""How often the index is asked whether it has a newer commit."""
OpenArchive = Callable[[], Archive]
Asking = Coroutine[None, None, None]
"""A question to the user, and what is done with the answer."""


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
        index_folder: IndexFolder | None = None,
        history_file: Path | None = None,
    ) -> None:
        """`open_archive` opens the index; it runs in a thread, after the first paint. `index_folder` adds to it."""
        super().__init__()
        self.settings = settings or TuiSettings()
        for theme in OURS:
            self.register_theme(theme)
        self._begin_in(self.settings.theme)
        self.index_path = index_path
        self.archive: Archive | None = None
        self.marked: dict[str, Document] = {}
        self._citation = self.settings.citation
        self._open_archive = open_archive
        self._index_folder = index_folder
        self._thread = ThreadPoolExecutor(1, "archive")
        self.main = MainScreen(query, QueryHistory(history_file), self._thread)
        self._trail: list[Document] = []
        """Blocks read before the one on the screen, for the way back."""
        self._held: list[events.Event] | None = None
        """What was typed behind a key that opens a dialog, until that is there."""

    def _begin_in(self, theme: str) -> None:
        """Set the theme before anything is drawn. Setting `theme` would have every style sheet read twice."""
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        dark = self.current_theme.dark
        self.update_classes({f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False)

    def get_default_screen(self) -> Screen[None]:
        """The main screen is there from the first frame on."""
        return self.main

    def watch_app_focus(self, focus: bool) -> None:
        """In a browser the terminal may have the focus only after the screen is there, where `AUTO_FOCUS` does nothing."""
        if focus and self.screen is self.main and self.main.focused is None:
            self.main.action_focus_query()

    def on_mount(self) -> None:
        if self.settings.keys:
            self.set_keymap(dict(self.settings.keys))

    @on(MainScreen.Painted)
    def _open_for_the_first_time(self) -> None:
        _keep_what_is_loaded()
        gc.enable()
        self._open()
        self.set_interval(CHANGES_SECONDS, self._look_for_changes)

    def on_unmount(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    # The index

    def _open(self) -> None:
        self.run_worker(self._open_in_thread(), exclusive=True, group="open")

    async def _open_in_thread(self) -> None:
        try:
            archive = await in_thread(self._thread, self._open_archive)
        except IndexMissing as error:
            self.main.notice(*str(error).splitlines(), "", "alt+i indexes a folder from here.")
        except NewsearchError as error:
            self.main.notice(*str(error).splitlines(), "", "^g tries again.")
        else:
            self.archive = archive
            self.main.set_archive(archive)
            with contextlib.suppress(NewsearchError):  # told when it is searched
                # one after the other: what is asked meanwhile comes between them
                await in_thread(self._thread, archive.warm_up)
                await in_thread(self._thread, archive.prepare)
            _keep_what_is_loaded()

    # What is typed while a dialog opens

    async def on_event(self, event: events.Event) -> None:
        """Keys that come with one that opens a dialog are for the dialog."""
        typed = isinstance(event, events.Key | events.Paste) and not event.is_forwarded
        if typed and self._held is not None:
            self._held.append(event)
            return
        if typed and isinstance(event, events.Key) and self._opens_dialog(event):
            held = self._held = []
            self.set_timer(HELD_SECONDS, lambda: self._let_go_of(held))
        await super().on_event(event)

    def _opens_dialog(self, event: events.Key) -> bool:
        focused = self.focused
        if self.screen is not self.main or (
            isinstance(focused, Input) and focused.check_consume_key(event.key, event.character)
        ):
            return False
        bound = self.main.active_bindings.get(event.key)
        return bound is not None and bound.enabled and bound.binding.action in ASKING

    async def on_dialog_ready(self) -> None:
        await self._let_go_of(self._held)

    async def _let_go_of(self, held: list[events.Event] | None) -> None:
        """Hand these keys on, unless they were already."""
        if held is None or held is not self._held:
            return
        while held:  # more may come meanwhile
            await super().on_event(held.pop(0))
        self._held = None

    # What the main screen asks for

    @on(MainScreen.Done)
    async def _do(self, event: MainScreen.Done) -> None:
        do = getattr(self, f"do_{event.action}")
        asking = self._try(do if event.document is None else partial(do, event.document))
        if asking is not None:
            self.run_worker(self._ask(asking, self._held))
        elif event.action in ASKING:
            await self._let_go_of(self._held)

    async def _ask(self, asking: Asking, held: list[events.Event] | None) -> None:
        await asking
        await self._let_go_of(held)  # if there was nothing to ask

    def _try(self, action: Callable[[], Asking | None]) -> Asking | None:
        """What an action has to ask the user, if it has."""
        try:
            return action()
        except NewsearchError as error:
            self.say(str(error), "error")
            return None

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text, whatever the names of files in it."""
        super().copy_to_clipboard(_encodable(text))

    def say(self, words: str, severity: str = "information") -> None:
        """A short message in the corner; never markup."""
        self.notify(plain(words), severity="error" if severity == "error" else "information", markup=False, timeout=4)

    def do_read(self, document: Document) -> None:
        self._trail = []
        if self.reader is None:
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

    def do_export(self, document: Document) -> None:
        self.run_worker(self._export(list(self.marked.values()) or [document]))

    async def _export(self, documents: list[Document]) -> None:
        import io

        from newsearch.tui.dialogs import Choice, Prompt
        from newsearch.tui.export import FORMATS

        formats = list(FORMATS)
        what = f"the {counted(len(documents), 'marked block')}" if self.marked else "the chosen block"
        rows = [(ending, FORMATS[ending][0]) for ending in formats]
        choice = await self.push_screen_wait(Choice(f"Export {what} as", rows))
        if choice is None:
            return
        name = f"newsearch-{time.strftime('%Y%m%d-%H%M%S')}.{formats[choice]}"
        text = _encodable(FORMATS[formats[choice]][1](documents))
        if self.is_web:
            self.deliver_text(io.StringIO(text), save_filename=name)
            return
        answer = await self.push_screen_wait(Prompt("Write to", str(Path.cwd() / name)))
        if answer is not None:
            self._try(partial(self._write_export, expanded(answer), text, len(documents)))

    def _write_export(self, path: Path, text: str, blocks: int) -> None:
        try:
            with path.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
        except FileExistsError:
            raise NewsearchError(f"{path} is there already. Nothing was written.") from None
        except OSError as error:
            raise NewsearchError(f"{path}: {error.strerror or error}. Nothing was written.") from error
        self.say(f"Wrote {counted(blocks, 'block')} to {path}")

    def do_cite(self, document: Document) -> None:
        """Copies a citation; what is selected with the mouse is what is quoted."""
        from newsearch import citations

        quote = self.screen.get_selected_text() or None
        try:
            citation = citations.cite(document, quote)
        except NewsearchError:  # the selection is not of the body alone
            citation = citations.cite(document)
        self.copy_to_clipboard(citations.FORMATS[self._citation](citation))
        self.say(f"Copied a citation: {CITATIONS[self._citation]}. Y chooses another form.")

    def do_cite_as(self, document: Document) -> None:
        self.run_worker(self._cite_as(document))

    async def _cite_as(self, document: Document) -> None:
        from newsearch.tui.dialogs import Choice

        forms = list(CITATIONS)
        rows = [(name, "now" if form == self._citation else "") for form, name in CITATIONS.items()]
        choice = await self.push_screen_wait(Choice("Copy citations as", rows, start=forms.index(self._citation)))
        if choice is not None:
            self._citation = forms[choice]
            self._try(partial(self.do_cite, document))

    def do_save_search(self) -> Asking | None:
        query = self.main.narrowing.query()
        if self.archive is None or not query:
            self.say("There is no search to save yet.")
            return None
        return self._save_search(self.archive, query)

    async def _save_search(self, archive: Archive, query: str) -> None:
        from newsearch.tui.dialogs import Prompt

        name = await self.push_screen_wait(Prompt("Save this search as", query))
        if name is not None:
            await self._with_saved(archive, lambda book: book.save(name, query), f"Saved {name}.")

    def do_saved_searches(self) -> Asking | None:
        return None if self.archive is None else self._look_at_saved(self.archive)

    async def _look_at_saved(self, archive: Archive) -> None:
        from newsearch.tui.dialogs import Choice

        rows = await self._with_saved(archive, lambda book: list(book.searches()))
        if rows is None:
            return
        if not rows:
            self.say("No saved searches yet. S saves the one on the screen.")
            return
        dialog = Choice("What is new in", rows, "d delete", deleting=True)
        choice = await self.push_screen_wait(dialog)
        if choice is None:
            return
        name = rows[choice][0]
        if dialog.to_delete:
            await self._with_saved(archive, lambda book: book.remove(name), f"Deleted {name}.")
            return
        news = await self._with_saved(archive, lambda book: book.check(name))
        if news is not None:
            self.main.show_news(name, news)

    async def _with_saved(self, archive: Archive, run: Callable[[SavedBook], Answer], done: str = "") -> Answer | None:
        """What `run` makes of the saved searches, in the thread; trouble is told."""
        try:
            answer = await in_thread(self._thread, lambda: run(archive.saved()))
        except NewsearchError as error:
            self.say(str(error), "error")
            return None
        if done:
            self.say(done)
        return answer

    def do_history(self) -> Asking:
        return self._recall()

    async def _recall(self) -> None:
        from newsearch.tui.dialogs import Choice

        queries = self.main.history.queries[::-1]
        if not queries:
            self.say("No earlier queries yet.")
            return
        choice = await self.push_screen_wait(Choice("Earlier queries", [(query, "") for query in queries]))
        if choice is not None:
            self.main.ask_for(queries[choice])

    def do_reload(self) -> None:
        self._open()

    # Indexing from within

    def do_index_folder(self) -> Asking | None:
        if self._index_folder is None:
            self.say("This index cannot be added to from here.")
        elif self._strip.busy:
            self.say("Indexing is under way.")
        else:
            return self._ask_for_folder(self._index_folder)
        return None

    async def _ask_for_folder(self, index_folder: IndexFolder) -> None:
        from newsearch.tui.dialogs import Prompt

        question = "Folder of saved pages to index"
        answer = await self.push_screen_wait(
            Prompt(question, placeholder="a folder; only what is new or changed is read")
        )
        if answer is not None:
            self._strip.begin(index_folder, expanded(answer))

    @property
    def _strip(self) -> IndexingStrip:
        from newsearch.tui.indexing_strip import IndexingStrip

        return self.main.query_one(IndexingStrip)

    def on_indexing_strip_finished(self, event: IndexingStrip.Finished) -> None:
        self.say(event.words, "error" if event.failed else "information")
        if self.archive is None:
            self._open()
        else:
            self._look_for_changes()

    def _look_for_changes(self) -> None:
        # While the app ends there is no strip any more.
        if not self.is_running or self._strip.busy:
            return
        if self.archive is not None:
            self.run_worker(self._compare_generation(self.archive), exclusive=True, group="changes")
        elif not any(worker.group == "open" and not worker.is_finished for worker in self.workers):
            self._open()

    async def _compare_generation(self, archive: Archive) -> None:
        try:
            generation = await in_thread(self._thread, archive.generation)
        except NewsearchError:  # told when it is searched
            generation = None
        self.main.look_for_changes(generation)

    # The reader

    @property
    def reader(self) -> Reader | None:
        """The screen, if it is a reader."""
        from newsearch.tui.reader import Reader

        return self.screen if isinstance(self.screen, Reader) else None

    async def _open_reader(self, document: Document) -> None:
        from newsearch.tui.reader import Reader

        await self.push_screen(Reader())
        await self._show_in_reader(document)

    def _read(self, document: Document) -> None:
        self.run_worker(self._show_in_reader(document), exclusive=True, group="read")

    async def _show_in_reader(self, document: Document) -> None:
        archive, reader = self.archive, self.reader
        if archive is None or reader is None:
            return
        reading = self.main.reading_of(archive, document, reader.text_width)
        marks, layout = await in_thread(self._thread, reading)
        if reader not in self.screen_stack:
            return
        reader.show(document, marks, layout, self._place_of(document), document.id in self.marked)
        try:
            neighbours = await in_thread(self._thread, partial(archive.neighbours, document))
            similar = await in_thread(self._thread, partial(archive.similar, document.id, 8))
        except NewsearchError as error:
            self.say(str(error), "error")
            return
        others = [other for other in neighbours if other.id != document.id]
        if reader in self.screen_stack and reader.document == document:
            shown = {document.id, *(other.id for other in others)}
            reader.show_related(others, [hit.document for hit in similar if hit.document.id not in shown])

    def _place_of(self, document: Document) -> str:
        return counted(len(self._trail), "step") + " from the hit" if self._trail else self.main.place()

    def on_reader_wanted(self, event: Reader.Wanted) -> None:
        if self.reader and self.reader.document:
            self._trail.append(self.reader.document)
            self._read(event.document)

    def on_reader_step_wanted(self, event: Reader.StepWanted) -> None:
        document = self.main.step(event.step)
        if document is not None:
            self._trail = []
            self._read(document)

    def on_reader_back_wanted(self) -> None:
        if self._trail:
            self._read(self._trail.pop())
        elif self.reader:
            self.pop_screen()

    def on_reader_done(self, event: Reader.Done) -> None:
        reader = self.reader
        if reader and reader.document:
            self._try(partial(getattr(self, f"do_{event.action}"), reader.document))
            reader.set_marked(reader.document.id in self.marked)

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
        """Every action of the main screen, and those of Textual's own commands that have a use here."""
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Quit", "Screenshot"):
                yield command
        if screen is self.main:
            for action in ACTIONS:
                if action.place == "search" and action.id not in MOVING:
                    keys = self.settings.keys.get(action.id, action.keys)
                    yield SystemCommand(action.help, shown(keys.split(",")), partial(self._run, action.id))

    def _run(self, action_id: str) -> None:
        self.run_worker(self.run_action(action_id, self.main))


def _encodable(text: str) -> str:
    """The text with the bytes of a file name that is not UTF-8 written as `\\udce9`, as JSON does."""
    return text.encode("utf-8", "backslashreplace").decode()


def _keep_what_is_loaded() -> None:
    """Spare what is there from being looked through for garbage: with an index of 100,000 blocks 50 ms, amid a key."""
    gc.freeze()
