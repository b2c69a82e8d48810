"""What takes parts of a page out of its story: names, tags, hiding, the shape of cards; and when not to believe them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate, compress

from newsearch.pages.html.judging import BODY, CAPTION, COMMENT, FRAME, HIDDEN, IMAGE, JUNK, META, TEASER, words_of
from newsearch.pages.html.tree import TELLING_TAGS, TEXT_LEVEL, Element, Line, Outline

_OUTSIDE_TAGS = words_of("form button noscript dialog menu")
_FRAME_TAGS = frozenset(["nav", "aside", "footer"])
_WHOLE_TAGS = words_of("article main body html")
"""Their names tell of what the story is about as often as of what it is: `article.author-jane`, `body.search-on`."""
_CAPTION_TAGS = frozenset(("figcaption", "figure"))
_OF_TAGS = {
    **dict.fromkeys(_FRAME_TAGS, JUNK | FRAME),
    **dict.fromkeys(_OUTSIDE_TAGS, JUNK),
    **dict.fromkeys(_CAPTION_TAGS, CAPTION),
}
"""What takes elements of these tags out of the story, whatever their names say."""
_NEGATIVE = JUNK | COMMENT | TEASER | HIDDEN | META | CAPTION | FRAME
_OF_WHOLE = COMMENT | TEASER | HIDDEN
_CARDLESS = TEXT_LEVEL - {"li"}
_FEWEST_CARDS = 3
_MOST_LINES_OF_CARD = 8
_LONGEST_TEXT_OF_CARD = 500
"""Characters."""


_Marked = tuple[int, Element, int, int]
"""An element with lines that may take them out of the story: its position, what takes it out, what does in any case."""


def told(outline: Outline, weights: Sequence[float], headlines: Sequence[int]) -> tuple[list[int], list[float]]:
    """For each line the flags of what takes it out of the story, and the weights of the lines that are left.

    Where names leave hardly anything of a page's text, they say something else on this page: first what is hidden is
    taken to be shown, then only comments and the frame of the page are left out.
    """
    totals = list(accumulate(weights, initial=0.0))
    weighty = list(compress(range(len(weights)), weights))
    marked, cards = _marked(outline), _like_cards(outline, weights, weighty)
    best: tuple[list[int], list[float]] | None = None
    most = 0.0
    for ignored in (0, HIDDEN, ~(COMMENT | FRAME)):
        vetoed, of_marked = _inherited(marked, _own_vetoes(marked, totals, headlines, ignored), len(weights))
        if cards:
            of_elements = {position: veto for (position, _, _, _), veto in zip(marked, of_marked, strict=True)}
            for card in _cards(outline, cards, of_elements):
                vetoed[card.first : card.end] = [veto | TEASER for veto in vetoed[card.first : card.end]]
        clean: list[float] = [0] * len(weights)
        for position in weighty:
            if not vetoed[position]:
                clean[position] = weights[position]
        left = sum(clean)
        if best is None or left > 3 * most:
            best, most = (vetoed, clean), left
        if most >= 0.25 * totals[-1]:
            break
    assert best is not None
    return best


def _marked(outline: Outline) -> list[_Marked]:
    marked: list[_Marked] = []
    articles = 0
    elements = outline.elements
    for position in outline.noted:
        element = elements[position]
        first, end = element.first, element.end
        tag, flags = element.tag, element.flags
        if tag == "form" and (box := _box_of(outline, element)):
            marked.append(box)
        if first == end:
            continue
        said = flags & _NEGATIVE
        if flags & IMAGE and end - first <= 3:
            said = CAPTION
        if tag not in TELLING_TAGS:
            if said:
                if tag in _WHOLE_TAGS:
                    said = 0 if tag == "body" else flags & _OF_WHOLE
                if said:
                    marked.append((position, element, said, 0))
            continue
        inner = 0
        if tag == "article":
            if first < articles and not flags & BODY:
                inner = TEASER
            if end > articles:
                articles = end
            said = flags & _OF_WHOLE
        said = _OF_TAGS.get(tag, said)
        if said or inner or tag == "blockquote":
            marked.append((position, element, said, inner))
    return marked


def _box_of(outline: Outline, form: Element) -> _Marked | None:
    """The small box that a form stands in with what it asks its reader to do."""
    box = outline.elements[form.parent]
    if form.parent <= 0 or box.tag in _WHOLE_TAGS or not 0 < box.end - box.first <= _MOST_LINES_OF_CARD:
        return None
    if sum([len(line.text) for line in outline.lines[box.first : box.end]]) > _LONGEST_TEXT_OF_CARD:
        return None
    return form.parent, box, JUNK, 0


def _own_vetoes(
    marked: Sequence[_Marked], totals: Sequence[float], headlines: Sequence[int], ignored: int
) -> list[int]:
    """The flags that take each of the marked elements out of the story, or 0.

    A name that says "not the story" of what holds 40% of the page's running text is not believed.
    """
    enough = 0.4 * totals[-1]
    found = [flags & ~ignored | inner for _, _, flags, inner in marked]
    weighty: list[tuple[Element, int, float]] = []
    for at, (_, element, _, _) in enumerate(marked):
        weight = totals[element.end] - totals[element.first]
        if weight and (own := found[at]):
            if own & (COMMENT | FRAME):
                for headline in headlines:
                    if element.first <= headline < element.end:
                        found[at] = 0
                        break
            elif weight >= enough:
                found[at] = 0
            else:
                weighty.append((element, own, weight))
    doubted = _doubted(weighty, enough)
    if not doubted:
        return found
    return [
        0 if (own, element.parent) in doubted or (own, element.names) in doubted else own
        for (_, element, _, _), own in zip(marked, found, strict=True)
    ]


def _doubted(weighty: Sequence[tuple[Element, int, float]], enough: float) -> set[tuple[int, object]]:
    """Flags with the name or parent of elements that have them and hold too much together to be believed.

    Some pages hide every paragraph but the first until a button is pressed.
    """
    if sum([weight for _, _, weight in weighty]) < enough:
        return set()
    held: dict[tuple[int, object], float] = defaultdict(float)
    covered: dict[tuple[int, object], int] = defaultdict(int)
    for element, own, weight in weighty:
        for key in ((own, element.parent), (own, element.names)):
            if element.first >= covered[key]:
                held[key] += weight
                covered[key] = element.end
    return {key for key, weight in held.items() if weight >= enough}


def _inherited(marked: Sequence[_Marked], own: Sequence[int], lines: int) -> tuple[list[int], list[int]]:
    """The vetoes of the lines, those of all elements that each stands in; and the vetoes of the marked elements."""
    vetoed = [0] * lines
    of_marked: list[int] = []
    for (_, element, _, _), flags in zip(marked, own, strict=True):
        first = element.first
        inherited = vetoed[first]  # what encloses an element comes before it
        veto = flags | inherited
        if veto and element.tag == "blockquote":
            veto = inherited if inherited & FRAME else inherited & ~(JUNK | HIDDEN)
        of_marked.append(veto)
        if veto != inherited:
            end = element.end
            vetoed[first:end] = [veto] * (end - first)
    return vetoed, of_marked


def _like_cards(outline: Outline, weights: Sequence[float], weighty: Sequence[int]) -> list[list[int]]:
    """Groups of neighbours that each hold a linked headline and little more than one line of text.

    `weighty` are the lines with weight.
    """
    elements, lines = outline.elements, outline.lines
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for before, line, after in zip([-1, *weighty], weighty, [*weighty[1:], len(lines)], strict=False):
        if weights[line] >= _LONGEST_TEXT_OF_CARD:
            continue
        position = lines[line].element
        while position >= 0:
            element = elements[position]
            first, end = element.first, element.end
            if first <= before or end > after or end - first > _MOST_LINES_OF_CARD:
                break
            if end - first > 1 and element.tag not in _CARDLESS and _holds_link(lines[first:end]):
                groups[element.parent, element.tag].append(position)
            position = element.parent
    return [group for group in groups.values() if len(group) >= _FEWEST_CARDS]


def _holds_link(lines: Sequence[Line]) -> bool:
    """Whether one of the lines is as a whole a link."""
    for line in lines:  # noqa: SIM110 - a generator costs three times as much
        if line.url and line.linked * 10 > len(line.text) * 9:
            return True
    return False


def _cards(outline: Outline, groups: list[list[int]], vetoes: dict[int, int]) -> list[Element]:
    """Of what looks like cards what stands in no element with a veto, where that is enough of a group.

    `vetoes` are those of marked elements; any other has that of the element around it.
    """
    found: list[Element] = []
    for group in groups:
        parent = outline.elements[group[0]].parent
        while parent >= 0 and parent not in vetoes:
            parent = outline.elements[parent].parent
        inherited = vetoes.get(parent, 0)
        cards = [outline.elements[position] for position in group if not vetoes.get(position, inherited)]
        if len(cards) >= _FEWEST_CARDS:
            found += cards
    return found
