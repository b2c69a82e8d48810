"""Documents column by column, as batches are made of them: a document has so many fields that a call for each would cost as much
as reading its words, where these are few. Their heads and records, whose way back is in `record`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.layout import HEAD_NONE, HEAD_SEPARATOR, NONE_LENGTH
from newsearch.model import Candidate, Document, Position

Array = NDArray[Any]
Texts = Sequence[str | None]

_OF_BLOCK = (
    "kind",
    "title",
    "authors",
    "date",
    "outlet",
    "body",
    "provenance",
    "position",
    "url",
    "agency",
    "standfirst",
)
_FIELDS = (
    *("id", "path", "member", "number", "language", "bands", "acronyms"),
    *(f"block.{name}" for name in (*_OF_BLOCK, "captions", "alternates")),
)
_SEPARATOR = HEAD_SEPARATOR.decode("latin-1")


class DocumentColumns(NamedTuple):
    """A value a document; what they are says `model`."""

    ids: Sequence[str]
    paths: Sequence[str]
    members: Sequence[str]
    numbers: Sequence[int]
    languages: Texts
    bands: Sequence[tuple[int, ...]]
    acronyms: Sequence[tuple[tuple[str, str], ...]]
    kinds: Sequence[str]
    titles: Texts
    authors: Sequence[tuple[str, ...]]
    dates: Texts
    outlets: Texts
    bodies: Sequence[str]
    provenances: Sequence[Mapping[str, str]]
    positions: Sequence[Position | None]
    urls: Texts
    agencies: Texts
    standfirsts: Texts
    captions: Sequence[tuple[str, ...]]
    alternates: Sequence[tuple[Candidate, ...]]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> DocumentColumns:
        rows = list(map(attrgetter(*_FIELDS), documents))
        return cls(*(zip(*rows, strict=True) if rows else repeat((), len(_FIELDS))))


def heads_of(columns: DocumentColumns) -> list[bytes]:
    """The head of each document: id, title, date."""
    return list(map(_head, columns.ids, columns.titles, columns.dates))


def _head(ident: str, title: str | None, day: str | None) -> bytes:
    # Signs of a byte each, the separator among them, are coded in one go.
    if title is not None and day is not None and title.isascii() and ident.isascii() and day.isascii():
        return f"{ident}{_SEPARATOR}{title}{_SEPARATOR}{day}".encode("latin-1")
    return HEAD_SEPARATOR.join([HEAD_NONE if cell is None else _coded(cell) for cell in (ident, title, day)])


def records_of(columns: DocumentColumns) -> list[bytes]:
    """The record of each document: all but its head and its bands. The cells of all documents are counted and coded at once."""
    rows = list(_rows(columns))
    if not rows:
        return []
    cells = list(chain.from_iterable(rows))
    text = "".join(filter(None, cells))
    size_of = len if text.isascii() else size_coded
    sizes = np.array([NONE_LENGTH if cell is None else size_of(cell) for cell in cells], "<u4")
    data = _coded(text)
    counts = np.fromiter(map(len, rows), np.int64, len(rows))
    firsts = np.cumsum(counts) - counts
    fronts = np.insert(sizes, firsts, counts).tobytes()
    ends = np.cumsum(np.add.reduceat(np.where(sizes == NONE_LENGTH, 0, sizes), firsts, dtype=np.int64)).tolist()
    front_ends = (np.cumsum(counts + 1) * sizes.itemsize).tolist()
    places = zip([0, *front_ends], front_ends, [0, *ends], ends, strict=False)
    return [fronts[front:front_end] + data[at:end] for front, front_end, at, end in places]


def _rows(columns: DocumentColumns) -> Iterable[Sequence[str | None]]:
    """The cells of each record."""
    placed = any(columns.positions)
    several: tuple[Sequence[Any], ...] = (
        columns.authors,
        columns.captions,
        columns.provenances,
        columns.alternates,
        columns.acronyms,
    )
    fixed = zip(
        columns.paths,
        columns.members,
        map(str, columns.numbers),
        columns.languages,
        columns.kinds,
        columns.outlets,
        columns.bodies,
        columns.urls,
        columns.agencies,
        columns.standfirsts,
        [str(place.first_line) if place else None for place in columns.positions] if placed else repeat(None),
        [str(place.last_line) if place else None for place in columns.positions] if placed else repeat(None),
        *(map(str, map(len, column)) if any(column) else repeat("0") for column in several),
        strict=False,
    )
    if not any(map(any, several)):
        return fixed
    if not any(map(any, several[1:])):
        return [(*row, *authors) for row, authors in zip(fixed, columns.authors, strict=True)]
    return [
        (
            *row,
            *authors,
            *captions,
            *chain.from_iterable(sources.items()),
            *chain.from_iterable((other.field, other.value, other.source) for other in others),
            *chain.from_iterable(acronyms),
        )
        for row, authors, captions, sources, others, acronyms in zip(fixed, *several, strict=True)
    ]


def size_coded(text: str) -> int:
    """Bytes of a text."""
    return len(text) if text.isascii() else len(_coded(text))


def _coded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def pieces_of(columns: DocumentColumns, name: str) -> tuple[list[str], Array]:
    """What a field of words is made of, piece by piece, and how many pieces each document has: `batch.text_pieces` of all."""
    if name == "author":
        return _several(map(_present, columns.authors))
    if name in ("outlet", "agency"):
        return _one(columns.outlets if name == "outlet" else columns.agencies)
    if name == "title":
        if not any(columns.alternates):
            return _one(columns.titles)
        return _several(
            _present((title, *(other.value for other in others if other.field == "title")))
            for title, others in zip(columns.titles, columns.alternates, strict=True)
        )
    if name == "body":
        if not any(columns.standfirsts) and not any(columns.captions):
            return _one(columns.bodies)
        further = zip(columns.bodies, columns.standfirsts, columns.captions, strict=True)
        return _several(_present((body, standfirst, *captions)) for body, standfirst, captions in further)
    if not any(columns.members):
        return _one(columns.paths)
    return _several(map(_present, zip(columns.paths, columns.members, strict=True)))


def _one(column: Texts) -> tuple[list[str], Array]:
    texts = list(filter(None, column))
    if len(texts) == len(column):
        return texts, np.ones(len(column), np.int64)
    return texts, np.fromiter(map(bool, column), np.int64, len(column))


def _several(rows: Iterable[list[str]]) -> tuple[list[str], Array]:
    pieces = list(rows)
    return list(chain.from_iterable(pieces)), np.fromiter(map(len, pieces), np.int64, len(pieces))


def _present(texts: Iterable[str | None]) -> list[str]:
    return list(filter(None, texts))
