"""Blocks, hits and answers as plain records, for JSON and tables: stable, documented in docs/json.md.

Fields are added, never renamed or removed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsearch.model import Block, Document, Hit, Results, Span


def of_block(block: Block, block_id: str) -> dict[str, Any]:
    """All of a block, as `parse` prints it."""
    lines = [block.position.first_line, block.position.last_line] if block.position else None
    return {
        "id": block_id,
        "kind": block.kind,
        "title": block.title,
        "authors": list(block.authors),
        "date": block.date,
        "outlet": block.outlet,
        "agency": block.agency,
        "url": block.url,
        "standfirst": block.standfirst,
        "body": block.body,
        "captions": list(block.captions),
        "lines": lines,
        "provenance": dict(block.provenance),
        "alternates": [
            {"field": other.field, "value": other.value, "source": other.source} for other in block.alternates
        ],
    }


def of_document(document: Document) -> dict[str, Any]:
    """A block and where it is kept, as `show` prints it."""
    return {
        **of_block(document.block, document.id),
        "file": document.path,
        "member": document.member,
        "number": document.number,
        "language": document.language,
    }


def of_hit(hit: Hit) -> dict[str, Any]:
    """What names a block, without its texts, and why it was found."""
    record = of_document(hit.document)
    for long in ("body", "captions", "standfirst", "provenance", "alternates"):
        del record[long]
    return {
        **record,
        "score": round(hit.score, 6),
        "title_spans": _pairs(hit.title_spans),
        "snippet": {"text": hit.snippet.text, "spans": _pairs(hit.snippet.spans)},
        "more": list(hit.more),
    }


def of_results(results: Results, text: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """`asked`: the settings of the search (limit, offset, sort, ...), so that an answer can be repeated."""
    return {
        "text": text,
        "query": results.query,
        **asked,
        "total": results.total,
        "rows": results.rows,
        "searched": results.searched,
        "seconds": round(results.seconds, 6),
        "generation": results.generation,
        "fingerprint": results.fingerprint,
        "notes": list(results.notes),
        "instead": results.instead or None,
        "facets": {name: [list(row) for row in rows] for name, rows in results.facets.items()},
        "hits": [of_hit(hit) for hit in results.hits],
    }


def _pairs(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def cell(value: object) -> object:
    """A value for a table: lists joined by `; `, and an apostrophe before what a spreadsheet would run as a formula."""
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value
