"""What a page tells beside its main story: teasers, further stories, entries of a live blog, comments."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from newsearch.model import Block
from newsearch.pages import dates
from newsearch.pages.html.body import Main, heads_comments
from newsearch.pages.html.entries import bare, items, live, several, threads
from newsearch.pages.html.entries.blocks import BlockReader, is_dated, offering, says, site
from newsearch.pages.html.entries.choice import chosen
from newsearch.pages.html.entries.comments import find_comments
from newsearch.pages.html.entries.days import days_above
from newsearch.pages.html.entries.headlines import LINE_RANK, Headline, by_look, folded, headings
from newsearch.pages.html.entries.items import Item
from newsearch.pages.html.entries.lists import linked_lines, without_kickers
from newsearch.pages.html.judging import META
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import Line, Outline
from newsearch.pages.html.weights import is_sentence
from newsearch.pages.metadata import Metadata
from newsearch.pages.words import words_in


@dataclass(slots=True)
class _Entry:
    first: int
    block: Block
    lines: list[int]


_AUTHOR = re.compile(r"auth|autor|byline", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LONGEST_BYLINE = 80
"""Characters."""
_NEAR = 4
"""Lines before a headline and after the beginning of its story that may still say who wrote it and when."""


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
    further: frozenset[int] = frozenset()
    """The lines of further stories, below the main one, and of comments."""


def find_entries(outline: Outline, main: Main | None, source: Source, facts: Metadata) -> Entries:
    """The blocks outside the main story. `facts` are of the page."""
    numbered = live.numbered(outline)
    posts = threads.posts(outline, numbered, main, facts)
    main = threads.without(outline, main, posts) if posts and main else main
    told = frozenset(main.claimed if main else ())
    claimed = set(told)
    found = find_comments(outline, claimed, source, facts, [post.element for post in posts])
    said = claimed - told
    heads = [
        head
        for head in headings(outline)
        if head.said and (head.first in told or head.first not in claimed) and not _is_no_headline(outline, head)
    ]
    days = days_above(heads, facts)
    heads = [head for head in heads if head.first not in days.told]
    _unlink_own(heads, facts.url)
    groups = by_look(heads)
    stories = several.stories(outline, main, heads, groups, facts, min(days.told, default=None)) or several.whole(
        outline, main, groups
    )
    ticker = [] if stories else live.entries(outline, numbered, main, said, facts)
    timed = bool(ticker and main and live.covers(outline, ticker, main))
    if timed:
        stories = ticker
    alone = not stories and not (ticker and live.are_told(outline, ticker, main, facts))
    listed = bare.headlines(outline, main, heads, said, facts) if alone else []
    if listed and main and bare.makes_up(outline, parts := items.items(outline, listed, [], []), main):
        stories = parts
    if stories and main:
        claimed -= told
        wanted = folded(facts.title or "")
        own = next((story for story in stories if wanted and _same(story.head.said, wanted)), None)
        main = several.between(main, own.first, own.end) if own else several.between(main, 0, stories[0].first)
        if main and not any(is_sentence(outline.lines[at].text) for at in main.lines):
            main = None  # the masthead
        stories = [story for story in stories if story is not own]
        claimed.update(main.claimed if main else ())
    elif main:
        claimed -= told
        stories = several.questions(outline, main, heads, groups)
        main = several.without(main, stories) if stories else several.without_cards(outline, main, heads, groups)
        claimed.update(main.claimed if main else ())
    title = _title_of_story(heads, main, facts.title)
    kept = {*(main.lines if main else ()), *([title.first] if title else [])}
    instead = bool(stories)
    if not instead:
        timed = bool(ticker) and kept.isdisjoint(_lines_of(ticker)) and live.are_told(outline, ticker, main, facts)
        stories = ticker if timed else several.further(outline, main, heads, claimed | kept, facts)
    further = frozenset(said if instead else said.union(_lines_of(stories)))
    kept.update(_lines_of(stories))
    cards = _cards(outline, heads, main, claimed, kept, facts)
    if not cards and not main and not instead:
        cards = items.items(outline, [row for row in listed if row.first not in kept], [], sorted(kept))
    main = _without_listed(outline, main, cards, claimed)
    kind = "live" if timed else live.kind(outline, stories, facts)
    entries = _entries(outline, cards, stories, kind, claimed, BlockReader(outline, source, facts, days))
    entries = _each_once(entries, folded(facts.title or "") if main else "")
    for entry in entries:
        claimed.update(entry.lines)
    claimed.update(days.told if instead else ())
    if title and main:
        claimed.update(range(title.first, title.end), _about_story(outline, title, main, claimed, facts))
    elif main and facts.title:
        claimed.update(_title_line(outline, main, facts))
    titles = {folded(entry.block.title or "") for entry in entries}
    claimed.update(at for head in heads if head.said in titles for at in range(head.first, head.end))
    found += [(entry.first, entry.block) for entry in entries]
    blocks = [block for _, block in sorted(found, key=lambda entry: entry[0])]
    blocks = several.dated(blocks, facts) if instead or timed else blocks
    return Entries(main, blocks, claimed, instead, further)


def _unlink_own(heads: list[Headline], url: str | None) -> None:
    """Read headings that lead to the page itself, the permanent link of a blog's story, as ones that lead nowhere else."""
    own = (url or "").partition("#")[0].rstrip("/")
    path = own.removeprefix(site(own))
    if not path:
        return
    for head in heads:
        if head.linked and head.url and head.url.rstrip("/") in (own, path):
            head.linked = False


def _cards(
    outline: Outline, heads: list[Headline], main: Main | None, claimed: set[int], kept: set[int], facts: Metadata
) -> list[Item]:
    """The items that lead to stories told elsewhere. They hold none of the lines `kept`."""
    others = [head for head in heads if head.first not in kept]
    inside = _subheadings(outline, main, heads)
    free = (head for head in others if head.first not in claimed and head.first not in inside)
    found = chosen(outline, free, site(facts.url).partition(":")[2])
    found = [head for group in by_look(found).values() for head in without_kickers(outline, group)]
    found.sort(key=lambda head: head.first)
    cards = offering(outline, items.items(outline, found, others, sorted(kept)), facts)
    cards = items.without_sections(outline, cards)
    within = kept.union(_lines_of(cards))
    passed = claimed.union(within, *(range(head.first, head.end) for head in heads))
    listed = linked_lines(outline, passed, lambda line: is_dated(line, facts))
    return cards + items.items(outline, listed, others, sorted(within)) if listed else cards


def _is_no_headline(outline: Outline, head: Headline) -> bool:
    """Whether a heading is named as an author's, and tells who wrote the card that it stands in, or stands above comments."""
    if heads_comments(head.text):
        return True
    element = outline.elements[head.element]
    return bool(element.flags & META) and _AUTHOR.search(element.classes) is not None


def _without_listed(outline: Outline, main: Main | None, cards: Sequence[Item], claimed: set[int]) -> Main | None:
    """The main story, and what is `claimed`, less the texts of linked lines beside it that are teasers."""
    listed = [card.head for card in cards if card.head.rank == LINE_RANK]
    if main is None or not listed:
        return main
    claimed -= main.claimed
    main = several.without_cards(outline, main, listed, by_look(listed))
    claimed |= main.claimed
    return main


def _subheadings(outline: Outline, main: Main | None, heads: list[Headline]) -> set[int]:
    """Where headings stand between two paragraphs of the main story, in one element with them."""
    if main is None or not main.lines:
        return set()
    homes = {outline.elements[outline.lines[at].element].parent for at in main.lines}
    found: set[int] = set()
    for head in heads:
        home = outline.elements[head.element].parent
        if home in homes:
            element = outline.elements[home]
            after = bisect_left(main.lines, head.first)
            if (
                0 < after < len(main.lines)
                and element.first <= main.lines[after - 1]
                and main.lines[after] < element.end
            ):
                found.add(head.first)
    return found


def _entries(
    outline: Outline,
    cards: list[Item],
    stories: list[Item],
    kind: str,
    claimed: set[int],
    reader: BlockReader,
) -> list[_Entry]:
    """The blocks of cards and of stories, which are of a `kind`, in the order of the page."""
    kinds = [(card, "teaser") for card in cards] + [(story, kind) for story in stories]
    kinds.sort(key=lambda item: item[0].first)
    found = [_Entry(item.first, *reader.block(item, claimed, kind=kind)) for item, kind in kinds]
    return [entry for entry in found if entry.block.title or (entry.block.kind == "live" and entry.block.body)]


def _lines_of(parts: Sequence[Item]) -> list[int]:
    return [position for part in parts for position in range(part.first, part.end)]


def _title_of_story(heads: list[Headline], main: Main | None, title: str | None) -> Headline | None:
    """The heading that is the main story's title: the last one before its text that says what the page's title says."""
    wanted = folded(title or "")
    if not main or not main.lines or not wanted:
        return None
    same = [head for head in heads if _same(head.said, wanted)]
    return next((head for head in reversed(same) if head.first <= main.lines[0]), same[0] if same else None)


def _title_line(outline: Outline, main: Main, facts: Metadata) -> list[int]:
    """The line above the main story that is its title without being a heading, and those by it that say what the story's block has."""
    wanted = folded(facts.title or "")
    before = range(main.lines[0] - 1, -1, -1) if main.lines else ()
    at = next((at for at in before if folded(outline.lines[at].text) == wanted), -1)
    if at < 0:
        return []
    beside = range(at + 1, min(at + _NEAR, main.lines[0]))
    return [at, *(one for one in beside if _is_said(outline.lines[one], folded(facts.standfirst or ""), facts))]


def _about_story(outline: Outline, title: Headline, main: Main, claimed: set[int], facts: Metadata) -> list[int]:
    """The short lines by the headline, not `claimed` yet, that say what the story's block has: who, when, its standfirst."""
    standfirst = folded(facts.standfirst or "")
    near = {at for start in (title.first, main.lines[0]) for at in range(start - _NEAR, start + _NEAR)}
    lines = outline.lines
    return [at for at in near - claimed if 0 <= at < len(lines) and _is_said(lines[at], standfirst, facts)]


def _is_said(line: Line, standfirst: str, facts: Metadata) -> bool:
    """Whether a line says nothing but what is known of the story."""
    if len(line.text) > _LONGEST_BYLINE:
        return says(line, standfirst)
    if says(line, standfirst) or _credits(line.text, facts.authors):
        return True
    return (
        bool(facts.date)
        and _DIGIT.search(line.text) is not None
        and bool(dates.parse_date(line.text, language=facts.locale))
    )


def _credits(text: str, authors: Sequence[str]) -> bool:
    """Whether a line names an author; one of a single word, which may be any, not beside what is neither a word nor a number."""
    named = [author for author in authors if author in text]
    if not named or any(" " in author for author in named):
        return bool(named)
    rest = [word for word in words_in(text) if word not in named]
    return all(word.isalpha() or word.isdigit() or not word.isascii() for word in rest)


def _same(said: str, wanted: str) -> bool:
    """Whether two folded titles are one, perhaps with the outlet's name or a kicker beside it."""
    short, long = (said, wanted) if len(said) < len(wanted) else (wanted, said)
    return len(short) * 2 > len(long) and short in long


def _each_once(entries: list[_Entry], told: str) -> list[_Entry]:
    """Of teasers of one headline the fullest, and none of a story that the page tells.

    `told` is the folded title of the main story.
    """
    whole = {told, *(folded(entry.block.title or "") for entry in entries if entry.block.kind != "teaser")}
    best: dict[str, _Entry] = {}
    for entry in entries:
        title = folded(entry.block.title or "")
        if entry.block.kind == "teaser" and title not in whole and not _cut_short(entry.block.title, title, told):
            other = best.get(title)
            best[title] = entry if other is None else _merged(other, entry)
    kept: list[_Entry] = []
    for entry in entries:
        if entry.block.kind != "teaser":
            kept.append(entry)
        elif one := best.pop(folded(entry.block.title or ""), None):
            kept.append(one)
    return kept


def _cut_short(title: str | None, said: str, told: str) -> bool:
    """Whether a title, `said` when folded, is the beginning of the one that is told, as in a bar at the top of the page."""
    if not title or not title.endswith(("…", "...")):
        return False
    return told.startswith((said, folded(title.rpartition("|")[2]) or said))


def _merged(first: _Entry, second: _Entry) -> _Entry:
    """The fuller of two teasers, with what only the other one knows."""
    one, other = (second, first) if len(second.block.body) > len(first.block.body) else (first, second)
    known = {
        name: value
        for name in ("authors", "date", "url")
        if not getattr(one.block, name) and (value := getattr(other.block, name))
    }
    sources = {name: other.block.provenance[name] for name in known if name in other.block.provenance}
    block = replace(one.block, **known, provenance={**one.block.provenance, **sources})
    return _Entry(one.first, block, one.lines)
