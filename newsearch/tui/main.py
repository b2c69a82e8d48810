"""The main screen: the query line, the hits, the preview, the ways to narrow. It runs the searches and keeps undo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Static

from newsearch.errors import NewsearchError, QueryError
from newsearch.tui.archive import Archive, News
from newsearch.tui.asking import PAGE, Asking, Question, read_marked
from newsearch.tui.history import QueryHistory
from newsearch.tui.key_bar import KeyBar
from newsearch.tui.keys import bindings
from newsearch.tui.narrowing import FACET_FIELDS, SORT_NAMES, Filter, Narrowing, Past
from newsearch.tui.paint import plain
from newsearch.tui.query_line import QueryInput, QueryLine, Tally
from newsearch.tui.results import ResultsList
from newsearch.tui.words import long_date
from newsearch.wording import counted

# The first frame is painted without the other parts: they are loaded after it, in `_complete`.
if TYPE_CHECKING:
    from newsearch.model import Document, Hit, Results
    from newsearch.tui.chips import Chip, Chips, Hint
    from newsearch.tui.facets import FacetPanel
    from newsearch.tui.pane import TextPane
    from newsearch.tui.reading import Layout, Marks
    from newsearch.tui.timeline import Timeline


class MainScreen(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("search")]
    AUTO_FOCUS = "#query"

    # Made after the first frame
    _hint: Hint
    _chips: Chips
    _timeline: Timeline
    _preview: TextPane

    class Done(Message):
        """Something is to be done with a block, or with the marked ones; the app knows how."""

        def __init__(self, action: str, document: Document | None) -> None:
            self.action = action
            self.document = document
            super().__init__()

    class Painted(Message):
        """The first frame is on the terminal: now there is time for the index."""

    def __init__(self, query: str, history: QueryHistory, thread: ThreadPoolExecutor) -> None:
        super().__init__()
        self.narrowing = Narrowing(query)
        self.archive: Archive | None = None
        self.results: Results | None = None
        self.history = history
        self._past = Past()
        self._asking = Asking(thread)
        self._is_complete = False
        self._asked: Question | None = None
        self._answered: Question | None = None
        """What was asked last, once its answer is there or it turned out to have none."""
        self._then = ""
        """What is to be done with the first hit once the answer is there: `⏎` may come before it."""
        self._shown = Question(self.narrowing)
        self._being_typed = False
        """Whether the words were typed, and did not come whole from somewhere."""
        self._working = 0
        self._instead = ""
        """Words that find something, where those asked for find nothing."""
        self._is_lost = False
        """Whether the index was gone or damaged when it was last looked at."""

    def compose(self) -> ComposeResult:
        yield QueryLine(self.narrowing.text, SORT_NAMES[self.narrowing.sort], "opening …")
        with Horizontal(id="body"), Horizontal(id="reading"):
            yield ResultsList(PAGE, widget_id="results")
        yield KeyBar()

    def on_mount(self) -> None:
        self.call_after_refresh(self._complete)

    def on_unmount(self) -> None:
        self._asking.close()

    async def _complete(self) -> None:
        """Add what the first frame does without."""
        from newsearch.tui.chips import Chips, Hint
        from newsearch.tui.indexing_strip import IndexingStrip
        from newsearch.tui.pane import TextPane
        from newsearch.tui.timeline import Timeline

        self._hint, self._chips, self._timeline = Hint(id="hint"), Chips(), Timeline(widget_id="timeline")
        self._preview = TextPane(widget_id="preview")
        with self.app.batch_update():
            await self.query_one("#reading").mount(self._preview)
            await self.mount_all([self._hint, self._chips, self._timeline], after=self.query_one(QueryLine))
            await self.mount_all([Static(id="notice"), IndexingStrip()], after=self.query_one("#body"))
        self._is_complete = True
        self.refresh_bindings()
        self.post_message(self.Painted())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action can be done: all can, once the screen is complete. The query line takes its own key as a sign."""
        if action == "focus_query" and isinstance(self.focused, Input):
            return False
        return True if self._is_complete else None

    # The archive

    def set_archive(self, archive: Archive) -> None:
        """Search in this archive from now on."""
        self.archive = archive
        self.notice()
        self._search(keep_place=self.results is not None)

    def look_for_changes(self, generation: int | None) -> None:
        """Repeat the search if another commit than the one on the screen is there, or an index again after it was gone (None)."""
        if generation is None:
            self._is_lost = True
        elif self.idle and (self._is_lost or (self.results is not None and self.results.generation != generation)):
            self._search(keep_place=self.results is not None)

    def notice(self, *lines: str) -> None:
        """Say why there is nothing to search, in place of the hits; without lines, show the hits."""
        self.query_one("#notice", Static).update(Content("\n".join(map(plain, lines)), strip_control_codes=False))
        self.set_class(bool(lines), "-notice")
        if lines:
            self.query_one(QueryLine).set_count("")

    # Searching

    @property
    def idle(self) -> bool:
        """Whether everything that was asked for is on the screen."""
        return self._working == 0

    def _work(self, begin: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something beside the event loop's other work: what has not begun when the screen closes never does."""

        async def counted_work() -> None:
            try:
                await begin()
            finally:
                self._working -= 1

        self._working += 1
        self.run_worker(cast(Any, counted_work))  # its type has no room for None

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        if event.value != self.narrowing.text:
            self._being_typed = True
            self._narrow(replace(self.narrowing, text=event.value))

    def _narrow(self, narrowing: Narrowing, *, remember: bool = True, search: bool = True) -> None:
        """Ask for something else."""
        if narrowing == self.narrowing:
            return
        if remember:
            self._past.push(self.narrowing, narrowing)
        self.narrowing = narrowing
        self._then = ""
        self.query_one(QueryLine).set_sort(SORT_NAMES[narrowing.sort])
        if search:
            self._search()

    def _search(self, keep_place: bool = False) -> None:
        if self.archive is not None:
            self._asked = Question(self.narrowing, self._typing())
            self._work(partial(self._ask, self.archive, keep_place))

    async def _ask(self, archive: Archive, keep_place: bool) -> None:
        question = self._asked = Question(self.narrowing, self._typing())
        waiting = self.set_timer(0.25, self._say_searching)
        try:
            results = await self._asking.hits(archive, question)
        except NewsearchError as error:
            self._answered, self._then = question, ""
            self._is_lost = not isinstance(error, QueryError)
            self._say_error(error)
        else:
            self._is_lost = False
            if results is not None:
                await self._show(results, question, keep_place)
                self._answered = question
                action, self._then = self._then, ""
                if action:
                    self._do(action)
        finally:
            waiting.stop()

    def _typing(self) -> bool:
        """Whether the last word may be unfinished: it was typed, and nothing stands after it."""
        return self._being_typed and not self.narrowing.text.endswith(" ")

    async def _show(self, results: Results, question: Question, keep_place: bool) -> None:
        narrowing = question.narrowing
        self.results, self._shown, self._instead = results, question, ""
        if self.has_class("-notice"):
            self.notice()
        self._say_hint("  ".join(results.notes))
        self.query_one(QueryLine).set_count(self._count(results, narrowing))
        self.query_one(ResultsList).begin(results, keep_place=keep_place)
        await self._chips.set_filters(narrowing.filters)
        if not results.hits:
            self._nothing_found(narrowing)
        self._count_facets()

    def _count(self, results: Results, narrowing: Narrowing) -> str:
        if not narrowing.text.strip() and not narrowing.filters:
            return counted(results.total, "block")
        hits = counted(results.total, "hit")
        if self.has_class("-tiny"):  # the words asked for need the room
            return hits
        time = f", {max(1, round(results.seconds * 1000)):,} ms"
        if results.rows == results.total:
            return hits + time
        return f"{hits} ({results.rows:,} distinct)" + (time if self.has_class("-wide") else "")

    def _count_facets(self) -> None:
        """Work out how the hits on the screen divide."""
        if self.archive is not None and self._is_complete:
            self._work(partial(self._ask_counts, self.archive, self._shown))

    async def _ask_counts(self, archive: Archive, question: Question) -> None:
        """Hits are painted first: over 100,000 blocks they are there in half the time that it takes to count them too."""
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()
        panels = list(self.query("#facets"))
        facets = (*FACET_FIELDS, "day") if panels and panels[0].has_class("-shown") else ("day",)
        try:
            counts = await self._asking.counts(archive, question, facets)
        except NewsearchError:  # told when the hits were asked for
            return
        if counts is not None:
            filters = question.narrowing.filters
            self._timeline.show(counts["day"], [item.value for item in filters if item.facet == "month"])
            for panel in panels:
                cast("FacetPanel", panel).show(counts, filters)

    async def _ask_why(self, archive: Archive, narrowing: Narrowing) -> None:
        """Say what of the query finds nothing, and what would find something."""
        try:
            why = await self._asking.why_nothing(archive, narrowing)
        except NewsearchError:  # told when the hits were asked for
            return
        if why and why.notes and self.results is not None and not self.results.hits:
            self._instead = why.instead
            offer = f"alt+a asks instead: {why.instead}" if why.instead else ""
            self.query_one(ResultsList).say("Nothing found.", "", *why.notes, "", _way_back(narrowing), offer=offer)

    @on(ResultsList.Accepted)
    def action_ask_instead(self) -> None:
        if self._instead:
            self.ask_for(self._instead)
        else:
            self.notify("There is nothing offered here to ask instead.", timeout=2)

    def show_news(self, name: str, news: News) -> None:
        """Show what is new in a saved search; any change of the query searches everything again."""
        self._asking.forget_hits()
        self._answered = self._asked
        self.go_to(Narrowing(news.query, (), "date"), search=False)
        since = f"since {long_date(news.since)}" if news.since else "at the first look"
        words = f"{name}: {counted(len(news.new), 'new hit')} {since}, {news.total:,} in all"
        if news.new and self.results is not None:
            new = len(news.new)
            self.results = replace(self.results, query=news.query, hits=news.new, total=new, rows=new)
            self._shown = Question(self.narrowing)
            self.query_one(ResultsList).begin(self.results)
            self.query_one(QueryLine).set_count(counted(len(news.new), "new hit"))
            self._say_hint(f"{words} (^g shows all)")
        else:
            self._search()
            self.notify(plain(words), markup=False)

    def _nothing_found(self, narrowing: Narrowing) -> None:
        if self.results and not self.results.searched:
            self.notice(
                "The index is empty.",
                "",
                "alt+i indexes a folder of saved pages,",
                "or in a shell: newsearch index FOLDER",
            )
            return
        self.query_one(ResultsList).say("Nothing found.", "", _way_back(narrowing))
        self._asking.forget_preview()
        self._preview.clear()
        if self.archive is not None:
            self._work(partial(self._ask_why, self.archive, narrowing))

    def _say_searching(self) -> None:
        self.query_one(QueryLine).set_count("searching …")

    def _say_hint(self, words: str) -> None:
        self._hint.say(words)

    def _say_error(self, error: NewsearchError) -> None:
        """Say what is wrong under the line; the last good results stay."""
        if isinstance(error, QueryError):
            said = f"{error.message.rstrip('.')}. {error.hint}".rstrip()
            at = cell_len(error.text[: error.start])
            is_in_sight = at < self.size.width // 2 and not self.query_one(QueryInput).scroll_offset.x
            self._hint.say(f"{' ' * at}▲ {said}" if is_in_sight else said, "error")
            if self.results is not None:
                self.query_one(QueryLine).set_count(self._count(self.results, self._shown.narrowing))
            else:
                self.query_one(QueryLine).set_count("")
        elif self.results is None:
            self.notice(*str(error).splitlines(), "", "^g tries again.")
        else:
            self.query_one(QueryLine).set_count("")
            self._hint.say(f"{error} (^g tries again)", "error")

    @on(ResultsList.Wanted)
    def _page_wanted(self, event: ResultsList.Wanted) -> None:
        if self.archive is not None and self._asked is not None:
            self._work(partial(self._add_page, self.archive, event.offset, self._asked))

    async def _add_page(self, archive: Archive, offset: int, question: Question) -> None:
        listed = self.query_one(ResultsList)
        try:
            results = await self._asking.page(archive, question, offset, listed.wants)
        except NewsearchError as error:
            listed.forget_asking(offset)
            self._say_error(error)
            return
        if self._asked != question or self.results is None:
            return
        if results is None:
            listed.forget_asking(offset)
        elif results.generation != self.results.generation:
            self._search(keep_place=True)
        else:
            listed.add(results, offset)

    @on(ResultsList.GroupWanted)
    def _group_wanted(self, event: ResultsList.GroupWanted) -> None:
        if self.archive is not None:
            self._work(partial(self._open_group, self.archive, event.index, event.hit))

    async def _open_group(self, archive: Archive, index: int, hit: Hit) -> None:
        try:
            documents = await self._asking.documents(archive, hit.more)
        except NewsearchError as error:
            self._say_error(error)
        else:
            self.query_one(ResultsList).open_group(index, hit, documents)

    # The preview

    @on(ResultsList.Moved)
    def _moved(self, event: ResultsList.Moved) -> None:
        if event.document is not None and self.archive is not None:
            self._work(partial(self._show_preview, self.archive, event.document))

    async def _show_preview(self, archive: Archive, document: Document) -> None:
        reading = await self._asking.preview(self.reading_of(archive, document, self._preview.text_width))
        if reading is not None:
            self._preview.show(document, *reading)

    # Narrowing

    def on_facet_panel_toggled(self, event: FacetPanel.Toggled) -> None:
        self._narrow(self.narrowing.toggle(event.item))

    def on_timeline_selected(self, event: Timeline.Selected) -> None:
        self._narrow(self.narrowing.only(Filter("month", event.value)))

    def on_chip_removed(self, event: Chip.Removed) -> None:
        self.query_one(ResultsList).focus()
        self._narrow(self.narrowing.toggle(event.item))

    @on(Tally.SortClicked)
    def action_sort(self) -> None:
        self._narrow(self.narrowing.next_sort())

    def action_undo(self) -> None:
        before = self._past.pop()
        if before is None:
            self.notify("Nothing to undo.", timeout=2)
            return
        self.go_to(before, remember=False)

    def action_clear_filters(self) -> None:
        self._narrow(replace(self.narrowing, filters=()))

    def action_spell_filters(self) -> None:
        """Put the filters into the query line, where they can be edited."""
        if not self.narrowing.filters:
            self.notify("There is no filter here. f shows what to filter by.", timeout=2)
            return
        self.go_to(replace(self.narrowing, text=self.narrowing.query(), filters=()))
        self.action_focus_query()

    def go_to(self, narrowing: Narrowing, *, remember: bool = True, search: bool = True) -> None:
        """Ask for something else, with the query line showing its words."""
        self._being_typed = False
        line = self.query_one(QueryInput)
        with line.prevent(Input.Changed):
            line.value = narrowing.text
            line.cursor_position = len(narrowing.text)
        self._narrow(narrowing, remember=remember, search=search)

    def ask_for(self, query: str) -> None:
        """Ask for words, with the filters in force."""
        self.go_to(replace(self.narrowing, text=query))

    # Moving about

    def action_focus_query(self) -> None:
        self.set_focus(self.query_one(QueryInput))

    def action_leave(self) -> None:
        """From the query line to the list and back, from a panel to the list."""
        if isinstance(self.focused, ResultsList):
            self.query_one(QueryInput).focus()
        else:
            self.query_one(ResultsList).focus()

    def action_choose_next(self) -> None:
        self.query_one(ResultsList).move(1)

    def action_choose_previous(self) -> None:
        self.query_one(ResultsList).move(-1)

    def action_page_down(self) -> None:
        self.query_one(ResultsList).action_list_page_down()

    def action_page_up(self) -> None:
        self.query_one(ResultsList).action_list_page_up()

    def action_next_match(self) -> None:
        self._preview.next_match()

    def action_previous_match(self) -> None:
        self._preview.next_match(-1)

    async def action_facets(self) -> None:
        panel = await self._facet_panel()
        shown = panel.has_class("-shown")
        if shown and not panel.has_focus:
            panel.focus()
        else:
            panel.set_class(not shown, "-shown")
            (self.query_one(ResultsList) if shown else panel).focus()
            self._count_facets()

    async def _facet_panel(self) -> FacetPanel:
        """Made when it is first asked for."""
        from newsearch.tui.facets import FacetPanel

        for panel in self.query(FacetPanel):
            return panel
        panel = FacetPanel(widget_id="facets")
        await self.query_one("#body").mount(panel, before=0)
        return panel

    def action_timeline(self) -> None:
        if self._timeline.has_focus:
            self.query_one(ResultsList).focus()
        elif self._timeline.has_class("-shown"):
            self._timeline.focus()
        else:
            self.notify("No hit here has a date.", timeout=2)

    def action_preview(self) -> None:
        self.toggle_class("-no-preview")

    def action_older_query(self) -> None:
        self._recall(-1)

    def action_newer_query(self) -> None:
        self._recall(1)

    def _recall(self, step: int) -> None:
        query = self.history.step(step)
        if query is not None:
            self.go_to(replace(self.narrowing, text=query))

    def place(self) -> str:
        """Which hit is chosen, of how many."""
        listed = self.query_one(ResultsList)
        distinct = " distinct" if self.results and listed.hit_count < self.results.total else ""
        return f"hit {listed.row_at(listed.cursor).hit + 1:,} of {listed.hit_count:,}{distinct}"

    def step(self, by: int) -> Document | None:
        """Choose another hit; the block, if it is at hand."""
        results = self.query_one(ResultsList)
        before = results.cursor
        results.move(by)
        return results.document if results.cursor != before else None

    def reading_of(self, archive: Archive, document: Document, width: int) -> Callable[[], tuple[Marks, Layout]]:
        """What finds the words of the query on the screen in a text, and lays it out; for the thread."""
        return partial(read_marked, archive, document, self._shown, width)

    def set_marks(self, marks: frozenset[str]) -> None:
        self.query_one(ResultsList).set_marks(marks)

    # Doing

    @property
    def document(self) -> Document | None:
        return self.query_one(ResultsList).document

    @on(ResultsList.Opened)
    def action_read(self) -> None:
        self._do("read")

    def action_open_file(self) -> None:
        self._do("open_file")

    def action_open_url(self) -> None:
        self._do("open_url")

    def action_edit(self) -> None:
        self._do("edit")

    def action_cite(self) -> None:
        self._do("cite")

    def action_cite_as(self) -> None:
        self._do("cite_as")

    def action_copy_text(self) -> None:
        self._do("copy_text")

    def action_mark(self) -> None:
        self._do("mark")
        self.query_one(ResultsList).move(1)

    def action_export(self) -> None:
        self._do("export")

    def action_save_search(self) -> None:
        self.post_message(self.Done("save_search", None))

    def action_saved_searches(self) -> None:
        self.post_message(self.Done("saved_searches", None))

    def action_history(self) -> None:
        self.post_message(self.Done("history", None))

    def action_index_folder(self) -> None:
        self.post_message(self.Done("index_folder", None))

    def action_reload(self) -> None:
        self.post_message(self.Done("reload", None))

    def _do(self, action: str) -> None:
        words = self.query_one(QueryInput).value
        if words != self.narrowing.text:  # what was typed last is not told yet
            self._being_typed = True
            self._narrow(replace(self.narrowing, text=words))
        if self._asked is not self._answered:
            self._then = action
            return
        if self.document is None:
            self.notify("There is no hit to do that with.", timeout=2)
            return
        self.history.remember(self.narrowing.text)
        self.post_message(self.Done(action, self.document))


def _way_back(narrowing: Narrowing) -> str:
    return f"{'alt+x removes the filters, ' if narrowing.filters else ''}^z undoes the last change."
