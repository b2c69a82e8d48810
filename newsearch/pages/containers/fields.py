"""Named fields of a story, as scrapers, feeds and front matter state them -> a block."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from newsearch.model import Block, Page
from newsearch.pages.crediting import clean_authors
from newsearch.pages.dates import read_stamp
from newsearch.pages.html.fragment import one_line, paragraphs
from newsearch.pages.origin import moment
from newsearch.pages.outlets import outlet_of_url

FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name", "article_title", "heading"),
    "authors": ("authors", "author", "byline", "creator", "creators", "dc:creator", "writer"),
    "date": (
        "date", "published", "date_published", "datePublished", "date_publish", "publish_date", "published_at",
        "published_date", "publication_date", "publishedAt", "pub_date", "pubDate", "published_time", "publishing_date",
        "created_at", "created", "timestamp",
    ),
    "outlet": (
        "outlet", "publisher", "site_name", "sitename", "site", "publication", "publication_name", "source_name", "newspaper",
        "source", "domain", "source_domain", "hostname",
    ),
    "url": ("url", "link", "canonical_url", "original_url", "source_url", "permalink", "loc", "source"),
    "standfirst": ("standfirst", "description", "summary", "subtitle", "excerpt", "abstract", "dek", "lead"),
    "language": ("language", "lang", "inLanguage"),
    "saved": ("saved", "scraped_at", "date_download", "date_crawled", "crawl_date", "crawled_at", "fetched_at", "retrieved", "download_date", "accessed"),
    "html": ("html", "raw_html", "page_html", "source_html", "raw"),
    "body": (
        "text", "body", "content", "articleBody", "article_body", "maintext", "main_text", "full_text", "fulltext", "article_text",
        "plain_text", "cleaned_text", "raw_text", "content_html", "content_text", "article",
    ),
}  # fmt: skip
"""What we know of a story -> the names that others give to it, the first that is filled wins (see docs/pages.md)."""

_OF_A_THING = ("name", "rendered", "title", "value", "@value", "#text", "$date", "url")
"""Where a nested object keeps its word: `{"author": {"name": ...}}`, `{"title": {"rendered": ...}}`."""
_OF_A_TEXT = ("summary", "headline", "paragraphs", "sections")
"""What fundus writes a body as, each a list: `{"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}]}`."""


def field(record: Mapping[str, Any], what: str) -> str | None:
    """The text of a field under any of its names, or None."""
    return next(iter(values(record, what)), None)


def values(record: Mapping[str, Any], what: str) -> tuple[str, ...]:
    """All texts of a field under the first of its names that is filled."""
    for name in FIELDS[what]:
        value = record.get(name)
        if value is None:  # nearly all names of nearly all records
            continue
        found = tuple(_listed(value) if what == "authors" and isinstance(value, str) else _texts(value))
        if what == "url" or (what == "outlet" and name == "source"):
            found = tuple(text for text in found if text.startswith(("http://", "https://")) == (what == "url"))
        if found:
            return found
    return ()


def _listed(text: str) -> Iterable[str]:
    """The texts of a list that a table keeps as one text: `['Ann Lee', 'Bo Ray']`."""
    inside = _LIST.fullmatch(text.strip())
    return _texts(_BETWEEN_ITEMS.split(inside[1]) if inside else text)


_LIST = re.compile(r"\[\s*['\"](.*)['\"]\s*\]", re.S)
_BETWEEN_ITEMS = re.compile(r"['\"]\s*,\s*['\"]")


def _texts(value: Any, deepest: int = 8) -> Iterable[str]:
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int):
        yield str(value)
    elif isinstance(value, float):
        if math.isfinite(value):  # tables write NaN where there is nothing
            yield str(int(value))
    elif deepest and isinstance(value, Mapping):
        for name in _OF_A_THING:
            if isinstance(value.get(name), str | int | Mapping):
                yield from _texts(value[name], deepest - 1)
                return
        for name in _OF_A_TEXT:
            if isinstance(value.get(name), list):
                yield from _texts(value[name], deepest - 1)
    elif deepest and isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item, deepest - 1)


def block_of(
    record: Mapping[str, Any], source: str, *, url: str | None = None, body: str | None = None
) -> Block | None:
    """The story that a record states, or None if it states neither a title nor a text. `source` is its provenance."""
    block = stated(record, source, url=url, body=body)
    return block if block.title or block.body else None


def stated(record: Mapping[str, Any], source: str, *, url: str | None = None, body: str | None = None) -> Block:
    """What a record states of a story, be it no more than a date."""
    text = paragraphs("\n\n".join(values(record, "body")) if body is None else body)
    standfirst = one_line(field(record, "standfirst") or "") or None
    url = field(record, "url") or url
    outlet = one_line(field(record, "outlet") or "") or None
    block = Block(
        "article" if text else "teaser",
        title=one_line(field(record, "title") or "") or None,
        authors=clean_authors(values(record, "authors"), outlet),
        date=_date(field(record, "date") or ""),
        outlet=outlet or outlet_of_url(url),
        body=text or standfirst or "",
        url=url,
        standfirst=standfirst if text and standfirst and not text.startswith(standfirst) else None,
    )
    found = {name: source for name in ("title", "authors", "date", "body", "standfirst") if getattr(block, name)}
    if block.outlet:
        found["outlet"] = source if outlet else "url"
    return replace(block, provenance=found)


def _date(text: str) -> str | None:
    """A date as programs write it, also with the two digits of a year that mail once had."""
    return read_stamp(text) or read_stamp(moment(text) or "")


def fill(page: Page, facts: Block) -> Page:
    """A page read from HTML, with what its record states of the story where the page itself says nothing."""
    stories = [block for block in page.blocks if block.kind == "article"]
    if not stories:
        return replace(page, blocks=(facts, *page.blocks)) if facts.kind == "article" else page
    main = max(stories, key=lambda block: len(block.body))
    gaps = [name for name in ("title", "authors", "date", "outlet", "standfirst") if not getattr(main, name)]
    filled = {name: getattr(facts, name) for name in gaps if getattr(facts, name)}
    found = {name: facts.provenance[name] for name in filled if name in facts.provenance}
    whole = replace(main, **filled, provenance={**main.provenance, **found})
    return replace(page, blocks=tuple(whole if block is main else block for block in page.blocks))
