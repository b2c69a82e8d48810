"""A stored document read from its bytes: a head, which names it in a list, and the record of the rest. Both are cells of
UTF-8, and nothing in them can run code. `documents` writes them."""

from __future__ import annotations

import struct

from newsearch.engine.columns.layout import HEAD_NONE, HEAD_SEPARATOR, NONE_LENGTH
from newsearch.engine.contract import Head
from newsearch.model import Block, Candidate, Document, Position

_FIXED = 17
_MISSING = HEAD_NONE[0]


def decode_head(head: bytes) -> Head:
    """ValueError when the bytes are no head."""
    ident, title, date = head.split(HEAD_SEPARATOR)
    if _MISSING not in head:
        try:
            # A fifth of the time of what follows, which knows what is missing, and surrogates.
            return tuple.__new__(Head, (ident.decode(), title.decode(), date.decode()))
        except UnicodeDecodeError:
            pass
    first, *rest = (
        None if cell == HEAD_NONE else cell.decode("utf-8", "surrogatepass") for cell in (ident, title, date)
    )
    return Head(first or "", *rest)


def _cells(record: bytes) -> list[str | None]:
    (count,) = struct.unpack_from("<I", record)
    lengths = struct.unpack_from(f"<{count}I", record, 4)
    text = record[4 + 4 * count :]
    # Of plain ASCII, one cut of the decoded text a cell is the cell.
    cut = text.decode("ascii") if text.isascii() else None
    at = 0
    cells: list[str | None] = []
    add = cells.append
    for length in lengths:
        if not length:
            add("")
        elif length == NONE_LENGTH:
            add(None)
        else:
            end = at + length
            add(text[at:end].decode("utf-8", "surrogatepass") if cut is None else cut[at:end])
            at = end
    return cells


def decode(head: bytes, record: bytes, bands: tuple[int, ...] = ()) -> Document:
    """The document of a head and a record; its bands are a column of their own. ValueError, IndexError or struct.error when
    the bytes are no such thing."""
    ident, title, date = decode_head(head)
    cells = _cells(record)
    path, member, number, language, kind, outlet, body, url, agency, standfirst, first, last = cells[:12]
    authors = int(cells[12] or 0)
    at_sources = authors + int(cells[13] or 0)
    at_others = at_sources + 2 * int(cells[14] or 0)
    at_acronyms = at_others + 3 * int(cells[15] or 0)
    end = at_acronyms + 2 * int(cells[16] or 0)
    rest = [cell or "" for cell in cells[_FIXED:]]
    block = Block(
        kind=kind or "",
        title=title,
        authors=tuple(rest[:authors]),
        date=date,
        outlet=outlet,
        body=body or "",
        provenance=dict(zip(rest[at_sources:at_others:2], rest[at_sources + 1 : at_others : 2], strict=True)),
        position=None if first is None else Position(int(first), int(last or first)),
        url=url,
        agency=agency,
        standfirst=standfirst,
        captions=tuple(rest[authors:at_sources]),
        alternates=tuple([Candidate(*rest[i : i + 3]) for i in range(at_others, at_acronyms, 3)]),
    )
    return Document(
        id=ident,
        path=path or "",
        member=member or "",
        number=int(number or 0),
        language=language,
        bands=bands,
        acronyms=tuple(zip(rest[at_acronyms:end:2], rest[at_acronyms + 1 : end : 2], strict=True)),
        block=block,
    )
