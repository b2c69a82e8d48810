"""What every engine behind the door does: the one on disk, and the fake one that other tests rely on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from engine_model import story
from fake_engine import FakeIndex

from newsearch import query as q
from newsearch.engine import create_index
from newsearch.engine.contract import FileState, Index, Request
from newsearch.model import Document

STORIES = [
    story(1, "The strike at the harbour ended.", title="Harbour strike over", date="2023-04-05", outlet="Quay Gazette"),
    story(2, "Ministers resumed talks on Tuesday.", title="Talks resume", date="2023-05-01", authors=("Ana Ruiz",)),
    story(3, "A strike, and then talks: talks all night.", title="Night talks", outlet="Hill Post"),
    story(4, "Nothing happened in the village.", title="Quiet day", date="2021-12-31", kind="teaser"),
]


@pytest.fixture(params=["disk", "fake"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Index:
    makers: dict[str, Callable[[], Index]] = {"disk": lambda: create_index(tmp_path / "index"), "fake": FakeIndex}
    return makers[request.param]()


@pytest.fixture
def index(empty: Index) -> Index:
    with empty.writer() as writer:
        for document in STORIES:
            writer.add(document)
            writer.put_file(FileState(document.path, 1, 2, "d", 1))
        writer.commit()
    return empty


def ids(index: Index, query: q.Query, **options: object) -> list[str]:
    reader = index.reader()
    found = reader.search(Request(query, **options))  # type: ignore[arg-type]
    return [reader.document(row.number).id for row in found.rows]


def test_an_empty_index_answers_with_nothing(empty: Index) -> None:
    reader = empty.reader()
    assert reader.block_count == 0
    assert reader.search(Request(q.Everything())).total == 0
    assert reader.search(Request(q.Term("strike"))).rows == ()
    assert list(reader.terms("body")) == []
    assert reader.number_of("b1") is None
    assert list(reader.files()) == []


def test_an_index_that_is_prepared_answers_as_before(index: Index) -> None:
    reader = index.reader()
    reader.prepare()
    assert reader.search(Request(q.Term("talks"))) == index.reader().search(Request(q.Term("talks")))
    reader.prepare()


def test_documents_come_back_whole(index: Index) -> None:
    reader = index.reader()
    assert reader.block_count == len(STORIES)
    for document in STORIES:
        number = reader.number_of(document.id)
        assert number is not None
        assert reader.document(number) == document
        assert reader.head(number) == (document.id, document.block.title, document.block.date)
        assert reader.numbers_of_file(document.path) == (number,)
    assert reader.numbers_of_file("/saved/nothing.html") == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (q.Term("strike"), {"b1", "b3"}),
        (q.And((q.Term("strike"), q.Term("talks"))), {"b3"}),
        (q.Or((q.Term("harbour"), q.Term("village"))), {"b1", "b4"}),
        (q.And((q.Term("talks"), q.Not(q.Term("strike")))), {"b2"}),
        (q.Phrase("resumed talks"), {"b2"}),
        (q.Prefix("minist"), {"b2"}),
        (q.Fuzzy("harbor"), {"b1"}),
        (q.Wildcard("vill?ge"), {"b4"}),
        (q.Term("strike", "title"), {"b1"}),
        (q.Term("ruiz", "author"), {"b2"}),
        (q.Dates(dt.date(2023, 1, 1), None), {"b1", "b2"}),
        (q.Missing("date"), {"b3"}),
        (q.Everything(), {"b1", "b2", "b3", "b4"}),
    ],
)
def test_each_kind_of_query_finds_its_blocks(index: Index, query: q.Query, expected: set[str]) -> None:
    assert set(ids(index, query)) == expected


def test_names_are_not_stemmed(empty: Index) -> None:
    with empty.writer() as writer:
        writer.add(story(1, "text", authors=("Joan Rivers",), outlet="Evening Stories", title="Rivers rise"))
        writer.commit()
    assert ids(empty, q.Term("rivers", "author")) == ids(empty, q.Term("RIVERS", "author")) == ["b1"]
    assert ids(empty, q.Term("river", "author")) == ids(empty, q.Term("story", "outlet")) == []
    assert ids(empty, q.Term("river", "title")) == ["b1"]


def test_a_value_as_facets_count_it_finds_just_these_blocks(empty: Index) -> None:
    names = ["The Quay", "The Quay Times", "the quay", "Quay", None, "The\ue000Quay", 'Quay "Q"']
    stories = [
        story(n, "text", outlet=name, authors=(name, "The Quay Desk") if name else ()) for n, name in enumerate(names)
    ]
    with empty.writer() as writer:
        for document in stories:
            writer.add(document)
        writer.commit()
    counts = empty.reader().search(Request(q.Everything(), limit=0, facets=("outlet", "author"))).facets
    for field in ("outlet", "author"):
        for name, count in counts[field]:
            assert len(ids(empty, q.Value(name, field))) == count
    assert ids(empty, q.Value("The Quay", "outlet")) == ["b0"]
    assert ids(empty, q.Not(q.Value("The Quay", "outlet"))) == [f"b{n}" for n in range(1, 7)]
    assert ids(empty, q.parse('outlet:="the quay"')) == ["b2"]
    assert ids(empty, q.Value("Quay Times", "outlet")) == []


def test_words_near_a_word_are_found_wherever_they_differ(index: Index) -> None:
    reader = index.reader()
    assert reader.near("body", "harbor", 1) == {"harbour"}
    assert reader.near("body", "arbour", 1) == reader.near("body", "ahrbour", 1) == {"harbour"}
    assert reader.near("body", "xarbor", 1) == set()
    assert reader.near("body", "xarbor", 2) == {"harbour"}
    assert reader.near("form", "ministesr", 1) == {"ministers minist"}
    assert reader.near("agency", "harbour", 2) == set()
    assert reader.near("body", "harbor", 1, "ha") == {"harbour"}
    assert reader.near("body", "xarbor", 2, "xa") == set()


def test_dates_order_and_pages_of_results(index: Index) -> None:
    assert ids(index, q.Everything(), sort="date")[:3] == ["b2", "b1", "b4"]
    assert ids(index, q.Everything(), sort="date", limit=1, offset=1) == ["b1"]
    assert ids(index, q.Everything(), sort="oldest")[0] == "b4"


def test_facets_count_all_matches(index: Index) -> None:
    found = index.reader().search(Request(q.Term("strike"), limit=1, facets=("outlet", "kind")))
    assert found.total == 2
    assert dict(found.facets["outlet"]) == {"Quay Gazette": 1, "Hill Post": 1}
    assert dict(found.facets["kind"]) == {"article": 2}


def test_changes_are_seen_by_readers_opened_after_the_commit_only(index: Index) -> None:
    before = index.reader()
    generation = index.generation()
    with index.writer() as writer:
        assert {state.path for state in writer.files()} == {document.path for document in STORIES}
        assert writer.delete_file(STORIES[0].path) == 1
        assert writer.delete_file("/saved/nothing.html") == 0
        changed = Document("b9", STORIES[0].block, STORIES[0].path, language="en")
        writer.add(changed)
        assert index.reader().generation == generation
        assert writer.commit() > generation
    assert index.generation() > generation == before.generation
    assert before.number_of("b1") is not None
    after = index.reader()
    assert after.number_of("b1") is None
    assert after.number_of("b9") is not None
    assert after.fingerprint != before.fingerprint
    assert STORIES[0].path not in {state.path for state in after.files()}


def test_a_writer_left_without_a_commit_changes_nothing(index: Index) -> None:
    with index.writer() as writer:
        writer.delete_file(STORIES[0].path)
    with pytest.raises(ZeroDivisionError), index.writer() as writer:
        writer.add(story(7, "lost"))
        raise ZeroDivisionError
    assert index.reader().number_of("b1") is not None
    assert index.reader().block_count == len(STORIES)


def test_the_parts_of_a_score_add_up(index: Index) -> None:
    reader = index.reader()
    query = q.Or((q.Term("strike"), q.Term("talks")))
    row = reader.search(Request(query)).rows[0]
    assert sum(amount for _, amount in reader.explain(query, row.number)) == pytest.approx(row.score, rel=1e-4)


def test_a_text_is_analysed_as_it_was_indexed(index: Index) -> None:
    reader = index.reader()
    listed = {term for term, _ in reader.terms("body")}
    assert {term for _, _, term in reader.tokens(STORIES[1].block.body, "en")} <= listed
    assert index.verify() == ()
