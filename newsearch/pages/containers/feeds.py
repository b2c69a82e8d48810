"""RSS (0.9 to 2.0, RDF) and Atom -> a page with a block for each item: an article if the feed carries its text, else a teaser.

The standard library's XML parser reads them: document types, and with them entities, are taken out first, and a feed
that is broken somewhere (a bare `&`, a cut end) gives the items before that place.
"""

from __future__ import annotations

import contextlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any, BinaryIO
from urllib.parse import urljoin

from newsearch.errors import PageError
from newsearch.model import Block, Page
from newsearch.pages.containers import Given
from newsearch.pages.containers.fields import block_of
from newsearch.pages.entities import unescape
from newsearch.pages.html.fragment import one_line

FULL_TEXT = 600
"""Characters from which an item's text is the story rather than its opening."""

_PROLOGUE = re.compile(r"\A\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|\s)*", re.S)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(#\d{1,7};|#[xX][\da-fA-F]{1,6};|\w+;)?")
_CDATA = re.compile(r"(<!\[CDATA\[(?:.*?\]\]>|.*))", re.S)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ROOT = re.compile(r"(<[\w:.-]+)([^>]*)")
_PREFIX = re.compile(r"(?<=[\s</])([A-Za-z_][\w.-]*):[A-Za-z_]")
_DECLARED = re.compile(r"\bxmlns:([\w.-]+)\s*=")
_MEDIA = "http://search.yahoo.com/mrss/"
_MOST_PREFIXES = 1000


def read_feed(stream: BinaryIO, given: Given) -> Iterator[Page]:
    """One page of all items. Raises PageError if no item can be read."""
    from newsearch.pages import LARGEST_DOCUMENT
    from newsearch.pages.decode import decode

    decoded = decode(stream.read(LARGEST_DOCUMENT))
    feed = _Feed()
    problem = feed.read(_mended(decoded.text))
    blocks = tuple(block for item in feed.items if (block := _block(item, feed, given.url)))
    if not blocks and problem:
        raise PageError(f"{given.name} is a feed that cannot be read ({problem}). Fetch it again.")
    warnings = (f"the feed is broken ({problem}); the items before that were read",) if problem else ()
    yield Page(
        given.name,
        blocks,
        given.url or feed.url,
        decoded.charset,
        feed.language,
        given.saved,
        (*decoded.warnings, *warnings),
    )


def _mended(text: str) -> str:
    """The feed without document type, with HTML's entities and bare ampersands as XML has them."""
    text = _with_namespaces(_NOT_XML.sub("", _PROLOGUE.sub("", text, count=1)))
    parts = _CDATA.split(text)
    parts[::2] = (_ENTITY.sub(_entity, part) for part in parts[::2])
    return "".join(parts)


def _with_namespaces(text: str) -> str:
    """The feed with a namespace for every prefix that it uses: a parser refuses a feed that forgets one."""
    root = _ROOT.match(text)
    if root is None:
        return text
    unknown = set(_PREFIX.findall(text)).difference(_DECLARED.findall(root[2]), ("xml", "xmlns"))
    stated = [f'xmlns:{name}="{_MEDIA if name == "media" else name}"' for name in sorted(unknown)[:_MOST_PREFIXES]]
    return " ".join((root[1], *stated)) + root[2] + text[root.end() :]


def _entity(match: re.Match[str]) -> str:
    text = unescape(match[0])
    if text == match[0]:
        return f"&amp;{match[1] or ''}"
    return escape(_NOT_XML.sub("", text))


class _Feed:
    """What a feed says of itself, and its items as flat records, gathered while the XML is parsed."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.url: str | None = None
        self.language: str | None = None
        self.items: list[dict[str, Any]] = []

    def read(self, text: str) -> str | None:
        """Parse the feed; what was wrong with it, if anything."""
        parser: ET.XMLPullParser[Any] = ET.XMLPullParser(("start", "end"))
        parents: list[str] = []
        problem = None
        try:
            for start in range(0, len(text), 65536):
                parser.feed(text[start : start + 65536])
                self._take(parser, parents)
            parser.close()
        except (ET.ParseError, ValueError) as error:
            problem = str(error)
        try:
            self._take(parser, parents)
        except ET.ParseError as error:
            problem = problem or str(error)
        return problem

    def _take(self, parser: ET.XMLPullParser[Any], parents: list[str]) -> None:
        for event, element in parser.read_events():  # type: ignore[misc]
            if not isinstance(element, ET.Element):
                continue
            tag = _local(element.tag)
            if event == "start":
                parents.append(tag)
                continue
            parents.pop()
            if tag in ("item", "entry"):
                self.items.append(_record(element))
                element.clear()
            elif parents and parents[-1] in ("channel", "feed"):
                self._describe(tag, element)

    def _describe(self, tag: str, element: ET.Element) -> None:
        text = " ".join((element.text or "").split())
        if tag == "title" and text:
            self.title = self.title or one_line(text)
        elif tag == "language" and re.match(r"[a-zA-Z]{2}\b", text):
            self.language = text[:2].lower()
        elif tag == "link":
            href = element.get("href") if element.get("rel", "alternate") == "alternate" else None
            self.url = self.url or href or text or None


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _record(item: ET.Element) -> dict[str, Any]:
    """An item under the names of `fields.FIELDS`. Its `texts` are its description and its content."""
    record: dict[str, Any] = {"authors": [], "texts": []}
    for child in item:
        tag, text = _local(child.tag), (child.text or "").strip()
        if tag == "title" and _MEDIA not in child.tag:
            record.setdefault("title", _markup(child))
        elif tag == "link":
            if child.get("rel", "alternate") == "alternate":
                record.setdefault("url", child.get("href") or text)
        elif tag == "guid" and child.get("isPermaLink", "true") == "true" and text.startswith("http"):
            record.setdefault("guid", text)
        elif tag in ("creator", "author"):
            record["authors"].append(_author(child))
        elif tag in ("pubDate", "published", "date", "issued"):
            record.setdefault("date", text)
        elif tag in ("updated", "modified"):
            record["updated"] = text
        elif tag == "source":
            record["outlet"] = text or next((t.text for t in child if _local(t.tag) == "title" and t.text), "")
        elif tag in ("encoded", "content", "description", "summary", "fulltext", "full-text") and not child.get("url"):
            record["texts"].append(_markup(child))
    record.setdefault("date", record.pop("updated", ""))
    record.setdefault("url", record.pop("guid", ""))
    return record


def _markup(element: ET.Element) -> str:
    """The text of an element; for Atom's `type="xhtml"` the markup inside it."""
    if len(element):
        for inner in element.iter():
            inner.tag = _local(inner.tag)
        try:
            return "".join(ET.tostring(child, encoding="unicode", method="html") for child in element)
        except RecursionError:
            return "".join(element.itertext())
    return (element.text or "").strip()


def _author(element: ET.Element) -> str:
    name = next((child.text for child in element if _local(child.tag) == "name"), None) or element.text or ""
    # RSS 2.0 wants "mail@example.org (Ann Lee)"
    found = re.search(r"(?<!\S)[^\s@]+@[^\s(]+\s*\(([^()]+)\)", name)
    return found[1] if found else re.sub(r"(?<!\S)[^\s@]+@\S+", "", name).strip()


def _block(record: dict[str, Any], feed: _Feed, base: str | None) -> Block | None:
    texts = sorted(record.pop("texts"), key=len)
    base = base or feed.url
    if base and record["url"]:
        with contextlib.suppress(ValueError):  # an address with brackets that are no IPv6 address
            record["url"] = urljoin(base, record["url"])
    if feed.title and not record.get("outlet"):
        record["outlet"] = feed.title
    block = block_of(record, "feed", url=record["url"] or None, body=texts[-1] if texts else "")
    if block is None:
        return None
    opening = one_line(texts[0]) if len(texts) > 1 else ""
    if len(block.body) < FULL_TEXT:
        return replace(block, kind="teaser")
    if opening and not one_line(block.body).startswith(opening.rstrip(" .…[]")[:80]):
        return replace(block, standfirst=opening)
    return block
