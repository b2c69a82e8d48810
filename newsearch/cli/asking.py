"""`query` and `show`: what the index answers, in words or JSON."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from newsearch.cli import drawing
from newsearch.cli.drawing import Paper, joined
from newsearch.cli.places import open_searcher
from newsearch.errors import NewsearchError
from newsearch.model import Block, Document, Hit, Results


def run_query(args: argparse.Namespace) -> int:
    text = _query_text(args.text)
    searcher = open_searcher(args)
    asked = {"limit": args.limit, "offset": args.offset, "sort": args.sort}
    results = searcher.search(text, **asked)
    if args.json:
        from newsearch.cli import records

        records.print_json(records.of_results(results, text, asked))
    else:
        draw_results(results, Paper(args.color), args.offset)
    return 0 if results.total else 1


def _query_text(words: list[str]) -> str:
    if words == ["-"]:
        words = [sys.stdin.read()]
    text = " ".join(words).strip()
    if not text:
        raise NewsearchError('A query is missing. Try: newsearch query "CSTO"')
    return text


def draw_results(results: Results, paper: Paper, offset: int = 0) -> None:
    for rank, hit in enumerate(results.hits, offset + 1):
        for line in _hit_lines(hit, rank, paper):
            print(line)
        print()
    shown = f"{len(results.hits):,} of {results.total:,}" if results.total > len(results.hits) else f"{results.total:,}"
    noun = "hit" if results.total == 1 else "hits"
    print(paper.styled(f"{shown} {noun} in {results.searched:,} blocks, {results.seconds * 1000:.0f} ms", drawing.DIM))
    for note in results.notes:
        print(paper.styled(note, drawing.DIM))


def _hit_lines(hit: Hit, rank: int, paper: Paper) -> list[str]:
    document, block = hit.document, hit.document.block
    indent = " " * 4
    more = f"+{len(hit.more)} more: {', '.join(hit.more[:5])}" if hit.more else None
    title = paper.marked(block.title, hit.title_spans, drawing.TITLE) if block.title else "(no title)"
    return [
        f"{rank:>2}. {title}",
        indent + paper.styled(joined((*described(block), document.id)), drawing.DIM),
        *paper.paragraph(hit.snippet.text, hit.snippet.spans, indent),
        *([indent + paper.styled(more, drawing.DIM)] if more else []),
        indent + paper.styled(place(document), drawing.DIM),
    ]


def described(block: Block) -> tuple[str, ...]:
    """Outlet, date, authors and kind, each said even where it is not known."""
    outlet = block.outlet or "outlet unknown"
    if block.agency:
        outlet += f" ({block.agency})"
    return outlet, block.date[:10] if block.date else "undated", ", ".join(block.authors) or "no author", block.kind


def place(document: Document) -> str:
    """The file as one would type it, with the line and the member of a container: `~/pages/a.warc:12 [record 3]`."""
    path = Path(document.path)
    home = Path.home()
    shown = f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
    line = f":{document.block.position.first_line}" if document.block.position else ""
    member = f" [{document.member}]" if document.member else ""
    return f"{shown}{line}{member}"


def run_show(args: argparse.Namespace) -> int:
    document, neighbours = open_searcher(args).show(args.id)
    if args.json:
        from newsearch.cli import records

        record = records.of_document(document)
        record["neighbours"] = [
            {"id": other.id, "kind": other.block.kind, "title": other.block.title} for other in neighbours
        ]
        records.print_json(record)
    else:
        draw_block(document.block, document.id, Paper(args.color))
        print()
        print(place(document))
        for other in neighbours:
            title = other.block.title or other.block.body[:60]
            print(f"  beside it: {drawing.safe(joined((other.id, other.block.kind, title)))}")
    return 0


def draw_block(block: Block, block_id: str, paper: Paper) -> None:
    """A whole block: its fields with where each was found, then its text."""
    print(paper.styled(block.title or "(no title)", drawing.TITLE))
    print(paper.styled(joined((*described(block), block_id)), drawing.DIM))
    found = [f"{name}: {source}" for name, source in block.provenance.items()]
    if found:
        print(paper.styled("found by " + ", ".join(found), drawing.DIM))
    if block.url:
        print(paper.styled(block.url, drawing.DIM))
    for text in filter(None, (block.standfirst, *block.body.split("\n\n"))):
        print()
        for line in paper.paragraph(text):
            print(line)
    for caption in block.captions:
        print()
        for line in paper.paragraph(f"[picture] {caption}"):
            print(line)
