"""Text and spans -> strips of terminal cells. The one place where a page's text meets a terminal.

Pages' text is cleaned when it is read; `plain` does it again, one character for one, because an index may
come from anybody and a single ESC byte would reach the terminal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

if TYPE_CHECKING:
    from newsearch.model import Span

Part = tuple[str, Style]
"""A run of text in one style."""

ELLIPSIS = "…"

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff\ud800-\udfff]")


def plain(text: str) -> str:
    """The text on one line, every control, escape, bidirectional override and lone surrogate replaced by a space.

    As long as `text`, so that spans stay true.
    """
    return _UNSAFE.sub(" ", text)


def marked(text: str, spans: Iterable[Span], style: Style, match: Style) -> list[Part]:
    """The text in `style`, its spans in `match`. `text` is cleaned; spans outside it are ignored."""
    text = plain(text)
    parts: list[Part] = []
    at = 0
    for span in spans:
        start, end = max(span.start, at), min(span.end, len(text))
        if start < end:
            if at < start:
                parts.append((text[at:start], style))
            parts.append((text[start:end], match))
            at = end
    if at < len(text):
        parts.append((text[at:], style))
    return parts


def strip(parts: Iterable[Part], width: int, base: Style) -> Strip:
    """A line of exactly `width` cells; what does not fit ends behind a word, with an ellipsis."""
    parts = list(parts)
    cells = sum(cell_len(text) for text, _ in parts)
    if cells > width:
        parts = _shortened(parts, width)
        cells = sum(cell_len(text) for text, _ in parts)
    segments = [Segment(text, style) for text, style in parts]
    if cells < width:
        segments.append(Segment(" " * (width - cells), base))
    return Strip(segments, width)


def _shortened(parts: Sequence[Part], width: int) -> list[Part]:
    if width <= 0:
        return []
    text = "".join(text for text, _ in parts)
    kept = len(_cut(text, width - 1))
    if text[kept : kept + 1] != " ":
        space = text.rfind(" ", kept * 2 // 3, kept)
        kept = space if space > 0 else kept
    first, rest = _split(parts, kept)
    return [*first, (ELLIPSIS, rest[0][1])]


def clip(text: str, width: int) -> str:
    """The text in at most `width` cells, ending in an ellipsis if it was cut."""
    if cell_len(text) <= width:
        return text
    return _cut(text, width - 1).rstrip(" ·") + ELLIPSIS if width > 0 else ""


def _cut(text: str, width: int) -> str:
    """As much of the text's beginning as fits into `width` cells: a wide character is never halved."""
    if width <= 0:
        return ""
    text = text[: width * 4]  # a grapheme of more than four code points a cell is not worth measuring
    while cell_len(text) > width:
        text = text[: -max(1, (cell_len(text) - width) // 2)]
    return text.rstrip("\u200d")


def window(text: str, spans: Sequence[Span], width: int) -> tuple[str, tuple[Span, ...]]:
    """The passage of `text` that fits `width` cells and shows the first match, with the spans moved along."""
    text = plain(text)
    if not spans or cell_len(text[: spans[0].end]) <= width - 1:
        return text, tuple(spans)
    from newsearch.model import Span  # the first frame has no hits

    first = spans[0]
    start = max(0, first.start - width // 3)
    space = text.find(" ", start, first.start)
    start = space + 1 if space >= 0 else start
    while start < first.start and cell_len(text[start : first.end]) > width - 2:
        start += 1
    moved = tuple(Span(max(0, span.start - start) + 1, span.end - start + 1) for span in spans if span.end > start)
    return ELLIPSIS + text[start:], moved


def reads_right_to_left(text: str) -> bool:
    """Whether the first strong character of the text belongs to a right-to-left script."""
    for character in text[:200]:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def wrapped(parts: Sequence[Part], width: int, lines: int) -> list[list[Part]]:
    """The parts broken at spaces into at most `lines` lines; the last one holds all the rest."""
    if lines <= 1 or sum(cell_len(text) for text, _ in parts) <= width:
        return [list(parts)]
    text = "".join(text for text, _ in parts)
    fits = _cut(text, width)
    at = len(fits)
    if at < len(text) and text[at] != " " and " " in fits[width // 2 :]:
        at = fits.rindex(" ") + 1
    first, rest = _split(parts, at)
    return [first, *wrapped(_lstrip(rest), width, lines - 1)]


def _split(parts: Sequence[Part], at: int) -> tuple[list[Part], list[Part]]:
    before: list[Part] = []
    after: list[Part] = []
    for text, style in parts:
        if at > 0:
            before.append((text[:at], style))
        if len(text) > at:
            after.append((text[max(0, at) :], style))
        at -= len(text)
    return before, after


def _lstrip(parts: list[Part]) -> list[Part]:
    if parts and parts[0][0].startswith(" "):
        return [(parts[0][0].lstrip(" "), parts[0][1]), *parts[1:]]
    return parts
