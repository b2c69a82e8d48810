"""A dump's text -> a page of blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from newsearch.model import Block, Candidate, Page, Position
from newsearch.pages import dates
from newsearch.pages.dates.locales import Locale, as_shown, locale_of
from newsearch.pages.decode import clean
from newsearch.pages.outlets import host_of
from newsearch.pages.text import fields
from newsearch.pages.text import roles as r
from newsearch.pages.text.address import address_of
from newsearch.pages.text.comments import Comment, take_comments
from newsearch.pages.text.fragments import join_fragments, split_buttons
from newsearch.pages.text.grammar import stories_of
from newsearch.pages.text.lines import Line, read_lines
from newsearch.pages.text.neighbours import assign_roles
from newsearch.pages.text.outlet import outlet_of_copyright, outlet_of_page
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story

_YEAR = re.compile(r"(?:19|20)\d\d")
_EDGES = " \t,.·•|/:;–—-()[]"
_BEFORE, _BEHIND = 1, 2
_FEWEST_DATED = 3
"""Headlines of a list."""
_SLUG_WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")


def read_text(text: str, url: str | None, name: str, saved: str | None = None) -> Page:
    """Read the plain-text dump of a page into blocks.

    `url` is the page's address, `saved` (ISO 8601) when it was saved; with it relative dates ("9 hours ago") are dates too. Without
    an address, that which the dump states is taken.
    """
    url = url or address_of(text)
    lines = split_buttons(join_fragments(read_lines("\f".join(map(clean, text.split("\f"))))))
    assign_roles(lines)
    flow, comments = take_comments(lines)
    stories = stories_of(flow, _slug(url))
    locale = as_shown(locale_of(None, host_of(url)), text)
    reader = _Reader(url, saved, outlet_of_page(flow, url), locale)
    blocks = reader.stories(stories)
    blocks += [block for comment in comments for block in reader.comment(comment)]
    taken = {id(line) for story in reader.kept for line in story.lines()}
    taken |= {id(line) for comment in comments for line in comment.lines()}
    other = reader.other([line for line in lines if id(line) not in taken], bool(blocks), lines)
    blocks += [other] if other else []
    blocks.sort(key=lambda block: block.position.first_line if block.position else 0)
    return Page(name, tuple(blocks), url, saved=saved)


def _slug(url: str | None) -> frozenset[str]:
    """The words that an address holds of its story's headline."""
    if not url:
        return frozenset()
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return frozenset()
    longest = max(path.split("/"), key=lambda part: len(re.findall(r"[-_]", part)), default="")
    words = _SLUG_WORD.findall(longest.casefold())
    return frozenset(words) if len(words) >= 3 else frozenset()


@dataclass(slots=True)
class _Reader:
    """Makes blocks, with what is known of the whole page."""

    url: str | None
    saved: str | None
    outlet: tuple[str | None, str]
    """The page's, and where it says so."""
    locale: Locale
    day: str = ""
    """Of the main story: entries of a live page tell no more than the time."""
    edge: int = 0
    """Where listed headlines have their days: see `_edge`."""
    kept: list[Story] = field(default_factory=list)
    """What has a block, or says what one says."""

    def stories(self, stories: list[Story]) -> list[Block]:
        told = [story for story in stories if story.body]
        main = next((story for story in told if story.main), None)
        rivals = [story for story in told if story is main or not story.live]
        if main is not None:
            self.day = (fields.date_of([*main.dates, *main.bylines], self.locale, self.saved) or "")[:10]
        blocks = []
        titles = {fields.spelled(story.title.text) for story in told if story.title}
        self.edge = self._edge(stories)
        for story in stories:
            kind = _kind(story, main, rivals)
            if story.title and not story.body:
                spelled = fields.spelled(story.title.text)
                if spelled in titles:
                    self.kept.append(story)
                    continue
                titles.add(spelled)
            if kind:
                self.kept.append(story)
                blocks.append(self.block(story, kind, self.outlet, self.url if story is main else None))
        return blocks

    def _edge(self, stories: list[Story]) -> int:
        """Where the listed headlines of the page have their days, in most of them: 1 before, 2 behind, 0 where they have none."""
        titles = [story.title.text for story in stories if story.title and not story.body and not story.dates]
        edges = [split[0] for title in titles if (split := self._dated(title))]
        for edge in (_BEFORE, _BEHIND):
            if edges.count(edge) >= max(_FEWEST_DATED, len(titles) // 2):
                return edge
        return 0

    def _dated(self, title: str) -> tuple[int, str, str] | None:
        """At which edge of a headline a day with its year stands, the headline without it, and the day."""
        if not _YEAR.search(title):
            return None
        found = dates.find_date(title, language=self.locale)
        if found is None:
            return None
        span, day = found
        before, behind = title[: span.start].strip(_EDGES), title[span.end :].strip(_EDGES)
        if bool(before) == bool(behind):
            return None
        return (_BEHIND, before, day) if before else (_BEFORE, behind, day)

    def block(self, story: Story, kind: str, outlet: tuple[str | None, str], url: str | None) -> Block:
        authors, credited = fields.authors_of(story, outlet[0])
        date, dated = self.date_of(story)
        title = _title(story.title)
        split = self._dated(story.title.text) if story.title and (self.edge or story.main) and not date else None
        if split and (split[0] == self.edge or (story.main and split[0] == _BEFORE)):
            _, title, date = split
            dated = "heading"
        found = {
            "body": (story.body, "text"),
            "title": (title, "heading"),
            "authors": (authors, credited),
            "date": (date, dated),
            "outlet": outlet,
        }
        return Block(
            kind=kind,
            title=title,
            authors=authors,
            date=date,
            outlet=outlet[0],
            body="\n\n".join(line.text for line in story.body if line.text != title),
            provenance=_sources(found),
            position=_position(story.lines()),
            url=url or (story.title.link if story.title and story.title.link else None),
            agency=fields.agency_of(story),
            standfirst=story.standfirst.text if story.standfirst else None,
            captions=tuple(dict.fromkeys(line.text for line in story.captions if line.text)),
            alternates=tuple(Candidate("title", line.text, "page title") for line in story.also),
        )

    def date_of(self, story: Story) -> tuple[str | None, str]:
        """The day of a story, and where it is said."""
        if date := fields.date_of([*story.dates, *story.bylines], self.locale, self.saved):
            return date, "date line"
        if story.body and (date := fields.date_of_dateline(story.body[0].text, self.locale)):
            return date, "dateline"
        return (self.day, "live page") if story.live and self.day else (None, "")

    def comment(self, comment: Comment) -> list[Block]:
        blocks = []
        if comment.body:
            date = fields.date_of(comment.header, self.locale, self.saved)
            found = {
                "body": (comment.body, "text"),
                "authors": (comment.author, "comment header"),
                "date": (date, "comment header"),
                "outlet": self.outlet,
            }
            blocks.append(
                Block(
                    kind="comment",
                    authors=(comment.author,) if comment.author else (),
                    date=date,
                    outlet=self.outlet[0],
                    body="\n\n".join(line.text for line in comment.body),
                    provenance=_sources(found),
                    position=_position([*comment.header, *comment.body]),
                )
            )
        if comment.pasted:
            outlet = outlet_of_copyright(comment.copyright.text) if comment.copyright else None
            blocks.append(self.block(comment.pasted, "article", (outlet, "copyright"), None))
        return blocks

    def other(self, rest: list[Line], found: bool, lines: list[Line]) -> Block | None:
        """One block of what no other claims, without menus and the like."""
        told = (r.PROSE, r.CAPTION, r.REPEATED)
        kept = [line for line in rest if line.role in told or (line.role in r.HEADLINES and word_count(line.text) >= 5)]
        if not found:
            kept = lines
        elif sum(word_count(line.text) for line in kept if line.role in told) < 12:
            return None
        if not kept:
            return None
        return Block(
            kind="other",
            outlet=self.outlet[0],
            body="\n\n".join(line.text for line in kept),
            position=_position(kept),
            provenance={"body": "text"},
        )


def _sources(found: Mapping[str, tuple[object, str]]) -> dict[str, str]:
    """Where the fields come from that have a value."""
    return {name: source for name, (value, source) in found.items() if value}


def _kind(story: Story, main: Story | None, told: list[Story]) -> str:
    """What a story is here; empty if it is none."""
    if story.live and story is not main:
        return "live"
    if story is main and (story.named or _is_told_here(story, told)):
        return "article"
    dated = story.title is not None and (story.bylines or story.dates)
    if story.size >= 100 and len(story.body) >= 4 and dated and not story.cut and not story.tail:
        return "article"
    if story.title or story is main or (story.tail and (story.captions or story.size >= 20)):
        return "teaser"
    return ""


def _is_told_here(main: Story, told: list[Story]) -> bool:
    """Whether the largest story is a story, not the largest of a page of openings."""
    if len(told) == 1:
        return True
    if main.cut and main.size < 350:
        return False
    second = max(story.size for story in told if story is not main)
    return main.size >= 120 or main.size >= 3 * second


def _title(line: Line | None) -> str | None:
    if line is None:
        return None
    return line.text.split(" | ")[0].strip() if line.role == r.PIPE else line.text


def _position(lines: list[Line]) -> Position:
    return Position(min(line.first for line in lines), max(line.last for line in lines))
