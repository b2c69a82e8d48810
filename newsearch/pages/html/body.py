"""The main story of a page: which element holds it, and which of its lines are told rather than offered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from newsearch.pages.buttons import (
    asks_for_consent,
    heads_author,
    invites,
    is_button,
    is_note,
    leads_elsewhere,
    offered_story,
)
from newsearch.pages.html.judging import BODY, CAPTION, LEAD
from newsearch.pages.html.tree import HEADINGS, TABULAR, TEXT_LEVEL, Element, Line, Outline
from newsearch.pages.html.vetoes import told
from newsearch.pages.html.weights import is_credit, is_credited, is_mailing, is_rights_notice, weigh
from newsearch.pages.words import Opening

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w+")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)\b|/images?/", re.IGNORECASE)
"""A link to a picture, larger."""
_COMMENTS = Opening(
    r"(?:\d{1,6} )?(?:vos )?(?:comments|kommentare|commentaires|comentarios|comentários|reacties|commenti|комментарии|kommentarer|kommentit|komentarze"
    r"|komentáře|diskuse|hozzászólások|comentarii|σχόλια|yorumlar)(?: ?\(\d{1,6}\)|: ?\d{1,6}|:)?"
    r"|\d{1,6} (?:comments?|responses?|thoughts?|replies|kommentare?|commentaires?|comentarios?) (?:to|on|zu|sur|en|a) .{1,150}"
    r"|leave a (?:reply|comment)|post a comment|schreibe einen kommentar|kommentar schreiben|laisser un commentaire|deja (?:una respuesta|un comentario)"
    r"|deixe um comentário|lascia un commento",
    re.IGNORECASE,
)
"""What stands as a line of its own above the comments to a story."""
_STOPS = frozenset(".!?…。！？")
_FEWEST_BLANKS = 4
"""In a headline that stands where captions do; a shorter link may name a photographer."""
_LONGEST_STANDFIRST = 350
"""Characters of one paragraph below which the number of comments is said of the story that follows."""
_MOST_OF_AUTHOR = 1200
"""Characters of running text that are told of who wrote the story."""
_SHORTEST_TWIN = 80
"""Characters of running text."""


@dataclass(frozen=True, slots=True)
class Main:
    """The main story as it stands in the outline."""

    root: int
    """The element that encloses it."""
    lines: tuple[int, ...]
    """Its lines, in order."""
    captions: tuple[int, ...]
    claimed: frozenset[int] = frozenset()
    """The lines that no other block needs to repeat."""


def find_main(outline: Outline, titles: Iterable[str] = ()) -> Main | None:
    """The main story, or None where the page has no running text. `titles` are headlines that the page's head states."""
    weights = weigh(outline)
    if not any(weights):
        return None
    stated = [words for title in titles if (words := _words(title))]
    headings = _headings(outline)
    vetoed, clean = told(outline, weights, _headlines(outline, headings, stated))
    totals = list(accumulate(clean, initial=0))
    if not totals[-1]:
        return None
    title = _title_line(outline, [heading for heading in headings if not vetoed[heading[0]]], stated)
    return _story(outline, _descend(outline, totals, title), clean, vetoed, title)


def _descend(outline: Outline, totals: list[float], title: int) -> int:
    """The smallest element that still encloses nearly all running text.

    `title` is the line of the headline, or -1: text beside the element that holds the headline counts for less.
    """
    elements = outline.elements
    parents = [element.parent for element in elements]
    current = position = 0
    held = end = totals[-1]
    while (position := _child(parents, current, position)) >= 0:
        element = elements[position]
        before = totals[element.first]
        if end - before < 0.4 * held:
            break
        inside = totals[element.end] - before
        if inside < 0.4 * held or (element.tag in TEXT_LEVEL and element.tag != "center"):
            continue
        named = (element.flags & BODY or element.tag == "article") and not elements[current].flags & BODY
        share = 0.4 if named else 0.9 if element.tag in TABULAR else 0.75
        if share == 0.75 and element.first <= title < element.end:
            share = 0.5
        if inside >= share * held:
            current, held, end = position, inside, totals[element.end]
    return _with_twins(outline, parents, totals, current)


def _child(parents: list[int], parent: int, after: int) -> int:
    """The next child of an element, or -1. `list.index` passes over the children's own at a tenth of a loop's cost."""
    try:
        return parents.index(parent, after + 1)
    except ValueError:
        return -1


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _headings(outline: Outline) -> list[tuple[int, str]]:
    """The lines of headings, each with its tag."""
    elements, lines = outline.elements, outline.lines
    found = [
        (line, elements[position].tag)
        for position in outline.headings
        for line in range(elements[position].first, elements[position].end)
        if lines[line].element == position
    ]
    found.sort()
    return found


def _headlines(outline: Outline, headings: list[tuple[int, str]], stated: list[set[str]]) -> list[int]:
    """The lines of `h1`; of several those that say what the page's head says."""
    found = [position for position, tag in headings if tag == "h1"]
    if len(found) < 2:
        return found
    words = [_words(outline.lines[position].text) for position in found]
    return [position for position, own in zip(found, words, strict=True) if _common(own, stated)]


def _title_line(outline: Outline, headings: list[tuple[int, str]], stated: list[set[str]]) -> int:
    """The line of the story's headline: the heading that says what the page's head says, else the first `h1`."""
    best, most = -1, 0
    for position, _ in headings if stated else ():
        common = _common(_words(outline.lines[position].text), stated)
        if common > most:
            best, most = position, common
    return best if best >= 0 else next((position for position, tag in headings if tag == "h1"), -1)


def _common(heading: set[str], titles: list[set[str]]) -> int:
    """The words that a heading has in common with a title that says the same; a title often ends with the site's name."""
    most = 0
    for title in titles:
        common = len(heading & title)
        if common > most and common >= 0.6 * len(heading) and common >= 0.4 * len(title):
            most = common
    return most


def _with_twins(outline: Outline, parents: list[int], totals: list[float], root: int) -> int:
    """The parent instead, where the text goes on in neighbours of the same name."""
    elements = outline.elements
    held = totals[elements[root].end] - totals[elements[root].first]
    node = root
    while (parent := parents[node]) >= 0:
        around = totals[elements[parent].end] - totals[elements[parent].first]
        if around > held:
            return parent if around - held > _SHORTEST_TWIN and _has_twin(outline, parents, totals, node) else root
        node = parent
    return root


def _has_twin(outline: Outline, parents: list[int], totals: list[float], position: int) -> bool:
    elements = outline.elements
    chosen = elements[position]
    names = _unnumbered(chosen.classes)
    if not names:
        return False
    other = parent = chosen.parent
    while (other := _child(parents, parent, other)) >= 0:
        element = elements[other]
        if (
            other != position
            and element.tag == chosen.tag
            and totals[element.end] - totals[element.first] > _SHORTEST_TWIN
            and len(names & (others := _unnumbered(element.classes))) * 3 >= 2 * max(len(names), len(others))
        ):
            return True
    return False


@lru_cache(maxsize=8192)
def _unnumbered(classes: str) -> frozenset[str]:
    return frozenset(_DIGITS.sub("", classes).split())


def _story(outline: Outline, root: int, clean: list[float], vetoed: list[int], title: int) -> Main:
    element = outline.elements[root]
    start = _title_end(outline, element, clean, title)
    homes: set[tuple[str, str]] | None = None
    beside: _Beside | None = None
    heads: dict[_Look, list[int]] = {}
    before = range(start, element.first)
    lines = [position for position in before if clean[position] and not _standfirst(outline, position)]
    captions = [at for at in before if vetoed[at] == CAPTION and not _leads_on(outline, at)]
    pending: list[int] = []
    for position in range(max(start, element.first), element.end):
        veto = vetoed[position]
        if veto:
            if veto == CAPTION and not _leads_on(outline, position):
                captions.append(position)
            continue
        if clean[position]:
            text = outline.lines[position].text
            if asks_for_consent(text) or (lines and invites(text)):
                continue
            lines.extend(pending)
            pending.clear()
            lines.append(position)
            continue
        line = outline.lines[position]
        if len(line.text) < 200 and (is_credit(line.text) or is_credited(line.text)):
            captions.append(position)
        elif (
            lines
            and not line.linked
            and heads_comments(line.text)
            and outline.elements[line.element].tag not in TABULAR
        ):
            if len(lines) > 1 or clean[lines[0]] > _LONGEST_STANDFIRST:
                break
        elif lines and heads_author(line.text) and sum(clean[position : element.end]) < _MOST_OF_AUTHOR:
            break
        elif (
            is_button(line.text)
            or leads_elsewhere(line.text)
            or is_rights_notice(line.text)
            or is_mailing(line.text)
            or not _is_readable(line)
        ):
            continue
        elif _is_label(outline, line):
            homes = _homes(outline, root, clean) if homes is None else homes
            if _home(outline, line.element) in homes:
                pending.append(position)
            elif look := _heads_part(outline, element, position, clean):
                heads.setdefault(look, []).append(position)
                pending.append(position)
        else:
            beside = _beside(outline, element, clean) if beside is None else beside
            look = _look(outline, line.element)
            if look in beside.looks:
                pending.append(position)
            elif lines and position + 1 < element.end and clean[position + 1] and beside.holds(outline, line.element):
                heads.setdefault(look, []).append(position)
                pending.append(position)
    unproven = {at for alike in heads.values() if not _are_headings(outline, alike) for at in alike}
    if unproven:
        lines = [position for position in lines if position not in unproven]
    lines.extend(_trailing(outline, lines, pending))
    while len(lines) > 1 and _is_sign_off(outline.lines[lines[-1]]):
        lines.pop()
    return Main(root, tuple(lines), tuple(captions), frozenset(lines).union(captions))


def _leads_on(outline: Outline, position: int) -> bool:
    """Whether a line is the headline of another story, though it stands by a picture: as a whole a link to a page.

    A heading there is the title of a film or a gallery.
    """
    line = outline.lines[position]
    text, url = line.text, line.url
    if not url or line.linked * 10 < len(text) * 9 or text.count(" ") < _FEWEST_BLANKS:
        return False
    if url[0] == "#" or _PICTURE.search(url) or is_credit(text):
        return False
    return outline.elements[line.element].tag not in HEADINGS


def _is_readable(line: Line) -> bool:
    """Whether a line is more than a link. A sentence may be a link for the most part."""
    size = len(line.text)
    return line.linked * 2 <= size or (line.linked * 10 <= size * 8 and line.text[-1] in '.!?”"»')


def _is_label(outline: Outline, line: Line) -> bool:
    """Whether a line too short to be running text may still be part of it: a sub-heading, a list item, a short answer."""
    tag = outline.elements[line.element].tag
    return tag in TEXT_LEVEL or tag in TABULAR or line.bold * 2 > len(line.text)


_Look = tuple[int, str, str]
"""Where an element stands, its tag and its class."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """Where running text stands on a page that writes its paragraphs with `div`, or with nothing but breaks."""

    looks: frozenset[_Look]
    """Of the elements that are paragraphs of running text."""
    holders: frozenset[int]
    """The elements that hold these."""

    def holds(self, outline: Outline, position: int) -> bool:
        """Whether an element holds paragraphs, or is one line beside them."""
        element = outline.elements[position]
        return position in self.holders or (element.end - element.first == 1 and element.parent in self.holders)


def _look(outline: Outline, position: int) -> _Look:
    element = outline.elements[position]
    return element.parent, element.tag, element.classes


def _beside(outline: Outline, element: Element, clean: list[float]) -> _Beside:
    looks = {
        _look(outline, outline.lines[position].element)
        for position in range(element.first, element.end)
        if clean[position]
    }
    return _Beside(frozenset(looks), frozenset([parent for parent, _, _ in looks]))


def _are_headings(outline: Outline, alike: list[int]) -> bool:
    """Whether short lines that look alike, each before a paragraph, are its headings: several, and each says something else.

    One alone is as often a note; what is repeated is an advertisement's label.
    """
    texts = {outline.lines[position].text for position in alike}
    return len(alike) > 1 and len(texts) == len(alike)


def _heads_part(outline: Outline, story: Element, position: int, clean: list[float]) -> _Look | None:
    """How a heading looks that stands in a part of the story with running text below it, as each entry of a list has one."""
    heading = outline.elements[outline.lines[position].element]
    if heading.tag not in HEADINGS:
        return None
    part = outline.elements[heading.parent]
    inside = story.first <= part.first and part.end <= story.end and part.end - part.first < story.end - story.first
    if not inside or not any(clean[heading.end : part.end]):
        return None
    return -1, heading.tag, f"{heading.classes} {part.tag} {part.classes}"


_MOST_LEVELS = 50
"""Lists, quotations and paragraphs in each other; climbing out of a thousand for every line took 20 s a megabyte."""


def _home(outline: Outline, element: int) -> tuple[str, str]:
    """Tag and class of the container that a line's paragraph, list or quotation stands in."""
    for _ in range(_MOST_LEVELS):
        if outline.elements[element].tag not in TEXT_LEVEL or not element:
            break
        element = outline.elements[element].parent
    found = outline.elements[element]
    return found.tag, found.classes


def _homes(outline: Outline, root: int, clean: list[float]) -> set[tuple[str, str]]:
    """The kinds of container that hold running text of the story, and paragraphs that are containers themselves."""
    element = outline.elements[root]
    homes: set[tuple[str, str]] = set()
    cells: set[tuple[str, str]] = set()
    told = tabled = 0.0
    for position in range(element.first, element.end):
        line = outline.lines[position]
        home = _home(outline, line.element)
        if clean[position]:
            homes.add(home)
            own = outline.elements[line.element]
            if line.element != root and own.tag not in TEXT_LEVEL and own.tag not in TABULAR:
                around = outline.elements[own.parent]
                homes.add((around.tag, around.classes))
            told += clean[position]
        elif home[0] in TABULAR:
            cells.add(home)
            tabled += len(line.text) - line.linked
    return homes | cells if tabled > told else homes


def _trailing(outline: Outline, lines: list[int], pending: list[int]) -> list[int]:
    """Of the short lines after the last paragraph those that stand beside it; of what is no `p`, sentences."""
    if not lines:
        return []
    last = outline.elements[outline.lines[lines[-1]].element]
    return [
        position
        for position in pending
        if (element := outline.elements[outline.lines[position].element]).parent == last.parent
        and (element.tag in ("p", "li") or (element.tag == last.tag and outline.lines[position].text[-1] in _STOPS))
    ]


def _is_sign_off(line: Line) -> bool:
    """A last paragraph in bold or italics with a link invites to something else, as does one that says so."""
    text = line.text
    size = len(text)
    if is_note(text) or (line.linked and offered_story(text)):
        return True
    return line.bold * 10 > size * 8 and line.linked * 10 > size and size < 600


def heads_comments(text: str) -> bool:
    """Whether a line stands above the comments to a story: `3 Comments`, `6 Kommentare zu „...“`."""
    return _COMMENTS.fullmatch(text if text[0] != "±" else text[1:].lstrip()) is not None


def _standfirst(outline: Outline, position: int) -> bool:
    chain = outline.ancestors(outline.lines[position].element)[:3]
    return outline.elements[chain[0]].tag in HEADINGS or any(outline.elements[at].flags & LEAD for at in chain)


def _opening(outline: Outline, element: Element, clean: list[float]) -> int:
    """The first line of a story without a headline: also paragraphs before the element that look like its own."""
    own = next((position for position in range(element.first, element.end) if clean[position]), element.first)
    looks = _looks(outline, own)
    before = range(outline.elements[max(0, element.parent)].first, element.first)
    return next((at for at in before if clean[at] and looks[1] and _looks(outline, at) == looks), element.first)


def _looks(outline: Outline, position: int) -> tuple[str, str]:
    element = outline.elements[outline.lines[position].element]
    return element.tag, element.classes


def _title_end(outline: Outline, element: Element, clean: list[float], title: int) -> int:
    """The first line after the headline. A headline deep in the element is one only if much of the text follows it."""
    if title < 0:
        return _opening(outline, element, clean)
    if title >= element.first and sum(clean[element.first : title]) > 1.5 * sum(clean[title : element.end]):
        return element.first
    return title + 1 if title < element.end else element.first
