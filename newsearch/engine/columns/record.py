"""A stored document as bytes and back: cells of UTF-8 with their lengths in front. Nothing in it can run code."""

from __future__ import annotations

import struct

from newsearch.engine.columns.layout import NONE_LENGTH
from newsearch.model import Block, Candidate, Document, Position

_FIXED = 20


def encode(document: Document) -> bytes:
    """The record of a document."""
    block = document.block
    position = block.position
    cells: list[str | None] = [
        document.id,
        document.path,
        document.member,
        str(document.number),
        document.language,
        block.kind,
        block.title,
        block.date,
        block.outlet,
        block.body,
        block.url,
        block.agency,
        block.standfirst,
        str(position.first_line) if position else None,
        str(position.last_line) if position else None,
        str(len(block.authors)),
        str(len(block.captions)),
        str(len(block.provenance)),
        str(len(block.alternates)),
        str(len(document.acronyms)),
        *block.authors,
        *block.captions,
    ]
    for name, source in block.provenance.items():
        cells += (name, source)
    for other in block.alternates:
        cells += (other.field, other.value, other.source)
    for short, long in document.acronyms:
        cells += (short, long)
    coded = [b"" if cell is None else cell.encode("utf-8", "surrogatepass") for cell in cells]
    lengths = [NONE_LENGTH if cell is None else len(code) for cell, code in zip(cells, coded, strict=True)]
    return struct.pack(f"<I{len(lengths)}I", len(lengths), *lengths) + b"".join(coded)


def _cells(record: bytes) -> list[str | None]:
    (count,) = struct.unpack_from("<I", record)
    lengths = struct.unpack_from(f"<{count}I", record, 4)
    at = 4 + 4 * count
    cells: list[str | None] = []
    for length in lengths:
        if length == NONE_LENGTH:
            cells.append(None)
            continue
        cells.append(record[at : at + length].decode("utf-8", "surrogatepass"))
        at += length
    return cells


def decode(record: bytes, bands: tuple[int, ...] = ()) -> Document:
    """The document of a record; its bands are a column of their own. ValueError, IndexError or struct.error when the bytes are not a record."""
    cells = _cells(record)
    ident, path, member, number, language, kind, title, date, outlet, body, url, agency, standfirst = cells[:13]
    first, last = cells[13:15]
    authors, captions, sources, others, acronyms = (int(cell or 0) for cell in cells[15:_FIXED])
    rest = [cell or "" for cell in cells[_FIXED:]]
    at_sources = authors + captions
    at_others = at_sources + 2 * sources
    at_acronyms = at_others + 3 * others
    return Document(
        id=ident or "",
        path=path or "",
        member=member or "",
        number=int(number or 0),
        language=language,
        bands=bands,
        acronyms=tuple((rest[i], rest[i + 1]) for i in range(at_acronyms, at_acronyms + 2 * acronyms, 2)),
        block=Block(
            kind=kind or "",
            title=title,
            authors=tuple(rest[:authors]),
            date=date,
            outlet=outlet,
            body=body or "",
            provenance={rest[i]: rest[i + 1] for i in range(at_sources, at_others, 2)},
            position=Position(int(first), int(last or first)) if first is not None else None,
            url=url,
            agency=agency,
            standfirst=standfirst,
            captions=tuple(rest[authors:at_sources]),
            alternates=tuple(Candidate(*rest[i : i + 3]) for i in range(at_others, at_acronyms, 3)),
        ),
    )
