"""Whoosh's query trees find over columns what Whoosh's own matchers find, and unknown classes go to those."""

from __future__ import annotations

from pathlib import Path

import pytest
import whoosh.index
from engine_model import WORDS, story, write
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import query as w

from newsearch.engine import commit, create_index, open_index, schema
from newsearch.engine.analysis import Analyzer
from newsearch.engine.contract import Settings
from newsearch.engine.index import Snapshot
from newsearch.engine.whoosh_queries import search, searcher

TERMS = sorted({term for word in WORDS for _, _, term in Analyzer(stemming=False).tokens(word, None)})


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Two segments and a deletion."""
    index = create_index(tmp_path_factory.mktemp("trees") / "index", Settings(stemming=False))
    stories = [
        story(n, " ".join(WORDS[(n * step + step * step) % len(WORDS)] for step in range(1, 4 + n)), title=WORDS[n % 7])
        for n in range(24)
    ]
    write(index, stories[:15], stories[15:], deleted=[stories[4]])
    return index.reader()


FIELD = st.sampled_from(["title", "body"])
TERM = st.sampled_from([*TERMS, "absent"])
KNOWN = st.recursive(
    st.one_of(
        st.builds(w.Term, FIELD, TERM),
        st.builds(w.Phrase, st.just("body"), st.lists(TERM, min_size=2, max_size=3)),
        st.builds(w.Prefix, FIELD, st.sampled_from(["h", "m", "ta", "x"])),
        st.builds(w.Wildcard, FIELD, st.sampled_from(["*r*", "ta?ks"])),
        st.builds(w.FuzzyTerm, FIELD, st.sampled_from(["harbor", "talk", "tlaks"])),
        st.builds(w.TermRange, FIELD, st.just("c"), st.just("n")),
        st.just(w.Every()),
    ),
    lambda inner: st.one_of(
        st.builds(w.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(w.Or, st.lists(inner, min_size=1, max_size=3)),
        st.builds(w.DisjunctionMax, st.lists(inner, min_size=1, max_size=2)),
        st.builds(w.AndNot, inner, inner),
        st.builds(w.Not, inner),
    ),
    max_leaves=4,
)
UNKNOWN = st.one_of(
    st.builds(w.Prefix, st.sampled_from(["id", "path"]), st.sampled_from(["b1", "/saved/page2"])),
    st.builds(w.Term, st.just("id"), st.sampled_from(["b3", "b4"])),
    st.builds(w.Phrase, st.just("body"), st.lists(TERM, min_size=2, max_size=2), slop=st.just(3)),
    st.builds(w.Require, st.builds(w.Term, FIELD, TERM), st.builds(w.Term, FIELD, TERM)),
    st.builds(w.ConstantScoreQuery, st.builds(w.Term, FIELD, TERM)),
    st.sampled_from(
        [
            w.Not(w.Term("id", "b3")),
            w.And([]),
            w.Or([]),
            w.Term("body", b"harbour"),
            w.Term("path", "/saved/page2.html"),
        ]
    ),
)


def deleted_numbers(snapshot: Snapshot) -> list[int]:
    bits = [bit for store in snapshot.stores for bit in store.deleted_bits or bytes(store.doc_count)]
    return [number for number, bit in enumerate(bits) if bit]


def stock(snapshot: Snapshot, query: w.Query) -> set[int]:
    with whoosh.index.open_dir(str(snapshot.folder)).searcher() as searcher:
        return {hit.docnum for hit in searcher.search(query, limit=None)} - set(deleted_numbers(snapshot))


def expected(snapshot: Snapshot, query: w.Query) -> set[int]:
    """Leaves by Whoosh's own matchers, the rest by sets: its AndNot over expanded terms keeps what it should drop."""
    if isinstance(query, w.Not):
        return stock(snapshot, w.Every()) - expected(snapshot, query.query)
    if isinstance(query, w.AndNot):
        return expected(snapshot, query.a) - expected(snapshot, query.b)
    if isinstance(query, w.And) and query.subqueries:
        return set.intersection(*(expected(snapshot, child) for child in query.subqueries))
    if isinstance(query, w.Or | w.DisjunctionMax):
        return set().union(*(expected(snapshot, child) for child in query.subqueries))
    return stock(snapshot, query)


@given(query=st.one_of(KNOWN, UNKNOWN))
@settings(max_examples=60)
def test_columns_and_stock_matchers_find_the_same(snapshot: Snapshot, query: w.Query) -> None:
    found = search(snapshot, query, limit=100)
    assert {row.number for row in found.rows} == expected(snapshot, query)
    assert found.total == len(found.rows)


def test_a_phrase_in_a_field_without_places_is_refused_as_whoosh_refuses_it(snapshot: Snapshot) -> None:
    with pytest.raises(w.QueryError, match="no positions"):
        search(snapshot, w.Phrase("kind", ["article", "article"]))


def test_a_boost_multiplies_the_score(snapshot: Snapshot) -> None:
    once, twice = (search(snapshot, w.Term("body", "harbour", boost=boost)).rows[0].score for boost in (1.0, 2.0))
    assert twice == pytest.approx(2 * once)


def test_no_more_than_asked_for_comes_back(snapshot: Snapshot) -> None:
    for query in (w.Term("body", "harbour"), w.ConstantScoreQuery(w.Term("body", "harbour"))):
        found = search(snapshot, query, limit=2)
        assert len(found.rows) == 2
        assert found.total > 2


EVERY_WAY = (w.Term("body", "strike"), w.ConstantScoreQuery(w.Term("body", "strike")))


def test_a_snapshot_is_asked_and_not_what_a_writer_has_made_of_it(tmp_path: Path) -> None:
    index = create_index(tmp_path / "index", Settings(stemming=False))
    assert not any(search(index.reader(), query).rows for query in EVERY_WAY)
    write(index, [story(1, "strike")])
    before = index.reader()
    write(index, [story(2, "strike talks")], deleted=[story(1, "")])
    for query in EVERY_WAY:
        assert [before.document(row.number).id for row in search(before, query).rows] == ["b1"]
        assert [index.reader().document(row.number).id for row in search(index.reader(), query).rows] == ["b2"]


class Payload:
    """What unpickles to a call of the stranger's choice."""

    def __init__(self, touched: Path) -> None:
        self.touched = touched

    def __reduce__(self) -> tuple[object, ...]:
        return Path.mkdir, (self.touched,)


def test_a_strangers_table_of_contents_is_not_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = create_index(tmp_path / "index", Settings(stemming=False))
    write(index, [story(1, "strike")])
    newest = commit.read_commit(index.path)
    monkeypatch.setattr(schema, "ColumnSegment", lambda name, info: Payload(tmp_path / "touched"))
    contents = schema.table_of_contents(newest)
    (index.path / commit.toc_name(newest.generation)).write_bytes(contents + commit.encode(newest, contents))
    monkeypatch.undo()
    stranger = open_index(index.path).reader()
    assert all(search(stranger, query).total == 1 for query in EVERY_WAY)
    assert [hit["id"] for hit in searcher(stranger).search(EVERY_WAY[0])] == ["b1"]
    assert not (tmp_path / "touched").exists()
    whoosh.index.open_dir(str(index.path))
    assert (tmp_path / "touched").exists(), "the payload itself works"
