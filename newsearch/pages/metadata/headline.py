"""The title of a page: the headline that its reader sees, checked against the titles that it states."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from selectolax.lexbor import LexborNode

from newsearch.model import Candidate
from newsearch.pages import crediting, outlets
from newsearch.pages.metadata.foreign import names_of
from newsearch.pages.metadata.page import FOREIGN, ReadPage, key
from newsearch.pages.structured import squeeze, text_of

_LONGEST = 400
_SEPARATOR = re.compile(
    r"\s+[|│¦•·»«~:：–—\-⋆*/]+\s+|\s*[|│｜]\s*|\s*@\s+|(?<=\S)[：](?=\S)|\s*_\s+|_(?=[^_\s]+$)|(?<=[^\x00-\x7f])[:-](?=[^\s\d]{2,15}$)|\s+\((?=(?:[\w-]+\.)+[a-z]{2,10}\)$)"
)
_PERHAPS_SEPARATOR = re.compile(r"[|│¦•·»«~:–—\-⋆*/｜@：_(]")
"""One of these is in every separator, and looking for them costs a tenth."""
_META_TITLES = (
    "og:title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "parsely-title",
    "sailthru.title",
    "headline",
    "title",
)
_KICKER = re.compile(
    r"kicker|overline|over-?title|dachzeile|pre-?(?:title|head)|top-?line|super-?title|rubri|roofline|spitzmarke|eyebrow|topic|category|section|label|flag|badge|hidden|sr-only|sub-?(?:title|line|head)|date|time"
)
_LONGEST_NAME = 100
"""Characters of a site's name, with what describes its logo."""
_MOST_SITE_WORDS = 4
_FEWEST_WORDS = 3
"""Of a headline; a heading that is the only one with as many says more than a title element with fewer."""
_UNSPACED = "\u0e00"
"""From here on, scripts without spaces between words."""
_SHORTEST_SHARED = 20
"""Characters: a shorter opening of a heading is its kicker."""
_MOST_SIGNS = 20
"""Characters of a headline that are no part of its words."""
_TRAIL_LEVELS = 4
"""Levels between a step of a breadcrumb trail and the element of the trail: link, item, list."""
_LOGO_WORDS = frozenset(("", "logo", "home", "homepage"))
_MOST_ALIKE = 0.8
"""The support that makes an element a headline that is not marked as one."""
_OTHER_HEADINGS = "h2,h3,[class*='headline' i],[class*='title' i],[class*='heading' i]"


def candidates(page: ReadPage, outlet: str | None) -> Iterator[Candidate]:
    """The page's titles, the best first. Sets `page.headline`, the element of the visible one."""
    site = _site_names(page, outlet)
    stated = list(_stated(page, site))
    seen = _visible(page, stated, site)
    if seen is not None:
        page.headline = seen
        agreed = _agreed(stated)
        reading = _reading(page, seen, stated, site)
        short = _shared(page, reading, stated)
        if short:
            yield short
        shown = Candidate("title", reading, "heading")
        if agreed and _overlap(key(agreed.value), key(shown.value)) < 0.9:
            yield agreed
        yield shown
    elif (told := _told(page, stated, site) or _signed(page, stated, site)) is not None:
        yield told
    yield from stated


def _told(page: ReadPage, stated: list[Candidate], site: frozenset[str]) -> Candidate | None:
    """The headline where no element is marked as one: the line that says what a title states. Sets `page.headline`."""
    outline = page.outline
    position = _title_line(page, [*(c.value for c in stated), page.statements.title], site)
    if position < 0:
        return None
    line = outline.lines[position]
    element = outline.elements[line.element]
    if element.end - element.first == 1:
        page.headline = element.node
    return Candidate("title", line.text, "text")


def _signed(page: ReadPage, stated: list[Candidate], site: frozenset[str]) -> Candidate | None:
    """The only heading, or else the only line, with who wrote or when right below it, and a text; where the page states no more than a
    title element, which no heading speaks of. Sets `page.headline`."""
    if any(c.source != "title element" for c in stated):
        return None
    outline = page.outline
    headings = [outline.elements[position] for position in outline.headings]
    places = {element.first: None for element in headings if element.end - element.first == 1}
    # of two headings in a row the second is a standfirst
    found = [at for at in places if at - 1 not in places and _is_signed(page, at, site)]
    if not found:
        end = next((at for at in range(len(outline.lines)) if _is_told(page, at)), 0)
        free = (
            at for at in range(max(0, end - _BELOW), end) if outline.elements[outline.lines[at].element].tag != "li"
        )
        found = [at for at in free if _is_signed(page, at, site) and not _signs(page, outline.lines[at].text)]
    if len(found) != 1:
        return None
    line = outline.lines[found[0]]
    element = outline.elements[line.element]
    if element.end - element.first == 1:
        page.headline = element.node
    return Candidate("title", line.text, "heading" if found[0] in places else "text")


def _is_signed(page: ReadPage, at: int, site: frozenset[str]) -> bool:
    """Whether a line may be a headline, and who wrote or when, and a text, stand right below it."""
    line, below = page.outline.lines[at], page.outline.lines[at + 1 : at + 1 + _BELOW]
    words = line.text.count(" ") + 1
    if line.linked or not _FEWEST_WORDS <= words <= _MOST_WORDS or _is_site_name(line.text, site):
        return False
    if page.outline.is_hidden(line):
        return False
    if _PICTURE.match(line.text):
        return False
    if not any(_is_told(page, at + 1 + k) for k in range(len(below))) or not any(
        _signs(page, other.text) for other in below[:_SIGNED_WITHIN]
    ):
        return False
    return not _heads_comments(page.outline.elements[line.element].node) and page.first_date(line.text) is None


def _is_told(page: ReadPage, at: int) -> bool:
    line = page.outline.lines[at]
    return len(line.text) >= _SHORTEST_TEXT and line.linked * 2 < len(line.text)


def _heads_comments(node: LexborNode) -> bool:
    around: LexborNode | None = node
    for _ in range(_TRAIL_LEVELS):
        if around is None or "comment" in names_of(around).lower():
            return around is not None
        around = around.parent
    return False


def _signs(page: ReadPage, text: str) -> bool:
    """Whether a line says who wrote, or when, and little more."""
    if len(text) > _LONGEST_SIGNATURE:
        return False
    return crediting.byline(text) is not None or page.first_date(text) is not None


_PICTURE = re.compile(r"\W*(?:credit|photo|foto|image|imagen|bild|picture|copyright|©)", re.IGNORECASE)
_BELOW, _SIGNED_WITHIN = 7, 3
"""Lines below a headline that hold its story's first paragraph, and who wrote it or when."""
_MOST_WORDS = 30
_SHORTEST_TEXT = 80
_LONGEST_SIGNATURE = 80
"""Characters of a paragraph, and of a line that says who wrote and when."""


def _title_line(page: ReadPage, titles: Iterable[str], site: frozenset[str]) -> int:
    """The line that says what one of the titles says, whole or up to a break behind its first third; -1 for none.

    The longest, and of equal ones the first. A link is a step of a path, or offers a story; what stands before an earlier break,
    or behind one, is as often the site's name; where this stands first, what stands last is the headline.
    """
    said = set()
    titles = list(dict.fromkeys(titles))
    for title in titles:
        title = title[:_LONGEST]
        breaks = _breaks(title)
        parts = [title, *(title[:start] for start, _ in breaks if start * 3 >= len(title))]
        if breaks and _is_site(title[: breaks[0][0]], site):
            parts.append(title[breaks[-1][1] :])
        said.update([words for part in parts if _may_be_headline(words := key(part)) and not _is_site_name(part, site)])
    best = _longest_said(page, said)
    return (
        best if best >= 0 else _longest_said(page, {key(part) for title in titles for part in _told_parts(title)}, True)
    )


def _told_parts(title: str) -> list[str]:
    """The parts of a title that may be a heading of the page: the last if it is most of it, `Harbour Post | EUROPE | Ferry terminal to close`,
    `kelda: A bridge too shut`, and those between others."""
    title = title[:_LONGEST]
    breaks = _breaks(title)
    last = title[breaks[-1][1] :] if breaks else title.partition(": ")[2]
    parts = [title[end:start] for (_, end), (start, _) in pairwise(breaks)]
    parts += [last] if len(last) * 2 > len(title) else []
    return [part for part in parts if part and _may_be_headline(key(part))]


def _longest_said(page: ReadPage, said: Collection[str], only_headings: bool = False) -> int:
    """The first of the longest lines that say one of some texts, given as `key` has them; -1 for none."""
    headings = {page.outline.elements[at].first for at in page.outline.headings} if only_headings and said else ()
    best, most = -1, 0
    longest = max(map(len, said), default=0) + _MOST_SIGNS
    for position, line in enumerate(page.outline.lines):
        if (
            not line.linked
            and (not only_headings or position in headings)
            and most < len(line.text) <= longest
            and (words := key(line.text)) in said
            and len(words) > most
        ):
            best, most = position, len(words)
    return best


def _may_be_headline(words: str) -> bool:
    return words.count(" ") + 1 >= _FEWEST_WORDS or max(words, default="") >= _UNSPACED


def _agreed(stated: list[Candidate]) -> Candidate | None:
    """The headline that JSON-LD and meta tags state alike: a heading that differs is the front page's, or a new one."""
    story = next((c for c in stated if c.source == "json-ld"), None)
    shared = next((c for c in stated if c.source == "meta"), None)
    return story if story and shared and key(story.value) == key(shared.value) else None


def _shared(page: ReadPage, reading: str, stated: list[Candidate]) -> Candidate | None:
    """The headline stated alike for two networks, where the page's heading goes on after it.

    What is added there is for search engines, or a standfirst.
    """
    first = page.statements.first
    shared, other = first("og:title"), first("twitter:title")
    if not shared or not other or key(shared) != key(other):
        return None
    if len(shared) < _SHORTEST_SHARED or not key(reading).startswith(key(shared) + " "):
        return None
    return next((c for c in stated if c.source == "meta"), None)


def _site_names(page: ReadPage, outlet: str | None) -> frozenset[str]:
    url = page.given_url or page.url
    return frozenset(outlets.key(n) for n in (outlet, outlets.domain_of(url), *outlets.known_names(url)) if n)


def _stated(page: ReadPage, site: frozenset[str]) -> Iterator[Candidate]:
    statements = page.statements
    headings = [page.shown(node) for node in statements.headings[:4]]
    headings = [h for h in headings if h and not _is_called(h, site)]
    headline = text_of(page.articles[0].get("headline")) if page.articles else ""
    if headline:
        yield Candidate("title", without_site(headline, site, headings), "json-ld")
        headings.append(headline)
    for name in _META_TITLES:
        for value in statements.meta.get(name, ())[:1]:
            yield Candidate("title", without_site(value, site, headings), "meta")
    for prop, node in statements.microdata:
        if prop.lower() == "headline":
            text = node.attributes.get("content") or page.shown(node)
            # Blog themes mark the site's own name as a headline on every page.
            if text and (not statements.title or _overlap(key(text), key(statements.title)) >= 0.5):
                yield Candidate("title", without_site(text, site, headings), "microdata")
                break
    if statements.title:
        yield Candidate("title", without_site(statements.title, site, headings, element=True), "title element")


# ----------------------------------------------------------------------------------------------------- on the page


def _visible(page: ReadPage, stated: list[Candidate], site: frozenset[str]) -> LexborNode | None:
    """The heading that is the page's headline: the one that its stated titles speak of, else the story's only one."""
    headings = page.statements.headings[:8]
    best = _best_supported(page, headings, stated, site)
    if best is not None and (best[0] >= 0.5 or not stated):
        return (_below_trail(page, best[1], stated) if _ends_trail(best[1]) else None) or best[1]
    if any(c.source in ("json-ld", "meta") for c in stated) or _says_little(stated):
        lone = [node for node in headings if _may_stand_alone(page, node, site)]
        if len(lone) == 1:
            return lone[0]
    if best is not None and best[0] >= 0.34 and all(c.source == "title element" for c in stated):
        return best[1]
    return _other_heading(page, stated, site) if stated else None


def _says_little(stated: list[Candidate]) -> bool:
    """Whether what is stated can be no headline: Untitled, Home, the site's name."""
    return all(len(c.value.split()) < _FEWEST_WORDS and max(c.value, default="") < _UNSPACED for c in stated)


def _ends_trail(node: LexborNode) -> bool:
    """Whether a heading is the last step of a breadcrumb trail: the story's headline is then another one."""
    for _ in range(_TRAIL_LEVELS):
        above = node.parent
        if above is None:
            return False
        if above.tag == "nav" or "crumb" in names_of(above).lower():
            return True
        node = above
    return False


def _below_trail(page: ReadPage, step: LexborNode, stated: list[Candidate]) -> LexborNode | None:
    """The heading above the story where a trail ends with another: one that says, too, what the page states."""
    titles = {key(c.value) for c in stated if c.source in ("json-ld", "meta")} - {key(page.shown(step))}
    return next((node for node in page.tree.css("h2,h3")[:60] if key(page.shown(node)) in titles), None)


def _best_supported(
    page: ReadPage, nodes: list[LexborNode], stated: list[Candidate], site: frozenset[str], least: float = 0.0
) -> tuple[float, LexborNode] | None:
    """The heading that most of what is stated speaks for, and how much; one with less than `least` may be passed over."""
    best: tuple[float, LexborNode] | None = None
    titles = dict.fromkeys(key(c.value) for c in stated)
    parts = _ends(page.statements.title)
    for node in nodes:
        text = page.shown(node)
        if not text or len(text) > _LONGEST:
            continue
        words = key(text)
        if _is_site_name(text, site) or (words in parts and _is_site_part(words, parts, stated)):
            continue
        exact = words in titles
        support = 1.0 if exact else max([_overlap(words, title) for title in titles], default=0.0)
        if support + 0.1 < least:
            continue
        if page.distance(node) != FOREIGN:
            support += 0.1
            if exact:  # none has more, and of equal ones the first counts
                return support, node
        if best is None or support > best[0] + 1e-9:
            best = (support, node)
    return best


def _ends(title: str) -> tuple[str, ...]:
    """The first and the last part of a title element of several parts, their words alone."""
    breaks = _breaks(title)
    return (key(title[: breaks[0][0]]), key(title[breaks[-1][1] :])) if breaks else ()


def _is_site_part(words: str, parts: tuple[str, ...], stated: list[Candidate]) -> bool:
    """Whether a heading is the part of the title element that the stated headline is not: the site's name."""
    first, last = parts
    other = first if words == last else last
    if len(words.split()) > max(_MOST_SITE_WORDS, 2 * len(other.split())):
        return False
    return any(c.source != "title element" and key(c.value) == other for c in stated) or (
        len(first.split()) > len(words.split()) + 1
    )


def _may_stand_alone(page: ReadPage, node: LexborNode, site: frozenset[str]) -> bool:
    text = page.shown(node)
    return _FEWEST_WORDS <= len(text.split()) <= 40 and not _is_site_name(text, site) and page.distance(node) != FOREIGN


def _is_called(text: str, site: frozenset[str]) -> bool:
    return len(text) <= _LONGEST_NAME and outlets.key(text) in site


def _is_site_name(text: str, site: frozenset[str]) -> bool:
    """Whether a heading is the site's name, perhaps with what is written for those who cannot see its logo."""
    if _is_called(text, site):
        return True
    name = None
    for word in key(text).split():
        said = outlets.key(word)
        if said in _LOGO_WORDS:
            continue
        if said not in site or (name is not None and said != name):
            return False
        name = said
    return name is not None


def _other_heading(page: ReadPage, stated: list[Candidate], site: frozenset[str]) -> LexborNode | None:
    """A heading of another kind that says what the page's title says, on a page without an h1 for it."""
    nodes = page.tree.css(_OTHER_HEADINGS)[:60]
    headings = [node for node in nodes if node.tag != "a"]
    best = _best_supported(page, headings, stated, site, _MOST_ALIKE)
    return best[1] if best is not None and best[0] >= _MOST_ALIKE else None


def _overlap(x: str, y: str) -> float:
    """How much the words of two titles share (F1, so that one word in ten is little)."""
    if x == y:
        return 1.0
    if min(len(x), len(y)) >= 12 and (x in y or y in x):
        return 0.95
    left, right = x.split(), y.split()
    shared = set(left).intersection(right)
    common = sum([min(left.count(word), right.count(word)) for word in shared])
    return 2 * common / (len(left) + len(right))


def _reading(page: ReadPage, node: LexborNode, stated: list[Candidate], site: frozenset[str]) -> str:
    """What a heading says without the kicker, the date or the site's name in it; with the kicker that is stated."""
    text = without_site(page.shown(node), site, [c.value for c in stated])
    words = key(text)
    strong = [c.value for c in stated if c.source in ("json-ld", "meta")]
    for value in [*strong[:3], *(c.value for c in stated if c.source == "title element")]:
        title = key(value)
        if title == words:
            return text
        if 12 <= len(title) < len(words) and words.endswith(" " + title):
            return value
    bare = _without_kicker(node)
    if bare:
        return bare
    for value in strong[:3]:
        title = key(value)
        if len(words) >= 12 and title.endswith(" " + words) and len(title) - len(words) <= 40 and " | " not in value:
            return value
    return text


def _without_kicker(node: LexborNode) -> str | None:
    """A heading without those of its elements that are, by class, something beside the headline."""
    texts: list[str] = []
    dropped = False
    for child in node.iter(include_text=True):
        if child.tag in ("small", "time", "sup", "button") or (
            child.tag != "-text" and _KICKER.search(names_of(child).lower())
        ):
            dropped = True
            continue
        texts.append(child.text(deep=True, separator=" ") if child.tag != "-text" else child.text(deep=False))
    rest = squeeze(" ".join(texts)).strip(" :|–—-")
    return rest if dropped and len(rest) >= 8 else None


# ------------------------------------------------------------------------------------------------------ spelling


def without_site(title: str, site: frozenset[str], known: list[str], *, element: bool = False) -> str:
    """A title without the site's name, and the section before it, at its end (or the name at its start).

    `site` holds the keys of the site's names; `known` clean readings of the headline: what one of them does not have
    is not the headline. A title element ends with the site's name even if nobody knows that name.
    """
    title = title[:_LONGEST]
    name, colon, rest = title.partition(": ")
    if colon and _is_called(name, site) and rest.count(" ") + 1 >= _FEWEST_WORDS:
        title = rest.strip()
    breaks = _breaks(title)
    if not breaks:
        return title
    keys = [key(text) for text in known]
    openings = [key(title[:start]) for start, _ in breaks]
    for words in keys:
        if words in openings:
            return title[: breaks[openings.index(words)][0]].strip()
    start, end = breaks[-1]
    if _is_site(title[end:], site):
        kept = title[:start]
        if len(breaks) > 1:
            before, after = breaks[-2]
            if _is_section(kept[after:], title[before:after]):
                kept = kept[:before]
        return kept.strip() or title
    if _is_site(title[: breaks[0][0]], site):
        return title[breaks[0][1] :].strip() or title
    if element and title[start:end].strip() in ("|", "│", "»", "«", "｜", "_", "·", "•"):
        kept = title[:start].strip()
        if len(kept) > len(title) - end:
            return kept
    return title


@lru_cache(maxsize=512)
def _breaks(title: str) -> tuple[tuple[int, int], ...]:
    """Where a title may break into headline, section and site's name; a page says the same title several times."""
    # A separator begins with its sign, or with the white space before it: to try these places alone takes a third of the time.
    breaks: list[tuple[int, int]] = []
    end = 0
    for sign in _PERHAPS_SEPARATOR.finditer(title):
        start = at = sign.start()
        if at < end:
            continue
        while start > end and title[start - 1].isspace():
            start -= 1
        found = _SEPARATOR.match(title, start) or (_SEPARATOR.match(title, at) if start < at else None)
        if found:
            end = found.end()
            breaks.append(found.span())
    return tuple(breaks)


def _is_site(text: str, site: frozenset[str]) -> bool:
    name = outlets.key(text)
    if len(text.split()) > 6:
        return False
    return any(name == n or (len(n) > 3 and len(name) > 3 and (n in name or name in n)) for n in site)


def _is_section(text: str, separator: str) -> bool:
    """A word or two between bars, after the headline and before the site's name."""
    return len(text.split()) <= 2 and len(text) < 25 and ("|" in separator or "·" in separator)
