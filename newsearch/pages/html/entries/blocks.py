"""An item of the page -> Block: what of its text is byline, date or label, and what is told."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from newsearch.model import Block, Position, Span
from newsearch.pages import crediting, dates, names
from newsearch.pages.dates.clocks import leading_clock, trailing_clock
from newsearch.pages.dates.relative import find_relative, is_relative
from newsearch.pages.html.entries.days import Days, day_of
from newsearch.pages.html.entries.headlines import (
    DATE,
    LINE_RANK,
    NOWHERE,
    PICTURE,
    TEXT,
    Look,
    folded,
    tally,
    word_count,
)
from newsearch.pages.html.entries.items import Item
from newsearch.pages.html.judging import META
from newsearch.pages.html.position import Source
from newsearch.pages.html.tree import Line, Outline
from newsearch.pages.metadata import Metadata

_LONGEST_LABEL = 80
"""Characters: a longer line is text, not a byline or a date."""
_LABEL_WORDS = 3
"""Words of a line that is a section, a time, a button or a count, not a sentence of a summary."""
_SHORT_STORY = 400
"""Characters, the least that a story of two paragraphs told under a linked headline has."""
_FEWEST_OF_STORY = 5
"""Paragraphs. What has fewer and ends in the middle of a sentence is the opening of a story told elsewhere; of what has
more, such an end is a teaser in it."""
_MOST_MISSED = 20
"""A page that writes its headlines in another way than they read would be searched to its end for each of them."""
_LONGEST_SOURCE = 20_000
"""Characters from a block's first words to its last. Of the blocks of 650 pages 16 ended further on, each at words of
another place; and words written in another way than they read would be looked for to the end of the page."""
_FEWEST_UNLINKED = 3
"""Of cards whose headline is no link, unless they are dated; one or two are polls, promotions and ways to write in."""
_MOST_LINES_OF_CARD = 4
_FORM_TAGS = frozenset(["form", "button", "dialog"])
_PICTURE = "img, picture, video"
_SITE = re.compile(r"https?://[^/?#\[\]@]+")
_FRONT = re.compile(r"(?:(?:https?:)?//[^/?#]+)?/?(?:#.*)?")
"""What leads to the front page of a site: its name, not a story."""
_LINK = "a[href]:not([href^='#']):not([href^='javascript:']):not([href^='mailto:'])"
_LETTER = re.compile(r"[^\W\d_]")
_AUTHOR = re.compile(r"auth|autor|byline|writer|creator", re.IGNORECASE)
_CLOCK = re.compile(r"\d(?:[:.h]\d\d| ?[ap]\.?m| ?uhr)", re.IGNORECASE)
_WORDS_OF_AGE = 4
_SIGNS = "·•|"
"""What sets apart the parts of a line."""
_EDGES = " \t,.·•|/:;–—-()[]"
SET_OFF = ":–—-|,.·•"
"""What stands between a time of day and the words that it leads."""
_CUT = ("…", "...", "[…]", "[...]")


def offering(outline: Outline, found: Sequence[Item], facts: Metadata) -> list[Item]:
    """The items that lead to a story or are one; of a list of such items also those that say something of their own."""
    needy: dict[Look, list[Item]] = defaultdict(list)
    for item in found:
        if item.head.needs & PICTURE:
            needy[item.head.look].append(item)
    pictured = {look for look, group in needy.items() if _are_cards(outline, group)}
    offers = [item for item in found if _offers(outline, item, facts, pictured=item.head.look in pictured)]
    if len(offers) < len(found):
        total, offering = tally([item.head.look for item in found]), tally([item.head.look for item in offers])
        listed = {look for look, count in offering.items() if count * 2 > total[look]}
        kept = {item.head.first for item in offers}
        offers = [
            item
            for item in found
            if item.head.first in kept
            or (item.head.look in listed and not item.head.linked and _says_more(outline, item, _LONGEST_LABEL))
        ]
    if all(item.head.linked for item in offers):
        return offers
    count = tally([item.head.look for item in offers])
    return [
        item
        for item in offers
        if item.head.linked or count[item.head.look] >= _FEWEST_UNLINKED or _is_dated(outline, item, facts)
    ]


def _offers(outline: Outline, item: Item, facts: Metadata, *, pictured: bool) -> bool:
    """Whether an item is linked, or holds a link beside its headline, and has what its headline needs."""
    head = item.head
    if head.needs and not (
        (head.needs & PICTURE and pictured)
        or (head.needs & TEXT and _says_more(outline, item))
        or (head.needs & DATE and _is_dated(outline, item, facts))
    ):
        return False
    if head.linked:
        return (head.words > 1 or item.element != head.element) and not leads_nowhere(head.url or "", facts)
    link = outline.elements[item.element].node.css_first(_LINK)
    if link is None:
        return False
    head.url = head.url or link.attributes.get("href")
    return True


def leads_nowhere(link: str, facts: Metadata) -> bool:
    """Whether a link leads to a front page, or to a place on this page."""
    if _FRONT.fullmatch(link):
        return True
    here, place, _ = link.partition("#")
    own = (facts.url or "").partition("#")[0].rstrip("/")
    return bool(place) and here.rstrip("/") in (own, own.removeprefix(site(own)))


def _are_cards(outline: Outline, group: Sequence[Item]) -> bool:
    """Whether items with short titles are cards: each a picture, a title of its own and hardly a line more."""
    if len({item.head.said for item in group}) < len(group):
        return False
    return all(
        item.element != item.head.element
        and item.end - item.first <= _MOST_LINES_OF_CARD
        and outline.elements[item.element].node.css_first(_PICTURE) is not None
        for item in group
    )


def _says_more(outline: Outline, item: Item, least: int = 20) -> bool:
    """Whether an item holds text that is no link, more than `least` characters of it in a line."""
    lines = [outline.lines[at] for at in _beside(item)]
    return any(len(line.text) - line.linked > least for line in lines)


def _is_dated(outline: Outline, item: Item, facts: Metadata) -> bool:
    """Whether an item tells when it was written."""
    return stamped(outline, item.element, facts) is not None or any(
        label_date(outline, at, facts) for at in _beside(item)
    )


def _beside(item: Item) -> list[int]:
    """The lines of an item that are not its headline."""
    return [*range(item.first, item.head.first), *range(item.head.end, item.end)]


@dataclass(slots=True)
class _Parts:
    """What the lines of an item say."""

    date: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    told: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """The lines that are told or noted; labels and buttons are not."""


class BlockReader:
    """Reads items in the order of the page."""

    def __init__(self, outline: Outline, source: Source, facts: Metadata, days: Days) -> None:
        self.outline = outline
        self._days = days
        self.places = Places(source)
        self.facts = facts
        self._site = site(facts.url)
        self._links_from: str | None = None

    def block(self, item: Item, claimed: set[int], *, kind: str = "teaser") -> tuple[Block, list[int]]:
        """The block of an item and the lines that it takes.

        Of kind `article` it is a teaser all the same where the story is not told whole.
        """
        parts = self._parts(item, claimed, whole=kind != "teaser")
        title = item.head.text
        if item.head.rank == LINE_RANK and (found := day_of(title, self.facts)) and found[0].end - found[0].start < 40:
            parts.date = parts.date or found[1]
            title = (title[: found[0].start] + title[found[0].end :]).strip(" ,|·–—-()")
        elif title and title[0].isdigit():
            title = _without_time(title, self.outline.lines[item.head.first])
        if title.endswith(")"):
            title = _READING_TIME.sub("", title) or title
        stamp = stamped(self.outline, item.element, self.facts)
        parts.date = parts.date or self._days.above(item.head)
        told = parts.told
        block = Block(
            "teaser" if kind == "article" and not _is_told(item, told) else kind,
            title=title or None,
            authors=parts.authors,
            date=stamp or parts.date,
            outlet=self.facts.outlet,
            body="\n\n".join(told),
            url=self._address(parts.url),
            provenance=self._sources(parts, title, stamp),
            position=self._position(item, title or next(iter(told), "")),
        )
        return block, [*range(item.head.first, item.head.end), *parts.lines]

    def _sources(self, parts: _Parts, title: str, stamp: str | None) -> dict[str, str]:
        """Where each of what is known was found."""
        sources = {"title": "heading"} if title else {}
        if parts.authors:
            sources["authors"] = "byline"
        if stamp or parts.date:
            sources["date"] = "time element" if stamp else "dateline"
        if self.facts.outlet:
            sources["outlet"] = "page"
        if parts.url:
            sources["url"] = "link"
        if parts.told:
            sources["body"] = "layout"
        return sources

    def _address(self, link: str | None) -> str | None:
        """Where a link leads, in full where the page's own address is known."""
        if not link or not self.facts.url:
            return link or None
        if "/." not in link:  # as nearly everywhere; urljoin takes 15 µs
            if link.startswith(("https://", "http://")):
                return link
            if self._site and link[0] == "/" and link[:2] != "//":
                return self._site + link
        try:
            return urljoin(self._base(), link)
        except ValueError:  # a link such as `http://[`
            return link

    def _base(self) -> str:
        """What relative links are relative to."""
        if self._links_from is None:
            url = self.facts.url or ""
            stated = self.outline.elements[0].node.css_first("base[href]")
            self._links_from = url
            if stated:
                with contextlib.suppress(ValueError):
                    self._links_from = urljoin(url, stated.attributes["href"] or "")
        return self._links_from

    def _position(self, item: Item, first: str) -> Position | None:
        last = self.outline.lines[item.end - 1].text if item.end > item.head.end else ""
        return self.places.position(first, last) if first else None

    def _parts(self, item: Item, claimed: set[int], *, whole: bool) -> _Parts:
        parts = _Parts(url=item.head.url)
        beside = self._beside_title(item)
        parts.told += beside.told
        for position in _beside(item):
            if position in claimed or (position in self._days.told and position > item.head.first):
                continue
            line = self.outline.lines[position]
            if parts.url is None and line.url and not line.url.startswith(NOWHERE):
                parts.url = line.url
            if len(line.text) <= _LONGEST_LABEL:
                left = self._unsigned(line, parts)
                if not left and not parts.authors and parts.date is None:
                    continue  # how long before a moment that is not known
                if not left or says(line, item.head.said) or position == item.time:
                    parts.lines.append(position)
                    continue
                if _is_label(line, left, parts, whole=whole):
                    continue
            if self._asks(item, line) or _leads_on(line, item.head.url):
                continue
            parts.told.append(_without_more(line, item.head.url))
            parts.lines.append(position)
        parts.date = parts.date or beside.date
        parts.authors = parts.authors or beside.authors
        return parts

    def _beside_title(self, item: Item) -> _Parts:
        """What the line of a headline says besides: who and when, at its beginning or end, and what is told."""
        rest = item.head.rest
        parts = _Parts()
        found = day_of(rest[:_LONGEST_LABEL], self.facts) if rest else None
        if found and (not found[0].start or found[0].end == len(rest)):
            parts.date = found[1]
            rest = f"{rest[: found[0].start]} {rest[found[0].end :]}".strip(_EDGES)
            parts.authors = self._credited(self.outline.lines[item.head.first], rest) if rest else ()
        if rest[:1] in ("(", "[") and _is_known_name(inner := rest.strip("()[] ")):  # behind a headline in a list
            parts.authors = crediting.clean_authors(inner, self.facts.outlet)
        if not parts.authors and _LETTER.search(rest):
            parts.told.append(rest)
        return parts

    def _asks(self, item: Item, line: Line) -> bool:
        """Whether a line belongs to a form or a button inside an item."""
        elements = self.outline.elements
        at = line.element
        while at > item.element:  # what encloses an element comes before it
            if elements[at].tag in _FORM_TAGS:
                return True
            at = elements[at].parent
        return False

    def _unsigned(self, line: Line, parts: _Parts) -> str:
        """What a short line says beside who and when, which are noted."""
        if poster := crediting.poster(line.text):
            told = day_of(line.text, self.facts)
            parts.authors = parts.authors or poster
            parts.date = parts.date or (told[1] if told else None)
            return ""
        found = day_of(line.text, self.facts) or _age_of(line.text, self.facts) or _time_of(line.text)
        if found is None:
            authors = self._credited(line, line.text)
            parts.authors = parts.authors or authors
            return "" if authors else line.text
        parts.date = parts.date or found[1]
        said = [line.text[: found[0].start].strip(_EDGES), line.text[found[0].end :].strip(_EDGES)]
        for text in said:
            if text and (authors := self._credited(line, text)):
                parts.authors = parts.authors or authors
                return ""
        return " ".join(text for text in said if text)

    def _credited(self, line: Line, text: str) -> tuple[str, ...]:
        byline = crediting.byline(text)
        if byline:
            return byline
        element = self.outline.elements[line.element]
        if element.flags & META and _AUTHOR.search(element.names):
            return crediting.clean_authors(text, self.facts.outlet)
        beside_date = text != line.text
        if beside_date and (names.looks_like_name(text) or (element.flags & META and names.could_be_name(text))):
            return crediting.clean_authors(text, self.facts.outlet)
        return ()


class Places:
    """Where texts stand in the page's source, each looked for behind the one before: a headline may stand there twice."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._offset = source.body
        self._missed = 0

    def position(self, first: str, last: str) -> Position | None:
        """The lines from where `first` stands to where `last` does, which may be empty."""
        source = self._source
        begin = source.find(first, self._offset) if self._missed < _MOST_MISSED else -1
        if begin < 0:
            self._missed += 1
            return None
        self._offset = begin + 1
        end = source.find(last, begin, begin + _LONGEST_SOURCE) if last else begin
        line = source.line(begin)
        return Position(line, source.line(end) if end > begin else line)


_READING_TIME = re.compile(r"\s*\(\d{1,2}[ -]min(?:ute)?s?(?: read)?\)$", re.IGNORECASE)
"""How long a story takes, behind its headline in a letter."""


def _is_known_name(text: str) -> bool:
    return names.looks_like_name(text) and names.has_given_name(text)


def _leads_on(line: Line, url: str | None) -> bool:
    """Whether a line is nothing but a few words with an arrow that lead where the headline does: `Read the story →`."""
    text = line.text
    return text[-1] in "→»›>" and line.url == url and len(text) <= _LONGEST_MORE and line.linked * 2 > len(text)


def _without_more(line: Line, url: str | None) -> str:
    """A text without the few words at its end that lead where its headline does: `Read more`."""
    if line.parts is None or not 0 < line.linked <= _LONGEST_MORE or line.url != url:
        return line.text
    more = next((part.strip() for part in reversed(line.parts) if part.strip()), "")
    told = line.text.removesuffix(more).rstrip() if len(more) == line.linked else ""
    return told or line.text


_LONGEST_MORE = 25
"""Characters."""


def _is_label(line: Line, left: str, parts: _Parts, *, whole: bool) -> bool:
    """Whether a short line, `left` without its date, is a section, a button, a count or the like.

    A story told whole has short lines of its own.
    """
    if not _LETTER.search(left):
        return True
    if left != line.text:
        return word_count(left) <= 2 * _LABEL_WORDS
    if whole and parts.told:
        return line.linked * 2 > len(line.text)
    return word_count(left) <= _LABEL_WORDS


def _is_told(item: Item, told: list[str]) -> bool:
    """Whether the lines of an item are its story rather than the opening of one told elsewhere."""
    paragraphs = [text for text in told if len(text) > _LONGEST_LABEL]
    if not paragraphs or (len(paragraphs) < _FEWEST_OF_STORY and paragraphs[-1].endswith(_CUT)):
        return False
    if not item.head.linked:
        return True
    return len(paragraphs) > 2 or (len(paragraphs) == 2 and sum(map(len, told)) > _SHORT_STORY)


def site(url: str | None) -> str:
    """Scheme and host of an address, or nothing."""
    found = _SITE.match(url or "")
    return found[0] if found else ""


def _age_of(text: str, facts: Metadata) -> tuple[Span, str | None] | None:
    """Where a short line, or a part at its beginning or end, says how long ago in numbers, and the day, if that is known."""
    if len(text) > _LONGEST_LABEL or not any(map(str.isdigit, text)):
        return None
    part = find_relative(text) or _leading_age(text)
    if part is None or not _stands_apart(text[: part.start].strip(), text[part.end :].strip()):
        return None
    told = day_of(text[part.start : part.end], facts)
    return part, told[1] if told else None


def _time_of(text: str) -> tuple[Span, None] | None:
    """Where a short line tells a time of day beside who wrote it: `Ann Lee 14:32`."""
    if not _CLOCK.search(text):
        return None
    found = trailing_clock(text) or leading_clock(text)
    rest = f"{text[: found.start]} {text[found.end :]}".strip(_EDGES) if found else ""
    return (found, None) if found and (names.looks_like_name(rest) or crediting.byline(rest)) else None


def _stands_apart(before: str, behind: str) -> bool:
    """Whether what stands beside how long ago is set off by a sign or says who wrote it: `It closed 3 years ago` is text."""
    if before[-1:] in _SIGNS and behind[:1] in _SIGNS:  # also where nothing stands there
        return True
    rest = f"{before} {behind}".strip(_EDGES)
    return names.looks_like_name(rest) or bool(crediting.byline(rest))


def _leading_age(text: str) -> Span | None:
    """The words that a line begins with and that say how long ago: `3 hours ago`, before a name."""
    words = text.split(" ", _WORDS_OF_AGE)
    ages = (" ".join(words[:count]) for count in range(2, len(words)))
    return next((Span(0, len(age)) for age in ages if is_relative(age)), None)


def says(line: Line, said: str) -> bool:
    """Whether a line's text, folded, is `said`."""
    return len(said) <= len(line.text) <= 2 * len(said) and folded(line.text) == said


def is_dated(line: Line, facts: Metadata) -> bool:
    """Whether a line holds a date, begins with a time of day, ends with a day in brackets or says how long ago beside a link: a link that
    says so itself may be a byline."""
    text = line.text[-_LONGEST_LABEL:]
    if day_of(text, facts) is not None or (line.linked * 2 < len(text) and _age_of(text, facts) is not None):
        return True
    return begins_with_time(line) is not None or (text[-1] in ")）]" and _BRACKETED_DAY.search(text) is not None)


_BRACKETED_DAY = re.compile(r"[(（\[]\d\d?[/.月-]\d\d?[.日]?(?:[ ,]*\d\d?[:.]\d\d)?[)）\]]$")


def begins_with_time(line: Line) -> Span | None:
    """The time of day that a line begins with and that is set off from the words behind it."""
    clock = leading_clock(line.text) if line.text[0].isdigit() else None
    return clock if clock and is_set_off(line, clock) else None


def is_set_off(line: Line, clock: Span) -> bool:
    """Whether the time of day that a line begins with is set off from the words behind it, by a sign or as an element."""
    told, rest = line.text[: clock.end].strip(), line.text[clock.end :].lstrip()
    if not rest or rest[0] in SET_OFF or told[-1] in SET_OFF:
        return True
    return line.parts is not None and line.parts[0].strip() == told


def _without_time(title: str, line: Line) -> str:
    """A title without the time of day that its line begins with, if that is set off."""
    clock = begins_with_time(line)
    said = line.text[: clock.end] if clock else ""
    return title.removeprefix(said).lstrip(f" {SET_OFF}") or title


def label_date(outline: Outline, position: int, facts: Metadata) -> str | None:
    """The date that a short line tells."""
    text = outline.lines[position].text
    found = day_of(text, facts) if len(text) <= _LONGEST_LABEL else None
    return found[1] if found else None


def label_byline(outline: Outline, position: int) -> bool:
    """Whether a short line credits somebody with a word such as `By`."""
    text = outline.lines[position].text
    return len(text) <= _LONGEST_LABEL and bool(crediting.byline(text) or crediting.poster(text))


def stamped(outline: Outline, element: int, facts: Metadata) -> str | None:
    """The date in an attribute of an item."""
    value = outline.stamps.get(element)
    return dates.read_stamp(value, facts.locale) if value else None
