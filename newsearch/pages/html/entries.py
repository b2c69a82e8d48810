"""What a page tells beside its main story: teasers, further stories, entries of a live blog, comments."""

from __future__ import annotations

from newsearch.model import Block
from newsearch.pages.decode import clean
from newsearch.pages.html.body import Main
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import COMMENT, HEADINGS, Outline


def find_entries(outline: Outline, main: Main | None, claimed: set[int], source: Source) -> list[Block]:
    """The blocks outside the main story, in the order of the page. Adds the lines that they take to `claimed`."""
    found = [*_comments(outline, claimed, source), *_teasers(outline, claimed, source)]
    return [block for _, block in sorted(found, key=lambda entry: entry[0])]


def _comments(outline: Outline, claimed: set[int], source: Source) -> list[tuple[int, Block]]:
    """Elements named after comments that hold no further such element: one comment each."""
    named = [e for e in outline.elements if e.flags & COMMENT and e.end > e.first]
    inner = {outline.elements[e.parent].first for e in named}
    found = []
    for element in named:
        texts = [
            position
            for position in range(element.first, element.end)
            if position not in claimed and len(outline.lines[position].text) > 40 and not outline.lines[position].linked
        ]
        if not texts or (element.end - element.first > 30 and element.first in inner):
            continue
        claimed.update(range(element.first, element.end))
        body = clean("\n\n".join(outline.lines[position].text for position in texts))
        found.append((element.first, Block("comment", body=body, provenance={"body": "class"})))
    return found


def _teasers(outline: Outline, claimed: set[int], source: Source) -> list[tuple[int, Block]]:
    """Linked headings outside the story, each with the text that its container adds."""
    heads = [
        position
        for position, line in enumerate(outline.lines)
        if line.url
        and position not in claimed
        and outline.elements[line.element].tag in HEADINGS
        and line.linked * 2 > len(line.text)
        and len(line.text.split()) > 2
    ]
    found = []
    for index, position in enumerate(heads):
        stop = heads[index + 1] if index + 1 < len(heads) else len(outline.lines)
        element = outline.elements[outline.elements[outline.lines[position].element].parent]
        texts = [
            at
            for at in range(position + 1, min(stop, element.end))
            if at not in claimed
            and len(outline.lines[at].text) > 40
            and outline.lines[at].linked * 2 < len(outline.lines[at].text)
        ]
        claimed.update((position, *texts))
        line = outline.lines[position]
        block = Block(
            "teaser",
            title=clean(line.text),
            body=clean("\n\n".join(outline.lines[at].text for at in texts)),
            url=line.url,
            provenance={"title": "heading", "url": "link"},
            position=source.position(line.text, line.text, line.text),
        )
        found.append((position, block))
    return found
