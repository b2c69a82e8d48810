"""The main story of a page: which element holds it, and which of its lines are told rather than offered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from newsearch.pages.html.tree import (
    BODY,
    CAPTION,
    COMMENT,
    HEADINGS,
    HIDDEN,
    JUNK,
    META,
    TEASER,
    Element,
    Line,
    Outline,
)

_OUTSIDE_TAGS = frozenset("nav aside footer form button noscript dialog menu".split())
_CAPTION_TAGS = frozenset(("figcaption", "figure"))
_NEGATIVE = JUNK | COMMENT | TEASER | HIDDEN | META | CAPTION
_SENTENCE_END = re.compile(r"[.!?…。！？؟।:;][\"'”’»)\]]*$")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Main:
    """The main story as it stands in the outline."""

    root: int
    """The element that encloses it."""
    lines: tuple[int, ...]
    """Its lines, in order."""
    captions: tuple[int, ...]
    claimed: frozenset[int] = frozenset()
    """The lines that no other block needs to repeat: the story, its captions, its title."""


def find_main(outline: Outline, titles: Iterable[str] = ()) -> Main | None:
    """The main story, or None where the page has no running text. `titles` are headlines that the page's head states."""
    weights = [_weight(line) for line in outline.lines]
    vetoed = _vetoed(outline, weights)
    clean = [0 if vetoed[line.element] else weight for line, weight in zip(outline.lines, weights, strict=True)]
    totals = list(accumulate(clean, initial=0))
    if not totals[-1]:
        return None
    root = _descend(outline, totals)
    return _story(outline, root, clean, vetoed, titles)


def _weight(line: Line) -> float:
    """How much running text a line is: its length less its links, nothing for what reads like a label."""
    size = len(line.text)
    if size < 12 or line.linked * 2 > size:
        return 0
    if size < 100:
        width = size * 3 if _WIDE.search(line.text) else size
        if width < 40 or not _SENTENCE_END.search(line.text):
            return 0
    return size - line.linked


def _vetoed(outline: Outline, weights: list[float]) -> list[int]:
    """For each element the flags of what takes it out of the story, its own and those it inherits."""
    totals = list(accumulate(weights, initial=0.0))
    everything = totals[-1]
    vetoed: list[int] = []
    for element in outline.elements:
        own = _negative(element)
        inherited = vetoed[element.parent] if element.parent >= 0 else 0
        if own and not inherited:
            held = totals[element.end] - totals[element.first]
            if held >= 0.4 * everything and (not own & COMMENT or everything - held < 250):
                own = 0
        vetoed.append(own | inherited)
    return vetoed


def _negative(element: Element) -> int:
    if element.tag in _OUTSIDE_TAGS:
        return JUNK
    if element.tag in _CAPTION_TAGS:
        return CAPTION
    return element.flags & _NEGATIVE


def _descend(outline: Outline, totals: list[float]) -> int:
    """The smallest element that still encloses nearly all running text."""
    current, held = 0, totals[-1]
    for position, element in enumerate(outline.elements):
        if element.parent != current:
            continue
        inside = totals[element.end] - totals[element.first]
        share = 0.5 if element.flags & BODY or element.tag == "article" else 0.75
        if inside >= share * held:
            current, held = position, inside
    return current


def _story(outline: Outline, root: int, clean: list[float], vetoed: list[int], titles: Iterable[str]) -> Main:
    element = outline.elements[root]
    start = _after_title(outline, element, clean, titles)
    lines: list[int] = []
    captions: list[int] = []
    pending: list[int] = []
    for position in range(start, element.end):
        line = outline.lines[position]
        veto = vetoed[line.element]
        if veto:
            if veto & CAPTION:
                captions.append(position)
            continue
        tag = outline.elements[line.element].tag
        if clean[position]:
            lines.extend(pending)
            pending.clear()
            lines.append(position)
        elif tag in HEADINGS or line.bold * 2 > len(line.text):
            if line.linked * 2 <= len(line.text):
                pending.append(position)
        elif tag in ("p", "li", "td", "th", "dd", "dt", "blockquote", "pre") and line.linked * 2 <= len(line.text):
            pending.append(position)
    return Main(root, tuple(lines), tuple(captions), frozenset(lines).union(captions))


def _after_title(outline: Outline, element: Element, clean: list[float], titles: Iterable[str]) -> int:
    wanted = {folded for title in titles if (folded := fold(title))}
    for position in range(element.first, element.end):
        if clean[position] > 150:
            break
        line = outline.lines[position]
        if outline.elements[line.element].tag == "h1" or fold(line.text) in wanted:
            return position + 1
    return element.first


def fold(text: str) -> str:
    """The text's letters and digits alone, for comparing titles."""
    return "".join([c for c in text.casefold() if c.isalnum()])
