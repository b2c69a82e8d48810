"""Headlines that stand in a list: which lines are headlines, and which date, byline and summary is whose.

Dates may stand above or below their headlines. Read one way or the other, some are left over; the reading with fewer
orphans is the list's own.
"""

from __future__ import annotations

from itertools import pairwise

from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story

_ENDS = frozenset({r.TAIL, r.MORE, r.ASIDE, r.COMMENTS})
_PASS = frozenset({r.CUT, r.REPEATED, r.TOOLS, r.NAV, r.URL, r.CAPTION, r.CREDIT})


def list_items(gap: list[Line]) -> list[Story]:
    """The headlines of a list, each with its date, byline and summary."""
    tokens = [g for g in gap if g.role not in _PASS]
    if not any(g.role in r.HEADLINES for g in tokens):
        return []
    below = _orphans(tokens, below=True) <= _orphans(tokens, below=False)
    items = _dated_below(tokens) if below else _dated_above(tokens)
    if _has_summaries(items):
        items = _with_summaries(items)
    places = {id(g): k for k, g in enumerate(gap)}
    return [item for item in items if _is_headline(item, gap, places[id(item.title)])]


def _dated_below(tokens: list[Line]) -> list[Story]:
    items: list[Story] = []
    open_item = False
    for g in tokens:
        if g.role in r.HEADLINES:
            items.append(Story(title=g, tail=True))
            open_item = True
        elif g.role in _ENDS or g.role == r.LABEL:
            open_item = False
        elif open_item and g.role in r.META:
            _add_meta(items[-1], [g])
    if _names_are_kickers(tokens):
        for item in items:
            item.bylines = [line for line in item.bylines if line.role != r.NAME]
    return items


def _names_are_kickers(tokens: list[Line]) -> bool:
    """Whether names, or what looks like them, open the headline below rather than sign the one above."""
    opening = sum(a.role == r.NAME and b.role in r.HEADLINES for a, b in pairwise(tokens))
    signing = sum(a.role in r.HEADLINES and b.role == r.NAME for a, b in pairwise(tokens))
    return opening > signing or (opening == signing and tokens[0].role == r.NAME)


def _dated_above(tokens: list[Line]) -> list[Story]:
    items: list[Story] = []
    pending: list[Line] = []
    for g in tokens:
        if g.role in r.HEADLINES:
            item = Story(title=g, tail=True)
            if any(line.role != r.NAME for line in pending):
                _add_meta(item, pending)
            items.append(item)
            pending = []
        elif g.role in _ENDS:
            pending = []
        elif g.role in r.META:
            pending.append(g)
    return items


def _add_meta(item: Story, lines: list[Line]) -> None:
    item.dates += [g for g in lines if g.role == r.DATE]
    item.bylines += [g for g in lines if g.role in (r.BYLINE, r.NAME)]


def _orphans(tokens: list[Line], below: bool) -> int:
    """How many dates of a list would be without a headline."""
    orphans = 0
    holder = False
    for g in tokens if below else tokens[::-1]:
        if g.role in r.HEADLINES or g.role in (r.LABEL, r.NAME):
            holder = True
        elif g.role in (r.TAIL, r.MORE, r.COMMENTS):
            holder = False
        elif g.role == r.DATE:
            orphans += not holder
            holder = False
    return orphans


def _has_summaries(items: list[Story]) -> bool:
    """Whether each date of the list stands with two lines, the headline and one that sums it up."""
    dated = [k for k, item in enumerate(items) if _is_signed(item)]
    steps = [b - a for a, b in pairwise(dated)]
    return len(steps) >= 2 and sum(step == 2 for step in steps) >= 0.7 * len(steps)


def _with_summaries(items: list[Story]) -> list[Story]:
    """Headline and summary put together, whichever of the two the date stood with."""
    merged: list[Story] = []
    k = 0
    while k < len(items):
        item = items[k]
        after = items[k + 1] if k + 1 < len(items) else None
        if after is not None and after.title is not None and _is_signed(item) != _is_signed(after):
            item.body = [after.title]
            item.size = word_count(after.title.text)
            item.dates = item.dates or after.dates
            item.bylines = item.bylines or after.bylines
            k += 1
        merged.append(item)
        k += 1
    return merged


def _is_signed(item: Story) -> bool:
    return bool(item.dates or item.bylines)


def _is_headline(item: Story, gap: list[Line], k: int) -> bool:
    """Whether line `k` of a list is a headline rather than an entry of a menu."""
    words = word_count(gap[k].text)
    if item.dates or item.body:
        return words >= 3
    if words < 5:
        return False
    if words >= 9:
        return True
    near = [g.role for g in gap[max(0, k - 3) : k] + gap[k + 1 : k + 4]]
    return sum(role in (r.LABEL, r.NAV, r.NAME) for role in near) < 0.6 * max(3, len(near))
