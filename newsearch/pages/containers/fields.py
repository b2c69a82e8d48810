"""Named fields of a story, as scrapers, feeds and front matter state them -> a block."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from newsearch.model import Block, Page
from newsearch.pages.crediting import clean_authors
from newsearch.pages.dates import read_stamp
from newsearch.pages.html.fragment import one_line, paragraphs
from newsearch.pages.origin import moment
from newsearch.pages.outlets import outlet_of_url

FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name", "article_title", "heading", "web_title", "story_title", "full_title"),
    "authors": (
        "authors", "author", "byline", "creator", "creators", "dc:creator", "writer", "published_by", "story_authors", "fields.byline",
        "yoast_head_json.author", "_embedded.author.name", "user.name",
    ),
    "date": (
        "datetime", "date", "published", "date_published", "date_publish", "publish_date", "published_at", "published_date",
        "publication_date", "pub_date", "published_time", "publishing_date", "web_publication_date", "story_date", "issued", "created_at",
        "created", "created_utc", "timestamp", "seendate",
    ),
    "outlet": (
        "outlet", "publisher", "site_name", "og:site_name", "site", "publication", "publication_name", "source_name", "source-hostname",
        "newspaper", "container-title", "media_name", "feed.title", "origin.title", "yoast_head_json.og_site_name", "story_feed_title", "fields.publication",
        "source", "domain", "source_domain", "hostname",
    ),
    "url": (
        "url", "link", "canonical_url", "original_url", "source_url", "permalink", "loc", "url_source", "web_url", "page_url",
        "canonical.href", "alternate.href", "links.permalink", "story_permalink", "main_entity_of_page", "main_entity_of_page.@id",
        "html.requested_url", "source",
    ),
    "standfirst": (
        "standfirst", "description", "summary", "subtitle", "excerpt", "abstract", "dek", "lead", "trail_text", "fields.standfirst",
        "fields.trail_text", "snippet",
    ),
    "language": ("language", "lang", "in_language", "language_code", "story_language"),
    "saved": (
        "saved", "saved_at", "scraped_at", "date_download", "date_crawled", "crawl_date", "crawled_at", "crawled", "fetched_at", "retrieved",
        "download_date", "accessed", "loaded_time", "crawl.loaded_time", "html.crawl_date",
    ),
    "html": ("html", "raw_html", "page_html", "source_html", "raw"),
    "body": (
        "text", "body", "content", "article_body", "maintext", "main_text", "full_text", "article_text", "plain_text", "cleaned_text",
        "raw_text", "content_html", "content_text", "text_content", "article", "story_content", "story_text", "fields.body",
        "fields.body_text", "summary.content", "lead_paragraph", "selftext",
    ),
    "markdown": ("markdown",),
}  # fmt: skip
"""What we know of a story -> the names that others give to it, the first that is filled wins (see docs/pages.md). Capitals, `_`, `-`
and `:` make no difference; behind a point stands the name inside an object, or inside the first of a list."""

_OF_A_THING = ("name", "rendered", "main", "original", "title", "value", "@value", "#text", "$date", "content", "url")
"""Where a nested object keeps its word: `{"author": {"name": ...}}`, `{"title": {"rendered": ...}}`."""
_OF_A_TEXT = ("summary", "headline", "paragraphs", "sections")
"""What fundus writes a body as, each a list: `{"summary": [...], "sections": [{"headline": [...], "paragraphs": [...]}]}`."""


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """The name of a field as `named` has it."""
    return name.translate(_NO_SIGNS).lower()


_NO_SIGNS = str.maketrans("", "", "_-: ")
_NAMES = {
    what: tuple((name, *(plain(part) for part in name.split("."))) for name in names) for what, names in FIELDS.items()
}
"""What we know of a story -> each name as it is written, and its parts as `named` has them."""


class Named(dict[str, Any]):
    """A record whose fields are found however their names are spelled: `datePublished`, `date_published`."""


def named(record: Mapping[str, Any]) -> Named:
    """The record under plain names. Of two fields with the same one, the first that is filled."""
    if isinstance(record, Named):
        return record
    found = Named()
    for name, value in record.items():
        if value not in (None, "") and isinstance(name, str):
            found.setdefault(plain(name), value)
    return found


def field(record: Mapping[str, Any], what: str) -> str | None:
    """The text of a field under any of its names, or None."""
    return next(iter(values(record, what)), None)


def values(record: Mapping[str, Any], what: str) -> tuple[str, ...]:
    """All texts of a field under the first of its names that is filled."""
    record = named(record)
    for name, first, *inside in _NAMES[what]:
        value = record.get(first)
        if value is None:  # nearly all names of nearly all records
            continue
        for part in inside:
            value = value[0] if isinstance(value, list) and value else value
            value = named(value).get(part) if isinstance(value, Mapping) else None
        found = tuple(_listed(value) if what == "authors" and isinstance(value, str) else texts_of(value))
        if what == "authors":
            found = tuple(text for text in found if not text.isdigit())  # the number of one
        if what == "url" or (what == "outlet" and name == "source"):
            found = tuple(text for text in found if text.startswith(("http://", "https://")) == (what == "url"))
        if found:
            return found
    return ()


def _listed(text: str) -> Iterable[str]:
    """The texts of a list that a table keeps as one text: `['Ann Lee', 'Bo Ray']`."""
    inside = _LIST.fullmatch(text.strip())
    return texts_of(_BETWEEN_ITEMS.split(inside[1]) if inside else text)


_LIST = re.compile(r"\[\s*['\"](.*)['\"]\s*\]", re.S)
_BETWEEN_ITEMS = re.compile(r"['\"]\s*,\s*['\"]")


def texts_of(value: Any, deepest: int = 8) -> Iterable[str]:
    """The texts of a value, whatever it is wrapped in."""
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
        if isinstance(value.get("family"), str):  # CSL JSON, which Zotero and others export
            yield f"{value.get('given') or ''} {value['family']}".strip()
            return
        if isinstance(parts := value.get("date-parts"), list):
            yield "-".join(f"{part:0>2}" for part in texts_of(parts, deepest - 1))
            return
        for name in _OF_A_THING:
            if isinstance(value.get(name), str | int | Mapping):
                yield from texts_of(value[name], deepest - 1)
                return
        for name in _OF_A_TEXT:
            if isinstance(value.get(name), list):
                yield from texts_of(value[name], deepest - 1)
    elif deepest and isinstance(value, list | tuple):
        for item in value:
            yield from texts_of(item, deepest - 1)


def block_of(
    record: Mapping[str, Any], source: str, *, url: str | None = None, body: str | None = None
) -> Block | None:
    """The story that a record states, or None if it states neither a title nor a text. `source` is its provenance."""
    block = stated(record, source, url=url, body=body)
    return block if block.title or block.body else None


def stated(record: Mapping[str, Any], source: str, *, url: str | None = None, body: str | None = None) -> Block:
    """What a record states of a story, be it no more than a date."""
    record = named(record)
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
    if main.provenance.get("outlet") == "url" and facts.provenance.get("outlet") not in (None, "url"):
        gaps.append("outlet")  # a name says more than an address
    filled = {name: getattr(facts, name) for name in gaps if getattr(facts, name)}
    found = {name: facts.provenance[name] for name in filled if name in facts.provenance}
    whole = replace(main, **filled, provenance={**main.provenance, **found})
    return replace(page, blocks=tuple(whole if block is main else block for block in page.blocks))
