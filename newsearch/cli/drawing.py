"""Text and spans -> lines for a terminal: wrapping, colour, and the guard that lets no control character through."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from newsearch.model import Block, Document, Span

BOLD, DIM, MATCH, TITLE, RESET = "\x1b[1m", "\x1b[2m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[0m"

_CONTROLS = {
    code: None
    for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)
    if code not in (0x0A,)
}


def terminal_width(otherwise: int) -> int:
    """Columns of the terminal, as `shutil` tells them, whose import takes 2 ms of a query's 60."""
    stated = os.environ.get("COLUMNS", "")
    width = int(stated) if stated.isdecimal() else 0
    if width <= 0:
        try:
            width = os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
        except (AttributeError, ValueError, OSError):  # closed, or no terminal
            width = 0
    return width or otherwise


class Paper:
    """Where a command draws: how wide it is, and whether it shows colour."""

    def __init__(self, color: str = "auto") -> None:
        on_terminal = sys.stdout.isatty()
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        self.color = color == "always" or (color == "auto" and on_terminal and not plain)
        self.width = min(terminal_width(100), 120) if on_terminal else 100

    def styled(self, text: str, style: str) -> str:
        text = safe(text)
        return f"{style}{text}{RESET}" if self.color and text else text

    def marked(self, text: str, spans: Sequence[Span], style: str = "") -> str:
        """One line of text with its spans highlighted."""
        if not self.color:
            return safe(text)
        out, at = [], 0
        for span in spans:
            out.append(self.styled(text[at : span.start], style))
            out.append(self.styled(text[span.start : span.end], MATCH))
            at = span.end
        out.append(self.styled(text[at:], style))
        return "".join(out)

    def paragraph(self, text: str, spans: Sequence[Span] = (), indent: str = "") -> Iterator[str]:
        """Text wrapped to the paper's width, its spans highlighted."""
        for line in wrap(text, max(20, self.width - len(indent))):
            inside = [
                Span(max(span.start, line.start) - line.start, min(span.end, line.end) - line.start)
                for span in spans
                if span.start < line.end and span.end > line.start
            ]
            yield indent + self.marked(text[line.start : line.end], inside)


def safe(text: str) -> str:
    """Text without control characters and bidirectional overrides; newlines become spaces.

    Pages are cleaned where they are read, but file names and an index from elsewhere come past that border.
    """
    return text.translate(_CONTROLS).replace("\n", " ")


def print_lines(text: str) -> None:
    """The text on stdout, as `safe` has each of its lines."""
    for line in text.removesuffix("\n").split("\n"):
        print(safe(line))


def wrap(text: str, width: int) -> Iterator[Span]:
    """The lines of `text`: spans of at most `width` cells that end at a space where there is one."""
    at = 0
    while at < len(text):
        end = _fitting(text, at, width)
        newline = text.find("\n", at, end)
        if newline >= 0:
            end = newline
        elif end < len(text):
            space = text.rfind(" ", at, end + 1)
            # Chinese and Japanese may be broken anywhere, and have few spaces
            end = space if space > (at + end) // 2 or (space > at and not _is_wide(text[end - 1])) else end
        yield Span(at, end)
        at = end + 1 if text[end : end + 1] in (" ", "\n") else end


def _fitting(text: str, at: int, width: int) -> int:
    """Where the line that begins at `at` is full. Signs that a terminal draws wide take two cells."""
    end = min(at + width, len(text))
    if text.isascii():
        return end
    while end > at + 1 and (over := end - at + sum(map(_is_wide, text[at:end])) - width) > 0:
        end -= (over + 1) // 2
    return end


def _is_wide(character: str) -> bool:
    """Whether a terminal draws it in two cells."""
    return character >= "\u1100" and unicodedata.east_asian_width(character) in "WF"


def print_json(record: Mapping[str, Any], *, line: bool = False) -> None:
    """One object on stdout, UTF-8, and a newline; on a terminal in readable lines, unless it is to be one `line`.

    What `safe` takes out of words is escaped here: the record stays what it is.
    """
    import json

    ascii_only = (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"  # a question mark is no letter
    text = json.dumps(record, ensure_ascii=ascii_only, indent=2 if sys.stdout.isatty() and not line else None)
    print(_controls().sub(lambda found: f"\\u{ord(found[0]):04x}", text))


@cache
def _controls() -> re.Pattern[str]:
    """What `safe` takes out, and lone surrogates."""
    return re.compile(f"[{re.escape(''.join(map(chr, _CONTROLS)))}\ud800-\udfff]")


def joined(parts: Iterable[str | None]) -> str:
    """The parts that there are, with dots between them."""
    return " · ".join(part for part in parts if part)


def described(block: Block) -> tuple[str, ...]:
    """Outlet, date, authors and kind, each said even where it is not known."""
    outlet = block.outlet or "outlet unknown"
    if block.agency:
        outlet += f" ({block.agency})"
    return outlet, block.date[:10] if block.date else "undated", ", ".join(block.authors) or "no author", block.kind


def place(document: Document) -> str:
    """The file as one would type it, with the line and the member of a container: `~/pages/a.warc:12 [record 3]`."""
    path, home = Path(document.path), _home()
    shown = f"~/{path.relative_to(home)}" if home and path.is_relative_to(home) else str(path)
    line = f":{document.block.position.first_line}" if document.block.position else ""
    member = f" [{document.member}]" if document.member else ""
    return f"{shown}{line}{member}"


@cache
def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:  # a user without one, as in some containers
        return None


def draw_block(block: Block, block_id: str, paper: Paper) -> None:
    """A whole block: its fields with where each was found, then its text."""
    print(paper.styled(block.title or "(no title)", TITLE))
    print(paper.styled(joined((*described(block), block_id)), DIM))
    found = [f"{name}: {source}" for name, source in block.provenance.items()]
    if found:
        print(paper.styled("found by " + ", ".join(found), DIM))
    if block.url:
        print(paper.styled(block.url, DIM))
    for text in filter(None, (block.standfirst, *block.body.split("\n\n"))):
        print()
        for line in paper.paragraph(text):
            print(line)
    for caption in block.captions:
        print()
        for line in paper.paragraph(f"[picture] {caption}"):
            print(line)
