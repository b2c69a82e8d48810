"""The head of a story: which line above its paragraphs is the headline, and what of the rest belongs to it."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from newsearch.pages import crediting
from newsearch.pages.names import looks_like_name
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story

_PASSED = frozenset({r.LABEL, r.CUT, r.REPEATED})
_WORDS = re.compile(r"\w+")
FEWEST_OF_SUMMARY = 15
_FEWEST_OF_SENTENCES = 10
"""Words of two sentences that sum up."""
_SENTENCES = re.compile(r"[^\W\d_]{2}[.;] [^\W\d_]")
"""Words of a line like a headline that sums a story up."""
_MOST_OF_BUTTON = 5
_HEADLINE = 4, 14
"""Words of a headline above a summary."""
_FAR = 40
"""Lines between a headline with its byline and a story that pictures, buttons and other headlines are put before."""
_NEAR = 6
"""Lines within which a headline is looked for above two words that may be one."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def take_head(gap: list[Line], story: Story, slug: frozenset[str]) -> list[Line]:
    """Give `story` its headline, byline, date and captions out of the gap above it; what is left of the gap."""
    start = _head_start(gap, story, slug)
    others = _signs_of_others(gap, start, story)
    inside, story.dates = story.dates, []
    for line in gap[start:]:
        if line is story.title or line in others:
            continue
        if line.role == r.DATE:
            story.dates.append(line)
        elif line.role in (r.BYLINE, r.NAME):
            story.bylines.append(line)
        elif line.role == r.CAPTION:
            story.captions.append(line)
    story.dates += inside
    return gap[:start] + others


def _signs_of_others(gap: list[Line], start: int, story: Story) -> list[Line]:
    """What stands above a headline that has name and date right below: who wrote another story, and when."""
    title = story.title
    at = gap.index(title) if title in gap else start
    below = gap[at + 1 :]
    if not any(one.role == r.NAME and other.role == r.DATE for one, other in pairwise(below[:_NEAR])):
        return []
    return [line for line in gap[start:at] if line.role in r.SIGNED]


def _head_start(gap: list[Line], story: Story, slug: frozenset[str]) -> int:
    """Where in `gap` the head of the story below it begins; sets the title."""
    heads, bottom = _headlines(gap, story.main)
    if story.main and (short := _short_headline(gap, story)) >= 0:
        heads.insert(0, short)
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
        if line.role in r.HEADLINES and line.marker in ("", "#") and not says_who(line.text):
            heads.append(k)
    return heads, bottom


def says_who(text: str) -> bool:
    """Whether a line that looks like a headline tells of a reporter: `News reporter @annlee`, `Ann Lee, staff writer`."""
    name, _, job = text.partition(", ")
    return "@" in text or (bool(job) and looks_like_name(name) and crediting.names_job(job))


def _short_headline(gap: list[Line], story: Story) -> int:
    """Where right above a story, apart from menus and with no headline near, two words stand that are its headline; -1 if none do."""
    k = len(gap) - 1
    while k >= 0 and gap[k].role in r.SIGNED | r.PICTURE | _PASSED - {r.LABEL}:
        k -= 1
    if k < 0 or gap[k].role not in (r.NAME, r.LABEL) or gap[k].marker or not gap[k].after_blank:
        return -1
    below = gap[k + 1] if k + 1 < len(gap) else story.body[0]
    if word_count(gap[k].text) < 2 or not below.after_blank or gap[k].text.endswith((":", ",", ".")):
        return -1
    return -1 if any(line.role in r.HEADLINES for line in gap[max(0, k - _NEAR) : k]) else k


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
            score += 1.2 * (words >= _HEADLINE[0] and _is_repeated(gap, line))
        between = gap[k + 1 :]
        if any(g.role in r.SIGNED for g in between[:8]):
            score += 1.0 if len(between) <= 12 or story.main else 0.0
        score -= 0.25 * sum(g.role in (r.NAV, r.PROMO, r.COMMENTS) for g in between[:10])
        score -= 1.5 * any(g.role in (r.TAIL, r.COPYRIGHT) for g in between)
        if (rank == 0 and _second_of_pair(gap, heads)) or _sums_up(gap, k):
            score -= 1.2
        if story.main and not story.dates_above and _is_below_signature(gap, k):
            score -= 1.5
        if score > best_score:
            best, best_score = k, score
    return best


def _is_below_signature(gap: list[Line], k: int) -> bool:
    """Whether one headline stands further up with its byline or date, and what is looked at is not right below a date."""
    if k and gap[k - 1].role == r.DATE:
        return False
    above = gap[max(0, k - _FAR) : k]
    signed = [
        j
        for j, line in enumerate(above)
        if line.role in r.SIGNED
        and (j == 0 or above[j - 1].role not in r.SIGNED)
        and any(g.role in r.HEADLINES and word_count(g.text) >= 4 for g in above[max(0, j - 3) : j])
    ]
    return len(signed) == 1


def _second_of_pair(gap: list[Line], heads: list[int]) -> bool:
    """Whether the lowest headline is a subheading: one stands right above it, and nothing else above that."""
    if len(heads) < 2 or heads[1] != heads[0] - 1:
        return False
    top = heads[1]
    below = gap[heads[0] + 1 : heads[0] + 2]
    if below and below[0].role in r.SIGNED and word_count(gap[top].text) <= 5:
        return False
    return len(heads) == 2 or top == 0 or gap[top - 1].role in r.PICTURE | r.META | {r.MORE}


def _sums_up(gap: list[Line], k: int) -> bool:
    """Whether a long line right below a headline sums its story up."""
    if not k or gap[k - 1].role != r.HEAD or gap[k - 1].marker:
        return False
    text = gap[k].text
    fewest = _FEWEST_OF_SENTENCES if _SENTENCES.search(text) else FEWEST_OF_SUMMARY
    return word_count(text) >= fewest and _HEADLINE[0] <= word_count(gap[k - 1].text) <= _HEADLINE[1]


def _is_repeated(gap: list[Line], line: Line) -> bool:
    """Whether another line of the gap ends with the words of a line, as the steps that lead to a page do, or says the same
    in more words than buttons have."""
    long = word_count(line.text) > _MOST_OF_BUTTON
    return any(
        other.text.endswith(line.text)
        and (len(other.text) > len(line.text) or (other is not line and (long or other.marker)))
        for other in gap
    )


def slug_match(text: str, slug: frozenset[str]) -> float:
    """How much of a line the page's address says, from 0 to 1."""
    if not slug:
        return 0.0
    told, words = told_words(text, slug)
    return told / max(3, min(words, len(slug)))


def told_words(text: str, slug: frozenset[str]) -> tuple[int, int]:
    """How many words of a line the page's address says, and how many words it has; the shortest do not count."""
    words = {w for w in _WORDS.findall(text.casefold()) if len(w) > 2}
    return sum(not slug.isdisjoint(_spellings(w)) for w in words), len(words)


def _spellings(word: str) -> tuple[str, ...]:
    """A word as addresses write it: with its accents, without them, and with German's `ue` for `ü`."""
    if word.isascii():
        return (word,)
    return word, _without_accents(word), _without_accents(word.translate(_UMLAUTS))


def _without_accents(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _same_title(a: str, b: str) -> bool:
    one, two = set(_WORDS.findall(a.casefold())), set(_WORDS.findall(b.casefold()))
    fewer = min(len(one), len(two))
    return fewer >= 3 and len(one & two) >= 0.8 * fewer
