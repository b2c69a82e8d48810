"""`Searcher` as the `Archive` of the terminal UI: the one module here that knows it. Imported after the first paint."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import ParamSpec, TypeVar

from newsearch.engine.contract import FACETS, Sort
from newsearch.errors import NewsearchError
from newsearch.model import Document, Hit, Results
from newsearch.query import And, Everything, Missing, Query, parse, unparse
from newsearch.saved import SavedSearches
from newsearch.search import Searcher
from newsearch.tui.archive import Facets, News, SavedBook, Why
from newsearch.tui.reading import Marks

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


def told(method: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """The method, with whatever goes wrong told as a NewsearchError: an index that is rebuilt, damaged or removed while
    it is open can fail anywhere, and must not end the session."""

    @functools.wraps(method)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
        try:
            return method(*args, **kwargs)
        except NewsearchError:
            raise
        except Exception as error:
            what = f"The index could not answer ({type(error).__name__}: {error})."
            raise NewsearchError(f"{what} newsearch verify checks it") from error

    return guarded


class SearcherArchive:
    """Asks a `Searcher`. Filters are read apart from the words, so half a query cannot swallow them."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    @told
    def search(
        self,
        text: str,
        *,
        within: str = "",
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        typing: bool = False,
    ) -> Results:
        query = _joined(parse(text, lenient=typing, typing=typing), within)
        return self._searcher.search(query, limit=limit, offset=offset, sort=sort, typing=typing, why=False)

    @told
    def counts(self, text: str, within: Mapping[str, str], *, typing: bool = False) -> Facets:
        words = parse(text, lenient=typing, typing=typing)
        counts: dict[str, Sequence[tuple[str, int]]] = {}
        for filters in dict.fromkeys(within.values()):
            alike = [facet for facet in within if within[facet] == filters]
            query = _joined(words, filters)
            found = self._searcher.search(query, limit=0, facets=alike, group=False, typing=typing, why=False)
            for facet in alike:
                counts[facet] = self._with_missing(facet, query, found)
        return counts

    def _with_missing(self, facet: str, query: Query, found: Results) -> Sequence[tuple[str, int]]:
        """The counts of a facet, and last that of the blocks that have no value."""
        counts = found.facets[facet]
        if facet == "author":  # of which a block may have several
            asked = And((query, Missing("author")))
            missing = self._searcher.search(asked, limit=0, group=False, typing=True).total
        else:
            missing = 0 if facet == "day" else found.total - sum(count for _, count in counts)
        return (*counts, ("", missing)) if missing else counts

    @told
    def why_nothing(self, text: str, within: str = "") -> Why:
        found = self._searcher.search(_joined(parse(text, lenient=True), within), limit=0)
        return Why(found.notes, _words_of(found.instead, within))

    @told
    def warm_up(self) -> None:
        # Facets need all that the engine has, most of which the first queries of a process do without.
        self._searcher.search("a", limit=1, facets=FACETS, typing=True)

    @told
    def prepare(self) -> None:
        self._searcher.prepare()

    @told
    def show(self, block_id: str) -> Document:
        return self._searcher.show(block_id)[0]

    @told
    def neighbours(self, document: Document) -> Sequence[Document]:
        return self._searcher.show(document.id)[1]

    @told
    def similar(self, block_id: str, limit: int) -> Sequence[Hit]:
        return self._searcher.similar(block_id, limit).hits

    @told
    def marks(self, document: Document, query: str, *, typing: bool = False) -> Marks:
        if not query.strip():
            return Marks()
        find = self._searcher.marks
        return Marks(
            find(document, query, field="title", typing=typing), find(document, query, field="body", typing=typing)
        )

    @told
    def generation(self) -> int:
        return self._searcher.reader().generation

    @told
    def saved(self) -> SavedBook:
        return UserSavedBook(self._searcher)


class UserSavedBook:
    """The user's saved searches, read anew: another newsearch may have changed them."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._saved = SavedSearches()

    @told
    def searches(self) -> Sequence[tuple[str, str]]:
        return [(search.name, search.query) for search in self._saved]

    @told
    def save(self, name: str, query: str) -> None:
        self._saved.save(name, query)
        self._saved.check(name.strip(), self._searcher, limit=0)

    @told
    def remove(self, name: str) -> None:
        self._saved.remove(name)

    @told
    def check(self, name: str) -> News:
        found = self._saved.check(name, self._searcher)
        return News(found.search.query, found.total, found.new, found.since)


def _words_of(query: str, within: str) -> str:
    """A query without the filters in it; empty where it has other filters, or no words."""
    parts = _parts(parse(query))
    filters = _parts(parse(within)) if within else ()
    words = tuple(part for part in parts if part not in filters)
    if not query or not words or not set(filters) <= set(parts):
        return ""
    return unparse(And(words) if len(words) > 1 else words[0])


def _parts(query: Query) -> tuple[Query, ...]:
    """What must all match."""
    return tuple(part for child in query.children for part in _parts(child)) if isinstance(query, And) else (query,)


def _joined(words: Query, within: str) -> Query:
    if not within:
        return words
    filters = parse(within)
    return filters if isinstance(words, Everything) else And((words, filters))
