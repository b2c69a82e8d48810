"""The main story of a page: which element holds it, and which of its lines are told rather than offered."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from newsearch.pages.html.tree import (
    BODY,
    CAPTION,
    COMMENT,
    FRAME,
    HEADINGS,
    HIDDEN,
    IMAGE,
    JUNK,
    LEAD,
    META,
    TEASER,
    Element,
    Line,
    Outline,
    words_of,
)

_OUTSIDE_TAGS = words_of("form button noscript dialog menu")
_FRAME_TAGS = frozenset(["nav", "aside", "footer"])
_WHOLE_TAGS = words_of("article main body html")
"""Their names tell of what the story is about as often as of what it is: `article.author-jane`, `body.search-on`."""
_CAPTION_TAGS = frozenset(("figcaption", "figure"))
_NEGATIVE = JUNK | COMMENT | TEASER | HIDDEN | META | CAPTION | FRAME
_SENTENCE_END = frozenset(".!?…。！？؟।۔։።။:;")
_RIGHTS = re.compile(r"\bcopyright\b|\ball rights reserved\b", re.IGNORECASE)
_RIGHTS_SIGN = re.compile(r"\([cC]\) ?\d{4}")
_RIGHTS_SIGN = re.compile(r"\([cC]\) ?\d{4}")
_CONSENT = re.compile(
    r"web ?site|browser|consent|partner|privacy|zustimm|einwillig|datenschutz|einstellung|akzept|accept|aceptar|utiliz|confidential"
    r"|navega|preferen|verwenden|wir nutzen|we use|usamos|naviga|votre visite|policy|tracking",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:^|[\s(\[|])(?:fotos?|photos?|image|picture|bild|credits?|fotografía|immagine|фото|写真)(?: by)? ?[:/：] ?\S",
    re.IGNORECASE,
)
_NOT_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
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
    _discount_notices(outline, weights)
    stated = [words for title in titles if (words := set(_WORD.findall(title.casefold())))]
    vetoed, clean = _told(outline, weights, _headlines(outline, stated))
    totals = list(accumulate(clean, initial=0))
    if not totals[-1]:
        return None
    title = _title_line(outline, vetoed, stated)
    return _story(outline, _descend(outline, totals, title), clean, vetoed, title)


def _discount_notices(outline: Outline, weights: list[float]) -> None:
    """Text that asks for consent to cookies weighs nothing, unless it is what the page is about."""
    notices = [
        position
        for position, line in enumerate(outline.lines)
        if weights[position] and "ookie" in line.text and _CONSENT.search(line.text)
    ]
    if notices and sum(weights[position] for position in notices) < 0.4 * sum(weights):
        for position in notices:
            weights[position] = 0


def _told(outline: Outline, weights: list[float], headlines: list[int]) -> tuple[list[int], list[float]]:
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


def _weight(line: Line) -> float:
    """How much running text a line is: its length less its links, nothing for what reads like a label."""
    text = line.text
    size = len(text)
    if size < 12 or (line.linked * 2 > size and size - line.linked < 80):
        return 0
    if size < 100:
        width = size if text.isascii() or not _WIDE.search(text) else size * 3
        if width < 40 or not _ends_sentence(text):
            return 0
    if size < 200 and (_states_rights(text) or is_credit(text)):
        return 0
    return size - line.linked


def _ends_sentence(text: str) -> bool:
    return text.rstrip("\"'”’»)]")[-1:] in _SENTENCE_END


def _states_rights(text: str) -> bool:
    return (
        "©" in text
        or ("ight" in text.lower() and _RIGHTS.search(text) is not None)
        or _RIGHTS_SIGN.search(text) is not None
    )


def is_credit(text: str) -> bool:
    """Whether a short text names who took a picture."""
    return (":" in text or "/" in text or "：" in text) and _CREDIT.search(text) is not None


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
        own = _negative(element) & ~ignored
        if element.tag == "article" and not element.flags & BODY and _encloses(outline, element.parent, "article"):
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
    doubted = [key for key, weight in held.items() if weight >= enough]
    vetoed: list[int] = []
    for element, own in zip(outline.elements, negative, strict=True):
        if own and doubted and ((own, element.parent) in doubted or (own, element.names) in doubted):
            own = 0
        inherited = vetoed[element.parent] if element.parent >= 0 else 0
        if element.tag == "blockquote":
            own, inherited = 0, inherited & ~(JUNK | HIDDEN) if not inherited & FRAME else inherited
        vetoed.append(own | inherited)
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
    cards: dict[tuple[int, str], list[int]] = defaultdict(list)
    texts = list(accumulate(((1 if weight < 500 else 9) if weight else 0 for weight in weights), initial=0))
    links = list(
        accumulate((1 if line.url and line.linked * 10 > len(line.text) * 9 else 0 for line in lines), initial=0)
    )
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
    chosen = [position for group in cards.values() if len(group) >= 3 for position in group]
    if not chosen:
        return
    for position in chosen:
        vetoed[position] |= TEASER
    for position in range(min(chosen), len(vetoed)):
        parent = outline.elements[position].parent
        if parent >= 0:
            vetoed[position] |= vetoed[parent]


_TEXT_LEVEL = words_of("p li ul ol dl dt dd blockquote span em strong i b h1 h2 h3 h4 h5 h6 pre font center")
_CARDLESS = _TEXT_LEVEL - {"li"}
_TABULAR = words_of("table tbody tr td th")


def _descend(outline: Outline, totals: list[float], title: int) -> int:
    """The smallest element that still encloses nearly all running text.

    `title` is the line of the headline, or -1: text beside the element that holds the headline counts for less.
    """
    current, held = 0, totals[-1]
    elements = outline.elements
    position = 1
    while position < len(elements):
        element = elements[position]
        if element.parent != current or element.tag in _TEXT_LEVEL:
            position += 1
            continue
        inside = totals[element.end] - totals[element.first]
        named = (element.flags & BODY or element.tag == "article") and not elements[current].flags & BODY
        share = 0.4 if named else 0.9 if element.tag in _TABULAR else 0.75
        if share == 0.75 and element.first <= title < element.end:
            share = 0.5
        if inside >= share * held:
            current, held = position, inside
        position += 1
    return _with_twins(outline, totals, current)


def _headlines(outline: Outline, stated: list[set[str]]) -> list[int]:
    """The lines of `h1`; of several those that say what the page's head says."""
    found = [position for position, line in enumerate(outline.lines) if outline.elements[line.element].tag == "h1"]
    if len(found) < 2:
        return found
    said = [(position, set(_WORD.findall(outline.lines[position].text.casefold()))) for position in found]
    return [position for position, words in said if any(_alike(words, other) for other in stated)]


def _title_line(outline: Outline, vetoed: list[int], stated: list[set[str]]) -> int:
    """The line of the story's headline: the heading that says what the page's head says, else the first `h1`."""
    first, best, most = -1, -1, 0
    for position, line in enumerate(outline.lines):
        tag = outline.elements[line.element].tag
        if tag not in HEADINGS or vetoed[line.element]:
            continue
        if first < 0 and tag == "h1":
            first = position
        words = set(_WORD.findall(line.text.casefold()))
        common = max((len(words & other) for other in stated if _alike(words, other)), default=0)
        if common > most:
            best, most = position, common
    return best if best >= 0 else first


def _alike(heading: set[str], title: set[str]) -> bool:
    """Whether a heading says what a title says; a title often ends with the site's name."""
    common = len(heading & title)
    return common >= 0.6 * len(heading) and common >= 0.4 * len(title)


def _with_twins(outline: Outline, totals: list[float], root: int) -> int:
    """The parent instead, where the text goes on in neighbours of the same name."""
    elements = outline.elements
    node = root
    while (parent := elements[node].parent) >= 0:
        if _has_twin(outline, totals, node):
            return parent
        if (
            totals[elements[parent].end] - totals[elements[parent].first]
            > totals[elements[root].end] - totals[elements[root].first]
        ):
            return root
        node = parent
    return root


def _has_twin(outline: Outline, totals: list[float], position: int) -> bool:
    chosen = outline.elements[position]
    names = _class_names(chosen)
    if not names:
        return False
    end = outline.elements[chosen.parent].end
    for other in range(chosen.parent + 1, len(outline.elements)):
        element = outline.elements[other]
        if element.first >= end:
            return False
        if (
            element.parent == chosen.parent
            and other != position
            and element.tag == chosen.tag
            and totals[element.end] - totals[element.first] > 80
            and len(names & (others := _class_names(element))) * 3 >= 2 * max(len(names), len(others))
        ):
            return True
    return False


def _class_names(element: Element) -> set[str]:
    return set(_DIGITS.sub("", element.attributes.get("class") or "").split())


def _story(outline: Outline, root: int, clean: list[float], vetoed: list[int], title: int) -> Main:
    element = outline.elements[root]
    start = _title_end(outline, element, clean, title)
    homes = _homes(outline, element, clean)
    before = range(start, element.first)
    lines = [position for position in before if clean[position] and not _standfirst(outline, position)]
    captions = [position for position in before if vetoed[outline.lines[position].element] == CAPTION]
    pending: list[int] = []
    for position in range(max(start, element.first), element.end):
        line = outline.lines[position]
        veto = vetoed[line.element]
        if veto:
            if veto == CAPTION:
                captions.append(position)
        elif clean[position]:
            lines.extend(pending)
            pending.clear()
            lines.append(position)
        elif len(line.text) < 200 and is_credit(line.text):
            captions.append(position)
        elif _is_readable(line) and _is_label(outline, line) and _home(outline, line.element) in homes:
            pending.append(position)
    lines.extend(_trailing(outline, lines, pending))
    while lines and _is_sign_off(outline.lines[lines[-1]]):
        lines.pop()
    return Main(root, tuple(lines), tuple(captions), frozenset(lines).union(captions))


def _is_readable(line: Line) -> bool:
    """Whether a line is more than a link. A sentence may be a link for the most part."""
    size = len(line.text)
    return line.linked * 2 <= size or (line.linked * 10 <= size * 8 and line.text[-1] in '.!?”"»')


def _is_label(outline: Outline, line: Line) -> bool:
    """Whether a line too short to be running text may still be part of it: a sub-heading, a list item, a short answer."""
    tag = outline.elements[line.element].tag
    return tag in _TEXT_LEVEL or tag in _TABULAR or line.bold * 2 > len(line.text)


def _home(outline: Outline, element: int) -> tuple[str, str | None]:
    """Tag and class of the container that a line's paragraph, list or quotation stands in."""
    while outline.elements[element].tag in _TEXT_LEVEL and element:
        element = outline.elements[element].parent
    found = outline.elements[element]
    return found.tag, found.attributes.get("class")


def _homes(outline: Outline, element: Element, clean: list[float]) -> set[tuple[str, str | None]]:
    """The kinds of container that hold running text of the story."""
    homes: set[tuple[str, str | None]] = set()
    cells: set[tuple[str, str | None]] = set()
    told = tabled = 0.0
    for position in range(element.first, element.end):
        line = outline.lines[position]
        home = _home(outline, line.element)
        if clean[position]:
            homes.add(home)
            told += clean[position]
        elif home[0] in _TABULAR:
            cells.add(home)
            tabled += len(line.text) - line.linked
    return homes | cells if tabled > told else homes


def _trailing(outline: Outline, lines: list[int], pending: list[int]) -> list[int]:
    """Of the short lines after the last paragraph those that stand beside it."""
    if not lines:
        return []
    home = outline.elements[outline.lines[lines[-1]].element].parent
    return [
        position
        for position in pending
        if (element := outline.elements[outline.lines[position].element]).tag in ("p", "li") and element.parent == home
    ]


def _is_sign_off(line: Line) -> bool:
    """A last paragraph in bold or italics with a link invites to something else."""
    size = len(line.text)
    return line.bold * 10 > size * 8 and line.linked * 10 > size and size < 600


def _standfirst(outline: Outline, position: int) -> bool:
    chain = outline.ancestors(outline.lines[position].element)[:3]
    return outline.elements[chain[0]].tag in HEADINGS or any(outline.elements[at].flags & LEAD for at in chain)


def _title_end(outline: Outline, element: Element, clean: list[float], title: int) -> int:
    """The first line after the headline. A headline deep in the element is one only if much of the text follows it."""
    if title < 0:
        return element.first
    if title >= element.first and sum(clean[element.first : title]) > 1.5 * sum(clean[title : element.end]):
        return element.first
    return title + 1 if title < element.end else element.first


def fold(text: str) -> str:
    """The text's letters and digits alone, for comparing titles."""
    return _NOT_WORD.sub("", text.casefold())
