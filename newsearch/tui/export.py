"""Blocks as files for other programs: Markdown, CSV, JSONL, and citations for BibTeX and Zotero. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable

from newsearch import citations, records
from newsearch.model import Document
from newsearch.tui.words import DOT, long_date

FIELDS = (
    "id",
    "kind",
    "title",
    "authors",
    "date",
    "outlet",
    "agency",
    "url",
    "body",
    "file",
    "member",
    "number",
    "language",
)
"""The columns of CSV, of a block's record."""


def jsonl(documents: Iterable[Document]) -> str:
    """A JSON object a block, on a line each."""
    return "".join(json.dumps(records.of_document(document), ensure_ascii=False) + "\n" for document in documents)


def table(documents: Iterable[Document]) -> str:
    """CSV with a heading."""
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS)
    writer.writeheader()
    for document in documents:
        record = records.of_document(document)
        writer.writerow({name: records.cell(record[name]) for name in FIELDS})
    return out.getvalue()


def markdown(documents: Iterable[Document]) -> str:
    """A section for each block: title, facts, text, and where it is kept."""
    return "\n".join(_section(document) for document in documents)


def bibtex(documents: Iterable[Document]) -> str:
    """A BibTeX entry a block."""
    return "\n".join(citations.bibtex(citations.cite(document)) for document in documents)


def csl(documents: Iterable[Document]) -> str:
    """A list of CSL-JSON items."""
    return citations.csl_json(*map(citations.cite, documents))


def _section(document: Document) -> str:
    block = document.block
    facts = [
        block.outlet or "unknown outlet",
        long_date(block.date) if block.date else "undated",
        ", ".join(block.authors),
    ]
    lines = [f"## {_literal(block.title or 'Untitled')}", "", _literal(DOT.join(fact for fact in facts if fact)), ""]
    lines += [f"{_literal(paragraph)}\n" for paragraph in block.body.split("\n\n") if paragraph.strip()]
    place = f":{block.position.first_line}" if block.position else ""
    lines.append(f"Source: {_literal(block.url)}  " if block.url else "")
    lines.append(f"File: {citations.code(document.path)}{place}, block `{document.id}`\n")
    return "\n".join(lines)


def _literal(text: str | None) -> str:
    """The text with what Markdown would take for markup escaped."""
    escaped = "".join(f"\\{character}" if character in "\\`*_[]<>#" else character for character in text or "")
    return escaped.replace("\n", "  \n")


FORMATS: dict[str, tuple[str, Callable[[Iterable[Document]], str]]] = {
    "md": ("Markdown, to read", markdown),
    "csv": ("CSV, for a spreadsheet", table),
    "jsonl": ("JSON lines, for a script", jsonl),
    "bib": ("citations in BibTeX", bibtex),
    "csl.json": ("citations in CSL-JSON, for Zotero and pandoc", csl),
}
"""Ending of the file -> what it is, and what writes it."""
