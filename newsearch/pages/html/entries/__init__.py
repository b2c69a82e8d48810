"""What a page tells beside its main story: teasers, further stories, entries of a live blog, comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsearch.model import Block
from newsearch.pages.html.body import Main, fold
from newsearch.pages.html.entries import headlines, items, several
from newsearch.pages.html.entries.blocks import BlockReader, is_dated, offers
from newsearch.pages.html.entries.comments import find_comments
from newsearch.pages.html.entries.headlines import Headline
from newsearch.pages.html.entries.items import Item
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import Outline
from newsearch.pages.metadata import Metadata


@dataclass(slots=True)
class Entries:
    """What a page holds beside, or instead of, its main story."""

    main: Main | None
    """The main story; None where what looked like one is glued together from the blocks."""
    blocks: list[Block] = field(default_factory=list)
    """In the order of the page."""
    claimed: set[int] = field(default_factory=set)
    """The lines that blocks take, those of the main story among them."""
    instead: bool = False
    """Whether the blocks are told instead of one story."""


def find_entries(outline: Outline, main: Main | None, source: Source, facts: Metadata) -> Entries:
    """The blocks outside the main story. `facts` are of the page."""
    told = frozenset(main.claimed if main else ())
    claimed = set(told)
    found = find_comments(outline, claimed, source, facts)
    heads = [head for head in headlines.headings(outline) if head.first in told or head.first not in claimed]
    stories = several.stories(outline, main, heads, facts)
    if stories and main:
        claimed -= told
        main = several.introduction(main, stories)
        claimed.update(main.claimed if main else ())
    title = _title_of_story(heads, main, facts.title)
    bounds = sorted({*(main.lines if main else ()), *([title.first] if title else []), *_lines_of(stories)})
    within = set(bounds)
    free = [head for head in heads if head is not title and head.first not in within and head.first not in claimed]
    chosen = headlines.chosen(outline, free)
    others = [head for head in heads if head.first not in within]
    cards = [item for item in items.items(outline, chosen, others, bounds) if offers(outline, item)]
    within.update(_lines_of(cards))
    passed = {*claimed, *within, *(position for head in heads for position in range(head.first, head.end))}
    listed = headlines.linked_lines(outline, passed, lambda line: is_dated(line, facts))
    cards += items.items(outline, listed, others, sorted(within))
    reader = BlockReader(outline, source, facts)
    kind = several.kind(outline, stories, facts)
    whole = {story.first for story in stories}
    for item in sorted([*cards, *stories], key=lambda item: item.first):
        block = reader.block(item, claimed, kind=kind if item.first in whole else "teaser")
        found.append((item.first, block))
        claimed.update(range(item.first, item.end))
    if title:
        claimed.update(range(title.first, title.end))
    blocks = [block for _, block in sorted(found, key=lambda entry: entry[0])]
    blocks = _each_once(several.dated(blocks, facts) if stories else blocks, fold(facts.title or "") if main else "")
    return Entries(main, blocks, claimed, instead=bool(stories))


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


def _each_once(blocks: list[Block], told: str) -> list[Block]:
    """Of teasers of one headline the fullest, and none of a story that the page tells; the main one's folded title is `told`."""
    whole = {told, *(fold(block.title or "") for block in blocks if block.kind != "teaser")}
    best: dict[str, Block] = {}
    for block in blocks:
        title = fold(block.title or "")
        if block.kind == "teaser" and title not in whole and not _cut_short(block.title, title, told):
            other = best.get(title)
            best[title] = block if other is None else _merged(other, block)
    kept: list[Block] = []
    for block in blocks:
        if block.kind != "teaser":
            kept.append(block)
        elif one := best.pop(fold(block.title or ""), None):
            kept.append(one)
    return kept


def _cut_short(title: str | None, folded: str, told: str) -> bool:
    """Whether a title is the beginning of the one that is told, as in a bar at the top of the page."""
    return bool(title) and (title or "").endswith(("…", "...")) and told.startswith(folded)


def _merged(first: Block, second: Block) -> Block:
    """The fuller of two teasers, with what only the other one knows."""
    one, other = (second, first) if len(second.body) > len(first.body) else (first, second)
    known = {name: getattr(other, name) for name in ("authors", "date", "url") if not getattr(one, name)}
    return replace(one, **known, provenance={**other.provenance, **one.provenance})
