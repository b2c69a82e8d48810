"""A plain model of an index, to compare the real one with: documents in a list, searched by walking them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from newsearch.engine.analysis import Analyzer
from newsearch.engine.columns.layout import MISSING_DAY, PIECES_APART
from newsearch.engine.index import DiskIndex, Snapshot
from newsearch.model import Block, Candidate, Document, Position

WORDS = [
    "harbour",
    "strike",
    "minister",
    "talks",
    "Café",
    "naïve",
    "U.S.",
    "R&D",
    "o'clock",
    "1,000",
    "3.5",
    "well-known",
    "der",
    "Über",
    "北京大学",
    "мир",
]


def story(
    number: int,
    body: str,
    path: str = "",
    title: str | None = None,
    authors: tuple[str, ...] = (),
    date: str | None = None,
    outlet: str | None = None,
    language: str | None = "en",
    kind: str = "article",
) -> Document:
    """A document with the fields that a test cares about."""
    block = Block(kind=kind, title=title, body=body, authors=authors, date=date, outlet=outlet)
    return Document(f"b{number}", block, path or f"/saved/page{number}.html", number=0, language=language)


def write(index: DiskIndex, *parts: Sequence[Document], deleted: Iterable[Document] = ()) -> None:
    """A commit for each part, and one that deletes some of the documents."""
    for part in parts:
        with index.writer() as writer:
            for document in part:
                writer.add(document)
            writer.commit()
    with index.writer() as writer:
        for document in deleted:
            writer.delete_file(document.path)
        writer.commit()


def rich_story() -> Document:
    """A document with every field in use."""
    block = Block(
        kind="live",
        title="Ferry strike ends",
        authors=("Ana Ruiz", "Bo Lindqvist"),
        date="2023-04-05T10:00:00+02:00",
        outlet="The Quay Gazette",
        body="Talks went on.\n\nA deal was signed.",
        provenance={"title": "json-ld", "date": "meta"},
        position=Position(3, 17),
        url="https://quay.example/ferry",
        agency="QNA",
        standfirst="After nine days",
        captions=("The old ferry", "A minister waves"),
        alternates=(Candidate("title", "Strike over at last", "meta"), Candidate("date", "2023-04-04", "url")),
    )
    acronyms = (("QNA", "Quay News Agency"),)
    return Document("rich", block, "/saved/ferry.mhtml", "part 2", 4, "en", bands=tuple(range(1, 9)), acronyms=acronyms)


def occurrences(document: Document, field: str, analyzer: Analyzer) -> Iterator[tuple[str, int]]:
    """(term, position) of a text field, by reading it."""
    at = 0
    for piece in text_pieces(document, field):
        terms = [term for _, _, term in analyzer.tokens(piece, document.language)]
        yield from ((term, at + place) for place, term in enumerate(terms))
        at += len(terms) + PIECES_APART


def text_pieces(document: Document, field: str) -> list[str]:
    """What a field of words is made of, piece by piece."""
    block = document.block
    pieces = {
        "title": [block.title, *(other.value for other in block.alternates if other.field == "title")],
        "body": [block.body, block.standfirst, *block.captions],
        "author": block.authors,
        "outlet": [block.outlet],
        "agency": [block.agency],
        "file": [document.path, document.member],
    }
    return [piece for piece in pieces[field] if piece]


def forms_of(documents: Iterable[Document], stemming: bool = True) -> set[str]:
    """`word term` of all words of texts whose term differs."""
    analyzer = Analyzer(stemming)
    for document in documents:
        for piece in itertools.chain(text_pieces(document, "title"), text_pieces(document, "body")):
            for chunk in piece.split():
                analyzer.chunk_ids(chunk, document.language)
    return set(analyzer.forms)


def postings(documents: Iterable[Document], field: str, stemming: bool = True) -> dict[str, dict[str, list[int]]]:
    """term -> id of the document -> positions."""
    analyzer = Analyzer(stemming)
    found: dict[str, dict[str, list[int]]] = {}
    for document in documents:
        for term, position in occurrences(document, field, analyzer):
            found.setdefault(term, {}).setdefault(document.id, []).append(position)
    return found


def indexed_postings(snapshot: Snapshot, field: str) -> dict[str, dict[str, list[int]]]:
    """The same, out of the index, without deleted documents."""
    found: dict[str, dict[str, list[int]]] = {}
    for segment in snapshot.segments:
        for term, entry in segment.terms_from(field):
            docs, freqs = segment.postings(entry)
            offsets, positions = segment.positions(entry)
            assert segment.doc_list(entry) == docs.tolist()
            assert segment.freq_list(entry) == freqs.tolist()
            lists = [positions[a:b].tolist() for a, b in itertools.pairwise(offsets)]
            assert segment.position_lists(entry) == lists
            for number, places in zip(docs.tolist(), lists, strict=True):
                if segment.deleted is None or not segment.deleted[number]:
                    found.setdefault(term, {})[segment.stored(number).id] = places
    return found


def indexed_values(snapshot: Snapshot, field: str) -> dict[str, set[str]]:
    """term -> ids of the documents, of a field of whole values, without deleted documents."""
    found: dict[str, set[str]] = {}
    for segment in snapshot.segments:
        for term, entry in segment.terms_from(field):
            docs, freqs = segment.postings(entry)
            assert segment.doc_list(entry) == docs.tolist()
            assert freqs.tolist() == [1] * len(docs)
            live = [number for number in docs.tolist() if segment.deleted is None or not segment.deleted[number]]
            if live:
                found.setdefault(term, set()).update(segment.stored(number).id for number in live)
    return found


def live_documents(snapshot: Snapshot) -> list[Document]:
    """Every document that is not deleted, by number."""
    return [
        segment.stored(number)
        for segment in snapshot.segments
        for number in range(segment.doc_count)
        if segment.deleted is None or not segment.deleted[number]
    ]


def assert_holds(index: DiskIndex, documents: Iterable[Document]) -> None:
    """The newest commit of `index` holds just `documents`, and every reading of it agrees."""
    expected = {document.id: document for document in documents}
    snapshot = index.reader()
    assert {document.id: document for document in live_documents(snapshot)} == expected
    assert snapshot.block_count == len(expected)
    for field in ("title", "body"):
        assert indexed_postings(snapshot, field) == postings(expected.values(), field, index.settings.stemming)
    kinds: dict[str, set[str]] = {}
    languages: dict[str, set[str]] = {}
    for document in expected.values():
        kinds.setdefault(document.block.kind, set()).add(document.id)
        if document.language:
            languages.setdefault(document.language, set()).add(document.id)
    assert (indexed_values(snapshot, "kind"), indexed_values(snapshot, "lang")) == (kinds, languages)
    forms = {form for segment in snapshot.segments for form, _ in segment.terms_from("form")}
    assert forms >= forms_of(expected.values(), index.settings.stemming)
    assert not forms or index.settings.stemming
    paths: dict[str, list[str]] = {}
    for document in expected.values():
        paths.setdefault(document.path, []).append(document.id)
        number = snapshot.number_of(document.id)
        assert number is not None
        assert snapshot.document(number) == document
        assert snapshot.head(number) == (document.id, document.block.title, document.block.date)
        segment, local = snapshot.place(number)
        reader = snapshot.segments[snapshot.stores.index(segment)]
        assert_columns(reader, local, document)
    for path, ids in paths.items():
        assert {snapshot.document(number).id for number in snapshot.numbers_of_file(path)} == set(ids)
    assert index.verify() == ()
    snapshot.close()


def assert_columns(reader: object, number: int, document: Document) -> None:
    """The columns of one document say what its block says."""
    from newsearch.engine.columns.reader import SegmentReader

    assert isinstance(reader, SegmentReader)
    block = document.block
    for name, value in (
        ("outlet", block.outlet),
        ("kind", block.kind),
        ("agency", block.agency),
        ("language", document.language),
    ):
        assert reader.values(name)[int(reader.column(name)[number])] == (value or "")
    offsets, ordinals = reader.authors
    names = reader.values("author")
    assert tuple(names[ordinal] for ordinal in ordinals[offsets[number] : offsets[number + 1]]) == block.authors
    days = int(reader.column("day")[number])
    assert (days == MISSING_DAY) == (block.day is None)
    if block.day:
        assert (block.day - type(block.day)(1970, 1, 1)).days == days


def folder_bytes(folder: Path) -> dict[str, bytes]:
    """Every file of an index but the lock's."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if "LOCK" not in path.name}
