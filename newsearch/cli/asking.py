"""`query`, `show`, `similar`, `timeline`: what the index answers."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsearch.cli import drawing
from newsearch.cli.drawing import Paper, draw_block, joined, place
from newsearch.cli.places import open_searcher
from newsearch.errors import NewsearchError, QueryError

if TYPE_CHECKING:
    from newsearch.search import Searcher


def run_query(args: argparse.Namespace) -> int:
    """Answer one query, or those of a batch."""
    if args.batch and args.text:
        raise NewsearchError("A query beside --batch: ask one or the other")
    if args.explain and (args.batch or args.form):
        raise NewsearchError(f"--explain is in words, and of one query: leave out --{args.form or 'batch'}")
    if args.batch:
        return _run_batch(args)
    text = _query_text(args.text)
    searcher = open_searcher(args)
    if args.explain:
        from newsearch.cli import explaining

        explanation = searcher.explain(
            text, limit=min(args.limit, 3), any_of=args.any, exact=args.exact, variants=args.variants
        )
        explaining.draw(explanation, Paper(args.color))
        return 0 if explanation.total else 1
    return 0 if _answer(searcher, text, args) else 1


def _query_text(words: list[str]) -> str:
    if words == ["-"]:
        words = [sys.stdin.read()]
    text = _as_utf8(" ".join(words)).removeprefix("\ufeff").strip()
    if not text:
        raise NewsearchError('A query is missing. Try: newsearch query "CSTO"')
    return text


def _as_utf8(text: str) -> str:
    """What was typed or piped, also where the locale knows nothing but ASCII. Raises NewsearchError for bytes that are no
    UTF-8: without them the query would be another one."""
    try:
        return os.fsencode(text).decode("utf-8") if re.search("[\ud800-\udfff]", text) else text
    except UnicodeError as error:
        raise NewsearchError("The query is no UTF-8. Set the terminal or convert the file: iconv -t utf-8") from error


def _asked(args: argparse.Namespace) -> dict[str, Any]:
    """The settings of a search, as the Searcher takes them."""
    return {
        "limit": args.limit,
        "offset": args.offset,
        "sort": args.sort,
        "facets": tuple(args.facets),
        "any_of": args.any,
        "exact": args.exact,
        "group": not args.no_group,
        "recent": args.recent,
        "variants": args.variants,
    }


def _answer(searcher: Searcher, text: str, args: argparse.Namespace) -> int:
    """Print the answer to one query in the form asked for; how many blocks or files match."""
    from newsearch.cli import answers

    asked = _asked(args)
    if args.form in ("files", "files0"):  # all of them, not a page
        how = {name: asked[name] for name in ("sort", "any_of", "exact", "recent", "variants")}
        return answers.print_paths(searcher.paths(text, **how), nul=args.form == "files0")
    if args.form == "count":
        asked |= {"limit": 0, "offset": 0, "group": False}
    results = searcher.search(text, **asked)
    answers.draw(results, args.form, text, asked, Paper(args.color), named=bool(args.batch), index=args.index)
    return results.total


def _run_batch(args: argparse.Namespace) -> int:
    """One query a line; a query that cannot be understood is reported and the others are still answered."""
    from newsearch.cli import answers

    searcher = open_searcher(args)
    if args.form == "csv":
        answers.print_csv_heading("text")
    total, troubles = 0, 0
    for number, text in _batch_lines(args.batch):
        if args.form is None:
            print(Paper(args.color).styled(f"== {text}", drawing.BOLD))
        elif args.form in ("plain", "files", "count"):
            print(f"# {drawing.safe(text)}")
        try:
            total += _answer(searcher, text, args)
        except QueryError as error:
            troubles += 1
            print(f"newsearch: {args.batch}:{number}: {error}", file=sys.stderr)
    if troubles:
        return 2
    return 0 if total else 1


def _batch_lines(name: str) -> Iterator[tuple[int, str]]:
    if name == "-":
        lines = _as_utf8(sys.stdin.read()).removeprefix("\ufeff").splitlines()
    else:
        try:
            lines = Path(name).read_text(encoding="utf-8-sig").splitlines()
        except UnicodeDecodeError as error:
            raise NewsearchError(f"The queries in {name} are no UTF-8 ({error.reason}). Save them as UTF-8.") from error
        except OSError as error:
            raise NewsearchError(f"The queries in {name} cannot be read: {error.strerror or error}.") from error
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.strip()


def run_show(args: argparse.Namespace) -> int:
    """Print one block, its provenance and its neighbours."""
    document, neighbours = open_searcher(args).show(args.id)
    if args.json:
        from newsearch import records

        record = records.of_document(document)
        record["neighbours"] = [
            {"id": other.id, "kind": other.block.kind, "title": other.block.title} for other in neighbours
        ]
        drawing.print_json(record)
        return 0
    draw_block(document.block, document.id, Paper(args.color))
    print()
    print(drawing.safe(place(document)))
    for other in neighbours:
        title = other.block.title or other.block.body[:60]
        print(f"  beside it: {drawing.safe(joined((other.id, other.block.kind, title)))}")
    return 0


def run_similar(args: argparse.Namespace) -> int:
    """Print blocks like one."""
    from newsearch.cli import answers

    results = open_searcher(args).similar(args.id, args.limit)
    answers.draw(results, args.form, args.id, {"limit": args.limit, "offset": 0}, Paper(args.color))
    return 0 if results.hits else 1


def run_timeline(args: argparse.Namespace) -> int:
    """Print how the hits of a query are spread over time."""
    from newsearch import timeline

    searcher = open_searcher(args)
    text = _query_text(args.text)
    bins = searcher.timeline(text, unit=args.by)
    if not bins:
        _say_why_empty(searcher, text, args)
    if args.svg:
        picture = timeline.svg(bins, text)
        if args.svg == "-":
            print(picture)
        else:
            _write(Path(args.svg), picture)
    else:
        for line in timeline.lines(bins, Paper().width):
            print(line)
    return 0 if bins else 1


def _say_why_empty(searcher: Searcher, text: str, args: argparse.Namespace) -> None:
    """Say on stderr why there is nothing to draw."""
    from newsearch.cli import answers
    from newsearch.wording import counted

    results = searcher.search(text, limit=0)
    undated = f", {'none with a date' if results.total > 1 else 'without a date'}" if results.total else ""
    for line in (f"{counted(results.total, 'hit')}{undated}", *answers.advice(results, "timeline", args.index)):
        print(drawing.safe(line), file=sys.stderr)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NewsearchError(f"{path} cannot be written: {error.strerror}.") from error
