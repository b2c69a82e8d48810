"""Where the text of comments stands inside them, apart from who wrote it: a profile, buttons, a signature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from newsearch.pages.html.entries.headlines import look
from newsearch.pages.html.tree import Element, Outline

_SHORTEST_TEXT = 25
"""Characters of a line that is text rather than a name or a button."""
_ASKED = 12
"""Rows whose build says how all are built."""
_TELLING = 2
"""Long lines of a row among which some say who and when."""
_COVERED = 0.9
"""Of the text of a comment that its home holds."""


def homes(outline: Outline, rows: Mapping[int, Sequence[int]], tells: Callable[[int], bool]) -> dict[int, range]:
    """The lines of the element that holds the text of each row, where two in three of the first rows have one of the same look.

    `rows`: the element of each -> its own lines; `tells`: whether a line says who, when or what is answered. A row of another
    build has none.
    """
    elements = outline.elements
    first = {row: _home(outline, row, _sizes(outline, rows[row], tells), tells) for row in list(rows)[:_ASKED]}
    kinds = Counter(look(elements[at]) for row, at in first.items() if at != row)
    kind, times = kinds.most_common(1)[0] if kinds else (None, 0)
    if times < 2 or times * 3 < 2 * len(first):
        return {}
    found: dict[int, range] = {}
    for row, lines in rows.items():
        at = first[row] if row in first and look(elements[first[row]]) == kind else _first_of(outline, row, kind)
        if at is not None:
            home = range(elements[at].first, elements[at].end)
            if not _sizes(outline, [line for line in lines if line not in home], tells):
                found[row] = home
    return found


def _sizes(outline: Outline, numbers: Sequence[int], tells: Callable[[int], bool]) -> dict[int, int]:
    """The lines that are text, and how much."""
    lines = outline.lines
    sizes = {at: size for at in numbers if (size := len(lines[at].text) - lines[at].linked) > _SHORTEST_TEXT}
    return {at: size for number, (at, size) in enumerate(sizes.items()) if number >= _TELLING or not tells(at)}


def _home(outline: Outline, row: int, sizes: Mapping[int, int], tells: Callable[[int], bool]) -> int:
    """The innermost element of a row that holds nearly all of its text, of which `sizes` are the lines."""
    elements = outline.elements
    enough = _COVERED * sum(sizes.values())
    home = row
    for at in range(row + 1, len(elements)) if sizes else ():
        element = elements[at]
        if element.parent < row:
            break
        if element.parent != home:
            continue
        if sum([size for line, size in sizes.items() if element.first <= line < element.end]) >= enough:
            if element.tag in _PARTS or any(_is_part(outline, other, element, tells) for other in _beside(outline, at)):
                break
            home = at
    return home


_PARTS = frozenset(["p", "li", "blockquote", "pre"])
"""What holds a paragraph, of how many there are."""


def _is_part(outline: Outline, other: int, element: Element, tells: Callable[[int], bool]) -> bool:
    """Whether an element of the same tag and class holds text, a short paragraph perhaps."""
    beside = outline.elements[other]
    return (beside.tag, beside.classes) == (element.tag, element.classes) and any(
        not line.linked and any(map(str.isalpha, line.text)) and not tells(at)
        for at, line in enumerate(outline.lines[beside.first : beside.end], beside.first)
    )


def _beside(outline: Outline, at: int) -> Iterator[int]:
    """The other elements in the element that one stands in."""
    elements = outline.elements
    around = elements[at].parent
    for other in range(around + 1, len(elements)):
        if elements[other].parent < around:
            return
        if elements[other].parent == around and other != at:
            yield other


def _first_of(outline: Outline, row: int, kind: object) -> int | None:
    """The first element inside a row that has a look."""
    elements = outline.elements
    for at in range(row + 1, len(elements)):
        if elements[at].parent < row:
            return None
        if look(elements[at]) == kind:
            return at
    return None
