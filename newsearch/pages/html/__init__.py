"""HTML -> Page: parse once, find the main story, then the entries beside it, then what is left over."""

from __future__ import annotations

from newsearch.model import Block, Page
from newsearch.pages import metadata
from newsearch.pages.decode import clean
from newsearch.pages.html import entries, tree
from newsearch.pages.html.body import Main, find_main
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import Outline


def read_html(text: str, url: str | None = None, name: str = "") -> Page:
    """Read one HTML page: the story it tells, further stories, teasers and comments, and the text that is left."""
    parsed = tree.parse(text)
    if parsed.root is None:
        return Page(name, (), url)
    outline = tree.outline(parsed.root)
    main = find_main(outline, tree.stated_titles(parsed))
    facts = metadata.read_metadata(parsed, url, outline.elements[main.root].node if main else None)
    source = Source(text)
    claimed: set[int] = set()
    blocks: list[Block] = []
    if main and main.lines:
        claimed.update(main.claimed)
        blocks.append(_story(outline, main, facts, url, source))
    blocks += entries.find_entries(outline, main, claimed, source)
    rest = _remainder(outline, claimed)
    if rest:
        blocks.append(Block("other", body=rest, url=url))
    return Page(name, tuple(blocks), url, language=facts.language)


def _story(outline: Outline, main: Main, facts: metadata.Metadata, url: str | None, source: Source) -> Block:
    body = clean("\n\n".join(outline.lines[i].text for i in main.lines))
    return Block(
        "article",
        title=facts.title,
        authors=facts.authors,
        date=facts.date,
        outlet=facts.outlet,
        body=body,
        provenance={**facts.provenance, "body": "layout"},
        position=source.position(
            facts.title or "", outline.lines[main.lines[0]].text, outline.lines[main.lines[-1]].text
        ),
        url=url,
        agency=facts.agency,
        standfirst=facts.standfirst,
        captions=tuple(clean(outline.lines[i].text) for i in main.captions),
        alternates=facts.alternates,
    )


def _remainder(outline: Outline, claimed: set[int]) -> str:
    """The lines that no block claims, each text once."""
    text = "\n".join([line.text for position, line in enumerate(outline.lines) if position not in claimed])
    return "\n".join(dict.fromkeys(clean(text).split("\n")))
