"""What a page tells beside its main story: teasers, further stories, entries of a live blog, comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsearch.model import Block
from newsearch.pages.html.body import Main, fold
from newsearch.pages.html.entries import headlines, items, several
from newsearch.pages.html.entries.blocks import block_of, offers
from newsearch.pages.html.entries.comments import find_comments
from newsearch.pages.html.entries.headlines import Headline
from newsearch.pages.html.entries.items import Item
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import Outline
from newsearch.pages.metadata import Metadata


@dataclass(slots=True)
class Entries:
    """What a page holds beside, or instead of, its main story."""

    blocks: list[Block] = field(default_factory=list)
    """In the order of the page."""
    claimed: set[int] = field(default_factory=set)
    """The lines that blocks take, those of the main story among them."""
    instead: bool = False
    """Whether the page has no main story: what looked like one is glued together from these blocks."""


def find_entries(outline: Outline, main: Main | None, source: Source, facts: Metadata) -> Entries:
    """The blocks outside the main story. `facts` are of the page."""
    told = frozenset(main.claimed if main else ())
    entries = Entries(claimed=set(told))
    found = find_comments(outline, entries.claimed, source, facts)
    heads = [head for head in headlines.headings(outline) if head.first in told or head.first not in entries.claimed]
    stories = several.stories(outline, main, heads, facts)
    if stories:
        entries.instead = True
        entries.claimed -= told
        told, main = frozenset(), None
    title = _title_of_story(heads, main, facts.title)
    taken = {story.head.first for story in stories}
    free = [
        head
        for head in heads
        if head is not title
        and head.first not in told
        and head.first not in taken
        and not any(story.first <= head.first < story.end for story in stories)
    ]
    bounds = sorted({*(main.lines if main else ()), *([title.first] if title else []), *_lines_of(stories)})
    chosen = headlines.chosen(outline, free)
    around = [head for head in heads if head.first not in taken]
    cards = [item for item in items.items(outline, chosen, around, bounds) if offers(outline, item)]
    for item in sorted([*cards, *stories], key=lambda item: item.first):
        found.append((item.first, block_of(outline, item, entries.claimed, source, facts, whole=item in stories)))
        entries.claimed.update(range(item.first, item.end))
    if title:
        entries.claimed.update(range(title.first, title.end))
    entries.blocks = [block for _, block in sorted(found, key=lambda entry: entry[0])]
    return entries


def _lines_of(stories: Sequence[Item]) -> list[int]:
    return [position for story in stories for position in range(story.first, story.end)]


def _title_of_story(heads: list[Headline], main: Main | None, title: str | None) -> Headline | None:
    """The heading that is the main story's title: the last one before its text that says what the page's title says."""
    wanted = fold(title or "")
    if not main or not main.lines or not wanted:
        return None
    same = [head for head in heads if _same(fold(head.text), wanted)]
    return next((head for head in reversed(same) if head.first <= main.lines[0]), same[0] if same else None)


def _same(said: str, wanted: str) -> bool:
    """Whether two folded titles are one, perhaps with the outlet's name or a kicker beside it."""
    short, long = sorted((said, wanted), key=len)
    return short in long and len(short) * 2 > len(long)
