"""Whoosh's query trees over our columns, for those who have them; newsearch itself asks by `Reader.search`.

    search(open_index("index").reader(), whoosh.query.Prefix("body", "minist"))

A class that is not known here is left to Whoosh's own matchers, whole tree and all, and scored by Whoosh's own BM25F. Terms in a
Whoosh query are index terms already: they are not analysed again.

`searcher` gives Whoosh's searcher, with its facets, collectors and highlighters. Unlike `whoosh.index.open_dir` it unpickles
nothing, so a stranger's index runs no code.
"""

# mypy: disallow-untyped-calls=False

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh.filedb.filestore import FileStorage
from whoosh.query.compound import And, AndNot, DisjunctionMax, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every, Query
from whoosh.query.ranges import TermRange
from whoosh.query.terms import FuzzyTerm, Prefix, Regex, Term, Wildcard
from whoosh.query.wrappers import Not
from whoosh.reading import EmptyReader, IndexReader, MultiReader, SegmentReader
from whoosh.searching import Searcher

from newsearch import query as q
from newsearch.engine.columns.codec import ColumnSegment
from newsearch.engine.columns.layout import NAME_FIELDS, SUM_FIELDS, TEXT_FIELDS
from newsearch.engine.commit import INDEX_NAME
from newsearch.engine.contract import Found, Request, Row
from newsearch.engine.evaluate_columns import Columns
from newsearch.engine.plan import AllBlocks, AllOf, AnyOf, BestOf, Plan, Weighted, Words
from newsearch.engine.schema import schema

if TYPE_CHECKING:
    from newsearch.engine.index import Snapshot

_EXPANDING = (Prefix, Wildcard, Regex, FuzzyTerm, TermRange)
_WITH_PLACES = TEXT_FIELDS + NAME_FIELDS


class _Unknown(Exception):
    """A query, or a variety of one, that the columns do not evaluate."""


def searcher(snapshot: Snapshot) -> Searcher:
    """Whoosh's own searcher over a snapshot."""
    return Searcher(_reader(snapshot))


def _reader(snapshot: Snapshot) -> IndexReader:
    fields = schema(snapshot.settings.stemming)
    storage = FileStorage(str(snapshot.folder))
    readers: list[IndexReader] = [
        SegmentReader(storage, fields, ColumnSegment(INDEX_NAME, info, columns), snapshot.generation)
        for info, columns in zip(snapshot.commit.segments, snapshot.segments, strict=True)
    ]
    if not readers:
        return EmptyReader(fields)
    return readers[0] if len(readers) == 1 else MultiReader(readers, generation=snapshot.generation)


def search(snapshot: Snapshot, query: Query, limit: int = 10) -> Found:
    """The best matches of a Whoosh query."""
    with searcher(snapshot) as stock:
        try:
            plan = _plan(query, stock.reader())
        except _Unknown:
            return _by_matchers(stock, query, limit)
    return Columns(snapshot.segments, snapshot.settings).search(plan, Request(q.Everything(), limit))


def _by_matchers(stock: Searcher, query: Query, limit: int) -> Found:
    scores: dict[int, float] = {}
    deleted = stock.reader().is_deleted
    for score, number in stock.search(query, limit=None).top_n:
        # Whoosh's inverse matcher gives some deleted documents, its nested matchers a document several times.
        if not deleted(number):
            scores.setdefault(number, float(score))
    rows = tuple(map(Row, scores, scores.values()))
    return Found(rows[:limit], len(rows), len(rows), {})


def _plan(query: Any, reader: IndexReader) -> Plan:
    boost = getattr(query, "boost", 1.0)
    plan = _unboosted(query, reader)
    return plan if boost == 1.0 else Weighted(plan, boost)


def _unboosted(query: Any, reader: IndexReader) -> Plan:
    kind = type(query)
    if kind is Term:
        return _words(query.fieldname, [[_text(query.text)]])
    if kind is Phrase and query.slop == 1 and query.fieldname in _WITH_PLACES:
        return _words(query.fieldname, [[_text(word)] for word in query.words])
    if kind in _EXPANDING:
        return _words(query.fieldname, [_expanded(query, reader)])
    if kind is Every and query.fieldname is None:
        return AllBlocks(q.Everything())
    if kind is And and query.subqueries:
        return _all_of(query.subqueries, reader)
    if kind is Or:
        return AnyOf(tuple(_plan(child, reader) for child in query.subqueries))
    if kind is DisjunctionMax and not query.tiebreak:
        return BestOf(tuple(_plan(child, reader) for child in query.subqueries))
    if kind is AndNot:
        return AllOf((_plan(query.a, reader),), (_plan(query.b, reader),))
    if kind is Not:
        return _all_of([query], reader)
    raise _Unknown(kind.__name__)


def _all_of(queries: list[Any], reader: IndexReader) -> Plan:
    required = tuple(_plan(child, reader) for child in queries if type(child) is not Not)
    excluded = tuple(_plan(child.query, reader) for child in queries if type(child) is Not)
    return AllOf(required or (AllBlocks(q.Everything()),), excluded)


def _expanded(query: Any, reader: IndexReader) -> list[str]:
    """The terms that a query stands for, asked for segment by segment, as Whoosh's matchers are: over all at once, its reader
    counts two letters that changed places as one edit, and not as two."""
    found = (query._btexts(leaf) for leaf, _ in reader.leaf_readers())
    return sorted({_text(term) for terms in found for term in terms})


def _words(field: str, positions: list[list[str]]) -> Words:
    if field in SUM_FIELDS:
        raise _Unknown(field)  # ids and paths have no postings
    leaf = q.Phrase(" ".join(word for words in positions for word in words), field)
    return Words(leaf, (field,), tuple(map(tuple, positions)), scored=field in TEXT_FIELDS)


def _text(term: Any) -> str:
    if isinstance(term, bytes):
        return term.decode("utf-8", "surrogatepass")
    if not isinstance(term, str):
        raise _Unknown(type(term).__name__)
    return term
