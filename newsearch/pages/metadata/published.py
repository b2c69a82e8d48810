"""When a story was published: stated dates, dates that stand by the headline, the date of the address, in that order."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import itemgetter

from selectolax.lexbor import LexborNode

from newsearch.model import Candidate
from newsearch.pages import dates, structured
from newsearch.pages.dates.relative import find_relative
from newsearch.pages.dates.stamps import date_in_url
from newsearch.pages.metadata.foreign import names_of
from newsearch.pages.metadata.page import FOREIGN, ReadPage
from newsearch.pages.structured import text_of
from newsearch.pages.words import ordered

MOST_ELEMENTS = 40
_NEAR = 3
"""Levels above the headline within which an element that speaks of a date speaks of the headline's."""
_PUBLISHED = ordered("metadata", "published")
_DATE_NAME = re.compile(
    r"publi(?:sh|cation|kation)|pubdate|release|(?:^|[._:-])(?:created?|issued?|date|time|datum|fecha)(?:$|[._:-])|creation_?date|datecreated",
    re.I,
)
_PUBLISHED_END = re.compile(r"(?:publi(?:sh(?:ed)?|cation)[._:-]?|pub)(?:time|date|datetime)$")
_NOT_PUBLISHED_NAME = re.compile(r"modif|updat|expir|event|start|end|birth|last|valid|publisher|published_by", re.I)
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
)
_STAMP_ATTRIBUTE = re.compile(r"^\s*(?:\d{4}-\d\d-\d\d|\d{10}(?:\d{3})?\s*$)")
_IN_SCRIPT = re.compile(
    r"[\"'](?:datePublished|date_published|publicationDate|publication_date|publishedAt|published_at|publishDate|publish_date|publishedDate"
    r"|published_time|firstPublish\w*|pubDate|article_date|contentCreated|datecreated|publish|published)\\?[\"']\s*:\s*\\?[\"']?"
    r"(\d{4}-\d\d-\d\d[^\"'\\]{0,20}|\d{10}(?:\d{3})?(?!\d))",
    re.I,
)
_LABEL = re.compile(
    r"(?:publish|\bpost|upload|veröffentlich|erschienen|erstellt|eingestellt|datum|\bstand\b|publi[ée]|mis en ligne|publicad|fecha|pubblicat|\bdata\b|gepubliceerd|geplaatst"
    r"|opublikowan|dodano|опубликован|дата|опубліковано|yayın|tarih|نشر|تاريخ|publicer|publisert|julkaistu|publikován|δημοσ|פורסם|प्रकाशित|diterbitkan|đăng|\bdated?\b"
    r"|last revision|zuletzt|geändert|artikel wurde|beitrag wurde|updated|aktualisiert|bearbeitet|modified|公開|発行|发布|发表|時間|时间|등록|입력)",
    re.I,
)


def best(page: ReadPage) -> Candidate | None:
    """The page's best reading of its date."""
    found = next(_in_order(page), None)
    return found and Candidate("date", _with_time(page, found.value), found.source)


def _with_time(page: ReadPage, value: str) -> str:
    """A day with the time that a meta tag states of it."""
    if "T" in value:
        return value
    return next((stamp for stamp in meta_named(page) if stamp.startswith(value + "T")), value)


_Source = tuple[str, Callable[[ReadPage], Iterable[str]]]


def _in_order(page: ReadPage) -> Iterator[Candidate]:
    stated: tuple[_Source, ...] = (
        ("json-ld", lambda page: page.once(_json_published)),
        ("meta", lambda page: page.once(meta_published)),
    )
    if _shows_meta(page):
        stated = stated[::-1]
    sources = (
        *stated,
        ("microdata", _microdata),
        ("time element", _near_times),
        ("class", _near_elements),
        ("meta", meta_named),
        ("text", _near_lines),
        ("url", address),
        ("text", _near_ages),
        ("class", _far_elements),
        ("json-ld", _json_other),
        ("meta", _meta_other),
        ("title element", _title_end),
        ("meta", _description),
        ("script", _scripts),
        ("text", _labelled_lines),
    )
    for source, find in sources:
        for value in find(page):
            yield Candidate("date", value, source)


# ------------------------------------------------------------------------------------------------------- stated


def _shows_meta(page: ReadPage) -> bool:
    """Whether JSON-LD and meta tags state different days, and the lines by the headline show that of the meta tags."""
    story = next(iter(page.once(_json_published)), None)
    shared = next(iter(page.once(meta_published)), None) if story else None
    if story is None or shared is None or story[:10] == shared[:10] or _days(story) & _days(shared):
        return False
    shown = {value[:10] for value in _near_lines(page)}
    return bool(_days(shared) & shown) and not _days(story) & shown


def _days(stamp: str) -> set[str]:
    """The days that a stamp may mean: of its own zone, and of Greenwich."""
    if "T" not in stamp:
        return {stamp}
    return {stamp[:10], dt.datetime.fromisoformat(stamp).astimezone(dt.UTC).date().isoformat()}


def _stamps(page: ReadPage, values: Iterable[str]) -> Iterator[str]:
    for value in values:
        stamp = dates.read_stamp(value, page.locale) if value else None
        if stamp:
            yield stamp


def _json_published(page: ReadPage) -> list[str]:
    if not page.articles:
        return []
    story = page.articles[0]
    return list(_stamps(page, (text_of(story.get("datePublished")), text_of(story.get("dateCreated")))))


def _json_other(page: ReadPage) -> Iterator[str]:
    items = [*page.articles[1:], *structured.web_pages(page.statements), *page.statements.items[:20]]
    yield from _stamps(
        page, (text_of(item.get(name)) for item in items for name in ("datePublished", "uploadDate", "dateCreated"))
    )
    yield from _stamps(page, (text_of(item.get("dateModified")) for item in [*page.articles[:1], *items]))


def meta_published(page: ReadPage) -> list[str]:
    """Meta tags that state the publication, the surest first."""
    return list(_stamps(page, page.once(_date_tags)[0]))


def meta_named(page: ReadPage) -> Iterator[str]:
    """Meta tags whose names only speak of a date: as often the page's last change, or its first version's."""
    return _stamps(page, page.once(_date_tags)[1])


def _date_tags(page: ReadPage) -> tuple[list[str], list[str]]:
    """What the meta tags say that state the publication, the surest first; and those whose names only speak of a date."""
    meta = page.statements.meta
    published: list[tuple[int, list[str]]] = []
    named: list[str] = []
    for name, values in meta.items():
        rank, speaks = _said_by(name)
        if rank is not None:
            published.append((rank, values))
        if speaks:
            named += [value for value in values if len(value) < 60]
    published.sort(key=itemgetter(0))
    return [value for _, values in published for value in values], named


# Pages of one site have the same meta tags, and three expressions for each of thirty names are a tenth of all dates cost.
@lru_cache(maxsize=4096)
def _said_by(name: str) -> tuple[int | None, bool]:
    """How surely a meta tag of this name states the publication, 0 most of all, None if not; and whether it speaks of a date."""
    speaks = bool(_DATE_NAME.search(name)) and not _NOT_PUBLISHED_NAME.search(name)
    if name in _PUBLISHED:
        return _PUBLISHED.index(name), speaks
    return len(_PUBLISHED) if _PUBLISHED_END.search(name) else None, speaks


def _meta_other(page: ReadPage) -> Iterator[str]:
    return _stamps(page, (value for name in _MODIFIED for value in page.statements.meta.get(name, ())))


def _microdata(page: ReadPage) -> Iterator[str]:
    found = [node for prop, node in page.statements.microdata if prop.lower() == "datepublished"]
    return _stamps(page, (_stamp_of(page, node) for _, node in by_distance(page, found)))


# ------------------------------------------------------------------------------------------- beside the headline


def _stamp_of(page: ReadPage, node: LexborNode) -> str:
    attributes = node.attributes
    return attributes.get("datetime") or attributes.get("content") or page.shown(node)[:200]


def by_distance(page: ReadPage, nodes: Iterable[LexborNode]) -> list[tuple[int, LexborNode]]:
    """Elements of this story, those that speak of an update last, then the nearest to the headline first."""
    placed = [(page.distance(node), n, node) for n, node in enumerate(nodes) if n < MOST_ELEMENTS]
    own = [p for p in placed if p[0] != FOREIGN]
    own.sort(key=lambda p: (_speaks_of_update(names_of(p[2])), p[0], p[1]))
    return [(distance, node) for distance, _, node in own]


@lru_cache(maxsize=4096)
def _speaks_of_update(names: str) -> bool:
    low = names.lower()
    return "updat" in low or "modif" in low or "edited" in low or "aktualis" in low


def _near_times(page: ReadPage) -> Iterator[str]:
    nodes = page.statements.times
    marked = [n for n in nodes if "pubdate" in n.attributes or "publish" in names_of(n).lower()]
    for node in _published_first(by_distance(page, marked) + by_distance(page, nodes)):
        stamp = dates.read_stamp(_stamp_of(page, node), page.locale)
        if stamp is None and node.attributes.get("datetime"):
            stamp = dates.parse_date(page.shown(node), language=page.locale, saved=page.saved)
        if stamp and not page.is_of_link(node, len(page.shown(node))):
            yield stamp


def _published_first(own: list[tuple[int, LexborNode]]) -> list[LexborNode]:
    """The elements; of those that are equally near the first that no word calls an update comes first."""
    nodes = [node for _, node in own]
    if len(own) > 1 and own[0][0] == own[1][0] and _is_labelled_update(nodes[0]):
        nearest = [node for distance, node in own if distance == own[0][0]]
        published = next((node for node in nearest if not _is_labelled_update(node)), None)
        return [published, *nodes] if published else nodes
    return nodes


def _is_labelled_update(node: LexborNode) -> bool:
    """Whether the text before an element speaks of an update."""
    before = node.prev
    if before is not None and not before.text(deep=True, strip=True):
        before = before.prev
    return before is not None and dates.is_update(before.text(deep=True)[-_LONGEST_LABEL:])


_LONGEST_LABEL = 40


def _near_elements(page: ReadPage) -> Iterator[str]:
    return _readings(page, [(d, node) for d, node in page.once(_dated) if d <= _NEAR])


def _far_elements(page: ReadPage) -> Iterator[str]:
    """Dates far from the headline, but not of a list: of equal elements with different days none is the story's."""
    groups: dict[tuple[int, str], list[tuple[int, LexborNode]]] = {}
    for distance, node in page.once(_dated):
        if distance > _NEAR:
            groups.setdefault((distance, names_of(node)), []).append((distance, node))
    for group in groups.values():
        found = list(_readings(page, group))
        if len({value[:10] for value in found}) == 1:
            yield found[0]


def _dated(page: ReadPage) -> list[tuple[int, LexborNode]]:
    return by_distance(page, page.statements.dated + page.statements.credits)


def _readings(page: ReadPage, nodes: Iterable[tuple[int, LexborNode]]) -> Iterator[str]:
    """What elements say: those that are only a date first, those that hold one next, those about an update last."""
    loose: list[str] = []
    updates: list[str] = []
    for _, node in nodes:
        stamp = _stamp_attribute(page, node)
        text = "" if stamp else page.shown(node)
        if not stamp and not (5 if text.isascii() else 2) < len(text) < 300:
            continue
        if page.is_of_link(node, len(text)):
            continue
        stamp = stamp or dates.parse_date(text, language=page.locale, saved=page.saved)
        if stamp and not dates.is_update(text):
            yield stamp
        elif stamp:
            updates.append(stamp)
        elif len(text) < 160:
            loose.append(text)
    for text in loose:
        found = page.first_date(text)
        if found:
            yield found[1]
    yield from updates


def _stamp_attribute(page: ReadPage, node: LexborNode) -> str | None:
    """A date in an attribute of an element that speaks of one: `data-timestamp`, `title`, `content`."""
    for name, value in node.attributes.items():
        if value and name not in ("class", "id", "href", "style") and _STAMP_ATTRIBUTE.match(value):
            stamp = dates.read_stamp(value, page.locale)
            if stamp:
                return stamp
    return None


def address(page: ReadPage) -> Iterator[str]:
    """The day in the page's address."""
    for url in (page.given_url, page.url):
        day = date_in_url(url) if url else None
        if day:
            yield day
            return


# --------------------------------------------------------------------------------------------------------- lines

_LONGEST_LINE = 140
_DIGIT = re.compile(r"\d")
_BREAK = re.compile(r"\s*(?:[–—|:.(/)]|-(?!\d))")
"""What follows the date of a dateline; a hyphen and a digit go on with days, as in 11-12 July."""


def _near_lines(page: ReadPage) -> Iterator[str]:
    """Dates in short lines just below or above the headline, and at the opening of a paragraph there."""
    lines = page.lines_near_headline
    for number, line in enumerate(lines):
        stamp = _date_of_line(page, line)
        if stamp and not page.is_linked(line):
            if dates.is_update(line):
                yield from _published_below(page, lines[number + 1 : number + 1 + _MOST_BELOW])
            yield stamp


def _near_ages(page: ReadPage) -> Iterator[str]:
    """The days of short lines by the headline that say how long ago, where it is known when the page was saved."""
    if page.saved is None:
        return
    for line in page.lines_near_headline:
        found = find_relative(line)
        if found and found.end == len(line) and not page.is_linked(line):
            day = dates.parse_date(line[found.start :], language=page.locale, saved=page.saved)
            if day:
                yield day


_MOST_BELOW = 2
"""Lines below the date of an update within which that of the publication may stand."""


def _published_below(page: ReadPage, lines: list[str]) -> Iterator[str]:
    """The dates that short lines call those of the publication."""
    for line in lines:
        if len(line) < _LONGEST_UPDATED and dates.is_publication(line) and (stamp := _date_of_line(page, line)):
            yield stamp


_LONGEST_UPDATED = 60
"""Characters of a line that says when, and little else."""


def _date_of_line(page: ReadPage, line: str) -> str | None:
    if not _DIGIT.search(line):
        return None
    found = page.first_date(line[:_LONGEST_LINE])
    if not found:
        return None
    span, value = dates.find_published(line[:_LONGEST_LINE], language=page.locale) or found
    if len(line) <= 80 and (span.end - span.start) * 4 >= len(line):
        return value
    label = _LABEL.search(line[: span.start])
    if label and span.start < 60:
        return value
    # Place and day at the opening of a story: "Berlin, 24.01.2022 - "
    if span.start == 0 and line[0].isdigit():
        return value
    return value if span.start <= 25 and _BREAK.match(line, span.end) else None


def _labelled_lines(page: ReadPage) -> Iterator[str]:
    """Dates anywhere on the page with a word before them that says what they are; else the only date that stands alone.

    What readers say and when is no date of the story.
    """
    alone: list[tuple[str, int]] = []
    for number, line in enumerate(page.lines):
        if len(line) > _LONGEST_NOTE or not _PERHAPS_DATE.search(line):
            continue
        end = 0
        for span, value in dates.find_dates(line, language=page.locale):
            if _is_labelled(line, end, span.start):
                if not page.is_comment(number):
                    yield value
            elif (span.end - span.start) * 3 >= len(line):
                alone.append((value, number))
            end = span.end
    if len({value[:10] for value, _ in alone}) == 1 and not all(page.is_comment(number) for _, number in alone):
        yield alone[0][0]


_PERHAPS_DATE = re.compile(r"[\d'’年-](?:(?<=\d)(?:\d{3}|\W{1,3}\d)|(?<=['’-])\d\d|(?<=年))")
"""What every date holds, in any script: a year, or two numbers side by side."""
_LONGEST_NOTE = 300
_CLOSE = 15
"""Characters between a date and the word that says what it is, in a line that may be a sentence."""


def _is_labelled(line: str, begin: int, end: int) -> bool:
    """Whether a word that says what a date is stands before it."""
    label = max((match.end() for match in _LABEL.finditer(line, begin, end)), default=None)
    return label is not None and (len(line) < _LONGEST_LINE or end - label <= _CLOSE)


def _description(page: ReadPage) -> Iterator[str]:
    """The only date of the page's description: `Press release of 18.10.2021`."""
    text = page.statements.first("og:description", "description") or ""
    found = [value for _, value in dates.find_dates(text[:_LONGEST_NOTE], language=page.locale)]
    if len(set(found)) == 1:
        yield found[0]


def _title_end(page: ReadPage) -> Iterator[str]:
    title = page.statements.title
    found = dates.find_date(title, language=page.locale)
    if found and (found[0].end >= len(title) - 1 or found[0].start == 0):
        yield found[1]


def _scripts(page: ReadPage) -> Iterator[str]:
    """Dates of publication in the data that scripts of the page carry."""
    for script in page.tree.css("script:not([src])"):
        text = script.text(deep=True)
        match = _in_script(text) if text else None
        if match:
            yield from _stamps(page, (match[1],))
        elif text and len(text) < _LONGEST_WRITER and "{" not in text:
            written = dates.find_date(text, language=page.locale)
            if written:
                yield written[1]


_LONGEST_WRITER = 120
"""Characters of a script that does no more than write a date: `showDate("2020/04/17 01:43")`."""
_KEY_CLUES = ("ubl", "ubDate", "ubdate", "rticle_date", "reated")
"""What the keys of `_IN_SCRIPT` hold."""
_MOST_PLACES = 20_000
"""A script that says one of them more often is hostile."""
_MOST_BEFORE = 9
"""Characters before its clue with which a key begins, and its quotation mark."""


def _in_script(text: str) -> re.Match[str] | None:
    """The first date of publication in a script. Only words that hold a clue are looked at: a script may quote a megabyte of others."""
    for at in sorted(at for clue in _KEY_CLUES for at in _places(text, clue)):
        before = max(0, at - _MOST_BEFORE)
        quote = max(text.rfind('"', before, at), text.rfind("'", before, at))
        match = _IN_SCRIPT.match(text, quote) if quote >= 0 else None
        if match:
            return match
    return None


def _places(text: str, clue: str) -> Iterator[int]:
    at = text.find(clue)
    for _ in range(_MOST_PLACES):
        if at < 0:
            break
        yield at
        at = text.find(clue, at + 1)
