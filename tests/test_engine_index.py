"""What an index holds after additions, changes, deletions, merges and rebuilds is what a plain list would hold."""

from __future__ import annotations

import subprocess
import sys
import threading
from itertools import chain, pairwise
from pathlib import Path

import pytest
from engine_model import WORDS, assert_holds, live_documents, rich_story, story, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsearch.engine import create_index, open_index, rebuild_index, writing
from newsearch.engine.columns import slices
from newsearch.engine.contract import FileState, Settings
from newsearch.engine.index import DiskIndex
from newsearch.errors import IndexLocked, IndexMissing, IndexTrouble
from newsearch.model import Document


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index"


def state(path: str, blocks: int = 1) -> FileState:
    return FileState(path, 10, 20, "digest", blocks)


def test_a_document_with_every_field_comes_back_as_it_went_in(place: Path) -> None:
    index = create_index(place)
    with index.writer() as writer:
        writer.add(rich_story())
        writer.add(story(1, ""))
        writer.commit()
    assert_holds(index, [rich_story(), story(1, "")])


def test_alternate_titles_standfirst_and_captions_are_found_but_no_phrase_crosses_into_them(place: Path) -> None:
    index = create_index(place, Settings(stemming=False))
    with index.writer() as writer:
        writer.add(rich_story())
        writer.commit()
    segment = index.reader().segments[0]

    def first_position(field: str, term: str) -> int:
        entry = segment.term(field, term)
        assert entry is not None
        return int(segment.positions(entry)[1][0])

    assert first_position("title", "over") == first_position("title", "ends") + 8 + 2
    assert first_position("body", "after") == first_position("body", "signed") + 9
    assert first_position("body", "waves") > first_position("body", "ferry")


documents = st.builds(
    story,
    number=st.just(0),
    body=st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    title=st.none() | st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
    authors=st.lists(st.sampled_from(["Ana Ruiz", "Bo Lindqvist", "Ch. O'Hara"]), max_size=2, unique=True).map(tuple),
    date=st.none() | st.sampled_from(["2020-02-29", "1969-12-31T23:00:00Z", "2024-01-01"]),
    outlet=st.none() | st.sampled_from(["The Quay Gazette", "Új Hírek"]),
    language=st.sampled_from([None, "en", "de", "ru", "zh"]),
    kind=st.sampled_from(["article", "teaser"]),
)
changes = st.lists(
    st.tuples(st.integers(0, 6), st.lists(documents, max_size=3)) | st.sampled_from(["commit", "cancel", "rebuild"]),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=changes, most=st.integers(1, 3), limit=st.integers(5, 60))
def test_any_history_of_changes_leaves_what_a_dictionary_would_hold(
    changes: list[object], most: int, limit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files are put, emptied and cancelled at random; tiny limits make many segments, merges and deletions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "_MOST_OF_A_CLASS", most)
        patch.setattr(writing, "_OCCURRENCES_PER_MB", limit)
        index = create_index(tmp_path_factory.mktemp("any") / "index", Settings(memory_mb=1))
        committed: dict[str, list[Document]] = {}
        current = dict(committed)
        writer = index.writer()
        serial = 0
        for change in [*changes, "commit"]:
            if change == "commit":
                writer.commit()
                committed = dict(current)
                assert_holds(index, [document for blocks in committed.values() for document in blocks])
                assert {s.path for s in index.reader().files()} == set(committed)
                writer = index.writer()
            elif change == "cancel":
                writer.cancel()
                current = dict(committed)
                writer = index.writer()
            elif change == "rebuild":
                writer.cancel()
                writer = rebuild_index(index.path)
                current = {}
            else:
                assert isinstance(change, tuple)
                path = f"/saved/{change[0]}.html"
                assert writer.delete_file(path) == len(current.pop(path, []))
                blocks = []
                for number, document in enumerate(change[1]):
                    serial += 1
                    blocks.append(Document(f"b{serial}", document.block, path, "", number, document.language))
                    writer.add(blocks[-1])
                writer.put_file(state(path, len(blocks)))
                current[path] = blocks
        writer.cancel()


def test_the_same_documents_give_the_same_fingerprint_whatever_the_way(tmp_path: Path) -> None:
    first, second = create_index(tmp_path / "a"), create_index(tmp_path / "b")
    with first.writer() as writer:
        for number in range(4):
            writer.add(story(number, f"strike {number}"))
        writer.commit()
    for number in (3, 9, 1, 0, 2):
        with second.writer() as writer:
            writer.add(story(number, f"strike {number}"))
            writer.commit()
    assert first.reader().fingerprint != second.reader().fingerprint
    with second.writer() as writer:
        assert writer.delete_file("/saved/page9.html") == 1
        writer.commit()
    assert first.reader().fingerprint == second.reader().fingerprint


def test_an_acronym_is_listed_by_its_short_and_by_its_long_form(place: Path) -> None:
    index = create_index(place)
    with index.writer() as writer:
        writer.add(rich_story())
        writer.commit()
    assert list(index.reader().terms("acronym", "qna=")) == [("qna=Quay News Agency", 1)]
    assert list(index.reader().terms("acronym", "quay ")) == [("quay news agency=QNA", 1)]


def test_blocks_of_a_file_come_in_the_order_of_the_page(place: Path) -> None:
    index = create_index(place)
    with index.writer() as writer:
        for number in (2, 0, 1):
            block = story(number, "talks").block
            writer.add(Document(f"b{number}", block, "/saved/one.html", "", number, "en"))
        writer.commit()
    reader = index.reader()
    assert [reader.document(n).number for n in reader.numbers_of_file("/saved/one.html")] == [0, 1, 2]


def test_terms_come_in_order_over_all_segments(place: Path) -> None:
    index = create_index(place, Settings(stemming=False))
    for text in ("harbour strike", "harbour talks", "hat"):
        with index.writer() as writer:
            writer.add(story(hash(text) % 1000, text))
            writer.commit()
    assert list(index.reader().terms("body", "ha")) == [("harbour", 2), ("hat", 1)]
    assert list(index.reader().terms("body"))[-1] == ("talks", 1)


def test_a_dictionary_of_many_blocks_finds_every_term(place: Path) -> None:
    words = sorted({f"w{number * 7919 % 5000:04}" for number in range(3000)})
    index = create_index(place, Settings(stemming=False))
    with index.writer() as writer:
        for number, start in enumerate(range(0, len(words), 100)):
            writer.add(story(number, " ".join(words[start : start + 100])))
        writer.commit()
    reader = index.reader()
    segment = reader.stores[0]
    assert [term for term, _ in reader.terms("body")] == words
    assert [segment.term("body", word).ordinal for word in words] == list(range(len(words)))  # type: ignore[union-attr]
    assert segment.term("body", "w") is None
    assert segment.term("body", "zzz") is None
    assert [term for term, _ in segment.terms_from("body", "w4999")] == [w for w in words if w >= "w4999"]


def test_a_reader_keeps_the_catalog_of_its_commit(place: Path) -> None:
    index = create_index(place)
    with index.writer() as writer:
        writer.put_file(state("/saved/a.html"))
        writer.commit()
    before = index.reader()
    with index.writer() as writer:
        writer.put_file(state("/saved/b.html"))
        writer.commit()
    assert [file.path for file in before.files()] == ["/saved/a.html"]
    assert [file.path for file in index.reader().files()] == ["/saved/a.html", "/saved/b.html"]


def test_a_reader_keeps_its_snapshot_while_commits_and_merges_go_on(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_MOST_OF_A_CLASS", 1)
    index = create_index(place)
    with index.writer() as writer:
        writer.add(story(1, "strike at the harbour"))
        writer.commit()
    old = index.reader()
    for number in range(2, 6):
        with index.writer() as writer:
            writer.delete_file(f"/saved/page{number - 1}.html")
            writer.add(story(number, "talks"))
            writer.commit()
    assert [document.id for document in live_documents(old)] == ["b1"]
    assert list(old.terms("body", "har")) == [("harbour", 1)]
    assert index.generation() == 5 > old.generation
    assert_holds(index, [story(5, "talks")])


def test_a_rebuild_replaces_everything_at_its_commit_and_nothing_before(place: Path) -> None:
    index = create_index(place, Settings(stemming=False))
    with index.writer() as writer:
        writer.add(story(1, "old"))
        writer.put_file(state("/saved/page1.html"))
        writer.commit()
    with rebuild_index(place) as writer:
        writer.add(story(2, "given up"))
    assert_holds(index, [story(1, "old")])
    with rebuild_index(place, Settings(stemming=True)) as writer:
        writer.add(story(2, "new"))
        writer.commit()
    assert_holds(open_index(place), [story(2, "new")])
    assert open_index(place).settings.stemming
    assert list(open_index(place).reader().files()) == []


def test_a_small_update_leaves_the_other_segments_as_they_are(place: Path) -> None:
    index = create_index(place)
    with index.writer() as writer:
        for number in range(50):
            writer.add(story(number, "strike " * 50))
        writer.commit()
    before = {path.name: path.stat().st_mtime_ns for path in place.glob("*.cols")}
    with index.writer() as writer:
        writer.delete_file("/saved/page7.html")
        writer.add(story(99, "talks", path="/saved/page7.html"))
        writer.commit()
    after = {path.name: path.stat().st_mtime_ns for path in place.glob("*.cols")}
    assert before.items() < after.items()


def test_many_commits_do_not_leave_many_segments_or_files(place: Path) -> None:
    index = create_index(place)
    for number in range(30):
        with index.writer() as writer:
            writer.add(story(number, "strike"))
            writer.commit()
    assert len(index.reader().stores) <= writing._MOST_OF_A_CLASS
    assert len(list(place.iterdir())) <= writing._MOST_OF_A_CLASS + 2


def test_the_catalog_belongs_to_the_commit(place: Path) -> None:
    index = create_index(place)
    odd = FileState("/saved/ø \udce4\n.html", 2**40, 2**62, "d", 0, "cannot be read: \x00")
    with index.writer() as writer:
        writer.put_file(odd)
        writer.put_file(state("/saved/b.html"))
        writer.commit()
    reader = index.reader()
    with index.writer() as writer:
        writer.delete_file("/saved/b.html")
        writer.commit()
    assert [s.path for s in index.reader().files()] == [odd.path]
    assert next(iter(index.reader().files())).size == 2**40
    assert reader.generation == 1


def test_no_index_and_an_index_in_the_way_are_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="newsearch index FOLDER"):
        open_index(tmp_path / "nothing")
    create_index(tmp_path / "one")
    with pytest.raises(IndexTrouble, match="already"):
        create_index(tmp_path / "one")


def test_a_second_writer_waits_and_then_says_who_holds_the_lock(place: Path) -> None:
    index = create_index(place)
    first = index.writer()
    with pytest.raises(IndexLocked, match=r"process \d+ on .+ since 20\d\d-.*--wait"):
        index.writer(wait=0.1)
    timer = threading.Timer(0.2, first.cancel)
    timer.start()
    index.writer(wait=10).cancel()
    timer.join()


def test_a_writer_that_is_used_up_says_so(place: Path) -> None:
    writer = create_index(place).writer()
    writer.commit()
    with pytest.raises(IndexTrouble, match="open another"):
        writer.add(story(1, "strike"))


def test_opening_and_reading_documents_imports_neither_numpy_nor_whoosh(place: Path) -> None:
    index = create_index(place)
    with index.writer() as writer:
        writer.add(story(1, "strike"))
        writer.commit()
    code = f"""
import sys
from newsearch.engine import open_index
reader = open_index({str(place)!r}).reader()
assert reader.document(reader.number_of("b1")).block.body == "strike"
assert list(reader.terms("body")) == [("strike", 1)]
print([name for name in ("numpy", "whoosh", "argparse", "selectolax", "textual") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def segments_of(index: DiskIndex) -> list[tuple[int, int]]:
    """(documents, deleted ones) of each segment."""
    return [(info.documents, info.deleted) for info in index.reader().commit.segments]


def test_segments_of_one_size_are_merged_when_a_fourth_comes(place: Path) -> None:
    index = create_index(place)
    counts = []
    for number in range(7):
        write(index, [story(number, f"strike {number}")])
        counts.append(len(segments_of(index)))
    assert counts == [1, 2, 3, 1, 2, 3, 1]


def test_a_large_segment_is_not_written_again_for_small_ones(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = create_index(place)
    write(index, [story(number, f"strike {number}") for number in range(200)])
    (large,) = index.reader().commit.segments
    monkeypatch.setattr(writing, "_SMALL_BYTES", large.size - 1)
    for number in range(200, 204):
        write(index, [story(number, f"strike {number}")])
    assert segments_of(index) == [(200, 0), (4, 0)]
    assert large in index.reader().commit.segments
    # of less than its share it is a small one
    monkeypatch.setattr(writing, "_SMALL_BYTES", large.size)
    for number in range(204, 206):
        write(index, [story(number, f"strike {number}")])
    assert segments_of(index) == [(206, 0)]


def test_a_segment_is_written_anew_when_less_than_half_of_it_is_left(place: Path) -> None:
    index = create_index(place)
    pages = [story(number, f"strike {number}") for number in range(10)]
    write(index, pages, deleted=pages[:5])
    assert segments_of(index) == [(10, 5)]
    write(index, [], deleted=pages[5:6])
    assert segments_of(index) == [(4, 0)]
    assert_holds(index, pages[6:])
    write(index, [], deleted=pages[6:])
    assert segments_of(index) == []
    assert_holds(index, [])
    write(index, pages[:2])
    assert_holds(index, pages[:2])


def test_a_merge_looks_at_a_range_of_terms_at_a_time(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = create_index(place, Settings(stemming=False))
    words = [f"w{number:04}" for number in range(2000)]
    parts = [words[::2], words[1::2], words[:50]]
    write(index, *([story(number, " ".join(part))] for number, part in enumerate(parts)))
    segments = index.reader().segments
    assert len(segments) == 3
    assert len(list(slices.ranges(segments, "body"))) == 1
    for name, most in (("_RANGE_BLOCKS", 8), ("_RANGE_BYTES", 1000)):
        with monkeypatch.context() as patch:
            patch.setattr(slices, name, most)
            found = [[term for piece in pieces for term in piece.terms] for pieces in slices.ranges(segments, "body")]
        assert 4 < len(found) < 12
        assert all(max(before) < min(after) for before, after in pairwise(found))
        assert sorted(chain.from_iterable(found)) == sorted(chain.from_iterable(parts))
