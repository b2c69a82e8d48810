"""The part of the page that belongs to each headline: its card, list item or section."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from statistics import median

from newsearch.pages.html.entries.headlines import Headline, Look, look, tally
from newsearch.pages.html.tree import Element, Outline

_LONGEST_SECTION = 6
"""Words of a title that names a section without another of its look on the page."""
_FEWEST_WITH_TITLE = 3
"""Items of a section, its title among them."""
_TOPMOST = frozenset(["html", "body", "main"])


@dataclass(slots=True)
class Item:
    """A headline and the lines `first:end` around it."""

    head: Headline
    element: int
    first: int
    end: int
    time: int = -1
    """The line that says when, where it stands for a headline."""


def items(outline: Outline, chosen: Sequence[Headline], heads: Sequence[Headline], bounds: Sequence[int]) -> list[Item]:
    """The item of each chosen headline. No item holds another's headline, or one of the lines `bounds`."""
    ground = _Ground(outline, chosen, heads, bounds)
    found = [ground.item(head) for head in chosen]
    _agree(outline, found)
    _extend(outline, found, heads, bounds)
    return found


def without_sections(outline: Outline, found: Sequence[Item]) -> list[Item]:
    """The items less the titles of sections: bare ones, each of which stands first among items of another look."""
    if len(found) < _FEWEST_WITH_TITLE:
        return list(found)
    firsts = [item.head.first for item in found]
    titles = tally([item.head.look for item in found if _is_section(outline, item, found, firsts)])
    if not titles:
        return list(found)
    total = tally([item.head.look for item in found])
    sections = {look for look, count in titles.items() if count * 3 >= 2 * total[look]}
    return [
        item
        for item in found
        if item.head.look not in sections or (total[item.head.look] == 1 and item.head.words > _LONGEST_SECTION)
    ]


def _is_section(outline: Outline, item: Item, found: Sequence[Item], firsts: Sequence[int]) -> bool:
    if item.end - item.first > item.head.end - item.head.first:
        return False
    at = outline.elements[item.head.element].parent
    while at >= 0:
        element = outline.elements[at]
        inside = found[bisect_left(firsts, element.first) : bisect_left(firsts, element.end)]
        if len(inside) > 1:
            return (
                len(inside) >= _FEWEST_WITH_TITLE
                and inside[0] is item
                and all(one.head.look != item.head.look for one in inside[1:])
                and _is_short(item.head.words, [one.head.words for one in inside[1:]])
            )
        at = element.parent
    return False


def _is_short(words: int, others: Sequence[int]) -> bool:
    """Whether a title of so many words may be a section's; the headline of a lead is as long as those below it."""
    return words <= _LONGEST_SECTION or words * 3 < median(others) * 2


class _Ground:
    """Where the headlines stand, so that any element can be asked how many it holds."""

    def __init__(
        self, outline: Outline, chosen: Sequence[Headline], heads: Sequence[Headline], bounds: Sequence[int]
    ) -> None:
        self.outline = outline
        self.chosen = chosen
        mine = {head.first for head in chosen}
        self.taken = sorted(mine.union(bounds))
        self.others = [head for head in heads if head.first not in mine]
        self.firsts = [head.first for head in self.others]
        self.chains = {head.first: self._chain(head) for head in chosen}
        self._looks: Counter[tuple[Look, tuple[str, str]]] | None = None

    def _chain(self, head: Headline) -> list[int]:
        """What encloses a headline and no other chosen one, innermost first."""
        chain = [head.element]
        elements, taken = self.outline.elements, self.taken
        at = elements[head.element].parent
        place = bisect_left(taken, head.first)
        before = taken[place - 1] if place else -1
        after = taken[place + 1] if place + 1 < len(taken) else len(self.outline.lines)
        while at > 0:
            element = elements[at]
            if element.first <= before or element.end > after or element.tag in _TOPMOST:
                break
            chain.append(at)
            at = element.parent
        return chain

    def _shared(self, head: Headline, element: Element) -> bool:
        """Whether elements of this look enclose several headlines of one look."""
        if self._looks is None:  # few headlines have strangers beside them
            self._looks = Counter()
            for one in self.chosen:
                self._looks.update({(one.look, look(self.outline.elements[at])) for at in self.chains[one.first]})
        return self._looks[head.look, look(element)] > 1

    def item(self, head: Headline) -> Item:
        best = head.element
        firsts = self.firsts
        place = bisect_left(firsts, head.first)
        before = firsts[place - 1] if place else -1
        after = firsts[place] if place < len(firsts) else len(self.outline.lines)
        for at in self.chains[head.first][1:]:
            element = self.outline.elements[at]
            has_strangers = element.first <= before or element.end > after
            if has_strangers and not self._belong(head, at):
                break
            best = at
        element = self.outline.elements[best]
        return Item(head, best, element.first, element.end)

    def _belong(self, head: Headline, at: int) -> bool:
        """Whether the other headings in an element are a kicker or sub-headings of the headline."""
        element = self.outline.elements[at]
        if element.tag == "article" or self._shared(head, element):
            return True
        first = bisect_left(self.firsts, element.first)
        if bisect_left(self.firsts, element.end) - first > 1:
            return False
        other = self.others[first]
        return other.end == head.first or other.first == head.end


def _agree(outline: Outline, found: Sequence[Item]) -> None:
    """Items of one look are of one kind of element: the last of a list holds no more than the first."""
    if len(found) < 2:
        return
    ends = tally([(item.head.look, look(outline.elements[item.element])) for item in found])
    if len(ends) == len({of for of, _ in ends}):
        return
    common: dict[Look, tuple[str, str]] = {}
    for (of, end), count in sorted(ends.items(), key=itemgetter(1), reverse=True):
        if count > 1:
            common.setdefault(of, end)
    for item in found:
        end = common.get(item.head.look, ("", ""))
        if not end[0] or look(outline.elements[item.element]) == end:
            continue
        at = item.element
        inside = item.head.element
        while inside != at:
            if look(outline.elements[inside]) == end:
                at = inside
                break
            inside = outline.elements[inside].parent
        item.element = at
        item.first, item.end = outline.elements[at].first, outline.elements[at].end


def _extend(outline: Outline, found: Sequence[Item], heads: Sequence[Headline], bounds: Sequence[int]) -> None:
    """An item that is its headline alone goes on with the lines after it, in the same parent, to the next heading."""
    alone = tally([item.head.look for item in found if item.end - item.first == item.head.end - item.head.first])
    if not alone:
        return
    starts = sorted({*(item.first for item in found), *(head.first for head in heads), *bounds, len(outline.lines)})
    total = tally([item.head.look for item in found])
    for item in found:
        if (
            item.end - item.first != item.head.end - item.head.first
            or alone.get(item.head.look, 0) * 2 <= total[item.head.look]
        ):
            continue
        parent = outline.elements[outline.elements[item.element].parent]
        following = starts[bisect_left(starts, item.end)]
        item.end = max(item.end, min(following, parent.end))
