"""The headline that the page's address says, where the lines above the story do not hold it."""

from __future__ import annotations

import re

from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.heads import slug_match, told_words
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


_ADDRESS = re.compile(r"[^\s/]+\.[^\s/]+/\S+")
"""An address without `https:`."""


def name_by_address(story: Story, lines: list[Line], slug: frozenset[str]) -> None:
    """Give the story of a page the headline that the page's address says, if there is one above the story."""
    line = _said_by_address(story, lines, slug)
    if line is None:
        _sign(story, lines)
        return
    _take(story, line)
    story.title, story.named = line, True
    at = lines.index(line)
    below, above = lines[at + 1 : at + _BELOW], lines[max(0, at - _ABOVE) : at]
    for metas, roles in ((story.bylines, r.META - {r.DATE}), (story.dates, {r.DATE})):
        kept = [meta for meta in metas if meta.first > line.first]
        signed = [meta for meta in below if meta.role in roles & r.SIGNED and meta not in kept]
        metas[:] = signed + kept or [meta for meta in (*below, *above) if meta.role in roles]


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
    if not slug or not story.body:
        return None
    least = _LEAST
    if story.title:
        signed = any(meta.first > story.title.first for meta in (*story.dates, *story.bylines) if meta.role in r.SIGNED)
        least = max(_SURE if signed else _LEAST, slug_match(story.title.text, slug) + _BETTER)
    best, most = None, 0.0
    for line in lines:
        if line.first >= story.body[-1].first:
            break
        match = slug_match(line.text, slug) if len(line.text) <= _LONGEST and line.role != r.URL else 0.0
        if match < (_SURE if line.role in r.PICTURE else least) or not _may_name(story, line):
            continue
        told, words = told_words(line.text, slug)
        if told < words * _LEAST_TOLD or p.URL.match(line.text) or _ADDRESS.fullmatch(line.text):
            continue
        if told < _FEWEST_TOLD and (told * 2 < len(slug) or not _is_repeated(line, lines)):
            continue
        value = match + told / words - (0.3 if line.marker not in ("", "#") else 0.0)
        if value >= most:
            best, most = line, value
    return best


def _may_name(story: Story, line: Line) -> bool:
    """Whether a line stands above a story, or above nearly all of it."""
    above = sum(word_count(part.text) for part in story.body if part.first < line.first)
    return above <= _LARGEST_OPENING * story.size


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
