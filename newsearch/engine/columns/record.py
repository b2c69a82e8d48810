"""A stored document read from its bytes: a head, which names it in a list, and the record of the rest. Both are cells of
UTF-8, and nothing in them can run code. `documents` writes them."""

from __future__ import annotations

import zlib

from newsearch.engine.columns.layout import CELL_END, ITEM_END, NONE
from newsearch.engine.contract import Head
from newsearch.model import Block, Candidate, Document, Position

_MISSING = NONE[0]


def sum_of(text: str) -> int:
    """What an id or a path is looked up by."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def decode_head(head: bytes) -> Head:
    """ValueError when the bytes are no head."""
    ident, title, date = head.split(CELL_END)
    if _MISSING not in head:
        try:
            # A fifth of the time of what follows, which knows what is missing, and surrogates.
            return tuple.__new__(Head, (ident.decode(), title.decode(), date.decode()))
        except UnicodeDecodeError:
            pass
    return Head(_text(ident) or "", _text(title), _text(date))


def decode(head: bytes, record: bytes, bands: tuple[int, ...] = ()) -> Document:
    """The document of a head and a record; its bands are a column of their own. ValueError when the bytes are no such
    thing."""
    ident, title, date = decode_head(head)
    path, body, kind, language, outlet, authors, agency, url, member, number, lines, standfirst, *lists = record.split(
        CELL_END
    )
    captions, provenance, alternates, acronyms = lists
    others = _items(alternates)
    first, last = map(int, _items(lines)) if lines != NONE else (0, 0)
    block = Block(
        kind=_text(kind) or "",
        title=title,
        authors=tuple(_items(authors)),
        date=date,
        outlet=_text(outlet),
        body=_text(body) or "",
        provenance=dict(_pairs(provenance)),
        position=Position(first, last) if lines != NONE else None,
        url=_text(url),
        agency=_text(agency),
        standfirst=_text(standfirst),
        captions=tuple(_items(captions)),
        alternates=tuple([Candidate(*other) for other in zip(others[::3], others[1::3], others[2::3], strict=True)]),
    )
    return Document(
        id=ident,
        path=_text(path) or "",
        member=_text(member) or "",
        number=int(number),
        language=_text(language),
        bands=bands,
        acronyms=tuple(_pairs(acronyms)),
        block=block,
    )


def path_of(record: bytes) -> str:
    """The path of the document of a record."""
    return _text(record[: record.index(CELL_END)]) or ""


def _text(cell: bytes) -> str | None:
    return None if cell == NONE else cell.decode("utf-8", "surrogatepass")


def _items(cell: bytes) -> list[str]:
    return [] if cell == NONE else [item.decode("utf-8", "surrogatepass") for item in cell.split(ITEM_END)]


def _pairs(cell: bytes) -> list[tuple[str, str]]:
    items = _items(cell)
    return list(zip(items[::2], items[1::2], strict=True))
