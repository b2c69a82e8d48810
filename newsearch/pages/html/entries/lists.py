"""Linked lines that stand for headings: items of a list that is written without any."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from statistics import median

from newsearch.pages import crediting, names
from newsearch.pages.dates import find_date
from newsearch.pages.dates.relative import is_relative
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
from newsearch.pages.html.judging import META, TITLE
from newsearch.pages.html.tree import Element, Line, Outline

_SHORTEST_LINE = 15
"""Characters of a linked line that may be a headline."""
_HEADING = ".h1, .h2, .h3, .h4, .h5, .h6"
"""What is styled as a heading without being one."""
_TITLE = f"{_HEADING}, [class*='title']:not([class*='sub']), [class*='headline']:not([class*='sub'])"
_MOST_LINES = 10
"""Of what a line stands in with its title; what holds more holds several entries."""
_NEAR = 4
"""Lines from a headline to its summary, at most: a label and a date may stand between them."""
_LONGEST_TITLE = 80
"""Characters: what is longer is no title under its kicker, but a summary."""
_SITE = re.compile(r"(?<=\w.) ?\( ?(?:[\w-]+\.)+[a-z]{2,} ?\)$")
"""Where a story is told, behind its headline: `(harbourpost.example)`."""
_LIST_TAGS = frozenset(["li", "p", "div"])


def linked_lines(outline: Outline, taken: Container[int], is_dated: Callable[[Line], bool]) -> list[Headline]:
    """Linked lines that stand for headings: named as headlines, or items of a list with dates.

    `taken` are lines to pass over.
    """
    elements, lines = outline.elements, outline.lines
    linked = [
        position
        for position, line in enumerate(lines)
        if line.url
        and line.linked * 2 > len(line.text) > _SHORTEST_LINE
        and position not in taken
        and not line.url.startswith(NOWHERE)
    ]
    alike: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for position in linked:
        element = elements[lines[position].element]
        if element.tag in _LIST_TAGS or _is_title(outline, element):
            alike[element.parent, element.tag, element.classes].append(position)
    groups: dict[Look, list[int]] = defaultdict(list)
    for positions in alike.values():
        groups[looks(outline, elements[lines[positions[0]].element])] += positions
    lists = [sorted(group) for group in groups.values() if len(group) > 1]
    found = [[_of_line(outline, at) for at in group] for group in lists if _is_list(outline, group, is_dated)]
    return [head for group in found for head in without_kickers(outline, group)]


def _is_list(outline: Outline, group: Sequence[int], is_dated: Callable[[Line], bool]) -> bool:
    """Whether linked lines of one look are headlines. A list of bare links says no more than the rest of the page."""
    lines = [outline.lines[position] for position in group]
    if median([word_count(line.text) for line in lines]) < SHORTEST_HEADLINE:
        return False
    if _is_title(outline, outline.elements[lines[0].element]) or all(
        _titled(outline, line, _HEADING) for line in lines[:3]
    ):
        return True
    return len(group) > 2 and (_all_summed_up(outline, group) or _all_dated(outline, group, is_dated))


def _is_title(outline: Outline, element: Element) -> bool:
    """Whether an element, or one around it that holds no more, is named as a title."""
    around = outline.elements[element.parent]
    return bool(element.flags & TITLE) or (
        bool(around.flags & TITLE) and around.first == element.first and around.end == element.end
    )


def _titled(outline: Outline, line: Line, named: str) -> str:
    """The text of an inline element that is `named` as the title of a line, and holds a good part of it."""
    element = outline.elements[line.element]
    node = element.node.css_first(named) if element.end - element.first <= _MOST_LINES else None
    text = " ".join(node.text().split()) if node is not None else ""
    return text if len(text) * 3 > len(line.text) and text in line.text else ""


def _of_line(outline: Outline, position: int) -> Headline:
    line = outline.lines[position]
    element = outline.elements[line.element]
    names = looks(outline, element)
    whole = _SITE.sub("", line.text)
    text = _SITE.sub("", _titled(outline, line, _TITLE) or _link_of(element, line) or whole)
    rest = " ".join(whole.replace(text, " ", 1).split())
    head = Headline(
        line.element, position, position + 1, text, line.url, True, word_count(text), LINE_RANK, names, folded(text)
    )
    head.rest = rest
    return head


def _link_of(element: Element, line: Line) -> str:
    """The text of the link in a line that has no letters beside it: `15:10 ...`, `· ... (05/07)`."""
    if line.linked >= len(line.text) or (line.text[0].isalpha() and line.text[-1].isalpha()):
        return ""
    link = element.node if element.node.tag == "a" else element.node.css_first("a[href]")
    text = " ".join(link.text().split()) if link is not None else ""
    rest = line.text.replace(text, "", 1) if text in line.text else line.text
    return "" if any(map(str.isalpha, rest)) else text


def without_kickers(outline: Outline, group: list[Headline]) -> list[Headline]:
    """Rows of several parts without what stands beside their headlines: a word before, in most of them, or who and when behind."""
    lines = [outline.lines[row.first] for row in group]
    if not any(line.parts for line in lines):
        return group
    parts = [[part.strip() for part in line.parts or () if part.strip()] for line in lines]
    most_before = 1 if len(group) >= _FEWEST_LABELLED else 0  # one heading may begin with a word in italics
    found = [_headline_of(row, of_row, most_before) for row, of_row in zip(group, parts, strict=True)]
    titled = [row for row in found if row]
    if len(titled) * 3 < 2 * len(group):
        return group
    return [shorter or row for row, shorter in zip(group, found, strict=True)]


_FEWEST_LABELLED = 3
"""Rows of which most begin with a word that is no part of the headline."""


def _headline_of(row: Headline, parts: Sequence[str], most_before: int) -> Headline | None:
    """A row with the longest of its parts as its headline, where the others are a word before, or say who or when."""
    title = max(parts, key=len, default="")
    if len(parts) < 2 or title == row.text or title not in row.text or word_count(title) < SHORTEST_HEADLINE:
        return None
    at = parts.index(title)
    if at > most_before or (at and " " in parts[0]) or not all(map(_signs, parts[at + 1 :])):
        return None
    before, _, behind = row.text.partition(title)
    rest = " ".join(f"{before} {behind} {row.rest}".split())
    return replace(row, text=title, said=folded(title), words=word_count(title), rest=rest)


def _signs(text: str) -> bool:
    """Whether a part of a row says who or when."""
    return (
        names.looks_like_name(text) or bool(crediting.byline(text)) or is_relative(text) or find_date(text) is not None
    )


def _all_summed_up(outline: Outline, group: Sequence[int]) -> bool:
    """Whether two in three of the lines have a summary below them that leads to the same place."""
    sizes = [len(text) for position in group if (text := _summary(outline.lines, position))]
    return len(sizes) * 3 >= 2 * len(group) and median(sizes) > _LONGEST_TITLE


def _summary(lines: Sequence[Line], position: int) -> str:
    """The line below a title that leads where it does and says something else; above it may stand a kicker."""
    title = lines[position]
    above = lines[position - 1]
    if above.url == title.url and word_count(above.text) >= SHORTEST_HEADLINE:
        return ""
    below = next((line.text for line in lines[position + 1 : position + _NEAR] if line.url == title.url), "")
    return "" if title.text in below else below


def _is_stamped(outline: Outline, element: int) -> bool:
    """Whether a moment is stated in an element, which is not itself a line such as `By Ann Lee, 3 hours ago`."""
    return element in outline.stamps and not outline.elements[element].flags & META


def _all_dated(outline: Outline, group: Sequence[int], is_dated: Callable[[Line], bool]) -> bool:
    """Whether two in three of the lines have a date in or below them."""
    undated = 0
    for position in group:
        element = outline.lines[position].element
        end = outline.elements[element].end
        if not _is_stamped(outline, element) and not any(
            is_dated(line) for line in outline.lines[position : min(end, position + 3)]
        ):
            undated += 1
            if undated * 3 > len(group):
                return False
    return True
