"""An item of the page -> Block: what of its text is byline, date, label, and what is told."""

from __future__ import annotations

import re

from newsearch.model import Block, Span
from newsearch.pages import dates, names
from newsearch.pages.decode import clean
from newsearch.pages.html.entries.items import Item
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import META, Line, Outline
from newsearch.pages.metadata import Metadata

_LONGEST_LABEL = 80
"""Characters: a longer line is text, not a byline or a date."""
_DIGIT = re.compile(r"\d")
_AUTHOR_NAME = re.compile(r"auth|autor|byline|writer|creator", re.I)


def offers(outline: Outline, item: Item) -> bool:
    """Whether an item leads to a story or is one: it is linked, or holds a link beside its headline."""
    head = item.head
    if head.doubtful and not _says_more(outline, item):
        return False
    if head.linked:
        return True
    link = outline.elements[item.element].node.css_first("a[href]")
    if link is None:
        return False
    head.url = head.url or link.attributes.get("href")
    return True


def _says_more(outline: Outline, item: Item) -> bool:
    """Whether an item holds text that is no link."""
    return any(
        len(line.text) - line.linked > 20
        for position in range(item.first, item.end)
        if not item.head.first <= position < item.head.end
        for line in [outline.lines[position]]
    )


def block_of(
    outline: Outline, item: Item, claimed: set[int], source: Source, facts: Metadata, *, whole: bool = False
) -> Block:
    """The block of an item: a teaser, or an article where a story that may be told `whole` is."""
    head = item.head
    date = next((day for at in range(item.first, item.end) if (day := label_date(outline, at, facts))), None)
    dated = "dateline"
    authors: tuple[str, ...] = ()
    told: list[str] = []
    url = head.url
    provenance = {"title": "heading"}
    for position in range(item.first, item.end):
        if head.first <= position < head.end or position in claimed:
            continue
        line = outline.lines[position]
        url = url or line.url
        if not authors and (found := author_of(outline, line, facts.outlet)):
            authors = found
            provenance["authors"] = "byline"
        told.append(line.text)
    if date is None:
        date = stamped(outline, item.element, facts)
        dated = "time element"
    if date:
        provenance["date"] = dated
    if url:
        provenance["url"] = "link"
    if facts.outlet:
        provenance["outlet"] = "page"
    kind = "article" if whole and _is_told(told) else "teaser"
    return Block(
        kind,
        title=clean(head.text),
        authors=authors,
        date=date,
        outlet=facts.outlet,
        body=clean("\n\n".join(told)),
        url=url,
        provenance=provenance,
        position=None,
    )


def _is_told(told: list[str]) -> bool:
    """Whether the lines of an item are a story rather than its opening."""
    paragraphs = [text for text in told if len(text) > _LONGEST_LABEL]
    return len(paragraphs) > 1 and not paragraphs[-1].endswith(("…", "...", "[…]", "[...]"))


def day_of(text: str, facts: Metadata) -> tuple[Span, str] | None:
    """The date in a short line: of the whole line, or of a part with a year, and where it stands."""
    if not _DIGIT.search(text) and not facts.saved:
        return None
    whole = dates.parse_date(text, language=facts.locale, saved=facts.saved)
    if whole:
        return Span(0, len(text)), whole
    return dates.find_date(text, language=facts.locale, saved=facts.saved)


def label_date(outline: Outline, position: int, facts: Metadata) -> str | None:
    """The date that a short line tells."""
    text = outline.lines[position].text
    found = day_of(text, facts) if len(text) <= _LONGEST_LABEL else None
    return found[1] if found else None


def label_byline(outline: Outline, position: int) -> bool:
    """Whether a short line credits somebody with a word such as `By`."""
    text = outline.lines[position].text
    return len(text) <= _LONGEST_LABEL and bool(names.byline(text))


def stamped(outline: Outline, element: int, facts: Metadata) -> str | None:
    """The date in an attribute of an item."""
    node = outline.elements[element].node.css_first("[datetime]")
    value = node.attributes.get("datetime") if node is not None else None
    return dates.read_stamp(value, facts.locale) if value else None


def author_of(outline: Outline, line: Line, outlet: str | None) -> tuple[str, ...]:
    """Whom a short line credits: with a word such as `By`, or because its element is named after authors."""
    if len(line.text) > _LONGEST_LABEL:
        return ()
    found = names.byline(line.text)
    if found:
        return found
    element = outline.elements[line.element]
    if element.flags & META and _AUTHOR_NAME.search(element.names):
        return names.clean_authors(line.text, outlet)
    return ()
