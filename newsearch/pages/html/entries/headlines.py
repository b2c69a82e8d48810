"""Which headings of a page are headlines of stories, rather than titles of sections, sub-headings or labels of widgets.

Headings of one look are judged together: a list of stories repeats its markup, and most of its headlines are long
and linked, whatever a single one of them is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from newsearch.pages.html.tree import HEADINGS, HIDDEN, JUNK, TITLE, Element, Line, Outline

_NO_LETTER = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_SUBJECT = re.compile("(?:tag|category|cat|format|status|has|no)-")
"""Class names that tell what one entry of a list is about, or has: `category-travel`, `has-thumbnail`."""
_FURNITURE = frozenset(["nav", "footer", "form", "dialog", "button", "fieldset", "noscript", "menu"])
_WHOLE = frozenset(["html", "body", "main"])
_PAID = re.compile(r"sponsor|outbrain|taboola|advert|cookie|consent|(?:^|[-_\s])ads?(?:$|[-_\s])", re.IGNORECASE)
_ASKING = re.compile(r"modal|popup|dialog|newsletter|subscri|sign-?up|log-?in|register", re.IGNORECASE)
_SHORTEST_HEADLINE = 4
"""Words, in the middle of a list of headlines; sections have titles of one to three."""
_FEWEST_LABELS = 3
_SHORTEST_ALONE = 5
_SHORTEST_LINE = 15
"""Characters of a linked line that may be a headline."""
_REPEATED = 20
"""Characters at the beginning of a title by which a repetition is known."""
_HEADING = ".h1, .h2, .h3, .h4, .h5, .h6"
"""What is styled as a heading without being one."""
_TITLE = f"{_HEADING}, [class*='title']:not([class*='sub']), [class*='headline']:not([class*='sub'])"
_MOST_LINES = 10
"""Of what a line stands in with its title; what holds more holds several entries."""
_LIST_TAGS = frozenset(["li", "p", "div"])
NOWHERE = ("#", "javascript:", "mailto:")
"""Links that lead to no story."""
TEXT, PICTURE, DATE = 1, 2, 4
LINE_RANK = 7
"""The rank of a linked line: below every heading."""


Look = tuple[str, str, str, str]
"""Tag and class of a heading and of its parent."""


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
    said: str = ""
    """The text folded, for comparing titles."""
    rest: str = ""
    """What its lines say beside the title: a kicker, a label."""
    needs: int = 0
    """What shows it to be a headline where its words do not: `TEXT` or `DATE` in its item, `PICTURE` in all of its look."""


Groups = dict[Look, list[Headline]]


def headings(outline: Outline) -> list[Headline]:
    """The headings that hold text, in the order of the page."""
    elements = outline.elements
    found: list[Headline] = []
    covered = -1
    for position in [position for position, element in enumerate(elements) if element.tag in HEADINGS]:
        element = elements[position]
        if covered <= element.first < element.end:
            found.append(headline(outline, position, int(element.tag[1])))
            covered = element.end
    return found


def headline(outline: Outline, position: int, rank: int) -> Headline:
    element = outline.elements[position]
    first, end = element.first, element.end
    lines = outline.lines[first:end]
    if end - first == 1:
        text, linked, url = lines[0].text, lines[0].linked, lines[0].url
        size = len(text)
        if url is not None and url.startswith(NOWHERE):
            url = None
    else:
        text = " ".join([line.text for line in _visible(outline, lines)])
        linked = sum([line.linked for line in lines])
        url = next((line.url for line in lines if line.url and not line.url.startswith(NOWHERE)), None)
        size = sum([len(line.text) for line in lines])
    text = _once(text)
    names = (*look(element), *look(outline.elements[element.parent]))
    is_linked = bool(url) and linked * 2 > size
    return Headline(position, first, end, text, url, is_linked, word_count(text), rank, names, folded(text))


def _visible(outline: Outline, lines: list[Line]) -> list[Line]:
    return [line for line in lines if not outline.elements[line.element].flags & HIDDEN] or lines


def _once(text: str) -> str:
    """A title that a heading holds several times, in lengths for several widths of screen, once."""
    again = text.find(text[:_REPEATED], _REPEATED) if len(text) > 2 * _REPEATED else -1
    return text[:again].rstrip() if again > 0 else text


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The letters and digits of a title alone, for comparing it with another."""
    return _NO_LETTER.sub("", text.casefold())


def word_count(text: str) -> int:
    """The words of a text; of one written without spaces, half of its characters."""
    words = text.count(" ") + 1
    return words if text.isascii() else max(words, len(_WIDE.findall(text)) // 2)


def look(element: Element) -> tuple[str, str]:
    """Tag and class, without numbers and subjects: what elements of one list share."""
    return element.tag, _unnumbered(element.classes) if element.classes else ""


@lru_cache(maxsize=32768)
def _unnumbered(names: str) -> str:
    return " ".join([name for name in _DIGITS.sub("", names).split() if not _SUBJECT.match(name)])


def chosen(outline: Outline, heads: Iterable[Headline]) -> list[Headline]:
    """The headlines among the headings; whether an unlinked one leads anywhere is for its item to say."""
    groups = by_look(heads)
    found: list[Headline] = []
    for look in groups.keys() - _kickers(groups):
        found += _of_one_look(outline, groups[look])
    found = [head for head in found if not _stands_in(outline, head, _PAID)]
    found.sort(key=lambda head: head.first)
    return found


def _kickers(groups: Groups) -> set[Look]:
    """The looks of headings that stand beside a longer one and lead where it does: they name a series."""
    starts = {head.first: head for group in groups.values() for head in group if head.url}
    ends = {head.end: head for head in starts.values()}
    found: set[Look] = set()
    for look, group in groups.items():
        if len(group) < 2:
            continue
        beside = [(head, other) for head in group for other in (starts.get(head.end), ends.get(head.first)) if other]
        named = {head.first for head, other in beside if other.url == head.url and other.words > head.words}
        if len(named) * 3 >= 2 * len(group):
            found.add(look)
    return found


def by_look(heads: Iterable[Headline]) -> Groups:
    """Headings by tag and class, their own and their parents'."""
    groups: Groups = defaultdict(list)
    for head in heads:
        groups[head.look].append(head)
    return groups


def _of_one_look(outline: Outline, group: list[Headline]) -> list[Headline]:
    linked = sum([head.linked for head in group])
    middle = median([head.words for head in group])
    if linked * 2 <= len(group):
        worth = len(group) > 1 and middle >= _SHORTEST_HEADLINE
        return (
            [head for head in _outside_furniture(outline, group) if not _stands_in(outline, head, _ASKING)]
            if worth
            else []
        )
    if len(group) == 1:
        return _dated_in_furniture(outline, group) if middle >= _SHORTEST_ALONE else []
    if middle >= _SHORTEST_HEADLINE:
        return group
    if middle > 2 and max([head.words for head in group]) > _SHORTEST_HEADLINE:
        return _dated_in_furniture(outline, group)
    if middle < 2 and len(group) < _FEWEST_LABELS:
        return []
    for head in group:
        head.needs = PICTURE if middle < 2 else TEXT | PICTURE
    return _outside_furniture(outline, group)


def _stands_in(outline: Outline, head: Headline, named: re.Pattern[str]) -> bool:
    """Whether a headline stands in a part of the page, less than half of it, that is `named` as no place for stories."""
    elements = outline.elements
    most = len(outline.lines) // 2
    return any(
        elements[at].flags & JUNK
        and elements[at].tag not in _WHOLE
        and elements[at].end - elements[at].first <= most
        and named.search(elements[at].names)
        for at in outline.ancestors(head.element)
    )


def _outside_furniture(outline: Outline, group: Iterable[Headline]) -> list[Headline]:
    return [head for head in group if not _in_furniture(outline, head)]


def _dated_in_furniture(outline: Outline, group: list[Headline]) -> list[Headline]:
    """The headings; of those in menus and footers only a date makes headlines."""
    for head in group:
        head.needs = DATE if _in_furniture(outline, head) else 0
    return group


def _in_furniture(outline: Outline, head: Headline) -> bool:
    return any(outline.elements[at].tag in _FURNITURE for at in outline.ancestors(head.element))


def linked_lines(outline: Outline, taken: Container[int], is_dated: Callable[[Line], bool]) -> list[Headline]:
    """Linked lines that stand for headings: named as headlines, or items of a list with dates.

    `taken` are lines to pass over.
    """
    groups: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for position, line in enumerate(outline.lines):
        if line.url and line.linked * 2 > len(line.text) > _SHORTEST_LINE and position not in taken:
            if line.url.startswith(NOWHERE):
                continue
            element = outline.elements[line.element]
            if element.flags & TITLE or element.tag in _LIST_TAGS:
                groups[(*look(element), *look(outline.elements[element.parent]))].append(position)
    lists = [group for group in groups.values() if _is_list(outline, group, is_dated)]
    return [_of_line(outline, position) for group in lists for position in group]


def _is_list(outline: Outline, group: Sequence[int], is_dated: Callable[[Line], bool]) -> bool:
    """Whether linked lines of one look are headlines. A list of bare links says no more than the rest of the page."""
    if len(group) < 2:
        return False
    lines = [outline.lines[position] for position in group]
    if median([word_count(line.text) for line in lines]) < _SHORTEST_HEADLINE:
        return False
    if outline.elements[lines[0].element].flags & TITLE or all(_titled(outline, line, _HEADING) for line in lines[:3]):
        return True
    return len(group) > 2 and _all_dated(outline, group, is_dated)


def _titled(outline: Outline, line: Line, named: str) -> str:
    """The text of an inline element that is `named` as the title of a line, and holds a good part of it."""
    element = outline.elements[line.element]
    node = element.node.css_first(named) if element.end - element.first <= _MOST_LINES else None
    text = " ".join(node.text().split()) if node is not None else ""
    return text if len(text) * 3 > len(line.text) and text in line.text else ""


def _of_line(outline: Outline, position: int) -> Headline:
    line = outline.lines[position]
    element = outline.elements[line.element]
    names = (*look(element), *look(outline.elements[element.parent]))
    text = _titled(outline, line, _TITLE) or line.text
    rest = " ".join(line.text.replace(text, " ", 1).split())
    head = Headline(
        line.element, position, position + 1, text, line.url, True, word_count(text), LINE_RANK, names, folded(text)
    )
    head.rest = rest
    return head


def untitled(outline: Outline, position: int) -> Headline:
    """What stands for the headline of an entry that begins with a line and has none."""
    element = outline.lines[position].element
    names = (*look(outline.elements[element]), *look(outline.elements[outline.elements[element].parent]))
    return Headline(element, position, position, "", None, False, 0, LINE_RANK, names)


def _all_dated(outline: Outline, group: Sequence[int], is_dated: Callable[[Line], bool]) -> bool:
    dated = 0
    for position in group:
        end = outline.elements[outline.lines[position].element].end
        dated += any(is_dated(line) for line in outline.lines[position : min(end, position + 3)])
    return dated * 3 >= 2 * len(group)
