"""What the main screen asks of an archive. Each kind of question has its pause and thread; the newest alone is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from newsearch.errors import NewsearchError
from newsearch.tui.archive import Archive, Facets, Newest, Why, in_thread
from newsearch.tui.narrowing import Narrowing

if TYPE_CHECKING:
    from newsearch.model import Document, Results
    from newsearch.tui.reading import Layout, Marks

Answer = TypeVar("Answer")
PAGE = 24
"""Hits fetched at a time: more than most screens show, for each costs the time of its snippet."""
_WHY_PAUSE = 0.25
"""Seconds without a key until it is worked out why nothing was found, in a thread of its own: that may look through the
whole dictionary, 20 ms over 100,000 blocks."""
_PREVIEW_PAUSE = 0.07
"""Seconds that the cursor rests before the preview follows; a held key moves every 30 ms."""


class Question(NamedTuple):
    narrowing: Narrowing
    typing: bool = False
    """Whether the last word may be unfinished: it was typed, and nothing stands after it."""


class Asking:
    """Answers are None where a newer question was asked. All raise NewsearchError."""

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread
        self._why_thread = ThreadPoolExecutor(1, "why")
        self._hits = Newest(thread)
        self._counts = Newest(thread)
        self._why = Newest(self._why_thread, _WHY_PAUSE)
        self._preview = Newest(thread, _PREVIEW_PAUSE)

    def close(self) -> None:
        """Let go of what waits."""
        self._why_thread.shutdown(wait=False, cancel_futures=True)

    def forget_hits(self) -> None:
        """What was asked for last is no longer wanted."""
        self._hits.forget()

    async def hits(self, archive: Archive, question: Question) -> Results | None:
        """The first page of hits; what was asked about the hits before is forgotten."""
        self._counts.forget()
        self._why.forget()
        return await self._hits.ask(partial(_page, archive, question, 0))

    async def page(
        self, archive: Archive, question: Question, offset: int, is_wanted: Callable[[int], bool]
    ) -> Results | None:
        """A further page, unless it is out of sight by the time that it could be fetched."""
        return await in_thread(self._thread, lambda: _page(archive, question, offset) if is_wanted(offset) else None)

    async def documents(self, archive: Archive, ids: Sequence[str]) -> list[Document]:
        """Blocks that are known by id."""
        return await in_thread(self._thread, lambda: [archive.show(block_id) for block_id in ids])

    async def counts(self, archive: Archive, question: Question, facets: Iterable[str]) -> Facets | None:
        """How the hits divide by each facet, its own filters left out."""
        narrowing, typing = question
        within = {facet: narrowing.within(without="month" if facet == "day" else facet) for facet in facets}
        return await self._counts.ask(partial(archive.counts, narrowing.text, within, typing=typing))

    async def why_nothing(self, archive: Archive, narrowing: Narrowing) -> Why | None:
        """What of the query finds nothing, and what would find something."""
        return await self._why.ask(partial(archive.why_nothing, narrowing.text, narrowing.within()))

    def forget_preview(self) -> None:
        """There is no block under the cursor any more."""
        self._preview.forget()

    async def preview(self, read: Callable[[], Answer]) -> Answer | None:
        """What `read` gives, once the cursor rests."""
        return await self._preview.ask(read)


def _page(archive: Archive, question: Question, offset: int) -> Results:
    narrowing, typing = question
    return archive.search(
        narrowing.text, within=narrowing.within(), limit=PAGE, offset=offset, sort=narrowing.sort, typing=typing
    )


def read_marked(archive: Archive, document: Document, question: Question, width: int) -> tuple[Marks, Layout]:
    """What a question marks in a text, and the text in lines of a width; for a thread."""
    from newsearch.tui.reading import Marks, lay_out, passages

    try:
        if question.narrowing.text.strip():
            marks = archive.marks(document, question.narrowing.text, typing=question.typing)
        else:
            marks = Marks(none="")
    except NewsearchError:  # the text can be read without
        marks = Marks(none="matches unknown")
    return marks, lay_out(passages(document, marks), width)
