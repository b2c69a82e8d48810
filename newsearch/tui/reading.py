"""A block laid out for reading: passages -> lines of a given width, each match numbered. Pure but for Textual's wrapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from rich.cells import cell_len
from textual.content import Content
from textual.content import Span as ContentSpan

from newsearch.model import Document, Span
from newsearch.tui.paint import plain, reads_right_to_left
from newsearch.tui.words import DOT, long_date

Role = Literal["title", "meta", "standfirst", "body", "caption", "note"]


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a query's words stand in a block."""

    title: tuple[Span, ...] = ()
    body: tuple[Span, ...] = ()
    none: str = "no match"
    """What is said where nothing is marked."""


@dataclass(frozen=True, slots=True)
class Passage:
    role: Role
    text: str
    spans: tuple[Span, ...] = ()
    gap: int = 1
    """Empty lines before it."""


@dataclass(frozen=True, slots=True)
class Line:
    role: Role
    text: str = ""
    matches: tuple[tuple[int, int, int], ...] = ()
    """(start, end, number of the match), offsets into `text`."""
    indent: int = 0
    """Cells before the text: right-to-left text stands at the right."""


@dataclass(frozen=True, slots=True)
class Layout:
    lines: tuple[Line, ...] = ()
    match_lines: tuple[int, ...] = field(default=())
    """The line on which each match begins."""
    width: int = 0
    """The cells it was made for."""


def passages(document: Document, marks: Marks, provenance: bool = False) -> tuple[Passage, ...]:
    """What there is to read of a block, from the title to the captions."""
    block = document.block
    parts = [Passage("title", block.title or "(no title)", marks.title if block.title else (), 0)]
    parts.append(Passage("meta", _facts(document), gap=0))
    parts.append(Passage("meta", _origin(document), gap=0))
    if provenance:
        parts += [Passage("note", line, gap=0) for line in _provenance(document)]
    if block.standfirst:
        parts.append(Passage("standfirst", block.standfirst))
    parts += _paragraphs(block.body, marks.body)
    parts += [Passage("caption", f"▪ {caption}", gap=1 if at == 0 else 0) for at, caption in enumerate(block.captions)]
    return tuple(parts)


def lay_out(parts: Sequence[Passage], width: int) -> Layout:
    """Lines of at most `width` cells, or of 8 where that is less; none for a pane that is not shown, which has no width."""
    if width < 1:
        return Layout(width=width)
    width = max(8, width)
    lines: list[Line] = []
    match_lines: list[int] = []
    for part in parts:
        lines += [Line("body")] * part.gap
        first = len(match_lines)
        right = reads_right_to_left(part.text)
        for text, spans in _wrapped(part, width):
            matches = tuple([(start, end, first + number) for start, end, number in spans])
            for _, _, number in matches:
                if number == len(match_lines):
                    match_lines.append(len(lines))
            lines.append(Line(part.role, text, matches, width - cell_len(text) if right else 0))
    return Layout(tuple(lines), tuple(match_lines), width)


Wrapped = tuple[str, list[tuple[int, int, int]]]
"""A line, and (start, end, number of the passage's span) of what is marked in it."""

_ONE_CELL_EACH = re.compile("[ -~\xa1-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482\u048a-\u052f\u2010-\u2027]*")
"""Letters that take one cell each, and of white space nothing but spaces: nearly all of a page in Latin or Cyrillic."""


def _wrapped(part: Passage, width: int) -> list[Wrapped]:
    # control codes are replaced one for one, not removed, or the spans would be shifted
    text = plain(part.text)
    breaks = _breaks(text, width) if _ONE_CELL_EACH.fullmatch(text) else None
    if breaks is None:
        return _wrapped_by_cells(text, part.spans, width)
    return _divided(text, part.spans, breaks) if text else []


def _breaks(text: str, width: int) -> list[int] | None:
    """Where lines begin, and the end of the last; None if a word is longer than a line. A tenth of the time that Textual takes."""
    found, at, size = [0], 0, len(text)
    while size - at > width:
        space = text.rfind(" ", at, at + width + 1)
        if not text[at : max(at, space)].strip():
            return None
        at = space + 1
        while at < size and text[at] == " ":
            at += 1
        if at == size:
            break
        found.append(at)
    return [*found, size]


def _divided(text: str, spans: Sequence[Span], breaks: Sequence[int]) -> list[Wrapped]:
    cut = _Cut(spans)
    lines = [(first, last, text[first:last].rstrip()) for first, last in pairwise(breaks)]
    return [(line, cut.inside(first, first + len(line) if last < len(text) else last)) for first, last, line in lines]


class _Cut:
    """Spans in order, cut into pieces of a text that come in order, too: many are not looked through for each piece."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._next = 0

    def inside(self, first: int, last: int) -> list[tuple[int, int, int]]:
        """(start, end, number) of the spans in a piece of the text, counted from its beginning."""
        spans = self._spans
        while self._next < len(spans) and spans[self._next].end <= first:
            self._next += 1
        found = []
        for number in range(self._next, len(spans)):
            span = spans[number]
            if span.start >= last:
                break
            found.append((max(span.start, first) - first, min(span.end, last) - first, number))
        return found


def _wrapped_by_cells(text: str, spans: Sequence[Span], width: int) -> list[Wrapped]:
    numbered = [ContentSpan(span.start, span.end, str(number)) for number, span in enumerate(spans)]
    lines = Content(text, numbered, strip_control_codes=False).wrap(width)
    return [
        (line.plain.rstrip(), [(span.start, span.end, int(str(span.style))) for span in line.spans]) for line in lines
    ]


def _paragraphs(body: str, spans: Sequence[Span]) -> Iterator[Passage]:
    """The body's paragraphs; a lone newline within one is a line of its own."""
    at = 0
    gap = 1
    cut = _Cut(spans)
    for text in body.split("\n"):
        if text.strip():
            inside = tuple([Span(start, end) for start, end, _ in cut.inside(at, at + len(text))])
            yield Passage("body", text, inside, gap)
            gap = 0
        else:
            gap = 1
        at += len(text) + 1


def _facts(document: Document) -> str:
    block = document.block
    found = block.provenance
    date = long_date(block.date) if block.date else "undated"
    if block.date and found.get("date"):
        date += f" ({found['date']})"
    agency = f" / {block.agency}" if block.agency else ""
    return DOT.join([(block.outlet or "unknown outlet") + agency, date, ", ".join(block.authors) or "no author"])


def _origin(document: Document) -> str:
    block = document.block
    place = f":{block.position.first_line}" if block.position else ""
    name = document.path.rsplit("/", 1)[-1].rsplit("\\", 1)[-1]
    member = f" › {document.member}" if document.member else ""
    return DOT.join([block.kind, document.language or "language unknown", f"{name}{place}{member}"])


def _provenance(document: Document) -> Iterator[str]:
    block = document.block
    yield ""
    for name, source in block.provenance.items():
        yield f"{name}: {source}"
    for other in block.alternates:
        yield f"not chosen: {other.field} “{other.value}” ({other.source})"
    if block.url:
        yield f"address: {block.url}"
    yield f"file: {document.path}"
    yield f"id: {document.id}"
