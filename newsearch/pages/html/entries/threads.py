"""Comments that neither a name nor a heading tells, and posts of a thread: rows that each begin with who and when."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from newsearch.pages import names
from newsearch.pages.html.body import Main
from newsearch.pages.html.entries import items, several
from newsearch.pages.html.entries.comments import ANSWER, below_heading, says_who, who_and_when
from newsearch.pages.html.entries.headlines import SHORTEST_HEADLINE, Look, look, looks, untitled, word_count
from newsearch.pages.html.entries.items import Item
from newsearch.pages.html.judging import COMMENT, SIGNED
from newsearch.pages.html.tree import HEADINGS, Outline
from newsearch.pages.metadata import Metadata

_FEWEST = 3
_FEWEST_STATED = 2
"""Rows that state who wrote them."""
_FEWEST_LINES = 2
_LONGEST_SIGNATURE = 100
_SHORTEST_TEXT = 25
"""Characters of a line of a row that is said."""
_NEAR = 4
"""Lines of a row before or behind the one that says when, among which one says who."""
_CLOCK = re.compile(r"\d[:.h]\d\d|\d ?[ap]\.?m\b", re.I)
_YEAR, _NUMBERED = re.compile(r"\d{4}"), re.compile(r"\b\d{1,2} ?[^\W\d_]")
"""What a line that says how long ago has not, and has."""
_COVERED = 0.75


def posts(outline: Outline, lines: Sequence[int], main: Main | None, facts: Metadata) -> list[Item]:
    """The rows that are comments: each says who and at which moment, by one name or another, and then something; or states who
    wrote it. `lines` are those that may say when.

    Asked only of pages without comments that a name or a heading tells. Of a page that is made of such rows, the first is its story.
    """
    elements = outline.elements
    if any(elements[at].flags & COMMENT for at in outline.noted):
        return []
    if stated := _stated(outline):
        return stated[1:] if main and _make_up(outline, stated, main) else stated
    groups: dict[Look, list[int]] = defaultdict(list)
    for position in lines:
        text = outline.lines[position].text
        may_say_when = _CLOCK.search(text) or (_NUMBERED.search(text) and not _YEAR.search(text))
        if may_say_when and len(text) <= _LONGEST_SIGNATURE:
            groups[looks(outline, elements[outline.lines[position].element])].append(position)
    if max(map(len, groups.values()), default=0) < _FEWEST:
        return []
    headed = below_heading(outline)
    if headed and not (main and any(elements[headed[0]].first <= at < elements[headed[-1]].end for at in main.lines)):
        return []  # they are found by their heading
    for group in groups.values():
        if len(group) < _FEWEST or any(_signature(outline, at, facts) is None for at in group[:_FEWEST]):
            continue
        signed = [at for at in group if _signature(outline, at, facts) is not None]
        rows = [
            row
            for row in items.items(outline, [untitled(outline, at) for at in signed], [], [])
            if _is_said(outline, row)
        ]
        if len(rows) * 3 < 2 * len(signed) or len(rows) < _FEWEST or not _are_persons(outline, rows, facts):
            continue
        return rows[1:] if main and _make_up(outline, rows, main) else rows
    return []


def _stated(outline: Outline) -> list[Item]:
    """The elements of one look that state who wrote what they hold, and hold some text."""
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for at in outline.noted:
        element = outline.elements[at]
        if not element.flags & SIGNED or element.end - element.first < _FEWEST_LINES:
            continue
        lines = outline.lines[element.first : element.end]
        if any(len(line.text) - line.linked > _SHORTEST_TEXT for line in lines):
            groups[look(element)].append(Item(untitled(outline, element.first), at, element.first, element.end))
    best = max(groups.values(), key=len, default=[])
    return best if len(best) >= _FEWEST_STATED else []


def without(outline: Outline, main: Main, rows: Sequence[Item]) -> Main | None:
    """The main story less the rows and the heading above them."""
    story = several.without(main, rows)
    above = rows[0].first - 1
    if story is None or above not in story.lines or outline.elements[outline.lines[above].element].tag not in HEADINGS:
        return story
    lines = tuple(at for at in story.lines if at != above)
    return replace(story, lines=lines, claimed=story.claimed - {above}) if lines else None


def _signature(outline: Outline, at: int, facts: Metadata) -> str | None:
    """Who a line that tells a moment names, or empty; None for a line that tells none."""
    text = outline.lines[at].text
    found = who_and_when(text, facts)
    if found is None or not (_CLOCK.search(text) or found[0] is None):
        return None
    return found[1]


def _author(outline: Outline, row: Item, facts: Metadata) -> str:
    """Who signs a row: in the line that says when, or in a short one by it."""
    at = row.head.first
    found = _signature(outline, at, facts)
    if found:
        return says_who(found)
    near = [*range(at - 1, max(row.first, at - _NEAR) - 1, -1), *range(at + 1, min(row.end, at + _NEAR))]
    texts = (outline.lines[line].text for line in near)
    return next((says_who(text) for text in texts if any(map(str.isalpha, text))), "")


def _is_said(outline: Outline, row: Item) -> bool:
    """Whether a row says something, and is not the teaser of a story or a story of its own."""
    lines = outline.lines[row.first : row.end]
    for line in lines:
        if outline.elements[line.element].tag in HEADINGS and not ANSWER.match(line.text):
            return False
        is_link = line.url and line.linked * 10 > len(line.text) * 9 and not ANSWER.match(line.text)
        if is_link and word_count(line.text) >= SHORTEST_HEADLINE:
            return False
    signature = outline.lines[row.head.first]
    return any(len(line.text) - line.linked > _SHORTEST_TEXT for line in lines if line is not signature)


def _are_persons(outline: Outline, rows: Sequence[Item], facts: Metadata) -> bool:
    """Whether most rows are signed by a name or a nickname, and not all by one."""
    signed = [author for row in rows if (author := _author(outline, row, facts)) and _may_sign(author)]
    return len(set(signed)) > 1 and len(signed) * 3 >= 2 * len(rows)


def _may_sign(author: str) -> bool:
    return " " not in author or names.looks_like_name(author)


def _make_up(outline: Outline, rows: Sequence[Item], main: Main) -> bool:
    """Whether a seeming main story is made of rows."""
    sizes = {at: len(outline.lines[at].text) for at in main.lines}
    held = sum([sizes.get(at, 0) for row in rows for at in range(row.first, row.end)])
    return held > 0 and held >= _COVERED * sum(sizes.values())
