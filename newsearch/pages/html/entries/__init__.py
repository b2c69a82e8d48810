"""What a page tells beside its main story: teasers, further stories, entries of a live blog, comments."""

from __future__ import annotations

from newsearch.model import Block
from newsearch.pages.html.body import Main, fold
from newsearch.pages.html.entries import headlines, items
from newsearch.pages.html.entries.blocks import block_of
from newsearch.pages.html.entries.comments import find_comments
from newsearch.pages.html.entries.headlines import Headline
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import Outline
from newsearch.pages.metadata import Metadata


def find_entries(
    outline: Outline, main: Main | None, claimed: set[int], source: Source, facts: Metadata
) -> list[Block]:
    """The blocks outside the main story, in the order of the page. Adds the lines that they take to `claimed`."""
    found = find_comments(outline, claimed, source, facts)
    heads = [
        head for head in headlines.headings(outline) if head.first not in claimed or (main and head.first in main.claimed)
    ]
    title = _title_of_story(heads, main, facts.title)
    told = frozenset(main.claimed if main else ())
    chosen = headlines.chosen(outline, (head for head in heads if head is not title), told)
    bounds = sorted({*(main.lines if main else ()), *([title.first] if title else [])})
    for item in items.items(outline, chosen, heads, bounds):
        found.append((item.first, block_of(outline, item, claimed, source, facts)))
        claimed.update(range(item.first, item.end))
    if title:
        claimed.update(range(title.first, title.end))
    return [block for _, block in sorted(found, key=lambda entry: entry[0])]


def _title_of_story(heads: list[Headline], main: Main | None, title: str | None) -> Headline | None:
    """The heading that is the main story's title: the last one before its text that says what the page's title says."""
    wanted = fold(title or "")
    if not main or not main.lines or not wanted:
        return None
    same = [
        head
        for head in heads
        if (said := fold(head.text))
        and (
            said == wanted
            or (said in wanted
            and len(said) * 2 > len(wanted))
            or (wanted in said
            and len(wanted) * 2 > len(said))
        )
    ]
    return next((head for head in reversed(same) if head.first <= main.lines[0]), same[0] if same else None)
