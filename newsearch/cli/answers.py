"""The forms that an answer can take: words, JSON, JSON lines, CSV, grep's `file:line:`, file names, a count."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from newsearch.cli import drawing
from newsearch.cli.drawing import Paper, described, joined, place
from newsearch.model import Hit, Results
from newsearch.wording import counted

CSV_COLUMNS = ("id", "kind", "title", "authors", "date", "outlet", "agency", "file", "line", "score", "snippet")


def draw(
    results: Results,
    form: str | None,
    text: str,
    asked: Mapping[str, Any],
    paper: Paper,
    *,
    named: bool = False,
    index: str | None = None,
) -> None:
    """Print results in one of the forms, or in words; `asked` are the settings of the search, for JSON. `named`: a row
    says which query it answers, as one of many does, and the table's heading is printed already. `index`: where the
    command line said that the index is."""
    if form == "json":
        print_json(results, text, asked)
    elif form == "jsonl":
        print_jsonl(results, {"text": text} if named else {})
    elif form == "csv":
        print_csv(results, {"text": text} if named else {})
    elif form:
        FORMS[form](results)
    else:
        draw_words(results, paper, asked["offset"], index)


def draw_hits(hits: Iterable[Hit], paper: Paper, offset: int = 0) -> None:
    """Print hits in words: rank, title, what is known, snippet, place."""
    for rank, hit in enumerate(hits, offset + 1):
        for line in _hit_lines(hit, rank, paper):
            print(line)
        print()


def draw_words(results: Results, paper: Paper, offset: int, index: str | None) -> None:
    """Print an answer in words: hits, counts, notes, facets."""
    draw_hits(results.hits, paper, offset)
    shown = f"{len(results.hits):,} of " if results.rows > len(results.hits) else ""
    distinct = f" ({results.rows:,} distinct)" if 0 < results.rows < results.total else ""
    counts = f"{shown}{counted(results.total, 'hit')}{distinct} in {counted(results.searched, 'block')}, {results.seconds * 1000:.0f} ms"
    print(paper.styled(counts, drawing.DIM))
    for line in advice(results, "query", index):
        print(paper.styled(line, drawing.DIM))
    draw_facets(results, paper)


def advice(results: Results, command: str, index: str | None) -> Iterator[str]:
    """The notes of an answer, and where it is empty the same command with a query that finds something."""
    yield from results.notes
    if results.instead:
        import shlex

        place = ["--index", shlex.quote(index)] if index is not None else []
        minus = ["--"] if results.instead.startswith("-") else []
        yield " ".join(["instead: newsearch", command, *place, *minus, shlex.quote(results.instead)])


def draw_facets(results: Results, paper: Paper) -> None:
    """Print how often each value of the facets occurs."""
    for name, rows in results.facets.items():
        if not rows:
            continue
        print()
        print(paper.styled(name, drawing.BOLD))
        for value, count in rows:
            print(f"{count:>7,}  {drawing.safe(value)}")


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


def print_json(results: Results, text: str, asked: Mapping[str, Any]) -> None:
    """Print an answer as one JSON object, with the question and its options."""
    from newsearch import records

    drawing.print_json(records.of_results(results, text, asked))


def print_jsonl(results: Results, named: Mapping[str, str]) -> None:
    """Print a JSON object a hit, on a line each; `named` goes before its fields."""
    from newsearch import records

    for hit in results.hits:
        drawing.print_json({**named, **records.of_hit(hit)}, line=True)


def print_csv_heading(*first: str) -> None:
    """Print the names of the columns, `first` before those of a hit."""
    print(",".join((*first, *CSV_COLUMNS)))


def print_csv(results: Results, named: Mapping[str, str]) -> None:
    """Print a row a hit, with the values of `named` first; without, a heading too."""
    import csv

    from newsearch import records

    if not named:
        print_csv_heading()
    rows = csv.writer(sys.stdout, lineterminator="\n")
    for hit in results.hits:
        record = {**named, **records.of_hit(hit)}
        record["line"] = record["lines"][0] if record["lines"] else ""
        record["snippet"] = hit.snippet.text
        cells = (records.cell(record[name]) for name in (*named, *CSV_COLUMNS))
        rows.writerow("" if value is None else drawing.safe(str(value)) for value in cells)


def print_plain(results: Results) -> None:
    """Print `file:line:title and snippet`, as grep does."""
    for hit in results.hits:
        document, block = hit.document, hit.document.block
        line = block.position.first_line if block.position else 1
        print(drawing.safe(f"{document.path}:{line}:{joined((block.title, hit.snippet.text))}"))


def print_paths(paths: Iterable[str], *, nul: bool) -> int:
    """Print files, each on a line, or as the system knows them with a `nul` behind each; how many there are."""
    count = 0
    sys.stdout.flush()
    for path in paths:
        count += 1
        if nul:
            sys.stdout.buffer.write(os.fsencode(path) + b"\0")
        else:
            print(drawing.safe(path))
    return count


def print_count(results: Results) -> None:
    """Print how many blocks match."""
    print(results.total)


FORMS: Mapping[str, Callable[[Results], None]] = {
    "plain": print_plain,
    "count": print_count,
}
"""The forms that need nothing but the results: name of the option -> how it is printed."""
