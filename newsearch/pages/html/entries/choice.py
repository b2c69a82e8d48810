"""Which headings of a page are headlines of stories, rather than titles of sections, sub-headings or labels of widgets.

Headings of one look are judged together: a list of stories repeats its markup, and most of its headlines are long
and linked, whatever a single one of them is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from statistics import median

from newsearch.pages.html.entries.headlines import (
    DATE,
    PICTURE,
    SHORTEST_HEADLINE,
    TEXT,
    Groups,
    Headline,
    Look,
    by_look,
)
from newsearch.pages.html.judging import JUNK
from newsearch.pages.html.tree import Element, Outline

_FURNITURE = frozenset(["nav", "footer", "form", "dialog", "button", "fieldset", "noscript", "menu"])
_WHOLE = frozenset(["html", "body", "main"])
_PAID = re.compile(r"sponsor|outbrain|taboola|advert|cookie|consent", re.IGNORECASE)
_AD = re.compile(r"(?:^|[-_\s])ads?(?:$|[-_\s])", re.IGNORECASE)
"""Names of what advertisements stand in, and often of what stands beside them: `ads-no-shrink`."""
_ASKING = re.compile(r"modal|popup|dialog|newsletter|subscri|sign-?up|log-?in|register", re.IGNORECASE)
"""What wants something of its reader."""
_FEWEST_LABELS = 3
"""Cards with titles of one word."""
_SHORTEST_ALONE = 5
"""Words of a linked heading without another of its look."""


def chosen(outline: Outline, heads: Iterable[Headline], site: str) -> list[Headline]:
    """The headlines among the headings; whether an unlinked one leads anywhere is for its item to say.

    `site` is what the addresses of the page's own site begin with, `//host`, or nothing where that is not known.
    """
    groups = by_look(heads)
    choice = _Choice(outline)
    found: list[Headline] = []
    for look in groups.keys() - _beside_headlines(groups):
        found += choice.of_one_look(groups[look])
    found = [head for head in found if not choice.paid(head, site)]
    found.sort(key=lambda head: head.first)
    return found


def _beside_headlines(groups: Groups) -> set[Look]:
    """The looks of headings that stand beside another one and lead where it does: of the shorter ones, which name a series;
    where these are as long as headlines and of a higher rank, of the longer ones below, which sum up."""
    starts = {head.first: head for group in groups.values() for head in group if head.url}
    ends = {head.end: head for head in starts.values()}
    found: set[Look] = set()
    for look, group in groups.items():
        if len(group) < 2:
            continue
        beside = [(head, other) for head in group for other in (starts.get(head.end), ends.get(head.first)) if other]
        longer = {head.first: other for head, other in beside if other.url == head.url and other.words > head.words}
        if len(longer) * 3 < 2 * len(group):
            continue
        summed_up = [
            other.look
            for head in group
            if (other := longer.get(head.first)) and other.first == head.end and head.rank < other.rank
        ]
        if len(summed_up) == len(longer) and median([head.words for head in group]) >= SHORTEST_HEADLINE:
            found.update(summed_up)
        else:
            found.add(look)
    return found


_SPONSORED, _AMONG_ADS, _ASKS, _FURNISHES = (1 << i for i in range(4))
"""What may be said of the part of a page that a heading stands in."""


@lru_cache(maxsize=8192)
def _named(names: str) -> int:
    found = _SPONSORED if _PAID.search(names) else 0
    if _AD.search(names):
        found |= _AMONG_ADS
    return found | _ASKS if _ASKING.search(names) else found


class _Choice:
    def __init__(self, outline: Outline) -> None:
        self._elements = outline.elements
        self._most = len(outline.lines) // 2
        self._known = {-1: 0}

    def _around(self, at: int) -> int:
        """What is said of an element and of what encloses it; each element is asked once a page."""
        known = self._known
        chain = []
        while at not in known:
            chain.append(at)
            at = self._elements[at].parent
        inside = known[at]
        for position in reversed(chain):
            inside |= self._said(self._elements[position])
            known[position] = inside
        return inside

    def _said(self, element: Element) -> int:
        """What tag and names say. Names are believed of less than half of the page, and not of all of it."""
        found = _FURNISHES if element.tag in _FURNITURE else 0
        if element.flags & JUNK and element.tag not in _WHOLE and element.end - element.first <= self._most:
            found |= _named(element.names)
        return found

    def paid(self, head: Headline, site: str) -> bool:
        """Whether a headline is an advertisement: one that only stands where they do leads away from the site."""
        around = self._around(head.element)
        return bool(around & _SPONSORED) or (bool(around & _AMONG_ADS) and not _leads_home(head.url, site))

    def of_one_look(self, group: list[Headline]) -> list[Headline]:
        linked = sum([head.linked for head in group])
        middle = median([head.words for head in group])
        if linked * 2 <= len(group):
            worth = len(group) > 1 and middle >= SHORTEST_HEADLINE
            return [head for head in group if not self._around(head.element) & (_FURNISHES | _ASKS)] if worth else []
        if len(group) == 1:
            return self._dated_in_furniture(group) if middle >= _SHORTEST_ALONE else []
        if middle >= SHORTEST_HEADLINE:
            return group
        if middle > 2 and max([head.words for head in group]) > SHORTEST_HEADLINE:
            return self._dated_in_furniture(group)
        if middle < 2 and len(group) < _FEWEST_LABELS:
            return []
        for head in group:
            head.needs = PICTURE if middle < 2 else TEXT | PICTURE
        return self._outside(group)

    def _outside(self, group: Iterable[Headline]) -> list[Headline]:
        """The headings that stand in no menu, form or footer."""
        return [head for head in group if not self._around(head.element) & _FURNISHES]

    def _dated_in_furniture(self, group: list[Headline]) -> list[Headline]:
        """The headings; of those in menus and footers only a date makes headlines."""
        for head in group:
            head.needs = DATE if self._around(head.element) & _FURNISHES else 0
        return group


def _leads_home(url: str | None, site: str) -> bool:
    """Whether a link leads to the page's own site."""
    if not url:
        return False
    begin = url.find("//")
    return not 0 <= begin <= len("https:") or (bool(site) and url.startswith(site, begin))
