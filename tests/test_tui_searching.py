"""The terminal UI's archive over a searcher: half queries, filters apart from words, counts, marks, saved searches."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_engine import FakeIndex, document

from newsearch.errors import NewsearchError, QueryError
from newsearch.model import Results, Span
from newsearch.search import Searcher
from newsearch.tui.archive import Why
from newsearch.tui.reading import Marks
from newsearch.tui.searching import SearcherArchive

STORIES = [
    document(block_id="one", title="Gas prices", body="Gas.", outlet="Quay", date="2022-01-05", authors=["Ann", "Bo"]),
    document(block_id="two", title="Gas and oil", body="Gas.", outlet="Hill", date="2022-02-06", number=1),
    document(block_id="three", title="A gasworks", body="No more.", kind="teaser", number=2, language="de"),
    document(block_id="four", title="A bridge", body="Soldiers.", outlet="Quay", path="/pages/other.html"),
]


@pytest.fixture
def index() -> FakeIndex:
    return FakeIndex(STORIES)


@pytest.fixture
def archive(index: FakeIndex) -> SearcherArchive:
    return SearcherArchive(Searcher(index))


def ids(results: Results) -> set[str]:
    return {hit.document.id for hit in results.hits}


def test_filters_narrow_whatever_is_half_typed(archive: SearcherArchive) -> None:
    quay = 'outlet:="Quay"'
    assert ids(archive.search("gas", within=quay)) == {"one"}
    assert ids(archive.search('"gas', within=quay, typing=True)) == {"one"}
    assert ids(archive.search("gas OR", within=quay, typing=True)) == {"one"}
    assert ids(archive.search("gas OR bridge", within=quay)) == {"one", "four"}
    assert ids(archive.search("", within=quay)) == {"one", "four"}
    assert ids(archive.search("")) == {"one", "two", "three", "four"}
    with pytest.raises(QueryError):
        archive.search('"gas', within=quay)


def test_the_last_word_is_unfinished_only_while_it_is_typed(archive: SearcherArchive) -> None:
    assert ids(archive.search("gas", typing=True)) == {"one", "two", "three"}
    assert ids(archive.search("gas")) == {"one", "two"}


@pytest.mark.parametrize("typing", [True, False])
def test_signs_are_left_out_and_signs_alone_are_an_error_also_while_they_are_typed(
    archive: SearcherArchive, typing: bool
) -> None:
    with pytest.raises(QueryError, match="This query holds nothing to search for"):
        archive.search("🚢", typing=typing)
    found = archive.search("gas 🚢", typing=typing)
    assert ids(found) == {"one", "two"}
    assert found.notes == ("🚢 holds nothing to search for, and was left out",)


def test_pages_and_orders_are_those_asked_for(archive: SearcherArchive) -> None:
    newest = [archive.search("gas", sort="date", limit=1, offset=at).hits[0].document.id for at in (0, 1)]
    assert newest == ["two", "one"]
    assert archive.search("gas", sort="oldest", limit=1).hits[0].document.id == "one"


def test_each_facet_is_counted_under_its_own_filters_and_what_has_none_stands_last(archive: SearcherArchive) -> None:
    counts = archive.counts("gas", {"outlet": "kind:article", "kind": 'outlet:="Quay"', "author": "", "day": ""})
    assert set(counts["outlet"]) == {("Quay", 1), ("Hill", 1)}
    assert counts["kind"] == (("article", 1),)
    assert counts["author"] == (("Ann", 1), ("Bo", 1), ("", 1))
    assert counts["day"] == (("2022-01-05", 1), ("2022-02-06", 1))
    typed = archive.counts("gas", {"outlet": "", "day": "", "language": ""}, typing=True)
    assert typed["outlet"][-1] == ("", 1)
    assert len(typed["day"]) == 2
    assert dict(typed["language"]) == {"en": 2, "de": 1}


def test_an_answer_without_hits_says_why(archive: SearcherArchive) -> None:
    assert archive.search("zeppelin").notes == ()
    assert archive.why_nothing("zeppelin") == Why(("zeppelin matches no block",), "")
    assert "without bridge" in "\n".join(archive.why_nothing("bridge", "lang:de").notes)
    assert archive.why_nothing("gass", "kind:article").instead == "gas"


def test_a_block_is_shown_with_its_page_and_what_is_like_it(archive: SearcherArchive) -> None:
    assert archive.show("two") == STORIES[1]
    assert [other.id for other in archive.neighbours(STORIES[1])] == ["one", "three"]
    assert [hit.document.id for hit in archive.similar("one", 1)] == ["two"]


def test_title_and_body_are_marked(archive: SearcherArchive) -> None:
    assert archive.marks(STORIES[0], "gas") == Marks((Span(0, 3),), (Span(0, 3),))
    assert archive.marks(STORIES[2], "gas") == Marks()
    assert archive.marks(STORIES[2], "gas", typing=True).title == (Span(2, 10),)
    assert archive.marks(STORIES[0], " ") == Marks()


def test_whatever_goes_wrong_is_told_with_what_to_do(archive: SearcherArchive, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*args: object, **kwargs: object) -> None:
        raise ValueError("a column is short")

    monkeypatch.setattr(Searcher, "search", damaged)
    monkeypatch.setattr(Searcher, "show", damaged)
    for ask in (lambda: archive.search("gas"), lambda: archive.counts("gas", {"day": ""}), lambda: archive.show("one")):
        with pytest.raises(NewsearchError, match=r"a column is short.*newsearch verify"):
            ask()


def test_what_a_saved_search_finds_now_is_not_new(index: FakeIndex, archive: SearcherArchive, tmp_path: Path) -> None:
    book = archive.saved()
    book.save(" gas ", "gas")
    assert list(book.searches()) == [("gas", "gas")]
    assert (book.check("gas").new, book.check("gas").total) == ((), 2)
    before = archive.generation()
    with index.writer() as writer:
        writer.add(document(block_id="five", title="More gas"))
        writer.commit()
    assert archive.generation() > before
    news = archive.saved().check("gas")
    assert ([hit.document.id for hit in news.new], news.total, news.query) == (["five"], 3, "gas")
    book.remove("gas")
    assert list(archive.saved().searches()) == []
