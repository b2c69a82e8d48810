"""Cards of a dumped page: headlines in a row, each with a short summary and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsearch.pages.text import roles as r
from newsearch.pages.text.layout import LONG, Layout
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count

_FRAME = frozenset({r.HEAD, r.LABEL, r.NAME, r.DATE, r.BYLINE, r.MORE, r.CAPTION, r.CREDIT})


@dataclass(slots=True)
class _Unit:
    """Paragraphs below one heading."""

    start: int
    head: int
    """Words of the heading."""
    indent: int
    frame: tuple[str, ...] = ()
    """The roles of the lines since the paragraph before."""
    last_indent: int = 0
    paragraphs: int = 0
    words: int = 0
    running: int = 0
    """Words of paragraphs up to here, since the last heading of a list."""
    asks: bool = False
    """Whether its heading is a question."""


def first_of_cards(lines: list[Line], layout: Layout) -> set[int]:
    """The first paragraphs of cards: headlines in a row, each with a short summary and nothing more.

    Subheadings of a story look alike for a while, so cards below a long story must be many, or stand in another box.
    """
    units = _units(lines)
    found: set[int] = set()
    k = 0
    while k < len(units):
        end = k
        while end < len(units) and units[end].head >= 4 and units[end].paragraphs == 1 and units[end].words <= 75:
            end += 1
        alike = _alike(units, k, layout)
        if alike >= 3 and _is_interview(units[k : k + alike]):
            k += alike
            continue
        if alike >= 3:
            found.update(u.start for u in units[k : k + alike])
            k += alike
            continue
        cards = units[k:end]
        enough = _enough(units, k, layout)
        if (
            len(cards) >= enough
            and not _is_interview(cards)
            and sum(u.head for u in cards) >= 5.5 * len(cards)
            and sum(u.words for u in cards) <= 50 * len(cards)
        ):
            after = units[end : end + 1] if end < len(units) and units[end].head >= 4 else []
            found.update(u.start for u in (*cards, *after))
        k = max(end, k + 1)
    return found


def _is_interview(units: Sequence[_Unit]) -> bool:
    """Whether headings in a row are questions, and what stands below them answers."""
    return sum(unit.asks for unit in units) * 4 >= 3 * len(units)


def _alike(units: Sequence[_Unit], k: int, layout: Layout) -> int:
    """How many units in a row, from `k` on, have the same lines around their heading and little text."""
    frame = units[k].frame
    if len(frame) < 2 or r.HEAD not in frame:
        return 0
    running = units[k - 1].running if k else 0
    inside = layout.indented and k > 0 and units[k].indent == units[k - 1].last_indent
    long = running >= (LONG // 2 if inside else 2 * LONG)
    if long and not any(role in (r.DATE, r.BYLINE, r.MORE) for role in frame):
        return 0
    end = k
    while end < len(units) and units[end].frame == frame and units[end].paragraphs <= 2 and units[end].words <= 120:
        end += 1
    return end - k


def _enough(units: Sequence[_Unit], k: int, layout: Layout) -> int:
    """How many cards in a row, from `k` on, are a list rather than sections of a story."""
    before = units[k - 1] if k else None
    if before is None:
        return 3
    if layout.indented:
        inside = units[k].indent == before.last_indent and before.running >= LONG // 2
        return 20 if inside else 3
    return 4 if before.running >= 2 * LONG else 3


def _units(lines: list[Line]) -> list[_Unit]:
    units: list[_Unit] = []
    head = running = 0
    asks = False
    frame: list[str] = []
    for i, line in enumerate(lines):
        if line.role == r.PROSE:
            if head or not units:
                units.append(_Unit(i, head, line.indent, tuple(frame), asks=asks))
            frame = []
            words = word_count(line.text)
            running += words
            unit = units[-1]
            unit.paragraphs += 1
            unit.last_indent = line.indent
            unit.words += words
            unit.running = running
            head, asks = 0, False
            continue
        if line.role in _FRAME and len(frame) < 9:
            frame.append(r.LABEL if line.role == r.NAME else line.role)
        if line.role in r.HEADLINES:
            head = max(head, word_count(line.text))
            asks = line.text.endswith(("?", "？", "؟"))
        elif line.role == r.TAIL:
            running = 0
    return units
