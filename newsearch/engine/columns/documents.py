"""Documents column by column, as batches are made of them: a document has so many fields that a call for each would cost as much
as reading its words, where these are few. Their heads and records, whose way back is in `record`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.layout import CELL_END, DOCUMENT_END, ITEM_END, NONE
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
    *("id", "path", "member", "number", "language", "declared", "bands", "acronyms"),
    *(f"block.{name}" for name in (*_OF_BLOCK, "captions", "alternates")),
)
_SIGNS = _DOCUMENT_SIGN, _ITEM_SIGN, _NONE_SIGN, _CELL_SIGN = "\x1c\x1d\x1e\x1f"
"""Controls, which no text of a page holds."""
_FROM_SIGNS = bytes.maketrans("".join(_SIGNS).encode(), DOCUMENT_END + ITEM_END + NONE + CELL_END)


class DocumentColumns(NamedTuple):
    """A value a document; what they are says `model`."""

    ids: Sequence[str]
    paths: Sequence[str]
    members: Sequence[str]
    numbers: Sequence[int]
    languages: Texts
    declared: Texts
    bands: Sequence[tuple[int, ...] | None]
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
    return _coded_rows(columns.ids, columns.titles, columns.dates)


def records_of(columns: DocumentColumns) -> list[bytes]:
    """The record of each document: all but its head and its bands. What documents share stands side by side, for
    compression."""
    return _coded_rows(
        columns.paths,
        columns.bodies,
        columns.kinds,
        columns.languages,
        columns.outlets,
        _Lists(columns.authors),
        columns.agencies,
        columns.urls,
        columns.members,
        list(map(str, columns.numbers)),
        _lists(columns.positions, lambda place: (str(place.first_line), str(place.last_line))),
        columns.standfirsts,
        _Lists(columns.captions),
        _lists(columns.provenances, lambda sources: tuple(chain.from_iterable(sources.items()))),
        _lists(
            columns.alternates, lambda others: tuple([text for c in others for text in (c.field, c.value, c.source)])
        ),
        _lists(columns.acronyms, lambda acronyms: tuple(chain.from_iterable(acronyms))),
    )


class _Lists(NamedTuple):
    """A column of cells that are lists; of none or one, what they are on their own."""

    column: Sequence[tuple[str, ...]]


def _lists(column: Sequence[Any], made: Callable[[Any], tuple[str, ...]]) -> _Lists:
    """A column of what is `made` of what is there."""
    return _Lists([made(value) if value else () for value in column])


def _coded_rows(*columns: Texts | _Lists) -> list[bytes]:
    """The cells of each row one after another. All rows are coded in one go, a third of the time, with signs that texts do
    not hold between them; if one does, row by row."""
    cells: list[Iterable[str]] = []
    rows = len(columns[0]) if not isinstance(columns[0], _Lists) else 0
    missing = further = 0
    for column in columns:
        if isinstance(column, _Lists):
            if not any(column.column):
                missing += rows
                cells.append(repeat(_NONE_SIGN, rows))
                continue
            further += sum([len(items) - 1 for items in column.column if items])
            missing += column.column.count(())
            cells.append([_ITEM_SIGN.join(items) if items else _NONE_SIGN for items in column.column])
        elif without := column.count(None):
            missing += without
            cells.append([_NONE_SIGN if text is None else text for text in column])
        else:
            cells.append(column)  # type: ignore[arg-type]
    text = _DOCUMENT_SIGN.join(map(_CELL_SIGN.join, zip(*cells, strict=True)))
    signs = (max(rows - 1, 0), further, missing, rows * (len(columns) - 1))
    if tuple(map(text.count, _SIGNS)) != signs:
        listed = [column.column if isinstance(column, _Lists) else column for column in columns]
        return [CELL_END.join(map(_coded_cell, row)) for row in zip(*listed, strict=True)]
    return _coded(text).translate(_FROM_SIGNS).split(DOCUMENT_END) if rows else []


def _coded_cell(cell: str | tuple[str, ...] | None) -> bytes:
    if not cell and cell != "":
        return NONE
    return _coded(cell) if isinstance(cell, str) else ITEM_END.join(map(_coded, cell))


def size_coded(text: str) -> int:
    """Bytes of a text."""
    return len(text) if text.isascii() else len(_coded(text))


def _coded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def pieces_of(columns: DocumentColumns, name: str) -> tuple[list[str], Array]:
    """What a field of words is made of, piece by piece, and how many pieces each document has."""
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
