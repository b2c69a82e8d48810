"""Whoosh's own searcher over our columns: its query classes find what reading every document finds."""

from __future__ import annotations

from pathlib import Path

import pytest
import whoosh.index
from engine_model import WORDS, story, write
from hypothesis import given
from hypothesis import strategies as st
from whoosh import query as w
from whoosh.qparser import QueryParser
from whoosh.searching import Searcher

from newsearch.engine import create_index, open_index
from newsearch.engine.analysis import Analyzer
from newsearch.engine.contract import Settings
from newsearch.errors import IndexDamaged
from newsearch.model import Document


def terms_of(text: str | None) -> list[str]:
    return [term for _, _, term in Analyzer(stemming=False).tokens(text or "", None)]


VOCABULARY = sorted({term for word in WORDS for term in terms_of(word)})
TEXTS = [" ".join(WORDS[(start * step) % len(WORDS)] for start in range(1, 3 + step * 2)) for step in range(1, 24)]
STORIES = [story(n, text, title=WORDS[n % 5], date=f"2021-01-{n + 1:02}") for n, text in enumerate(TEXTS)]
DELETED = {"b3", "b11", "b20"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three segments with deletions."""
    index = create_index(tmp_path_factory.mktemp("whoosh") / "index", Settings(stemming=False))
    gone = [document for document in STORIES if document.id in DELETED]
    write(index, STORIES[:10], STORIES[10:18], STORIES[18:], deleted=gone)
    return index.path


@pytest.fixture(scope="module")
def searcher(folder: Path) -> Searcher:
    return whoosh.index.open_dir(str(folder)).searcher()


def found(searcher: Searcher, query: w.Query) -> set[str]:
    return {hit["id"] for hit in searcher.search(query, limit=None)}


def read(document: Document, query: w.Query) -> bool:
    """Whether a document matches, by reading its body."""
    words = terms_of(document.block.body)
    if isinstance(query, w.And):
        return all(read(document, part) for part in query)
    if isinstance(query, w.Or):
        return any(read(document, part) for part in query)
    if isinstance(query, w.Not):
        return not read(document, query.query)
    if isinstance(query, w.Phrase):
        size = len(query.words)
        return any(words[at : at + size] == query.words for at in range(len(words)))
    if isinstance(query, w.Prefix):
        return any(word.startswith(query.text) for word in words)
    if isinstance(query, w.Every):
        return True
    assert isinstance(query, w.Term)
    return query.text in words


leaves = (
    st.sampled_from(VOCABULARY).map(lambda word: w.Term("body", word))
    | st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=2).map(lambda words: w.Phrase("body", words))
    | st.sampled_from(VOCABULARY).map(lambda word: w.Prefix("body", word[:1]))
    | st.just(w.Every())
)
queries = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(w.And)
        | st.lists(inner, min_size=2, max_size=3).map(w.Or)
        | st.tuples(inner, inner).map(lambda pair: w.And([pair[0], w.Not(pair[1])]))
    ),
    max_leaves=6,
)


@given(query=queries)
def test_whoosh_finds_what_reading_finds(query: w.Query, searcher: Searcher) -> None:
    expected = {document.id for document in STORIES if document.id not in DELETED and read(document, query)}
    assert found(searcher, query) == expected


def test_fuzzy_wildcard_and_parsed_queries_work(searcher: Searcher) -> None:
    assert found(searcher, w.FuzzyTerm("body", "strjke")) == found(searcher, w.Term("body", "strike")) != set()
    assert found(searcher, w.Wildcard("body", "m*ster")) == found(searcher, w.Term("body", "minister")) != set()
    parser = QueryParser("body", searcher.schema)
    assert found(searcher, parser.parse('"Harbour strike" OR CAFÉ')) == found(
        searcher, w.Or([w.Phrase("body", ["harbour", "strike"]), w.Term("body", "cafe")])
    )
    assert found(searcher, parser.parse("title:talks kind:article")) != set()


def test_whoosh_scores_and_sorts_by_our_columns(searcher: Searcher) -> None:
    results = searcher.search(w.Term("body", "strike"), limit=3)
    assert [hit.score for hit in results] == sorted((hit.score for hit in results), reverse=True)
    days = [hit["date"] for hit in searcher.search(w.Every(), sortedby="day", limit=None)]
    assert days == sorted(days)
    assert len(days) == len(STORIES) - len(DELETED)


def test_whoosh_sees_stored_fields_and_statistics(searcher: Searcher) -> None:
    reader = searcher.reader()
    assert reader.doc_count() == len(STORIES) - len(DELETED)
    assert reader.doc_count_all() == len(STORIES)
    assert reader.field_length("body") == sum(len(terms_of(text)) for text in TEXTS)
    assert reader.doc_frequency("body", "strike") == sum("strike" in terms_of(text) for text in TEXTS)
    assert reader.min_field_length("kind") == reader.max_field_length("kind") == 1
    hit = searcher.search(w.Term("id", "b0"))[0]
    assert hit["body"] == TEXTS[0]
    assert hit["path"] == STORIES[0].path


def test_what_whoosh_writes_itself_is_not_mistaken_for_ours(tmp_path: Path) -> None:
    ours = create_index(tmp_path / "index")
    with ours.writer() as writer:
        writer.add(STORIES[0])
        writer.commit()
    stock = whoosh.index.open_dir(str(ours.path)).writer()
    stock.add_document(id="new", body="talks")
    stock.commit()
    with pytest.raises(IndexDamaged, match=r"not written by newsearch.*newsearch rebuild"):
        open_index(ours.path)
    with whoosh.index.open_dir(str(ours.path)).searcher() as mixed:
        assert found(mixed, w.Every()) == {"b0", "new"}
