"""The head of a story: which line above its paragraphs is the headline, and what of the rest belongs to it."""

from __future__ import annotations

import re

from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story

_PASSED = frozenset({r.LABEL, r.CUT, r.REPEATED})
_WORDS = re.compile(r"\w+")


def take_head(gap: list[Line], story: Story, slug: frozenset[str]) -> list[Line]:
    """Give `story` its headline, byline, date and captions out of the gap above it; what is left of the gap."""
    start = _head_start(gap, story, slug)
    for line in gap[start:]:
        if line.role == r.DATE:
            story.dates.append(line)
        elif line.role in (r.BYLINE, r.NAME):
            story.bylines.append(line)
        elif line.role == r.CAPTION:
            story.captions.append(line)
    return gap[:start]


def _head_start(gap: list[Line], story: Story, slug: frozenset[str]) -> int:
    """Where in `gap` the head of the story below it begins; sets the title."""
    heads, bottom = _headlines(gap, story.main)
    title = _choose_title(gap, heads, story, slug)
    if title < 0:
        return _meta_start(gap, len(gap), bottom)
    line = gap[title]
    story.title = line
    story.named = slug_match(line.text, slug) >= 0.5
    start = title
    for k in heads:
        if k != title and ((gap[k].role == r.PIPE and abs(k - title) <= 4) or _same_title(gap[k].text, line.text)):
            story.also.append(gap[k])
            if k > title - 6:
                start = min(start, k)
    if len(heads) <= 4:
        _subheadings(gap[title + 1 :], story)
    return _meta_start(gap, start, bottom)


def _headlines(gap: list[Line], main: bool) -> tuple[list[int], int]:
    """The lines of a gap that may be the headline, lowest first, and how far up they were looked for."""
    heads: list[int] = []
    bottom = max(0, len(gap) - (60 if main else 14))
    for k in range(len(gap) - 1, bottom - 1, -1):
        line = gap[k]
        if line.role in (r.MORE, r.TAIL, r.COPYRIGHT) and (heads or not main):
            return heads, k + 1
        if line.role in r.HEADLINES and line.marker in ("", "#"):
            heads.append(k)
    return heads, bottom


def _subheadings(below: list[Line], story: Story) -> None:
    """What stands like a headline between the headline and the text: the standfirst, or subheadings."""
    for k, line in enumerate(below):
        if line.role != r.HEAD or line in story.also or line.marker == "*":
            continue
        words = word_count(line.text)
        credited = any(g.role in r.SIGNED for g in below[k + 1 :])
        if story.standfirst is None and (words >= 12 or (words >= 6 and credited)):
            story.standfirst = line
        elif not credited:
            story.body.insert(sum(1 for b in story.body if b.first < line.first), line)


def _meta_start(gap: list[Line], start: int, bottom: int) -> int:
    """Go up from `start` over bylines, dates, captions and labels."""
    k = start
    while k > bottom and gap[k - 1].role in r.META | r.PICTURE | _PASSED:
        k -= 1
    while k < start and gap[k].role in _PASSED:
        k += 1
    return k


def _choose_title(gap: list[Line], heads: list[int], story: Story, slug: frozenset[str]) -> int:
    """The line among `heads` (indices into `gap`, nearest the story first) that is the headline; -1 if none is."""
    best, best_score = -1, 0.0
    for rank, k in enumerate(heads):
        line = gap[k]
        words = word_count(line.text)
        score = 3.0 - 0.35 * rank - 0.05 * (len(gap) - k)
        score += 0.6 if 4 <= words <= 22 else -0.8
        if line.marker == "#":
            score += 2
        if line.role == r.PIPE:
            score -= 0.6
        if story.dates_above and k and gap[k - 1].role == r.DATE:
            score += 1.5
        if story.main:
            score += 8 * max(0.0, slug_match(line.text, slug) - 0.3)
        between = gap[k + 1 :]
        if any(g.role in r.SIGNED for g in between[:8]):
            score += 1.0 if len(between) <= 12 or story.main else 0.0
        score -= 0.25 * sum(g.role in (r.NAV, r.PROMO, r.COMMENTS) for g in between[:10])
        score -= 1.5 * any(g.role in (r.TAIL, r.COPYRIGHT) for g in between)
        if rank == 0 and _second_of_pair(gap, heads):
            score -= 1.2
        if score > best_score:
            best, best_score = k, score
    return best


def _second_of_pair(gap: list[Line], heads: list[int]) -> bool:
    """Whether the lowest headline is a subheading: one stands right above it, and nothing else above that."""
    if len(heads) < 2 or heads[1] != heads[0] - 1:
        return False
    top = heads[1]
    below = gap[heads[0] + 1 : heads[0] + 2]
    if below and below[0].role in r.SIGNED and word_count(gap[top].text) <= 5:
        return False
    return len(heads) == 2 or top == 0 or gap[top - 1].role in r.PICTURE | r.META | {r.MORE}


def slug_match(text: str, slug: frozenset[str]) -> float:
    """How much of a line the page's address says, from 0 to 1."""
    words = {w for w in _WORDS.findall(text.casefold()) if len(w) > 2} if slug else set()
    return len(words & slug) / max(3, min(len(words), len(slug)))


def _same_title(a: str, b: str) -> bool:
    one, two = set(_WORDS.findall(a.casefold())), set(_WORDS.findall(b.casefold()))
    fewer = min(len(one), len(two))
    return fewer >= 3 and len(one & two) >= 0.8 * fewer
