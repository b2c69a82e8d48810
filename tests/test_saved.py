"""Saved searches remember what they found, and say what is new."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from fake_engine import FakeIndex, document

from newsearch.errors import ConfigError, NewsearchError, QueryError
from newsearch.saved import SavedSearches
from newsearch.search import Searcher

NOON = dt.datetime(2022, 1, 19, 12, tzinfo=dt.UTC)


def test_the_first_look_finds_all_and_the_next_only_what_is_new(tmp_path: Path) -> None:
    index = FakeIndex([document(block_id="old", title="Gas", date="2022-01-01")])
    searcher = Searcher(index)
    searches = SavedSearches(tmp_path / "deep" / "saved.json")
    searches.save("gas prices", "gas")
    first = searches.check("gas prices", searcher, now=NOON)
    assert ([hit.document.id for hit in first.new], first.total, first.since) == (["old"], 1, None)
    with index.writer() as writer:
        writer.add(document(block_id="new", title="More gas", date="2022-01-02"))
        writer.add(document(block_id="other", title="Bridge", date="2022-01-02"))
        writer.commit()
    again = SavedSearches(searches.path)
    second = again.check("gas prices", searcher)
    assert ([hit.document.id for hit in second.new], second.total) == (["new"], 2)
    assert second.since == "2022-01-19T12:00:00+00:00"
    assert second.new[0].title_spans
    assert again.check("gas prices", searcher).new == ()


def test_searches_are_listed_by_name_and_removed(tmp_path: Path) -> None:
    searches = SavedSearches(tmp_path / "saved.json")
    searches.save("b", "bridge", any_of=True)
    searches.save("a", "gas")
    assert [(search.name, search.query) for search in SavedSearches(searches.path)] == [("a", "gas"), ("b", "bridge")]
    assert searches.get("b").any_of
    searches.remove("a")
    assert len(SavedSearches(searches.path)) == 1
    with pytest.raises(NewsearchError, match=r"no saved search 'a'.*\bb\b"):
        searches.remove("a")
    searches.remove("b")
    with pytest.raises(NewsearchError, match="none yet"):
        searches.get("b")


def test_a_query_that_cannot_be_read_is_not_saved(tmp_path: Path) -> None:
    searches = SavedSearches(tmp_path / "saved.json")
    with pytest.raises(QueryError):
        searches.save("bad", "gas OR")
    with pytest.raises(NewsearchError, match="needs a name"):
        searches.save("\x1b[2J", "gas")
    assert len(searches) == 0


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 99, "searches": []}', '{"version": 1, "searches": [1]}', "\udcff"]
)
def test_a_file_that_cannot_be_read_is_named_and_kept(tmp_path: Path, content: str) -> None:
    path = tmp_path / "saved.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match=r"saved\.json"):
        SavedSearches(path)
    assert path.exists()


def test_a_place_that_cannot_be_written_is_trouble_with_a_message(tmp_path: Path) -> None:
    searches = SavedSearches(tmp_path / "folder" / "saved.json")
    (tmp_path / "folder").write_text("a file in the way")
    with pytest.raises(ConfigError, match="cannot be written"):
        searches.save("gas", "gas")
