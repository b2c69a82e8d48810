"""Is the index what it says it is: every checksum, and the postings against the stored text of a sample."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from pathlib import Path

import numpy as np

from newsearch.engine import catalog
from newsearch.engine.analysis import Analyzer
from newsearch.engine.columns import record
from newsearch.engine.columns.batch import record_digest
from newsearch.engine.columns.documents import DocumentColumns, pieces_of
from newsearch.engine.columns.layout import (
    FORM_FIELD,
    INDEXED_FIELDS,
    KEYWORD_FIELDS,
    MISSING_DAY,
    NAME_FIELDS,
    PIECES_APART,
    PLAIN_COLUMNS,
    SUM_MASKS,
    TEXT_FIELDS,
    VALUE_COLUMNS,
)
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.columns.slices import Slice, postings, ranges
from newsearch.engine.commit import (
    REPAIR,
    Commit,
    SegmentInfo,
    read_commit,
    read_deletions,
    toc_name,
    whooshs_part_is_sound,
)
from newsearch.errors import IndexDamaged
from newsearch.model import Document

_FIRST_DAY, _LAST_DAY = ((day - dt.date(1970, 1, 1)).days for day in (dt.date.min, dt.date.max))
_SAMPLE = 20
"""Documents of a segment whose text is analysed again."""
_DOCUMENTS_MAPPED = 1 << 14
"""Documents after which the pages of a segment, read once, are no longer held."""


def verify(folder: Path) -> tuple[str, ...]:
    """What is wrong with the newest commit, a line each, which says how to repair it."""
    try:
        commit = read_commit(folder)
    except IndexDamaged as error:
        return (str(error),)
    return tuple(said if REPAIR in said else f"{said}. {REPAIR}" for said in _problems(folder, commit))


def _toc_problems(folder: Path, commit: Commit) -> Iterator[str]:
    if not whooshs_part_is_sound(folder, commit):
        yield f"{folder / toc_name(commit.generation)} is altered in the part that Whoosh reads"


def _problems(folder: Path, commit: Commit) -> Iterator[str]:
    yield from _toc_problems(folder, commit)
    if commit.catalog:
        yield from _told(_catalog_problems(folder / commit.catalog), folder / commit.catalog)
    for info in commit.segments:
        yield from _told(_segment_problems(folder, commit, info), folder / info.file)


def _told(problems: Iterator[str], path: Path) -> Iterator[str]:
    """The problems of a file, and the trouble with which looking for them ended."""
    try:
        yield from problems
    except IndexDamaged as error:
        yield str(error)
    except FileNotFoundError as error:
        yield f"{error.filename} is missing"
    except OSError as error:
        yield f"{error.filename or path} cannot be read ({error.strerror})"
    except (ArithmeticError, LookupError, TypeError, ValueError, struct.error) as error:
        # checksums hold, and what they are of makes no sense
        yield f"{path} cannot be read: {error}"


def _catalog_problems(path: Path) -> Iterator[str]:
    catalog.read(path)
    yield from ()


def _segment_problems(folder: Path, commit: Commit, info: SegmentInfo) -> Iterator[str]:
    deleted = read_deletions(folder / info.deletions, info.documents) if info.deletions else None
    segment = SegmentReader(folder / info.file, deleted)
    bad = list(segment.bad_chunks())
    segment.release_pages()
    if bad:
        yield str(segment.damaged(f"is altered near byte {', '.join(map(str, bad[:5]))}"))
        return
    if segment.doc_count != info.documents or segment.doc_count != segment.stored_count():
        yield f"{segment.path}: {segment.doc_count} documents, {segment.stored_count()} stored, commit says {info.documents}"
        return
    if segment.head_count() != info.documents:
        yield f"{segment.path}: {info.documents} documents, {segment.head_count()} heads"
        return
    live = np.ones(info.documents, np.bool_) if segment.deleted is None else ~segment.deleted
    if int(segment.column("digest")[live].sum(dtype=np.uint64)) != info.digest:
        yield f"{segment.path}: the documents are not those of the commit"
    yield from _column_problems(segment)
    for field in (*INDEXED_FIELDS, FORM_FIELD):
        yield from _dictionary_problems(segment, field)
    _read_all(segment)
    yield from _sample_problems(segment, commit.settings.stemming)


def _read_all(segment: SegmentReader) -> None:
    """Each document can be read; what fails says why."""
    heads = chain.from_iterable(map(segment.heads, range(len(segment.head_ends()))))
    for number, (head, data) in enumerate(zip(heads, segment.records(), strict=True)):
        record.decode(head, data)
        if number % _DOCUMENTS_MAPPED == 0:
            segment.bands_of(number)
            segment.release_pages()


def _column_problems(segment: SegmentReader) -> Iterator[str]:
    """What the columns say of documents must be there, and of as many documents."""
    count = segment.doc_count
    for name in PLAIN_COLUMNS:
        if len(segment.column(name)) != count:
            yield f"{segment.path}: column {name} is not one of {count} documents"
    for name in VALUE_COLUMNS:
        ordinals = segment.column(name)
        if len(ordinals) != count or (ordinals >= len(segment.values(name))).any():
            yield f"{segment.path}: the {name} of a document is not among the values"
    offsets, ordinals = segment.authors
    if int(offsets[-1]) != len(ordinals) or (ordinals >= len(segment.values("author"))).any():
        yield f"{segment.path}: an author of a document is not among the values"
    for field in TEXT_FIELDS + NAME_FIELDS:
        lengths = segment.lengths(field)
        if len(lengths) != count or int(lengths.sum(dtype=np.uint64)) != segment.stat(field).occurrences:
            yield f"{segment.path}: the lengths of {field} are not those of {segment.stat(field).occurrences} occurrences"
    days = segment.column("day")
    if ((days != MISSING_DAY) & ((days < _FIRST_DAY) | (days > _LAST_DAY))).any():
        yield f"{segment.path}: a document has a day that no calendar has"
    if len(days) != count or len(segment.bands) != count:
        yield f"{segment.path}: days or bands are not those of {count} documents"


def _dictionary_problems(segment: SegmentReader, field: str) -> Iterator[str]:
    """The terms of a field must be in order, and have postings of documents that there are."""
    stat = segment.stat(field)
    _check_index(segment, field)
    last: list[str] = []
    terms = occurrences = 0
    for (piece,) in ranges([segment], field):
        for one, other in pairwise((*last, *piece.terms)):
            if one >= other:
                yield f"{segment.path}: {field} terms out of order: {one!r}, {other!r}"
                return
        if field != FORM_FIELD and not _postings_are_sound(segment, field, piece):
            yield f"{segment.path}: the postings of {field} from {piece.terms[0]!r} to {piece.terms[-1]!r} make no sense"
            return
        last = piece.terms[-1:]
        terms += len(piece.terms)
        occurrences += int(piece.occurrences.sum())
        segment.release_pages()
    if (terms, occurrences) != (stat.terms, stat.occurrences):
        yield f"{segment.path}: {field} has {terms} terms and {occurrences} occurrences, not {stat.terms}, {stat.occurrences}"


def _check_index(segment: SegmentReader, field: str) -> None:
    """The index of a dictionary, and the ways to its terms that queries take, lead somewhere; what fails says why."""
    text, at = segment.dictionary(field), 0
    for number in range(segment.stat(field).blocks):
        terms, first = segment.block_terms(field, number), segment.first_term(field, number)
        joined = "\0".join(terms)
        if terms[0] != first or segment.term(field, first) is None or not text.startswith(joined, at):
            raise ValueError(f"block {number} of the terms of {field} does not begin with {first!r}")
        at += len(joined) + 1


def _postings_are_sound(segment: SegmentReader, field: str, piece: Slice) -> bool:
    """Whether each term has documents of this segment, ascending, and as many positions in each as it says."""
    if not piece.terms:
        return True
    counts, with_positions = piece.frequencies, field not in KEYWORD_FIELDS
    docs, freqs, steps = postings(segment, piece, with_positions)
    firsts = np.cumsum(counts) - counts
    rising = np.diff(docs) > 0
    rising[firsts[1:] - 1] = True
    if not rising.all() or int(docs.max()) >= segment.doc_count:
        return False
    if not with_positions:
        return True
    return len(steps) == int(freqs.sum()) and bool((np.add.reduceat(freqs, firsts) == piece.occurrences).all())


def _sample_problems(segment: SegmentReader, stemming: bool) -> Iterator[str]:
    chosen = sorted(set(np.linspace(0, segment.doc_count - 1, min(_SAMPLE, segment.doc_count)).astype(int).tolist()))
    analyzer = Analyzer(stemming)
    for number in chosen:
        head, data = segment.head_bytes(number), segment.stored_bytes(number)
        if record_digest(head, data) != int(segment.column("digest")[number]):
            yield f"{segment.path}: document {number} is not the one that was indexed"
            continue
        document = record.decode(head, data)
        for name, key in (("id", document.id), ("path", document.path)):
            if int(segment.column(name)[number]) != record.sum_of(key) & SUM_MASKS[name]:
                yield f"{segment.path}: document {document.id} is not found by its {name}"
        for field in TEXT_FIELDS:
            wrong = _term_that_differs(segment, number, field, document, analyzer)
            if wrong is not None:
                yield f"{segment.path}: document {document.id}: {field} and its postings differ at {wrong!r}"


def _term_that_differs(
    segment: SegmentReader, number: int, field: str, document: Document, analyzer: Analyzer
) -> str | None:
    """A term whose positions in the document are not those of its postings."""
    pieces, _ = pieces_of(DocumentColumns.of([document]), field)
    expected: dict[str, list[int]] = {}
    for position, term in _positions_of(pieces, document.language, analyzer):
        expected.setdefault(term, []).append(position)
    if int(segment.lengths(field)[number]) != sum(map(len, expected.values())):
        return "(length)"
    return next((term for term, places in expected.items() if _positions(segment, field, term, number) != places), None)


def _positions_of(pieces: Sequence[str], language: str | None, analyzer: Analyzer) -> Iterator[tuple[int, str]]:
    at = 0
    for piece in pieces:
        terms = [term for _, _, term in analyzer.tokens(piece, language)]
        yield from enumerate(terms, at)
        at += len(terms) + PIECES_APART


def _positions(segment: SegmentReader, field: str, term: str, number: int) -> list[int] | None:
    entry = segment.term(field, term)
    if entry is None:
        return None
    docs, _ = segment.postings(entry)
    place = int(np.searchsorted(docs, number))
    if place == len(docs) or docs[place] != number:
        return None
    found: list[int] = segment.positions_of(entry, np.array([place]))[1].tolist()
    return found
