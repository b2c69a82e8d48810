"""Numbers of any size survive the narrow columns, in every way of reading and after every merge."""

from __future__ import annotations

import itertools
import struct
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from engine_model import assert_holds, story, text_pieces
from hypothesis import given
from hypothesis import strategies as st

from newsearch.engine import create_index, writing
from newsearch.engine.columns import batch, reader, record, slices
from newsearch.engine.columns import places as places_module
from newsearch.engine.columns.documents import DocumentColumns, heads_of, pieces_of, records_of
from newsearch.engine.columns.file import SectionFile
from newsearch.engine.columns.layout import CHUNK, NAME_FIELDS, TEXT_FIELDS
from newsearch.engine.columns.postings import FieldColumns, Run
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.columns.section_writers import put_numbers
from newsearch.engine.contract import Settings
from newsearch.errors import IndexDamaged
from newsearch.model import Block, Candidate, Document, Position

Postings = dict[str, dict[int, list[int]]]
"""term -> document -> positions."""

steps = st.lists(st.sampled_from([0, 1, 2, 200, 255, 256, 70_000, 2**31]), min_size=1, max_size=4)
documents = st.dictionaries(st.integers(0, 2**32 - 1) | st.integers(0, 600), steps, min_size=1, max_size=5)
dictionaries = st.dictionaries(
    st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=5), documents, max_size=90
)


def write(path: Path, field: str, postings: Postings, cuts: list[int]) -> SegmentReader:
    """A segment file with one field, whose terms come in runs that end at `cuts`."""
    path.unlink(missing_ok=True)
    file = SectionFile(path)
    file.put("docs", struct.pack("<Q", max(map(len, postings.values()), default=0)))
    columns = FieldColumns(file, field)
    terms = sorted(postings)
    for first, last in zip([0, *cuts], [*cuts, len(terms)], strict=True):
        chosen = terms[first:last]
        docs = [sorted(postings[term].items()) for term in chosen]
        columns.add(
            Run(
                chosen,
                np.array([len(entry) for entry in docs], np.int64),
                np.array([number for entry in docs for number, _ in entry], np.uint32),
                np.array([len(places) for entry in docs for _, places in entry], np.uint32),
                np.array([step for entry in docs for _, places in entry for step in places], np.uint32),
            )
        )
    columns.finish()
    file.finish()
    return SegmentReader(path)


@given(postings=dictionaries, cuts=st.lists(st.integers(0, 90), max_size=3))
def test_postings_of_any_size_are_read_as_they_were_written(
    postings: Postings, cuts: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "codec.cols"
    segment = write(path, "f", postings, sorted(min(cut, len(postings)) for cut in cuts))
    assert [term for term, _ in segment.terms_from("f")] == sorted(postings)
    assert list(segment.bad_chunks()) == []
    for term, expected in postings.items():
        entry = segment.term("f", term)
        assert entry is not None
        place = segment.places("f").entry(term)
        assert place is not None
        # Where nothing is stored, nothing lies anywhere.
        assert place._replace(freqs_at=entry.freqs_at if not entry.freqs_bits else place.freqs_at) == entry
        docs, freqs = segment.postings(entry)
        numbers = sorted(expected)
        assert docs.tolist() == segment.doc_list(entry) == numbers
        assert freqs.tolist() == segment.freq_list(entry) == [len(expected[number]) for number in numbers]
        places = [np.cumsum(expected[number]).tolist() for number in numbers]
        assert segment.position_lists(entry) == places
        offsets, positions = segment.positions(entry)
        assert [positions[a:b].tolist() for a, b in itertools.pairwise(offsets)] == places
        counts, last = segment.positions_of(entry, np.array([len(numbers) - 1]))
        assert (counts.tolist(), last.tolist()) == ([len(places[-1])], places[-1])


@pytest.mark.parametrize("apart", [0, 1000])
@given(postings=dictionaries, others=st.lists(st.text(st.characters(exclude_characters="\0"), max_size=5), max_size=5))
def test_a_decoded_dictionary_has_the_terms_that_were_written_and_no_others(
    apart: int, postings: Postings, others: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    segment = write(tmp_path_factory.getbasetemp() / "places.cols", "f", postings, [])
    with patch.object(places_module, "_APART", apart):
        places = segment.places("f")
    for other in {*others, *(term[:1] for term in postings)}:
        assert (places.entry(other) is not None) == (other in postings)
        assert places.frequency(other) == len(postings.get(other, ()))
        if other:
            runs = [zip(terms, counts, strict=True) for _, terms, counts in places.starting(other)]
            expected = [(term, len(postings[term])) for term in sorted(postings) if term.startswith(other)]
            assert list(itertools.chain(*runs)) == expected
            for first, terms, _ in places.starting(other):
                assert sorted(postings)[first : first + len(terms)] == terms


@pytest.mark.parametrize("count", [1, 63, 64, 65, 128, 511, 512, 513, 1024])
def test_a_dictionary_may_end_at_any_term_of_a_block_and_of_a_frame(count: int, tmp_path: Path) -> None:
    terms = [f"t{number:04}" for number in range(count)]
    segment = write(tmp_path / "s.cols", "f", {term: {number: [1]} for number, term in enumerate(terms)}, [])
    assert [term for term, _ in segment.terms_from("f")] == segment.dictionary("f").split("\0") == terms
    assert slices.read_blocks(segment, "f", 0, segment.stat("f").blocks).terms == terms
    for place in {0, count // 2, count - 1}:
        entry = segment.term("f", terms[place])
        assert entry is not None
        assert entry.ordinal == place
        assert segment.doc_list(entry) == [place]
        assert segment.frequency("f", terms[place]) == segment.places("f").frequency(terms[place]) == 1
        assert [term for term, _ in segment.terms_from("f", terms[place])] == terms[place:]
    for absent in ("", "t", "t0000x", "u"):
        assert segment.term("f", absent) is segment.places("f").entry(absent) is None
        assert segment.frequency("f", absent) == 0


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 16, 17, 255, 256, 257, 65_535, 65_536, 65_537])
def test_words_may_occur_as_often_as_any_width_holds(most: int, tmp_path: Path) -> None:
    postings = {"t": {0: [1], 1: [1] * most, 300: [1]}, "u": {0: [7] * 3}}
    segment = write(tmp_path / "s.cols", "f", postings, [])
    entry = segment.term("f", "t")
    assert entry is not None
    assert segment.freq_list(entry) == segment.postings(entry)[1].tolist() == [1, most, 1]
    assert segment.position_lists(entry)[1][-1] == most
    decoded = slices.read_blocks(segment, "f", 0, 1)
    assert (decoded.frequencies.tolist(), decoded.occurrences.tolist()) == ([3, 1], [most + 2, 3])
    entry = segment.term("f", "u")
    assert entry is not None
    assert segment.position_lists(entry) == [[7, 14, 21]]


@pytest.mark.parametrize("usual", [0, 255, 256, 65_536, 2**32])
@pytest.mark.parametrize("others", [{}, {299: 1}, {0: 255, 7: 256}, {5: 2**32, 6: 2**64 - 1}])
def test_a_column_may_be_the_same_for_most_documents(usual: int, others: dict[int, int], tmp_path: Path) -> None:
    numbers = [others.get(document, usual) for document in range(300)]
    file = SectionFile(tmp_path / "s.cols")
    put_numbers(file, "digest.numbers", np.array(numbers, np.uint64))
    file.put("docs", struct.pack("<Q", len(numbers)))
    file.put("store.data", bytes(len(numbers)))
    file.finish()
    segment = SegmentReader(tmp_path / "s.cols")
    assert segment.column("digest").tolist() == segment.column_view("digest").tolist() == numbers
    assert segment.section_size("digest.numbers") < 300


@given(numbers=st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 300), min_size=1, max_size=20))
def test_a_column_is_as_narrow_as_its_largest_number(
    numbers: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "column.cols"
    path.unlink(missing_ok=True)
    file = SectionFile(path)
    put_numbers(file, "digest.numbers", np.array(numbers, np.uint64))
    file.put("docs", struct.pack("<Q", len(numbers)))
    file.finish()
    segment = SegmentReader(path)
    assert segment.column("digest").tolist() == segment.column_view("digest").tolist() == numbers
    assert segment.column("digest").itemsize == next(w for w in (1, 2, 4, 8) if max(numbers) < 1 << 8 * w)


@pytest.mark.parametrize("sought", [0, 1000])
def test_documents_are_found_by_id_and_path_among_those_whose_sums_are_the_same(
    sought: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_SUMS_SOUGHT", sought)
    monkeypatch.setattr(record, "sum_of", lambda key: len(key))
    monkeypatch.setattr(batch, "sum_of", lambda key: len(key))
    index = create_index(tmp_path / "index")
    pages = [story(number, "talks", path=f"/saved/{number % 7}.html") for number in range(40)]
    with index.writer() as writer:
        for document in pages:
            writer.add(document)
        writer.commit()
    snapshot = index.reader()
    for segment in (*snapshot.stores, *snapshot.segments):
        for number, document in enumerate(pages):
            assert segment.with_id(document.id) == [number]
            assert segment.of_file(document.path) == list(range(number % 7, 40, 7))
        assert segment.with_id("b99") == segment.of_file("/saved/9.html") == segment.of_file("/") == []
    assert [snapshot.number_of(document.id) for document in pages] == list(range(40))


def test_a_file_of_many_chunks_is_checked_chunk_by_chunk(tmp_path: Path) -> None:
    file = SectionFile(tmp_path / "s.cols")
    data = bytes(range(256)) * (CHUNK // 64)
    file.put("docs", struct.pack("<Q", 1))
    file.put("data", data)
    file.finish()
    raw = bytearray((tmp_path / "s.cols").read_bytes())
    raw[3 * CHUNK + 5] ^= 1
    (tmp_path / "s.cols").write_bytes(raw)
    segment = SegmentReader(tmp_path / "s.cols")
    assert list(segment.bad_chunks()) == [3 * CHUNK]


def test_what_is_altered_is_told_when_it_is_read_and_not_before(tmp_path: Path) -> None:
    file = SectionFile(tmp_path / "s.cols")
    file.put("docs", struct.pack("<Q", 1))
    file.put("data", bytes(4 * CHUNK))
    file.finish()
    raw = bytearray((tmp_path / "s.cols").read_bytes())
    raw[2 * CHUNK + 5] ^= 1
    (tmp_path / "s.cols").write_bytes(raw)
    segment = SegmentReader(tmp_path / "s.cols")
    assert segment.prepare(10.0) > 0
    assert not segment.array(CHUNK // 2, CHUNK, 1).any()
    with pytest.raises(IndexDamaged, match="altered"):
        segment.array(2 * CHUNK, 10, 1)


texts = st.text(max_size=20)
maybe = st.none() | texts
blocks = st.builds(
    Block,
    kind=texts,
    title=maybe,
    authors=st.lists(texts, max_size=3).map(tuple),
    date=maybe,
    outlet=maybe,
    body=texts,
    provenance=st.dictionaries(texts, texts, max_size=2),
    position=st.none() | st.builds(Position, st.integers(0, 2**40), st.integers(0, 2**40)),
    url=maybe,
    agency=maybe,
    standfirst=maybe,
    captions=st.lists(texts, max_size=2).map(tuple),
    alternates=st.lists(st.builds(Candidate, texts, texts, texts), max_size=2).map(tuple),
)
whole_documents = st.builds(
    Document,
    id=texts,
    block=blocks,
    path=texts,
    member=texts,
    number=st.integers(0, 2**31),
    language=maybe,
    acronyms=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)


@given(document=whole_documents)
def test_any_document_survives_its_record(document: Document) -> None:
    columns = DocumentColumns.of([document])
    assert record.decode(heads_of(columns)[0], records_of(columns)[0]) == document


@given(documents=st.lists(whole_documents, max_size=4))
def test_documents_have_the_records_beside_others_that_they_have_alone(documents: list[Document]) -> None:
    columns = DocumentColumns.of(documents)
    alone = [DocumentColumns.of([document]) for document in documents]
    assert heads_of(columns) == [heads_of(one)[0] for one in alone]
    assert records_of(columns) == [records_of(one)[0] for one in alone]


@given(documents=st.lists(whole_documents, max_size=4), field=st.sampled_from(TEXT_FIELDS + NAME_FIELDS))
def test_documents_have_the_pieces_beside_others_that_they_have_alone(documents: list[Document], field: str) -> None:
    pieces, counts = pieces_of(DocumentColumns.of(documents), field)
    alone = [text_pieces(document, field) for document in documents]
    assert pieces == [piece for of_one in alone for piece in of_one]
    assert counts.tolist() == list(map(len, alone))


def test_a_merge_over_many_ranges_of_terms_keeps_every_posting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "_RANGE_BYTES", 600)
    monkeypatch.setattr(slices, "_RANGE_BLOCKS", 5)
    monkeypatch.setattr(writing, "_MOST_OF_A_CLASS", 2)
    index = create_index(tmp_path / "index", Settings(stemming=False))
    stories = [
        story(number, " ".join(f"w{(number * 37 + word * word) % 2500}" for word in range(90)), title=f"t{number}")
        for number in range(90)
    ]
    for part in (stories[:30], stories[30:50], stories[50:]):
        with index.writer() as writer:
            for document in stories[:30:7]:
                writer.delete_file(document.path)
            for document in part:
                writer.add(document)
            writer.commit()
    gone = {document.id for document in stories[:30:7]}
    assert len(index.reader().stores) == 1
    assert_holds(index, [document for document in stories if document.id not in gone])
