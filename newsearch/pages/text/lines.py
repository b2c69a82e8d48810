"""A dump's text as lines: markers and indents taken off, hard-wrapped paragraphs put together again.

Line numbers stay those of the file. What a line *is* (headline, byline, ...) is decided in `roles`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsearch.pages import dates
from newsearch.pages.text.patterns import DATE

_MARKER = re.compile(r"(?:[*•·‣▪●◦○►»+\-–—]|o(?=\s{1,4}\S))\s+(?=\S)|(\d{1,4})[.)]\s+(?=\S)|#{1,6}\s+(?=\S)|>\s+(?=\S)")
_LINK = re.compile(
    r"!?\[([^\]\[\n]{0,400})\]\(\s*(<[^>\n]*>|[^()\s]+(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\s*\)"
)
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")

_MIN_WRAP, _MAX_WRAP = 40, 110
"""Widths, in characters, at which mail programs and converters break lines."""


@dataclass(slots=True)
class Line:
    """One line of the dump, or several that were one paragraph."""

    text: str
    """Without marker; runs of white space are one space."""
    first: int
    last: int
    """1-based lines of the file."""
    indent: int
    """Columns before the marker or the text."""
    marker: str
    """`*` for a bullet, `1` for a number, `#` for a Markdown heading, `>` for a quotation, or empty."""
    number: int
    """The number of a numbered line, or 0."""
    after_blank: bool
    link: str = ""
    """The address that the line links to, if the dump says so."""
    image: bool = False
    role: str = ""


def read_lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank."""
    lines: list[Line] = []
    after_blank = True
    markdown = "](" in text
    for number, raw in enumerate(text.split("\n"), 1):
        line = _read_line(raw, number, after_blank, markdown)
        if line is None:
            after_blank = True
        else:
            lines.append(line)
            after_blank = False
    return _unwrapped(lines)


def _read_line(raw: str, number: int, after_blank: bool, markdown: bool) -> Line | None:
    stripped = raw.lstrip()
    if not stripped:
        return None
    indent = len(raw) - len(stripped)
    marker, count = "", 0
    match = _MARKER.match(stripped)
    if match:
        marker = stripped[0]
        if match[1] and (DATE.match(stripped) or dates.parse_date(stripped)):
            marker = ""
            match = None
        elif match[1]:
            marker, count = "1", int(match[1])
        elif marker not in "#>":
            marker = "*"
        if match:
            stripped = stripped[match.end() :]
    text = " ".join(stripped.split())
    link, image = "", False
    if markdown and "](" in text and len(text) < 20000:
        text, link, image = _without_markdown(text)
    if not text.strip("*+-–—•·|_=#~ ") and not image:
        return None
    return Line(text, number, number, indent, marker, count, after_blank, link, image)


def _without_markdown(text: str) -> tuple[str, str, bool]:
    """The text of a Markdown line, the address of a link that makes up most of it, whether it is a picture."""
    links = list(_LINK.finditer(text))
    plain = _LINK.sub(lambda m: m[1], text)
    plain = _EMPHASIS.sub(r"\2", plain).strip() if len(plain) < 4000 else plain
    if len(links) > 1 and len(_LINK.sub("", text).strip("|•·-–—/,>» ")) < 4:
        plain = "menu"
    image = bool(links) and links[0].start() == 0 and text.startswith("!") and len(links[0][0]) == len(text)
    whole = links and len(links) == 1 and not image and len(links[0][1]) > 0.8 * len(plain)
    return plain, links[0][2].strip("<>") if whole else "", image


def _unwrapped(lines: list[Line]) -> list[Line]:
    width = _wrap_width(lines)
    if not width:
        return lines
    joined: list[Line] = []
    pieces: list[str] = []
    column = 0
    for line in lines:
        last = joined[-1] if joined else None
        end = line.indent + len(line.text)
        if last is not None and line.indent >= last.indent and _goes_on(line, column, width):
            pieces.append(line.text)
            last.last = line.last
            column = end
            continue
        if last is not None:
            last.text = " ".join(pieces)
        pieces = [line.text]
        joined.append(line)
        column = end + (2 if line.marker else 0)
    if joined:
        joined[-1].text = " ".join(pieces)
    return joined


def _goes_on(line: Line, column: int, width: int) -> bool:
    """Whether a line belongs to the paragraph above, whose last line ends at `column`: its first word had no room there."""
    if line.after_blank or line.marker or column < width - 24 or (len(line.text) < 60 and DATE.match(line.text)):
        return False
    word = line.text.split(" ", 1)[0]
    return column + 1 + len(word) > width - 6 or line.text[:1].islower()


def _wrap_width(lines: list[Line]) -> int:
    """The column at which paragraphs of this dump were broken, or 0.

    In a page that was wrapped no line is longer, and what follows a full line mostly goes on in lower case.
    """
    columns = [line.indent + len(line.text) + (2 if line.marker else 0) for line in lines]
    width = sorted(columns)[int(len(columns) * 0.98)] if columns else 0
    if not _MIN_WRAP <= width <= _MAX_WRAP or max(columns) > width + 20:
        return 0
    full = [
        below.text[:1]
        for column, line, below in zip(columns, lines, lines[1:], strict=False)
        if column >= width - 14 and not below.after_blank and not below.marker and below.indent >= line.indent
    ]
    going_on = sum(1 for first in full if first.islower())
    return width if len(full) >= 3 and going_on >= 0.35 * len(full) else 0
