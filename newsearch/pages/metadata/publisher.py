"""The outlet of a page: the site's name as it states it, else its domain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newsearch.model import Candidate
from newsearch.pages import crediting, outlets, structured
from newsearch.pages.metadata.page import ReadPage, key
from newsearch.pages.structured import name_of_item, text_of

_LONGEST = 60
_TAGLINE = re.compile(r"\s+[-–—|:•·»«]\s+|\s*[|｜]\s*|：")
_SLOGAN = re.compile(_TAGLINE.pattern + r"|:\s+")
_SIGNS = frozenset("|-–—:·•»«")
_FRONT = re.compile(r"(?:(?:https?:)?//[^/?#]+)?/?(?:index\.\w+|home/?)?(?:[?#].*)?")
_TOP = 40
"""Lines of a page among which its site is named."""
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
    if suffix and not crediting.is_led(suffix):  # `... - by Ann Lee`
        yield Candidate("outlet", suffix, "title element")
    home = _name_of_home(page, url)
    if home:
        yield Candidate("outlet", outlets.settled_name(home, url), "title element")
    elif (named := _with_rights(page) if domain else _of_title(page)) and not crediting.is_led(named):
        yield Candidate("outlet", named, "title element")
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


def _name_of_home(page: ReadPage, url: str | None) -> str | None:
    """What a link to the front page near the top says, if the title element begins or ends with it and a sign beside it."""
    title = page.statements.title
    for line in page.outline.lines[:_TOP] if title else ():
        name = line.text
        if line.url and line.linked >= len(name) and _is_part(name, title):
            is_heading = line.element in page.outline.headings
            if _leads_home(line.url, url, up=is_heading):
                return name
    return None


def _is_part(name: str, title: str) -> bool:
    """Whether a title begins or ends with a name, and a sign sets it off."""
    if not 2 < len(name) <= min(_LONGEST, len(title) - 2):
        return False
    if title.startswith(name):
        return title[len(name) :].lstrip()[:1] in _SIGNS
    return title.endswith(name) and title[: -len(name)].rstrip()[-1:] in _SIGNS


def _leads_home(link: str, url: str | None, *, up: bool) -> bool:
    """Whether a link leads to the front page of the site of `url`; `up`: or to where several levels of that address begin."""
    if _FRONT.fullmatch(link):
        host = outlets.host_of(link) if "//" in link else None
        return host is None or url is None or host == outlets.host_of(url)
    return up and url is not None and link.endswith("/") and url.startswith(link) and "/" in url[len(link) : -1]


_RIGHTS = re.compile(r"©|\bcopyright\b|\([cC]\) ?\d{4}", re.I)
_MARKS_OF_RIGHTS = ("©", "opyright", "OPYRIGHT", "(c)", "(C)")
"""One of these is in what `_RIGHTS` finds."""
_LONGEST_RIGHTS = 200
"""Characters of a line that says who has the rights."""
_MOST_WORDS = 6
_MASTHEAD = 2
"""Lines with which a page begins, among them its site's name."""


def _ends_of_title(page: ReadPage) -> tuple[list[str], list[str]]:
    """The parts of the title element, and of the last and the first those that may be the site's name."""
    parts = [part.strip() for part in _SLOGAN.split(page.statements.title)]
    ends = [part for part in (parts[-1], parts[0]) if 0 < key(part).count(" ") + 1 <= _MOST_WORDS and len(part) > 1]
    return parts, ends if len(parts) > 1 else []


def _with_rights(page: ReadPage) -> str | None:
    """The site's name in the title element: what ends it, or begins it, and has the rights in the page."""
    parts, ends = _ends_of_title(page)
    if not ends:
        return None
    if not any(mark in page.text for mark in _MARKS_OF_RIGHTS):
        return None
    rights = [f" {key(line)} " for line in page.lines if len(line) <= _LONGEST_RIGHTS and _RIGHTS.search(line)]
    held = next((part for part in ends if any(f" {key(part)} " in line for line in rights)), None)
    return held if held and (held == parts[-1] or key(parts[-1]) in map(key, page.lines)) else None


def _of_title(page: ReadPage) -> str | None:
    """The site's name in the title element of a page without an address: what has the rights in the page; else what stands beside the
    headline and is none of the sections that the page leads to."""
    parts, ends = _ends_of_title(page)
    if not ends:
        return None
    if held := _with_rights(page):
        return held
    opening = [key(line) for line in page.lines[:_MASTHEAD]]
    heads = next((part for part in ends if key(part) in opening), None)
    if heads and key(parts[0] if heads == parts[-1] else parts[-1]).count(" ") >= _MOST_WORDS // 2:
        return None if _is_section(page, key(heads)) else heads
    return _beside_headline(page, ends)


def _beside_headline(page: ReadPage, ends: list[str]) -> str | None:
    parts = [part.strip() for part in _TAGLINE.split(page.statements.title)]
    said = {key(line) for line in page.lines} if len(parts) > 1 else set()
    for part, other in ((parts[-1], parts[0]), (parts[0], parts[-1])):
        if part in ends and key(other) in said and key(other).count(" ") > key(part).count(" "):
            if part == parts[0] and key(part) not in said and key(other).count(" ") < _MOST_WORDS:
                return None  # the other may be the site's name and this the headline, which stands nowhere
            return None if _is_section(page, key(part)) else part
    return None


def _is_section(page: ReadPage, name: str) -> bool:
    """Whether the page leads to a part of the site that is called so."""
    return any(
        line.linked and not (line.url and _FRONT.fullmatch(line.url)) and name in map(key, line.text.split(" | "))
        for line in page.outline.lines
        if len(line.text) <= _LONGEST_RIGHTS
    )


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
