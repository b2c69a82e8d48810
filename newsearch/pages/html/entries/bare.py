"""Lists of stories on pages that write their headlines without headings: rows of links that look alike.

Asked only of pages that state no story of their own and hardly have linked headings: what is a row there is a label elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from statistics import median

from newsearch.pages.html.body import Main
from newsearch.pages.html.entries import items
from newsearch.pages.html.entries.blocks import leads_nowhere
from newsearch.pages.html.entries.headlines import (
    LINE_RANK,
    NOWHERE,
    SHORTEST_HEADLINE,
    Headline,
    Look,
    folded,
    looks,
    word_count,
)
from newsearch.pages.html.entries.items import Item
from newsearch.pages.html.entries.lists import without_kickers
from newsearch.pages.html.judging import META
from newsearch.pages.html.tree import Line, Outline
from newsearch.pages.html.weights import is_mailing
from newsearch.pages.metadata import Metadata

_STATED = frozenset(("json-ld", "meta", "microdata"))
"""Where a page states the day of its story for machines. One that does tells a story."""
_FEWEST = 3
"""Rows of one look, and headings on a page that has its headlines in them."""
_FEWEST_BARE = 4
"""Rows that are nothing but links."""
_LONGEST_HEADLINE = 200
_LONGEST_ROW = 400
_LONGEST_LABEL = 40
_SHORTEST_TEXT = 20
"""Characters."""
_COVERED, _MOST_OF_ONE, _MOST_BEFORE = 0.75, 0.5, 0.15
"""Of the text of a seeming main story: in rows, in one row, and before the first."""
_STORY = re.compile(r"\d|-[^/?]*-|\.s?html?(?:$|[?#])", re.I)
"""What the address of a story has, and that of a section seldom: a number, a name of several words, the ending of a file."""
_PICTURE = "img, picture, video"
_ANCHOR = "a[href]"
_MOST_LINES = 10
"""Of the element that a row's link is looked for in."""


def headlines(
    outline: Outline, main: Main | None, heads: Sequence[Headline], taken: Collection[int], facts: Metadata
) -> list[Headline]:
    """The rows that stand for headlines, of looks of which most rows have a picture, a text, or a date, or are links
    to stories: of a page that seems to tell a story, those in it. The lines `taken` are passed over."""
    if facts.provenance.get("date") in _STATED:
        return []
    if sum(head.linked and head.words >= SHORTEST_HEADLINE for head in heads) >= _FEWEST:
        return []
    groups: dict[Look, list[Headline]] = defaultdict(list)
    seen: set[str] = set()
    labels: dict[str, list[Headline]] = defaultdict(list)
    first, end = (max(0, main.lines[0] - 1), main.lines[-1] + 1) if main and main.lines else (0, len(outline.lines))
    for position in range(first, end):
        line = outline.lines[position]
        if not line.url or position in taken:
            continue
        row = _row(outline, position, line)
        if row is None or row.url in seen or leads_nowhere(row.url or "", facts):
            continue
        if row.words >= SHORTEST_HEADLINE:
            seen.add(row.url or "")
            groups[row.look].append(row)
        elif row.url:
            labels[row.said].append(row)
    found = [row for group in groups.values() if _are_rows(outline, group) for row in without_kickers(outline, group)]
    if not found:
        found = [row for group in labels.values() for row in _labelled(outline, group, taken)]
    return sorted(found, key=lambda row: row.first)


def _row(outline: Outline, position: int, line: Line) -> Headline | None:
    """A line as a headline, the longest link in it: all of the line, or what it begins or ends with."""
    text, url = line.text, line.url or ""
    element = outline.elements[line.element]
    if element.flags & META or is_mailing(text):
        return None
    title, rest = text, ""
    if line.parts is not None or line.linked < len(text):
        links = element.node.css(_ANCHOR) if element.end - element.first <= _MOST_LINES else []
        told = [(" ".join(link.text(separator=" ").split()), link.attributes["href"] or "") for link in links]
        title, url = max(told, key=lambda link: len(link[0]), default=("", ""))
        if not title or not (text.startswith(title) or text.endswith(title)):
            return None
        rest = text.removeprefix(title) if text.startswith(title) else text.removesuffix(title)
        last, leads = told[-1]
        rest = rest.removesuffix(last) if leads == url else rest
    if len(title) > _LONGEST_HEADLINE or url.startswith(NOWHERE):
        return None
    if len(rest) > _LONGEST_LABEL and "\n" not in (line.parts or ()):
        return None  # a paragraph that begins with a link
    row = _headline(outline, position, title, url)
    row.rest = rest.strip(" -–—|:·,»>")
    return row


def _headline(outline: Outline, position: int, title: str, url: str | None) -> Headline:
    element = outline.lines[position].element
    look = looks(outline, outline.elements[element])
    return Headline(
        element, position, position + 1, title, url, True, word_count(title), LINE_RANK, look, folded(title)
    )


def _labelled(outline: Outline, group: Sequence[Headline], taken: Collection[int]) -> list[Headline]:
    """The headlines of entries that each hold a link of the same few words, `Read more`: their first lines. What holds a line that
    is `taken` is none."""
    if len({row.url for row in group}) < _FEWEST:
        return []
    found = []
    for part in items.items(outline, group, [], []):
        if any(line in taken for line in range(part.first, part.end)):
            continue
        at = next((at for at in range(part.first, part.head.first) if not outline.lines[at].url), None)
        title = outline.lines[at].text if at is not None else ""
        if at is not None and word_count(title) >= SHORTEST_HEADLINE and len(title) <= _LONGEST_HEADLINE:
            found.append(_headline(outline, at, title, part.head.url))
    return found if len(found) * 3 >= 2 * len(group) else []


def _are_rows(outline: Outline, group: Sequence[Headline]) -> bool:
    """Whether links of one look are headlines."""
    if len(group) < _FEWEST:
        return False
    parts = items.items(outline, group, [], [])
    if sum(_holds_more(outline, part) for part in parts) * 3 >= 2 * len(group):
        return True
    if len(group) < _FEWEST_BARE or median([row.words for row in group]) <= SHORTEST_HEADLINE:
        return False
    return sum(_STORY.search(row.url or "") is not None for row in group) * 3 >= 2 * len(group)


def _holds_more(outline: Outline, part: Item) -> bool:
    """Whether a row has a picture or a text beside its link, or is dated in an `<article>` of its own."""
    row = part.head
    if len(row.rest) > _SHORTEST_TEXT:
        return True
    beside = [*range(part.first, row.first), *range(row.end, part.end)]
    lines = [outline.lines[at] for at in beside]
    if any(len(line.text) > _SHORTEST_TEXT and (line.url in (None, row.url)) for line in lines):
        return True
    element = outline.elements[part.element]
    if element.tag == "article" and part.element in outline.stamps:
        return True
    return part.element != row.element and element.node.css_first(_PICTURE) is not None


def makes_up(outline: Outline, parts: Sequence[Item], main: Main) -> bool:
    """Whether a seeming main story is made of the texts of rows."""
    sizes = {at: len(outline.lines[at].text) for at in main.lines}
    held = [sum([sizes.get(at, 0) for at in range(part.first, part.end)]) for part in parts]
    whole = sum(sizes.values())
    if not whole or sum([size for at, size in sizes.items() if at < parts[0].first]) > _MOST_BEFORE * whole:
        return False  # it begins before the links that stand in it
    if sum(held) < _COVERED * whole or max(held) > _MOST_OF_ONE * whole:
        return False
    return median([size for size in held if size]) <= _LONGEST_ROW
