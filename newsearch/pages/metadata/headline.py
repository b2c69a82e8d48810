"""The title of a page: the headline that its reader sees, checked against the titles that it states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from newsearch.model import Candidate
from newsearch.pages import outlets
from newsearch.pages.metadata.page import FOREIGN, ReadPage, key, visible_text
from newsearch.pages.structured import text_of

_LONGEST = 400
_SEPARATOR = re.compile(r"\s+[|•·»«~:–—\-⋆*/]+\s+|\s*[|｜»]\s*|\s+::\s+|(?<=\S)[：](?=\S)|\s*_\s+|_(?=[^_\s]+$)")
_META_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "sailthru.title", "headline", "title")


def candidates(page: ReadPage, outlet: str | None) -> Iterator[Candidate]:
    """The page's titles, the best first. Sets `page.headline`, the element of the visible one."""
    stated = list(_stated(page, outlet))
    seen = _visible(page, stated)
    if seen is not None:
        page.headline, text = seen
        yield Candidate("title", _without_kicker(text, stated), "heading")
    yield from stated


def _stated(page: ReadPage, outlet: str | None) -> Iterator[Candidate]:
    statements = page.statements
    domain = outlets.domain_of(page.given_url or page.url)
    clean = [t for t in (text_of(page.articles[0].get("headline")) if page.articles else "",) if t]
    headings = [visible_text(node) for _, node in statements.headings[:4]]
    for text in clean:
        yield Candidate("title", without_site(text, outlet, domain, headings), "json-ld")
    for name in _META_TITLES:
        for value in statements.meta.get(name, ())[:1]:
            yield Candidate("title", without_site(value, outlet, domain, clean + headings), "meta")
    for _, prop, node in statements.microdata:
        if prop.lower() == "headline":
            text = node.attributes.get("content") or visible_text(node)
            if text:
                yield Candidate("title", text[:_LONGEST], "microdata")
                break
    if statements.title:
        yield Candidate("title", without_site(statements.title, outlet, domain, clean + headings), "title element")


def _visible(page: ReadPage, stated: list[Candidate]) -> tuple[LexborNode, str] | None:
    """The heading that is the page's headline: the one that its stated titles speak of."""
    best: tuple[float, LexborNode, str] | None = None
    headings = page.statements.headings[:8]
    for _, node in headings:
        text = visible_text(node)
        if not text or len(text) > _LONGEST:
            continue
        support = max((_overlap(text, c.value) for c in stated), default=0.0)
        if page.main is not None and page.distance(node) != FOREIGN:
            support += 0.1
        if best is None or support > best[0] + 1e-9:
            best = (support, node, text)
    if best is None:
        return None
    strong = [c for c in stated if c.source != "title element"]
    if best[0] < (0.5 if strong else 0.34) and stated:
        return None
    return best[1], best[2]


def _overlap(a: str, b: str) -> float:
    """How much of the shorter of two titles is in the other, in words (F1, so that one word in ten is little)."""
    x, y = key(a), key(b)
    if x == y:
        return 1.0
    if min(len(x), len(y)) >= 12 and (x in y or y in x):
        return 0.95
    left, right = Counter(x.split()), Counter(y.split())
    common = sum((left & right).values())
    return 2 * common / max(1, left.total() + right.total())


def _without_kicker(text: str, stated: list[Candidate]) -> str:
    """A heading without the kicker above the headline inside it: then a stated title is its end."""
    words = key(text)
    for candidate in stated:
        title = key(candidate.value)
        if len(title) >= 12 and len(title) < len(words) and words.endswith(" " + title):
            return candidate.value
    return text


def without_site(title: str, outlet: str | None, domain: str | None, known: list[str]) -> str:
    """A title without the site's name, and the section before it, at its end (or the name at its start).

    `known` are clean readings of the headline: what one of them does not have is not the headline.
    """
    title = title[:_LONGEST]
    breaks = list(_SEPARATOR.finditer(title))
    if not breaks:
        return title
    for text in known:
        for at in breaks:
            if key(title[: at.start()]) == key(text):
                return title[: at.start()].strip()
    names = {outlets.key(n) for n in (outlet, domain) if n}
    last = breaks[-1]
    if _is_site(title[last.end() :], names):
        kept = title[: last.start()]
        if len(breaks) > 1 and _is_section(kept[breaks[-2].end() :], breaks[-2].group()):
            kept = kept[: breaks[-2].start()]
        return kept.strip() or title
    if _is_site(title[: breaks[0].start()], names):
        return title[breaks[0].end() :].strip() or title
    return title


def _is_site(text: str, names: set[str]) -> bool:
    name = outlets.key(text)
    if not name or len(text.split()) > 6:
        return False
    return any(name == n or (len(n) > 3 and len(name) > 3 and (n in name or name in n)) for n in names)


def _is_section(text: str, separator: str) -> bool:
    """A word or two between bars, after the headline and before the site's name."""
    return len(text.split()) <= 2 and len(text) < 25 and ("|" in separator or "·" in separator)
