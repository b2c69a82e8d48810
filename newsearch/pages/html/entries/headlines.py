"""The headings of a page, what they say, where they lead and how they look."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from newsearch.pages.html.judging import HIDDEN, META, judge
from newsearch.pages.html.tree import Element, Line, Outline

_Key = TypeVar("_Key")
_DIGIT = re.compile(r"\d")
_NUMBERS = re.compile(r"\b(?=[a-f]*\d[a-f]*\d)[0-9a-f]{6,}\b|\d+")
"""Numbers in names, decimal or, as of `wp-container-61fd27b282642`, hexadecimal."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_SUBJECT = re.compile("(?:tag|category|cat|format|status|has|no)-")
"""Class names that tell what one entry of a list is about, or has: `category-travel`, `has-thumbnail`."""
_REPEATED = 20
"""Characters at the beginning of a title by which a repetition is known."""
_MOST_CUT = 2
"""Words that end in the middle, of a title in two shorter lengths."""
SHORTEST_HEADLINE = 4
"""Words, in the middle of a list of headlines; sections have titles of one to three."""
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
    for position in outline.headings:
        element = elements[position]
        if covered <= element.first < element.end:
            found.append(headline(outline, position, int(element.tag[1])))
            covered = element.end
    return found


def headline(outline: Outline, position: int, rank: int) -> Headline:
    """The headline that the element at `position` is, with what its lines say besides."""
    element = outline.elements[position]
    first, end = element.first, element.end
    lines = outline.lines[first:end]
    rest = ""
    if end - first == 1:
        text, linked, url = lines[0].text, lines[0].linked, lines[0].url
        size = len(text)
        if lines[0].parts is not None:
            text, rest = _without_kicker(element, text)
        if url is not None and url.startswith(NOWHERE):
            url = None
    else:
        text, rest = _title_and_rest(outline, lines)
        linked = sum([line.linked for line in lines])
        url = next((line.url for line in lines if line.url and not line.url.startswith(NOWHERE)), None)
        size = sum([len(line.text) for line in lines])
    if len(text) > 2 * _REPEATED:
        text = _once(text)
    is_linked = bool(url) and linked * 2 > size
    names = looks(outline, element)
    return Headline(position, first, end, text, url, is_linked, word_count(text), rank, names, folded(text), rest)


def _title_and_rest(outline: Outline, lines: list[Line]) -> tuple[str, str]:
    """What the shown lines of a heading say as its title, and beside it: those named as a kicker, a byline, a date."""
    flags = [outline.elements[line.element].flags for line in lines]
    shown = [(line, flag) for line, flag in zip(lines, flags, strict=True) if not flag & HIDDEN]
    shown = shown or list(zip(lines, flags, strict=True))
    titles = [line.text for line, flag in shown if not flag & META]
    beside = [line.text for line, flag in shown if flag & META] if titles else []
    return " ".join(titles or [line.text for line, _ in shown]), " ".join(beside)


def _without_kicker(heading: Element, text: str) -> tuple[str, str]:
    """The text of a heading without what it begins with in an element named so, and that."""
    child = heading.node.first_child
    for _ in range(_MOST_CHILDREN):
        if child is None or (child.tag == "-text" and not child.is_empty_text_node):
            break
        classes = child.attributes.get("class") if child.tag != "-text" else None
        if classes and judge(classes) & META:
            kicker = " ".join(child.text(separator=" ").split())
            rest = text.removeprefix(kicker).lstrip(" :|/–—-")
            return (rest, kicker) if kicker and len(rest) < len(text) and rest.count(" ") >= 2 else (text, "")
        child = child.first_child if child.tag in ("a", "span") else child.next
    return text, ""


_MOST_CHILDREN = 6
"""Elements of a heading, one in the other or white space between them, before its first words."""


def _once(text: str) -> str:
    """A title that a heading holds several times, in lengths for several widths of screen, once."""
    again = text.find(text[:_REPEATED], _REPEATED)
    if again < 0:
        return text
    first = text[:again].rstrip()
    said = set(first.split())
    return first if sum([word not in said for word in text[again:].split()]) <= _MOST_CUT else text


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The letters and digits of a title alone, for comparing it with another."""
    joined = text.casefold().replace(" ", "")
    return joined if joined.isalnum() else "".join(filter(str.isalnum, joined))


def word_count(text: str) -> int:
    """The words of a text; of one written without spaces, half of its characters."""
    words = text.count(" ") + 1
    return words if text.isascii() or not _WIDE.search(text) else max(words, len(_WIDE.findall(text)) // 2)


def look(element: Element) -> tuple[str, str]:
    """Tag and class, without numbers and subjects: what elements of one list share."""
    return element.tag, _unnumbered(element.classes) if element.classes else ""


def looks(outline: Outline, element: Element) -> Look:
    """The look of an element and that of its parent."""
    parent = outline.elements[element.parent]
    names, around = element.classes, parent.classes
    return element.tag, _unnumbered(names) if names else "", parent.tag, _unnumbered(around) if around else ""


@lru_cache(maxsize=32768)
def _unnumbered(names: str) -> str:
    if _DIGIT.search(names):
        names = _NUMBERS.sub("", names)
    return " ".join([name for name in names.split() if "-" not in name or not _SUBJECT.match(name)])


def tally(keys: Iterable[_Key]) -> dict[_Key, int]:
    """How often each of some keys occurs. A `Counter` takes three times as long for a dozen of them."""
    found: dict[_Key, int] = {}
    for key in keys:
        found[key] = found.get(key, 0) + 1
    return found


def by_look(heads: Iterable[Headline]) -> Groups:
    """Headings by tag and class, their own and their parents'."""
    groups: Groups = defaultdict(list)
    for head in heads:
        groups[head.look].append(head)
    return groups


def untitled(outline: Outline, position: int) -> Headline:
    """What stands for the headline of an entry that begins with a line and has none."""
    element = outline.lines[position].element
    names = looks(outline, outline.elements[element])
    return Headline(element, position, position, "", None, False, 0, LINE_RANK, names)
