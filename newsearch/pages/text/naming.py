"""The headline that the page's address says, that its steps lead to, or that is signed, where it stands far above the story."""

from __future__ import annotations

import re

from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.heads import FEWEST_OF_SUMMARY, says_who, slug_match, told_words
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story

_LONGEST = 200
"""Characters of a headline."""
_FEWEST_TOLD = 3
"""Words that an address and a headline share; two will do of what the page says twice, as in the steps that lead to it, if they
are half of the address."""
_LEAST = 0.6
_SURE = 0.75
_BETTER = 0.3
"""How much more of it the address must say than of the headline that stands nearest to the story."""
_LEAST_TOLD = 0.35
"""Of the words of a line those that the address says: a paragraph may hold them all."""
_BELOW, _ABOVE = 8, 3
"""Lines around a headline that say who wrote it and when."""
_LEAST_STANDFIRST = 8
"""Words of what stands like a headline between a headline and its byline."""
_LARGEST_OPENING = 0.25
"""Of a story's words those that stand above its headline and are the page's, not the story's."""


_SHORTEST, _MOST_WORDS = 3, 30
"""Words of a headline that nothing but its place and its sign tell."""
_STORY = 100
"""Words of a text that is told here; shorter ones open stories that are told elsewhere, each with a headline of its own."""
_STEPS = 5
"""Lines between the steps to a page and its headline."""
_BELOW_HEADLINE = 4
_BEFORE_STEP = re.compile(r"(?:[»›>→]|\s[/|])\s*$")
_NO_OPENING = r.PICTURE | {r.URL, r.MORE, r.NAV, r.CUT}
_HALF = 0.5
_LEAST_PARAGRAPH = 15
"""Words of a paragraph of the story, below which its headline does not come."""
_MOST_LOOKED_FOR = 100
"""Lines of which the page is asked whether it says them twice."""
_ADDRESS = re.compile(r"[^\s/]+\.[^\s/]+/\S+")
"""An address without `https:`."""


def name_story(story: Story, lines: list[Line], slug: frozenset[str]) -> None:
    """Give the story of a page the headline that most speaks for, and who signed below it.

    That is what the page's address says; where no line says that and the headline that was found is not signed, what the steps
    to the page end with, or the one headline above the story that is signed.
    """
    if not story.body:
        return
    line = _said_by_address(story, lines, slug)
    story.named = story.named or line is not None
    if line is None and not story.named and story.size >= _STORY and not _is_signed(story):
        line = _led_to(story, lines) or _signed_above(story, lines)
    if line is None:
        _sign(story, lines)
        return
    _take(story, line)
    story.title = line
    at = lines.index(line)
    below, above = lines[at + 1 : at + _BELOW], lines[max(0, at - _ABOVE) : at]
    for metas, roles in ((story.bylines, r.META - {r.DATE}), (story.dates, {r.DATE})):
        kept = [meta for meta in metas if meta.first > line.first]
        signed = [meta for meta in below if meta.role in roles & r.SIGNED and meta not in kept]
        metas[:] = signed + kept or [meta for meta in (*below, *above) if meta.role in roles]


def opening_of(lines: list[Line], slug: frozenset[str]) -> Line | None:
    """The line that is surely the page's headline by its address: the last of those that say it one near the other, as the steps
    to a page and its headline do, where no byline stands above and the text below."""
    last, best = -1, None
    for at, line in enumerate(lines) if slug else ():
        told_already = (
            best is not None
            and line.role == r.PROSE
            and word_count(line.text) >= _LEAST_PARAGRAPH
            and not best.text.endswith(line.text)
        )
        if line.role == r.BYLINE or told_already or 0 <= last < at - _STEPS - _BELOW:
            break
        if line.marker not in ("", "#") or len(line.text) > _LONGEST or line.role in _NO_OPENING:
            continue
        match = slug_match(line.text, slug)
        told, words = told_words(line.text, slug) if match >= _SURE else (0, 1)
        if told <= _FEWEST_TOLD or told < words * _HALF or told < len(slug) * _HALF or _is_address(line.text):
            continue
        last, best = at, line if _leads_on(lines[at + 1 : at + _BELOW]) else best
    return best


def _leads_on(below: list[Line]) -> bool:
    """Whether a text, or who wrote it and when, stands below a headline before a list of others does."""
    heads = 0
    for line in below:
        if line.role in r.SIGNED or line.role == r.PROSE:
            return True
        heads += line.role in r.HEADLINES
        if heads > 1 or line.role in (r.TAIL, r.ASIDE, r.MORE):
            return False
    return False


def _sign(story: Story, lines: list[Line]) -> None:
    """Give a story whose headline stands far above it who signed right below the headline."""
    if story.title is None or any(line.role in r.SIGNED for line in story.bylines + story.dates):
        return
    at = lines.index(story.title)
    for line in lines[at + 1 : at + _BELOW]:
        if line is story.body[0] or (line.role in r.HEADLINES and word_count(line.text) < _LEAST_STANDFIRST):
            return
        if line.role in r.SIGNED:
            (story.dates if line.role == r.DATE else story.bylines).append(line)


def _said_by_address(story: Story, lines: list[Line], slug: frozenset[str]) -> Line | None:
    """The line that the address says most of, the one nearest to the story first."""
    if not slug:
        return None
    least, already = _LEAST, 0
    if story.title:
        already, _ = told_words(story.title.text, slug)
        least = max(_SURE if _is_signed(story) else _LEAST, slug_match(story.title.text, slug) + _BETTER)
    best, most = None, 0.0
    end = _end_of_opening(story)
    repeated = _MOST_LOOKED_FOR
    for line in lines:
        if line.first >= end:
            break
        match = slug_match(line.text, slug) if len(line.text) <= _LONGEST and line.role != r.URL else 0.0
        if match < (_SURE if line.role in r.PICTURE else least):
            continue
        told, words = told_words(line.text, slug)
        if told <= already or told < words * _LEAST_TOLD or _is_address(line.text):
            continue
        if told < _FEWEST_TOLD:
            repeated -= 1
            if repeated < 0 or told * 2 < len(slug) or not _is_repeated(line, lines):
                continue
        value = match + told / words - (0.3 if line.marker not in ("", "#") else 0.0)
        if value >= most:
            best, most = line, value
    return best


def _is_signed(story: Story) -> bool:
    """Whether a byline or a day stands below the story's headline, or right above it."""
    title = story.title
    return title is not None and any(
        meta.first >= title.first - _ABOVE for meta in (*story.dates, *story.bylines) if meta.role in r.SIGNED
    )


def _led_to(story: Story, lines: list[Line]) -> Line | None:
    """The line that the steps to the page end with."""
    for at, line in enumerate(lines):
        if line.first >= story.body[0].first:
            break
        if line.marker or line.role not in r.HEADLINES or not _is_headline(line):
            continue
        for above in lines[max(0, at - _STEPS) : at]:
            step = above.marker[:1].isdigit() and above.text == line.text
            if step or (above.text.endswith(line.text) and _BEFORE_STEP.search(above.text[: -len(line.text)])):
                return line
    return None


def _signed_above(story: Story, lines: list[Line]) -> Line | None:
    """The only headline above the story that has a byline below it, or the only one that has a day there."""
    signed: dict[int, Line] = {}
    """The headline by what signs it: the nearest, but for a long one below another, which sums the story up."""
    for at, line in enumerate(lines):
        if line.first >= story.body[0].first:
            break
        if line.marker not in ("", "#") or line.role not in r.HEADLINES or not _is_headline(line):
            continue
        sign = _sign_below(lines, at, story.body[0])
        if sign < 0 or (lines[sign].role == r.DATE and word_count(line.text) <= _SHORTEST) or says_who(line.text):
            continue
        if sign not in signed or word_count(line.text) < FEWEST_OF_SUMMARY:
            signed[sign] = line
    credited = [line for sign, line in signed.items() if lines[sign].role == r.BYLINE]
    for found in (credited, list(signed.values())):
        if len({line.text for line in found}) == 1:
            return found[-1]
    return None


def _sign_below(lines: list[Line], headline: int, body: Line) -> int:
    """Where below a headline the first byline or day stands, with no more than a standfirst between; -1 if none does."""
    passed = 0
    for at in range(headline + 1, min(headline + 1 + _BELOW_HEADLINE, len(lines))):
        line = lines[at]
        if line.role in r.SIGNED:
            return at
        passed += line.role in r.HEADLINES | {r.PROSE}
        if passed > 1 or line.marker or line is body:
            break
    return -1


def _is_headline(line: Line) -> bool:
    return _SHORTEST <= word_count(line.text) <= _MOST_WORDS


def _end_of_opening(story: Story) -> int:
    """The line from which on no headline of a story stands: little of the story is above it."""
    left = _LARGEST_OPENING * story.size
    for part in story.body[:-1]:
        left -= word_count(part.text)
        if left < 0:
            return part.first + 1
    return story.body[-1].first


def _is_address(text: str) -> bool:
    return p.URL.match(text) is not None or _ADDRESS.fullmatch(text) is not None


def _is_repeated(line: Line, lines: list[Line]) -> bool:
    return any(other is not line and other.text.endswith(line.text) for other in lines)


def _take(story: Story, line: Line) -> None:
    """Take a line out of what it was taken for, and out of the body with what stands above it there."""
    story.body = [part for part in story.body if part.first > line.first]
    for kept in (story.bylines, story.dates, story.captions, story.also):
        if line in kept:
            kept.remove(line)
    if story.standfirst is line:
        story.standfirst = None
