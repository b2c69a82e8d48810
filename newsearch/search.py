"""`Searcher`: a query text in, `Results` out: parse, expand, run, snippet, note. What both faces call.

Imports nothing heavy: the engine is loaded by `open`, dates in words, hints and expansions when a query needs them.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from newsearch.engine.contract import FACETS, SORTS, Found, Index, Part, Reader, Request, Row, Sort
from newsearch.errors import IndexDamaged, NewsearchError, QueryError
from newsearch.model import Document, Hit, Results, Snippet, Span
from newsearch.query import (
    TEXT_FIELDS,
    Alternatives,
    And,
    Boost,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Term,
    Wildcard,
    leaves,
    parse,
    unparse,
)
from newsearch.snippets import SIZE, Matcher, Pattern, make

if TYPE_CHECKING:
    from newsearch.explain import Explanation as Explanation
    from newsearch.status import Status
    from newsearch.timeline import Bin, Unit

NEIGHBOURS = 3
"""Blocks before and after a block, on its page, that `show` gives."""


def open(path: Path | str | None = None) -> Searcher:
    """A searcher of the index at `path`, or of the default one (see `config.find_index`).

    Raises IndexMissing or IndexDamaged.
    """
    from newsearch import config, engine

    place = Path(path) if path else config.find_index(None, engine.is_index, config=config.load)
    return Searcher(engine.open_index(place))


class Searcher:
    """Answers queries from the newest commit of an index, or from one snapshot. Usable from several threads."""

    def __init__(self, source: Index | Reader) -> None:
        is_reader = hasattr(source, "block_count")
        self._index = None if is_reader else cast("Index", source)
        self._reader = cast("Reader", source) if is_reader else None

    def reader(self) -> Reader:
        """The snapshot of the newest commit. Raises IndexTrouble if the index is gone or damaged."""
        reader = self._reader
        if self._index is not None:
            with _index_trouble(self._index):
                if reader is None or self._index.generation() != reader.generation:
                    # Another number: a newer commit, an index that took this one's place, or none at all any more: then
                    # the next one may count its commits as this one did.
                    # The old snapshot is not closed: another thread may be reading from it.
                    self._reader = None
                    self._reader = reader = self._index.reader()
        assert reader is not None
        return reader

    def prepare(self) -> None:
        """Do now, for who will ask many questions, what the third search would do first: a tenth of a second, of a million blocks
        half of one. From another thread it may go on beside the first searches. Raises IndexTrouble for the index."""
        reader = self.reader()
        with _index_trouble(self._index):
            reader.prepare()

    def search(
        self,
        query: str | Query,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        facets: Iterable[str] = (),
        any_of: bool = False,
        exact: bool = False,
        group: bool = True,
        lenient: bool = False,
        typing: bool = False,
        recent: float | None = None,
        variants: bool = False,
        size: int = SIZE,
        why: bool = True,
    ) -> Results:
        """One page of answers. Raises QueryError for a query that cannot be understood, IndexTrouble for the index.

        `sort`: by relevance; a query without a word of the text has none, and its newest blocks come first.
        `any_of`: one word is enough. `exact`: no acronyms, spellings or name variants are added, and no related words
        count in the order. `group`: near-identical blocks are one hit. `lenient`: half a query is read as what it begins. `typing`: that, and
        its last word stands for all that begin with it: search as you type. `recent`: days after
        which a block's bonus for being new has halved. `variants`: other spellings of names are searched, not only offered.
        `size`: characters of a snippet; 0 for none, nor marks in titles, where only the blocks are wanted. `why`: an answer
        without hits says why, unless it is to a query being typed; that looks through the dictionary.
        """
        began = time.perf_counter()
        _check_page(limit, offset, sort, recent)
        reader = self.reader()
        tree = self._read(query, any_of=any_of, lenient=lenient or typing, typing=typing)
        wanted = _known_facets(facets)
        with _index_trouble(self._index):
            asked = _Asked.of(reader, tree, exact=exact, variants=variants, offer=not typing)
            request = Request(asked.tree, limit, offset, _order(tree, sort), wanted, group, recent, not exact)
            found = reader.search(request)
            matcher = asked.matcher(reader)
            hits = tuple(_hit(reader, row, matcher, size) for row in found.rows)
            because, instead = ((), "") if found.total or typing or not why else _why_nothing(reader, asked.read)
            notes = (*asked.notes, *because, *_order_notes(found))
        return Results(
            query=unparse(tree),
            hits=hits,
            total=found.total,
            searched=reader.block_count,
            seconds=time.perf_counter() - began,
            generation=reader.generation,
            fingerprint=reader.fingerprint,
            facets=found.facets,
            notes=notes,
            rows=found.row_count,
            instead=instead,
        )

    @property
    def name(self) -> str:
        """The index's place, to tell indexes apart; empty for a snapshot."""
        return str(self._index.path) if self._index else ""

    def ids(self, query: str | Query, *, any_of: bool = False, exact: bool = False, limit: int = 20_000) -> list[str]:
        """Ids of all matching blocks, newest first."""
        reader = self.reader()
        tree = self._read(query, any_of=any_of)
        with _index_trouble(self._index):
            asked = _Asked.of(reader, tree, exact=exact, offer=False)
            found = reader.search(Request(asked.tree, limit=limit, sort="date"))
            return [reader.head(row.number).id for row in found.rows]

    def paths(
        self,
        query: str | Query,
        *,
        sort: Sort = "relevance",
        any_of: bool = False,
        exact: bool = False,
        recent: float | None = None,
        variants: bool = False,
    ) -> Iterator[str]:
        """The files of all matching blocks, each once, in the order of `search`; each as soon as it is known. Raises as `search`."""
        _check_page(0, 0, sort, recent)
        reader = self.reader()
        tree = self._read(query, any_of=any_of)
        with _index_trouble(self._index):
            asked = _Asked.of(reader, tree, exact=exact, variants=variants, offer=False)
            request = Request(
                asked.tree, reader.block_count, sort=_order(tree, sort), recency_days=recent, related=not exact
            )
            seen: set[str] = set()
            for row in reader.search(request).rows:
                path = reader.document(row.number).path
                if path not in seen:
                    seen.add(path)
                    yield path

    def hits(
        self, query: str | Query, ids: Iterable[str], *, any_of: bool = False, exact: bool = False
    ) -> tuple[Hit, ...]:
        """Blocks that are known by id, with what the query marks in them; an id that is gone is left out."""
        reader = self.reader()
        tree = self._read(query, any_of=any_of)
        with _index_trouble(self._index):
            matcher = _Asked.of(reader, tree, exact=exact, offer=False).matcher(reader)
            numbers = (reader.number_of(block_id) for block_id in ids)
            return tuple(_hit(reader, Row(number, 0.0), matcher, SIZE) for number in numbers if number is not None)

    def timeline(
        self, query: str | Query, *, unit: Unit | None = None, any_of: bool = False, exact: bool = False
    ) -> tuple[Bin, ...]:
        """Matching blocks by day, month or year, without holes; by default months, days if all are of a few weeks, or
        years if there are many months. Raises NewsearchError for days over decades."""
        from newsearch import timeline

        reader = self.reader()
        tree = self._read(query, any_of=any_of)
        with _index_trouble(self._index):
            asked = _Asked.of(reader, tree, exact=exact, offer=False).tree
            counts = reader.search(Request(asked, limit=0, facets=("day",))).facets["day"]
            return timeline.bins(counts, unit)

    def show(self, block_id: str) -> tuple[Document, tuple[Document, ...]]:
        """A block and its neighbours on its page, in the order of the page. Raises NewsearchError for an unknown id."""
        reader = self.reader()
        with _index_trouble(self._index):
            document = self._document(reader, block_id)
            others = [reader.document(number) for number in reader.numbers_of_file(document.path)]
        beside = [
            other
            for other in others
            if other.id != document.id
            and other.member == document.member
            and abs(other.number - document.number) <= NEIGHBOURS
        ]
        return document, tuple(beside)

    def similar(self, block_id: str, limit: int = 10) -> Results:
        """Blocks that use the words that set this block apart."""
        from newsearch.similar import like

        began = time.perf_counter()
        reader = self.reader()
        with _index_trouble(self._index):
            document = self._document(reader, block_id)
            tree = like(reader, document)
            # One more than asked for: the block itself is among the answers, and left out.
            found = reader.search(Request(tree, limit=limit + 1, group=True, related=False))
            matcher = _Asked(tree, tree, reader.parts(tree), ()).matcher(reader)
            own = reader.number_of(block_id)
            rows = [_without(row, own) for row in found.rows]
            hits = tuple(_hit(reader, row, matcher, SIZE) for row in rows if row is not None)[:limit]
        return Results(
            query=unparse(tree),
            hits=hits,
            rows=found.row_count - any(row is None for row in rows),
            total=max(0, found.total - 1),
            searched=reader.block_count,
            seconds=time.perf_counter() - began,
            generation=reader.generation,
            fingerprint=reader.fingerprint,
        )

    def marks(
        self,
        document: Document,
        query: str | Query,
        *,
        field: str = "body",
        text: str | None = None,
        exact: bool = False,
        typing: bool = False,
    ) -> tuple[Span, ...]:
        """What the query matches in a block's whole body, or title, or another `text` of it: ordered spans.

        A query that cannot be read marks nothing.
        """
        reader = self.reader()
        shown = text if text is not None else (document.block.title or "") if field == "title" else document.block.body
        try:
            tree = self._read(query, lenient=True, typing=typing)
            with _index_trouble(self._index):
                matcher = _Asked.of(reader, tree, exact=exact, offer=False).matcher(reader)
                return matcher.spans(shown, document.language, field)
        except QueryError:
            return ()

    def explain(
        self, query: str | Query, *, limit: int = 3, any_of: bool = False, exact: bool = False, variants: bool = False
    ) -> Explanation:
        """How the query was read, what its words became, how many blocks each part matches, and what made the first hits' scores."""
        from newsearch.explain import explanation

        reader = self.reader()
        tree = self._read(query, any_of=any_of)
        with _index_trouble(self._index):
            asked = _Asked.of(reader, tree, exact=exact, variants=variants)
            found = reader.search(Request(asked.tree, limit, related=not exact))
            because = () if found.total else _why_nothing(reader, asked.read)[0]
            notes = (*asked.notes, *because, *_order_notes(found))
            wanted = frozenset(_wanted_leaves(asked.tree))
            return explanation(reader, tree, asked.tree, asked.parts, wanted, found, notes, related=not exact)

    def status(self) -> Status:
        """What is in the index."""
        from newsearch.status import status_of

        reader = self.reader()
        with _index_trouble(self._index):
            return status_of(reader, self.name)

    def _read(self, query: str | Query, *, any_of: bool = False, lenient: bool = False, typing: bool = False) -> Query:
        if isinstance(query, str):
            return parse(query, any_of=any_of, lenient=lenient, typing=typing)
        return query

    def _document(self, reader: Reader, block_id: str) -> Document:
        number = reader.number_of(block_id.strip())
        if number is None:
            raise NewsearchError(f"There is no block {block_id!r} in this index. Ids are in the answers of a query.")
        return reader.document(number)


class _Asked:
    """A query on its way to the engine."""

    def __init__(self, read: Query, tree: Query, parts: tuple[Part, ...], notes: tuple[str, ...]) -> None:
        """`read`: as it was read, without parts that hold nothing to search for. `tree`: with what was added to it.
        `parts`: those of `tree`."""
        self.read, self.tree, self.parts, self.notes = read, tree, parts, notes

    @classmethod
    def of(cls, reader: Reader, tree: Query, *, exact: bool, variants: bool = False, offer: bool = True) -> _Asked:
        parts = reader.parts(tree)
        read, notes = _without_empty(tree, parts)
        notes += _remarks(tree)
        if read != tree:
            parts = reader.parts(read)
        if exact:
            return cls(read, read, parts, tuple(notes))
        from newsearch.expand import expanded

        wider, more_notes = expanded(reader, read, parts, variants=variants, offer=offer)
        if wider != read:
            parts = reader.parts(wider)
        return cls(read, wider, parts, (*notes, *more_notes))

    def matcher(self, reader: Reader) -> Matcher:
        """What finds the wanted parts in the texts of hits."""
        wanted = set(_wanted_leaves(self.tree))
        return Matcher((_pattern(part) for part in self.parts if part.leaf in wanted and _in_text(part)), reader.tokens)


def _in_text(part: Part) -> bool:
    return part.field is None or part.field in TEXT_FIELDS


def _order(tree: Query, sort: Sort) -> Sort:
    """Without a word of the text (`outlet:gzero`) no block is more relevant than another: then the newest come first."""
    words = (leaf for leaf in _wanted_leaves(tree) if isinstance(leaf, Term | Phrase | Prefix | Wildcard | Fuzzy))
    scored = any(word.field is None or word.field in TEXT_FIELDS for word in words)
    return "date" if sort == "relevance" and not scored else sort


def _order_notes(found: Found) -> tuple[str, ...]:
    if not found.shared:
        return ()
    return (f"the order also counts words that the best answers share: {', '.join(found.shared)}",)


def _pattern(part: Part) -> Pattern:
    """Rarer parts weigh more in a snippet: half for one that matches a hundred blocks, compared with one that matches ten."""
    positions = tuple(frozenset(terms) for terms in part.terms)
    return Pattern(positions, part.slop, part.field, 1 / (1 + len(str(part.matches))))


def _wanted_leaves(tree: Query) -> Iterator[Query]:
    """The leaves that a hit may match: all but the excluded."""
    match tree:
        case Not():
            return
        case And(children) | Or(children) | Alternatives(children):
            for child in children:
                yield from _wanted_leaves(child)
        case Boost(child):
            yield from _wanted_leaves(child)
        case _:
            yield tree


def _without_empty(tree: Query, parts: Iterable[Part]) -> tuple[Query, list[str]]:
    """The tree without words that hold neither letters nor digits (`&`, `–`), and a note for each. Raises QueryError
    where nothing is left: everything is no answer to that."""
    empty = {part.leaf for part in parts if _is_empty(part)}
    if not empty:
        return tree, []
    words = {(leaf.text, leaf.field) for leaf in empty if isinstance(leaf, Term)}
    notes = [
        f"{unparse(leaf)} holds nothing to search for, and was left out"
        for leaf in dict.fromkeys(leaves(tree))
        # A word that is being typed stands for its beginning as well, which nobody wrote.
        if leaf in empty and not (isinstance(leaf, Prefix) and (leaf.text, leaf.field) in words)
    ]
    kept = _pruned(tree, empty)
    if kept is None:
        text = unparse(tree)
        raise QueryError(
            "This query holds nothing to search for",
            text,
            0,
            len(text),
            "Words are letters and digits; * finds every block.",
        )
    return kept, notes


def _is_empty(part: Part) -> bool:
    """Whether a part holds nothing to search for: no letter and no digit."""
    leaf = part.leaf
    if isinstance(leaf, (Term, Phrase)):
        return not any(part.terms)
    if not isinstance(leaf, (Prefix, Fuzzy)):
        return False
    from newsearch.engine.stemming import fold

    return not any(map(str.isalnum, leaf.text if leaf.text.isascii() else fold(leaf.text)))


def _remarks(tree: Query) -> Iterator[str]:
    """What was read as it stands, and may have been meant otherwise."""
    words = list(leaves(tree))
    plain = [leaf.text for leaf in words if isinstance(leaf, Term)]
    if "or" in plain[1:-1]:
        yield "or was searched as a word; OR in capitals means either"
    last = words[-1] if words else None
    if isinstance(last, Wildcard) and last.pattern.strip("?").isalnum() and last.pattern.endswith("?"):
        yield f"{last.pattern} stands for words with one character in place of each ?; as a question mark, leave it out"
    if any(text[0] in "'‘" and len(text) > 1 for text in plain) and any(text[-1] in "'’" for text in plain[1:]):
        yield "single quotes make no phrase; double quotes do"


def _pruned(tree: Query, gone: set[Query]) -> Query | None:
    match tree:
        case And(children, span) | Or(children, span):
            kept = tuple(child for child in (_pruned(each, gone) for each in children) if child is not None)
            return None if not kept else kept[0] if len(kept) == 1 else type(tree)(kept, span)
        case Alternatives(children, reason, span):
            kept = tuple(child for child in (_pruned(each, gone) for each in children) if child is not None)
            return Alternatives(kept, reason, span) if kept else None
        case Not(child, span):
            inner = _pruned(child, gone)
            return None if inner is None else Not(inner, span)
        case Boost(child, weight, span):
            inner = _pruned(child, gone)
            return None if inner is None else Boost(inner, weight, span)
        case _:
            return None if tree in gone else tree


def _why_nothing(reader: Reader, tree: Query) -> tuple[tuple[str, ...], str]:
    # Loaded for an empty answer only.
    from newsearch.hints import why_nothing

    return why_nothing(reader, tree)


def _check_page(limit: int, offset: int, sort: str, recent: float | None) -> None:
    """Raises NewsearchError for what would be read in silence as something else."""
    if limit < 0 or offset < 0:
        raise NewsearchError(f"limit and offset count from 0, not {min(limit, offset)}.")
    if sort not in SORTS:
        raise NewsearchError(f"There is no order {sort!r}. Orders: {', '.join(SORTS)}.")
    if recent is not None and not recent > 0:
        raise NewsearchError(f"recent is a number of days greater than 0, not {recent}.")


def _known_facets(names: Iterable[str]) -> tuple[str, ...]:
    wanted = (names,) if isinstance(names, str) else tuple(names)
    for name in wanted:
        if name not in FACETS:
            raise NewsearchError(f"There is no facet {name!r}. Facets: {', '.join(FACETS)}.")
    return wanted


def _hit(reader: Reader, row: Row, matcher: Matcher, size: int) -> Hit:
    document = reader.document(row.number)
    block = document.block
    more = tuple([reader.head(number).id for number in row.more])
    if not size:
        return Hit(document, row.score, Snippet(""), more=more)
    return Hit(
        document=document,
        score=row.score,
        snippet=make(block, matcher, document.language, size),
        title_spans=matcher.spans(block.title, document.language, "title") if block.title else (),
        more=more,
    )


def _without(row: Row, number: int | None) -> Row | None:
    """The row without one block: its next of kin leads if it was the first."""
    members = [each for each in (row.number, *row.more) if each != number]
    return Row(members[0], row.score, tuple(members[1:])) if members else None


@contextlib.contextmanager
def _index_trouble(index: Index | None) -> Iterator[None]:
    """Turns what the file system says of an index that was removed or damaged while open into our own error."""
    try:
        yield
    except OSError as error:
        place = index.path if index else "the index"
        raise IndexDamaged(
            f"{place} can no longer be read ({error.strerror or error}). Build it anew: newsearch rebuild FOLDER"
        ) from error
    except NewsearchError:
        raise
    except Exception as error:
        # A fault of ours, or an index that was made to break its readers, of which checksums tell nothing: verify says which.
        if index and (problems := index.verify()):
            raise IndexDamaged(problems[0]) from error
        raise
