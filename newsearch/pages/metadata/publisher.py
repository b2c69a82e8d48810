"""The outlet of a page: the site's name as it states it, else its domain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newsearch.model import Candidate
from newsearch.pages import outlets, structured
from newsearch.pages.metadata.page import ReadPage
from newsearch.pages.structured import name_of_item, text_of

_LONGEST = 60
_TAGLINE = re.compile(r"\s+[-–—|:•·»«]\s+|\s*[|｜]\s*|：")
_SLOGAN = re.compile(_TAGLINE.pattern + r"|:\s+")
_META_NAMES = (
    "application-name",
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "apple-mobile-web-app-title",
    "cre",
    "copyright",
    "sitename",
)


def candidates(page: ReadPage) -> Iterator[Candidate]:
    """What a page may call its outlet, the likeliest first."""
    url = page.given_url or page.url
    domain = outlets.domain_of(url)
    for value, source in _stated(page):
        name = _site_name(value, domain)
        if name:
            yield Candidate("outlet", outlets.settled_name(name, url), source)
    suffix = _title_suffix(page, domain)
    if suffix:
        yield Candidate("outlet", suffix, "title element")
    for name in _publishers(page, domain):
        yield Candidate("outlet", outlets.settled_name(name, url), "microdata")
    if domain:
        yield Candidate("outlet", outlets.outlet_of_url(url) or domain, "url")


def _publishers(page: ReadPage, domain: str | None) -> Iterator[str]:
    """The publishers that items of microdata name: as often the company as the paper."""
    for prop, node in page.statements.microdata:
        name = _site_name(name_of_item(node), domain) if prop == "publisher" else None
        if name:
            yield name


def _stated(page: ReadPage) -> Iterator[tuple[str, str]]:
    statements = page.statements
    for value in statements.meta.get("og:site_name", ()):
        yield value, "meta"
    for article in page.articles:
        yield text_of(statements.resolve(article.get("publisher"))), "json-ld"
    typed = [(frozenset(structured.types_of(item)), item) for item in statements.items]
    for kinds in (("newsmediaorganization",), ("website",), ("organization", "corporation")):
        for types, item in typed:
            if not types.isdisjoint(kinds):
                yield text_of(item.get("name")), "json-ld"
    for name in _META_NAMES:
        for value in statements.meta.get(name, ()):
            yield value, "meta"


_COPYRIGHT = re.compile(r"copyright|©|\(c\)|(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?|all rights reserved", re.I)
_PERHAPS_COPYRIGHT = re.compile(r"[©\d(]|(?i:copyr|reser)")
_ADDRESS = re.compile(r"www\.[\w.-]+", re.I)


@lru_cache(maxsize=1024)
def _site_name(value: str, domain: str | None) -> str | None:
    """A stated name without a tagline; None for what is an address, a person's or a sentence."""
    if _PERHAPS_COPYRIGHT.search(value):
        value = _COPYRIGHT.sub("", value)
    value = value.strip(" |-–—:.,")
    if _ADDRESS.fullmatch(value):
        value = value.lower().removeprefix("www.")
    if not value or value.startswith(("http", "@", "//")):
        return None
    if len(value) > 25:
        parts = _SLOGAN.split(value)
        if len(parts) > 1:
            stem = domain.split(".")[0] if domain else ""
            value = next((p for p in parts if stem and outlets.key(p) == outlets.key(stem)), parts[0])
    return value if 1 < len(value) <= _LONGEST else None


def _title_suffix(page: ReadPage, domain: str | None) -> str | None:
    """The end of the title element, if it is the site's name by its domain."""
    if not domain:
        return None
    stem = outlets.key(domain)
    for part in reversed(_TAGLINE.split(page.statements.title)):
        name = outlets.key(part)
        if len(name) > 2 and (
            name == stem or (len(stem) > 4 and (stem in name or name in stem) and len(part.split()) <= 4)
        ):
            return part.strip().removeprefix("www.")
    return None
