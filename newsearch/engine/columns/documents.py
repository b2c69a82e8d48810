"""Documents column by column, as batches are made of them: a document has so many fields that a call for each would cost as much
as reading its words, where these are few. Their heads and records, whose way back is in `record`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.layout import CELL_END, ITEM_END, NONE
from newsearch.model import Candidate, Document, Position

Array = NDArray[Any]
Texts = Sequence[str | None]
Cell = str | tuple[str, ...] | None

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
_CELL_END, _NONE = CELL_END.decode("latin-1"), NONE.decode("latin-1")


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
    return list(map(_record, zip(columns.ids, columns.titles, columns.dates, strict=True)))


def records_of(columns: DocumentColumns) -> list[bytes]:
    """The record of each document: all but its head and its bands. What documents share stands side by side, for
    compression."""
    lines = [(str(place.first_line), str(place.last_line)) if place else () for place in columns.positions]
    rows = zip(
        columns.paths,
        columns.bodies,
        columns.kinds,
        columns.languages,
        columns.outlets,
        _lists(columns.authors),
        columns.agencies,
        columns.urls,
        columns.members,
        map(str, columns.numbers),
        _lists(lines),
        columns.standfirsts,
        _lists(columns.captions),
        _lists([tuple(chain.from_iterable(sources.items())) for sources in columns.provenances]),
        _lists(
            [tuple([text for c in others for text in (c.field, c.value, c.source)]) for others in columns.alternates]
        ),
        _lists([tuple(chain.from_iterable(acronyms)) for acronyms in columns.acronyms]),
        strict=False,
    )
    return list(map(_record, rows))


def _lists(column: Sequence[tuple[str, ...]]) -> Iterable[Cell]:
    """Cells that are lists; of none or one, what they are on their own."""
    if not any(column):
        return repeat(None)
    return [items if len(items) > 1 else items[0] if items else None for items in column]


def _record(row: Sequence[Cell]) -> bytes:
    """Cells one after another."""
    try:
        if "".join(filter(None, row)).isascii():  # type: ignore[arg-type]
            # Signs of a byte each, those between the cells among them, are coded in one go.
            return _CELL_END.join([_NONE if cell is None else cell for cell in row]).encode("latin-1")  # type: ignore[misc]
    except TypeError:  # one is a list
        pass
    return CELL_END.join(map(_coded_cell, row))


def _coded_cell(cell: Cell) -> bytes:
    if cell is None:
        return NONE
    return _coded(cell) if isinstance(cell, str) else ITEM_END.join(map(_coded, cell))


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
