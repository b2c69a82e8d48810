"""Pages without a main story: several stories told one after the other, or a list of teasers.

What `find_main` takes for one story there is glued together from parts that each have a headline of one look.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from statistics import median

from newsearch.model import Block
from newsearch.pages import crediting
from newsearch.pages.html.body import Main
from newsearch.pages.html.entries import items
from newsearch.pages.html.entries.blocks import label_byline, label_date, stamped
from newsearch.pages.html.entries.headlines import SHORTEST_HEADLINE, Groups, Headline
from newsearch.pages.html.entries.items import Item
from newsearch.pages.html.entries.live import tells_time
from newsearch.pages.html.judging import COMMENT, HIDDEN, JUNK, TEASER
from newsearch.pages.html.tree import Outline
from newsearch.pages.metadata import Metadata

_MOST_OF_ONE = 0.7
"""A part that holds more of the text is the main story."""
_COVERED = 0.75
_MOST_IN_CARDS = 0.5
"""Of the text of a story; what looks like cards and holds more is the story itself, a list of things."""
_MOST_LINES_OF_CARD = 3
_NEAR = 12
"""Lines between a headline and its story, at most."""
_FEWEST_CARDS = 3
_LONGEST_CARD = 400
"""Characters."""
_FAQ = re.compile("faq|questions?(?:$|[^a-z])", re.IGNORECASE)
_LEAST_OF_QUESTIONS = 0.3
"""Of the text of a story; a few questions at its end are part of it."""


def stories(
    outline: Outline,
    main: Main | None,
    heads: Sequence[Headline],
    groups: Groups,
    facts: Metadata,
    first_day: int | None = None,
) -> list[Item]:
    """The parts that the seeming main story is made of, or none where it is one story. `first_day` is the line of the first heading that
    tells the day of what stands below."""
    if main is None or not main.lines:
        return []
    weight: list[int] = []
    for group in groups.values():
        if len(group) < 2:
            continue
        inside = [head for head in group if main.lines[0] - _NEAR <= head.first <= main.lines[-1]]
        if not inside or median([head.words for head in inside]) < 2:
            continue
        one_card = _may_hold_one(outline, main, group)
        several = len(inside) > 1 and len(main.lines) > 1
        if not one_card and not several:
            continue
        parts = items.items(outline, inside, [], [])
        if one_card and _is_one_card(main, parts):
            return items.items(outline, group, heads, [])
        if not several:
            continue
        weight = weight or _weights(outline, main)
        held = [weight[part.end] - weight[part.first] for part in parts]
        if sum(held) < _COVERED * weight[-1] or max(held) > _MOST_OF_ONE * weight[-1]:
            continue
        signed = [
            part
            for part in parts
            if (first_day is not None and first_day < part.head.first) or _is_signed(outline, part, facts)
        ]
        if len(signed) * 3 >= 2 * len(parts):
            return parts
    return []


def whole(outline: Outline, main: Main | None, groups: Groups) -> list[Item]:
    """The stories of a page that tells several whole, each in an `<article>` under a linked headline, where the seeming
    main story is one of them; none where it is under no such headline."""
    if main is None or not main.lines:
        return []
    for group in groups.values():
        linked = [head for head in group if head.linked]
        if len(linked) < 2:
            continue
        homes = {at: head for head in reversed(linked) if (at := _article_of(outline, head)) is not None}
        elements = [outline.elements[at] for at in homes]
        if not any(one.first <= main.lines[0] and main.lines[-1] < one.end for one in elements):
            continue
        told = sorted(head.first for at, head in homes.items() if _tells_whole(outline, at))
        if len(told) > 1:
            parts = items.items(outline, [head for head in group if head.first in told], [], [])
            return parts if any(part.first <= main.lines[0] < part.end for part in parts) else []
    return []


def _article_of(outline: Outline, head: Headline) -> int | None:
    """The innermost `<article>` around a headline."""
    return next((at for at in outline.ancestors(head.element) if outline.elements[at].tag == "article"), None)


def _tells_whole(outline: Outline, element: int) -> bool:
    """Whether an element tells a story under a linked headline: in paragraphs, more than a teaser has."""
    article = outline.elements[element]
    lines = outline.lines[article.first : article.end]
    paragraphs = sum(len(line.text) - line.linked > _SHORTEST_PARAGRAPH for line in lines)
    return paragraphs >= _FEWEST_PARAGRAPHS and _tells_story(outline, element, set())


def further(
    outline: Outline, main: Main | None, heads: Sequence[Headline], taken: set[int], facts: Metadata
) -> list[Item]:
    """Stories that are told whole and signed below the main one, each in an `<article>` of its own."""
    if main is None or not main.lines:
        return []
    first: dict[int, Headline] = {}
    for head in heads:
        if head.first in taken:
            continue
        home = _article_of(outline, head)
        if home is None or home in first or (head.linked and not _tells_whole(outline, home)):
            continue
        if _tells_story(outline, home, taken):
            first[home] = head
    parts = items.items(outline, list(first.values()), heads, sorted(taken))
    return [part for part in parts if _is_signed(outline, part, facts)]


def _tells_story(outline: Outline, element: int, taken: set[int]) -> bool:
    """Whether an element, which holds nothing that is `taken`, holds the text of a story."""
    article = outline.elements[element]
    if any(outline.elements[at].flags & _NO_STORY for at in outline.ancestors(element)):
        return False
    inside = range(article.first, article.end)
    if not taken.isdisjoint(inside):
        return False
    told = [len(outline.lines[at].text) - outline.lines[at].linked for at in inside]
    return sum(size for size in told if size > _SHORTEST_PARAGRAPH) > _SHORTEST_STORY


_NO_STORY = COMMENT | TEASER | HIDDEN | JUNK
_SHORTEST_PARAGRAPH, _SHORTEST_STORY = 80, 300
"""Characters that are no link."""
_FEWEST_PARAGRAPHS = 3


def _weights(outline: Outline, main: Main) -> list[int]:
    """Running totals of the story's text, so that what any lines hold of it is a difference."""
    sizes = [0] * len(outline.lines)
    for position in main.lines:
        sizes[position] = len(outline.lines[position].text)
    return list(accumulate(sizes, initial=0))


def questions(outline: Outline, main: Main, heads: Sequence[Headline], groups: Groups) -> list[Item]:
    """The questions that a page answers one by one, each in an element of its own; not those of an interview."""
    for group in groups.values():
        if len(group) < _FEWEST_CARDS:
            continue
        asked = sum([head.text.endswith(("?", "？", "؟")) for head in group])
        if asked < _FEWEST_CARDS or asked * 3 < 2 * len(group):
            continue
        if not any(_FAQ.search(outline.elements[at].names) for at in outline.ancestors(group[0].element)[:4]):
            continue
        parts = items.items(outline, group, heads, [])
        if any(part.element == part.head.element or part.end == part.head.end for part in parts):
            continue
        told = [len(outline.lines[at].text) for at in main.lines]
        inside = sum(len(outline.lines[at].text) for part in parts for at in main.lines if part.first <= at < part.end)
        if inside == 0 or inside > _LEAST_OF_QUESTIONS * sum(told):
            return parts
    return []


def without(main: Main, parts: Sequence[Item]) -> Main | None:
    """The main story less what stands in `parts`."""
    taken = {at for part in parts for at in range(part.first, part.end)}
    if taken.issuperset(main.lines):
        return None
    return replace(
        main,
        lines=tuple(at for at in main.lines if at not in taken),
        captions=tuple(at for at in main.captions if at not in taken),
        claimed=main.claimed - taken,
    )


def _may_hold_one(outline: Outline, main: Main, group: Sequence[Headline]) -> bool:
    """Whether the headlines are those of cards, and the seeming main story is as short as the text of one."""
    if len(group) < _FEWEST_CARDS or not all(head.linked for head in group):
        return False
    return sum([len(outline.lines[position].text) for position in main.lines]) <= _LONGEST_CARD


def _is_one_card(main: Main, parts: Sequence[Item]) -> bool:
    """Whether the seeming main story is the text of one card among several."""
    return any(
        part.element != part.head.element and part.first <= main.lines[0] and main.lines[-1] < part.end
        for part in parts
    )


def _is_signed(outline: Outline, part: Item, facts: Metadata) -> bool:
    """Whether a part has a link in its headline, a byline or a date: a section of a story has none of its own.

    A link says so where the headline shares an element with its text; that of a box between two paragraphs leads elsewhere.
    """
    head = part.head
    if head.linked and part.element != head.element and part.end <= outline.elements[part.element].end:
        return True
    near = [*range(part.first, head.first), *range(head.end, min(head.end + 4, part.end))]
    behind = range(max(head.end, part.end - _SIGNED_BELOW), part.end)
    if any(crediting.poster(outline.lines[at].text) for at in behind):
        return True
    return (
        any(label_date(outline, at, facts) or label_byline(outline, at) or tells_time(outline, at) for at in near)
        or stamped(outline, part.element, facts) is not None
    )


_SIGNED_BELOW = 3
"""Lines at the end of a blog's story that may say who posted it."""


def without_cards(outline: Outline, main: Main, heads: Sequence[Headline], groups: Groups) -> Main:
    """The main story less the texts of cards beside it: of linked headlines of one look, each with a few lines."""
    if not main.lines:
        return main
    claimed = set(main.claimed)
    last = max(claimed)
    size = 0
    for group in groups.values():
        if len(group) < 2 or not all(head.linked for head in group):
            continue
        if group[-1].end < main.lines[0] - _NEAR or group[0].first > last + _NEAR:
            continue
        if median([head.words for head in group]) < SHORTEST_HEADLINE:
            continue
        parts = items.items(outline, group, heads, [])
        taken = claimed.intersection([position for part in parts for position in range(part.first, part.end)])
        size = size or sum([len(outline.lines[position].text) for position in main.lines])
        if not taken or sum(len(outline.lines[position].text) for position in taken) > _MOST_IN_CARDS * size:
            continue
        if all(_is_card(outline, part, claimed, taken) for part in parts):
            claimed -= taken
    if len(claimed) == len(main.claimed):
        return main
    return replace(
        main,
        lines=tuple(position for position in main.lines if position in claimed),
        captions=tuple(position for position in main.captions if position in claimed),
        claimed=frozenset(claimed),
    )


def _is_card(outline: Outline, part: Item, lines: set[int], taken: set[int]) -> bool:
    """Whether a part is no section of the story: it is small, and nothing else of the story stands in its parent."""
    if len(taken.intersection(range(part.first, part.end))) > _MOST_LINES_OF_CARD:
        return False
    if part.element != part.head.element:
        return True
    parent = outline.elements[outline.elements[part.element].parent]
    return taken >= lines.intersection(range(parent.first, parent.end))


def between(main: Main, first: int, end: int) -> Main | None:
    """What the seeming main story holds in the lines `first:end`: the page's own story, the opening of a live blog."""
    lines = tuple(position for position in main.lines if first <= position < end)
    if not lines:
        return None
    captions = tuple(position for position in main.captions if first <= position < end)
    return replace(main, lines=lines, captions=captions, claimed=frozenset((*lines, *captions)))


SHOWN = frozenset(("time element", "class", "text"))
"""Sources of a date that stands at one place of the page: of several stories it is one's."""


def dated(blocks: Sequence[Block], facts: Metadata) -> list[Block]:
    """The blocks of several stories, with the day of the page where none has a date of its own."""
    stories = [block for block in blocks if block.kind in ("article", "live")]
    shown = facts.provenance.get("date") in SHOWN and all(block.kind == "article" for block in stories)
    if not facts.date or shown or any(block.date for block in stories):
        return list(blocks)
    return [
        replace(block, date=facts.date[:10], provenance={**block.provenance, "date": "page"})
        if block.kind in ("article", "live")
        else block
        for block in blocks
    ]
