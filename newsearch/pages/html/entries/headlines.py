"""Which headings of a page are headlines of stories, rather than titles of sections, sub-headings or labels of widgets.

Headings of one look are judged together: a list of stories repeats its markup, and most of its headlines are long
and linked, whatever a single one of them is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from newsearch.pages.html.tree import HEADINGS, HIDDEN, Element, Outline

_DIGITS = re.compile(r"\d+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_FURNITURE = frozenset(["nav", "footer", "form", "dialog", "button", "fieldset", "noscript", "menu"])
_SHORTEST_HEADLINE = 4
"""Words, in the middle of a list of headlines; sections have titles of one to three."""
_SHORTEST_ALONE = 5


@dataclass(slots=True)
class Headline:
    """A heading, or a linked line that stands for one."""

    element: int
    first: int
    """Its lines are `first:end`."""
    end: int
    text: str
    url: str | None
    linked: bool
    words: int
    rank: int
    """1 to 6 as in `h1` to `h6`; 7 for a linked line."""
    look: tuple[str, str, str, str]
    """Tag and class of the heading and of its parent."""
    doubtful: bool = False
    """Whether it is as short as the title of a section: then only what stands under it makes it a headline."""


def headings(outline: Outline) -> list[Headline]:
    """The headings that hold text, in the order of the page."""
    found: list[Headline] = []
    covered = -1
    for position, element in enumerate(outline.elements):
        if element.tag in HEADINGS and covered <= element.first < element.end:
            found.append(headline(outline, position, int(element.tag[1])))
            covered = element.end
    return found


def headline(outline: Outline, position: int, rank: int) -> Headline:
    element = outline.elements[position]
    lines = outline.lines[element.first : element.end]
    visible = [line for line in lines if not outline.elements[line.element].flags & HIDDEN] or lines
    text = " ".join([line.text for line in visible])
    linked = sum([line.linked for line in lines])
    url = next((line.url for line in lines if line.url), None)
    return Headline(
        position,
        element.first,
        element.end,
        text,
        url,
        linked * 2 > sum([len(line.text) for line in lines]) and bool(url),
        word_count(text),
        rank,
        (*_look(element), *_look(outline.elements[element.parent])),
    )


def word_count(text: str) -> int:
    """The words of a text; of one written without spaces, half of its characters."""
    return max(len(text.split()), len(_WIDE.findall(text)) // 2)


def look(element: Element) -> tuple[str, str]:
    """Tag and class, without numbers: what elements of one list share."""
    names = element.attributes.get("class")
    return element.tag, _DIGITS.sub("", names) if names else ""


_look = look


def chosen(outline: Outline, heads: Iterable[Headline]) -> list[Headline]:
    """The headlines among the headings; whether an unlinked one leads anywhere is for its item to say."""
    found: list[Headline] = []
    for group in by_look(heads).values():
        found += _of_one_look(outline, group)
    found.sort(key=lambda head: head.first)
    return found


def by_look(heads: Iterable[Headline]) -> dict[tuple[str, str, str, str], list[Headline]]:
    """Headings by tag and class, their own and their parents'."""
    groups: dict[tuple[str, str, str, str], list[Headline]] = defaultdict(list)
    for head in heads:
        groups[head.look].append(head)
    return groups


def _of_one_look(outline: Outline, group: list[Headline]) -> list[Headline]:
    linked = sum([head.linked for head in group])
    middle = median([head.words for head in group])
    if linked * 2 <= len(group):
        return [head for head in group if not _in_furniture(outline, head)] if len(group) > 1 and middle > 2 else []
    if len(group) == 1:
        return group if middle >= _SHORTEST_ALONE else []
    if middle >= _SHORTEST_HEADLINE or (middle > 2 and max([head.words for head in group]) > _SHORTEST_HEADLINE):
        return [head for head in group if head.words > 1 or middle < _SHORTEST_HEADLINE]
    if middle < 2:
        return []
    for head in group:
        head.doubtful = True
    return [head for head in group if not _in_furniture(outline, head)]


def _in_furniture(outline: Outline, head: Headline) -> bool:
    return any(outline.elements[at].tag in _FURNITURE for at in outline.ancestors(head.element))
