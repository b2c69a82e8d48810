"""What takes parts of a page out of its story: names, tags, hiding, the shape of cards; and when not to believe them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate

from newsearch.pages.html.tree import (
    BODY,
    CAPTION,
    COMMENT,
    FRAME,
    HIDDEN,
    IMAGE,
    JUNK,
    META,
    TEASER,
    TEXT_LEVEL,
    Element,
    Outline,
    words_of,
)

_OUTSIDE_TAGS = words_of("form button noscript dialog menu")
_FRAME_TAGS = frozenset(["nav", "aside", "footer"])
_WHOLE_TAGS = words_of("article main body html")
"""Their names tell of what the story is about as often as of what it is: `article.author-jane`, `body.search-on`."""
_CAPTION_TAGS = frozenset(("figcaption", "figure"))
_NEGATIVE = JUNK | COMMENT | TEASER | HIDDEN | META | CAPTION | FRAME
_TELLING = _NEGATIVE | IMAGE
_TELLING_TAGS = _OUTSIDE_TAGS | _FRAME_TAGS | _CAPTION_TAGS | {"article", "blockquote"}
"""Elements of other names and tags, three of four, have no veto of their own."""
_CARDLESS = TEXT_LEVEL - {"li"}
_FEWEST_CARDS = 3


def told(outline: Outline, weights: list[float], headlines: list[int]) -> tuple[list[int], list[float]]:
    """The vetoes of the elements and the weights of the lines that they leave.

    Where names leave hardly anything of a page's text, they say something else on this page: first what is hidden is
    taken to be shown, then only comments and the frame of the page are left out.
    """
    enough = 0.25 * sum(weights)
    best: tuple[list[int], list[float]] | None = None
    for ignored in (0, HIDDEN, ~(COMMENT | FRAME)):
        vetoed = _vetoed(outline, weights, headlines, ignored)
        _veto_cards(outline, weights, vetoed)
        clean = [0 if vetoed[line.element] else weight for line, weight in zip(outline.lines, weights, strict=True)]
        if best is None or sum(clean) > 3 * sum(best[1]):
            best = vetoed, clean
        if sum(best[1]) >= enough:
            break
    assert best is not None
    return best


def _vetoed(outline: Outline, weights: list[float], headlines: Sequence[int] = (), ignored: int = 0) -> list[int]:
    """For each element the flags of what takes it out of the story, its own and those it inherits.

    A name that says "not the story" of what holds 40% of the page's running text is not believed. Elements of one
    name, and siblings, are counted together: some pages hide every paragraph but the first until a button is pressed.
    """
    totals = list(accumulate(weights, initial=0.0))
    enough = 0.4 * totals[-1]
    held: dict[tuple[int, object], float] = defaultdict(float)
    covered: dict[tuple[int, object], int] = defaultdict(int)
    negative: list[int] = []
    for element in outline.elements:
        tag, flags = element.tag, element.flags
        if not flags & _TELLING and tag not in _TELLING_TAGS:
            negative.append(0)
            continue
        own = _negative(element) & ~ignored
        if tag == "article" and not flags & BODY and _encloses(outline, element.parent, "article"):
            own |= TEASER
        weight = totals[element.end] - totals[element.first] if own else 0
        if own and weight:
            if own & (COMMENT | FRAME):
                if any(element.first <= headline < element.end for headline in headlines):
                    own = 0
            elif weight >= enough:
                own = 0
            else:
                for key in ((own, element.parent), (own, element.names)):
                    if element.first >= covered[key]:
                        held[key] += weight
                        covered[key] = element.end
        negative.append(own)
    doubted = {key for key, weight in held.items() if weight >= enough}
    if doubted:
        negative = [
            0 if own and ((own, element.parent) in doubted or (own, element.names) in doubted) else own
            for element, own in zip(outline.elements, negative, strict=True)
        ]
    vetoed: list[int] = []
    for element, own in zip(outline.elements, negative, strict=True):
        parent = element.parent
        inherited = vetoed[parent] if parent >= 0 else 0
        veto = own | inherited
        if veto and element.tag == "blockquote":
            veto = inherited if inherited & FRAME else inherited & ~(JUNK | HIDDEN)
        vetoed.append(veto)
    return vetoed


def _negative(element: Element) -> int:
    if element.tag in _FRAME_TAGS:
        return JUNK | FRAME
    if element.tag in _OUTSIDE_TAGS:
        return JUNK
    if element.tag in _CAPTION_TAGS:
        return CAPTION
    if element.tag in _WHOLE_TAGS:
        return 0 if element.tag == "body" else element.flags & (COMMENT | TEASER | HIDDEN)
    if element.flags & IMAGE and element.end - element.first <= 3:
        return CAPTION
    return element.flags & _NEGATIVE


def _encloses(outline: Outline, position: int, tag: str) -> bool:
    while position >= 0:
        if outline.elements[position].tag == tag:
            return True
        position = outline.elements[position].parent
    return False


def _veto_cards(outline: Outline, weights: list[float], vetoed: list[int]) -> None:
    """Take out cards: neighbours that each hold a linked headline and little more than one line of text."""
    lines = outline.lines
    linked = [1 if line.linked and line.url and line.linked * 10 > len(line.text) * 9 else 0 for line in lines]
    if sum(linked) < _FEWEST_CARDS:
        return
    links = list(accumulate(linked, initial=0))
    texts = list(accumulate([(1 if weight < 500 else 9) if weight else 0 for weight in weights], initial=0))
    cards: dict[tuple[int, str], list[int]] = defaultdict(list)
    for position, element in enumerate(outline.elements):
        size = element.end - element.first
        if (
            2 <= size <= 8
            and links[element.end] > links[element.first]
            and texts[element.end] - texts[element.first] == 1
            and element.tag not in _CARDLESS
            and not vetoed[position]
        ):
            cards[element.parent, element.tag].append(position)
    chosen = [position for group in cards.values() if len(group) >= _FEWEST_CARDS for position in group]
    if not chosen:
        return
    for position in chosen:
        vetoed[position] |= TEASER
    for position in range(min(chosen), len(vetoed)):
        parent = outline.elements[position].parent
        if parent >= 0:
            vetoed[position] |= vetoed[parent]
