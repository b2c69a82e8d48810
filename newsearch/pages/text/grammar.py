"""Lines with roles become stories, headlines of a list, and what is left.

Paragraphs are grouped first, by what stands between them; then each group takes its headline, byline, date and captions from
the lines above it. Whether bylines and dates stand above or below their headline is decided for the whole page: the reading
that leaves the fewest of them without a headline wins.
"""

from __future__ import annotations

import re

from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.groups import Group, Layout, group, layout_of
from newsearch.pages.text.lines import Line
from newsearch.pages.text.lists import list_items
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story

_META = frozenset({r.BYLINE, r.DATE, r.NAME})
_PICTURE = frozenset({r.CAPTION, r.CREDIT})
_WORDS = re.compile(r"\w+")


def stories_of(lines: list[Line], slug: frozenset[str] = frozenset()) -> list[Story]:
    """The stories and listed headlines among `lines`, in their order."""
    layout = layout_of(lines)
    _credits_by_habit(lines, layout)
    groups, last = group(lines, layout)
    gaps = [g.gap for g in groups] + [last]
    stories = [_story_of(g) for g in groups]
    _mark_tails(gaps, stories)
    trailing = _meta_trails(gaps)
    listed: list[tuple[int, Story]] = []
    main = max(range(len(stories)), key=lambda i: _weight(stories[i], gaps[i], slug), default=-1)
    if main >= 0:
        main = _absorb_opening(stories, gaps, main, slug)
        stories[main].main = True
    for i, gap in enumerate(gaps):
        story = stories[i] if i < len(stories) else None
        before = stories[i - 1] if i else None
        rest = _trailer(gap, before, trailing)
        if story is not None:
            rest = _head(rest, story, layout, i == main, slug)
            if i == main:
                _labelled_meta(story, gaps[i + 1])
            story.live = _is_entry(story, layout)
        listed += [(i, item) for item in list_items(rest)]
    listed += [(i + 1, item) for i, g in enumerate(groups) for item in _asides(g)]
    merged: list[Story] = []
    for i, story in enumerate([*stories, None]):
        merged += [item for k, item in listed if k == i]
        if story is not None:
            merged.append(story)
    return merged


# Paragraphs into groups


def _story_of(run: Group) -> Story:
    story = Story()
    for line in run.lines:
        (story.captions if line.role == r.CAPTION else story.body).append(line)
    story.size = sum(word_count(line.text) for line in story.body)
    for above, gap in run.inner:
        if sum(word_count(line.text) for line in run.lines[:above]) > 90:
            break
        meta = [g for g in gap if g.role in (r.BYLINE, r.DATE) or (g.role == r.NAME and len(gap) <= 6)]
        if not meta:
            continue
        story.bylines += [g for g in meta if g.role != r.DATE]
        story.dates += [g for g in meta if g.role == r.DATE]
        prose = [line for line in run.lines[:above] if line.role == r.PROSE]
        if story.standfirst is None and len(prose) == 1 and len(story.body) > 2 and not prose[0].marker:
            story.standfirst = prose[0]
            story.body.remove(prose[0])
    return story


def _credits_by_habit(lines: list[Line], layout: Layout) -> None:
    """Where pictures are credited, a name or label between a caption and a paragraph is a credit."""
    if layout.credits < 2:
        return
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        if line.role not in (r.NAME, r.LABEL) or below.role != r.PROSE or not below.after_blank:
            continue
        if above.role == r.HEAD and not line.after_blank:
            above.role, line.role = r.CAPTION, r.CREDIT
        elif above.role == r.PROSE and line.role == r.NAME and line.after_blank:
            line.role = r.CREDIT


def _weight(story: Story, gap: list[Line], slug: frozenset[str]) -> float:
    """How much speaks for a story being what its page is about."""
    weight = float(story.size)
    near = gap[-12:]
    if story.tail:
        weight *= 0.5
    if story.bylines or story.dates or any(g.role in (r.BYLINE, r.DATE) for g in near):
        weight *= 1.3
    if sum(word_count(line.text) for line in story.body if line.marker == "*") > 0.7 * story.size:
        weight *= 0.3
    if slug and any(g.role in (r.HEAD, r.PIPE) and _slug_match(g.text, slug) > 0.5 for g in gap[-30:]):
        weight = weight * 1.5 + 60
    return weight


def _absorb_opening(stories: list[Story], gaps: list[list[Line]], main: int, slug: frozenset[str]) -> int:
    """Small groups between the main story and its headline are its standfirst or the page's frame; the story's new index."""
    here = _best_slug_match(gaps[main], slug)
    for j in range(main - 1, max(-1, main - 5), -1):
        if stories[j].size > 70:
            break
        if slug:
            better = _best_slug_match(gaps[j], slug) > max(0.45, here)
        else:
            below = [g.role for gap in gaps[j + 1 : main + 1] for g in gap]
            better = r.HEAD not in below and (r.BYLINE in below or r.DATE in below) and _best_head(gaps[j])
        if better:
            story = stories[main]
            if len(stories[j].body) == 1 and story.standfirst is None and stories[j].size >= 8:
                story.standfirst = stories[j].body[0]
            story.captions[:0] = [line for part in stories[j:main] for line in part.captions]
            gaps[main] = [g for gap in gaps[j : main + 1] for g in gap]
            del stories[j:main], gaps[j:main]
            return j
    return main


def _best_slug_match(gap: list[Line], slug: frozenset[str]) -> float:
    return max((_slug_match(g.text, slug) for g in gap if g.role in (r.HEAD, r.PIPE)), default=0.0) if slug else 0.0


def _best_head(gap: list[Line]) -> bool:
    """Whether a headline stands right at the end of a gap."""
    return any(g.role in (r.HEAD, r.PIPE) and not g.marker for g in gap[-4:])


def _mark_tails(gaps: list[list[Line]], stories: list[Story]) -> None:
    """Note which stories are cut off, and which stand below `More from ...`."""
    seen = 0
    tail = False
    for i, story in enumerate(stories):
        tail = tail or (seen >= 60 and any(g.role == r.TAIL for g in gaps[i]))
        story.tail = tail
        seen += story.size
        after = gaps[i + 1][:3]
        story.cut = any(g.role == r.MORE for g in after)


# Heads


def _meta_trails(gaps: list[list[Line]]) -> bool:
    """Whether dates and bylines at the top of a gap end the story above rather than open the one below.

    Read as opening, a page may leave its first story without any and its last lines without a story; read as ending,
    the other way round. The reading with fewer such orphans is the page's own.
    """
    last = len(gaps) - 1
    tops = [_top_meta(gap) for gap in gaps]
    own = [any(g.role in _META for g in gap[top:]) for gap, top in zip(gaps, tops, strict=True)]
    opening = sum(not own[i] and not tops[i] for i in range(last)) + bool(tops[last])
    ending = sum(not own[i] and not tops[i + 1] for i in range(last)) + bool(tops[0])
    return ending < opening


def _top_meta(gap: list[Line]) -> int:
    """How many lines at the top of a gap are bylines and dates."""
    end = 0
    while end < len(gap) and gap[end].role in _META:
        end += 1
    return end if any(g.role in (r.DATE, r.BYLINE) for g in gap[:end]) else 0


def _trailer(gap: list[Line], before: Story | None, trailing: bool) -> list[Line]:
    """Give `before` the date and byline right below it, if that is where this page has them; the rest of the gap."""
    end = _top_meta(gap)
    if before is None or not end or not trailing:
        return gap
    before.dates += [g for g in gap[:end] if g.role == r.DATE]
    before.bylines += [g for g in gap[:end] if g.role != r.DATE]
    return gap[end:]


_LABELLED = re.compile(
    r"(?:datum|date|published|posted|publié|publicado|stand|erstellt|veröffentlicht|опубликовано|дата)\b", re.I
)


def _labelled_meta(story: Story, below: list[Line]) -> None:
    """A story without date or byline may have them below its text, if they say what they are."""
    for line in below[:12]:
        if line.role in (r.TAIL, r.COMMENTS, r.HEAD):
            return
        if line.role == r.DATE and not story.dates and _LABELLED.match(line.text):
            story.dates.append(line)
        elif line.role == r.BYLINE and not any(b.role == r.BYLINE for b in story.bylines):
            story.bylines.append(line)


def _head(gap: list[Line], story: Story, layout: Layout, main: bool, slug: frozenset[str]) -> list[Line]:
    """Give `story` its headline, byline, date and captions out of the gap above it; what is left of the gap."""
    start = _head_start(gap, story, layout, main, slug)
    for line in gap[start:]:
        if line.role == r.DATE:
            story.dates.append(line)
        elif line.role == r.BYLINE or (line.role == r.NAME and line is not story.title and line not in story.also):
            story.bylines.append(line)
        elif line.role == r.CAPTION:
            story.captions.append(line)
    return gap[:start]


def _is_entry(story: Story, layout: Layout) -> bool:
    """Whether a story is one of several that begin with a time of day."""
    clocks = [d for d in story.dates if r.is_clock(d.text) or (layout.live and p.TIME.search(d.text))]
    return bool(clocks) and (layout.clocks >= 3 or layout.live)


def _head_start(gap: list[Line], story: Story, layout: Layout, main: bool, slug: frozenset[str]) -> int:
    """Where in `gap` the head of the story below it begins; sets the title."""
    k = len(gap)
    reach = 60 if main else 14
    heads: list[int] = []
    while k > 0 and len(gap) - k < reach:
        role = gap[k - 1].role
        if role in (r.MORE, r.TAIL, r.COPYRIGHT) and (heads or not main):
            break
        if role in (r.HEAD, r.PIPE) and not (gap[k - 1].marker and gap[k - 1].marker != "#"):
            heads.append(k - 1)
        k -= 1
    bottom = k
    if not heads:
        return _meta_start(gap, len(gap), bottom)
    title = _choose_title(gap, heads, main, slug, story)
    if title < 0:
        return _meta_start(gap, len(gap), bottom)
    line = gap[title]
    story.title = line
    story.named = bool(slug) and _slug_match(line.text, slug) >= 0.5
    start = title
    for k in heads:
        if k != title and ((gap[k].role == r.PIPE and abs(k - title) <= 4) or _same_title(gap[k].text, line.text)):
            story.also.append(gap[k])
            if k > title - 6:
                start = min(start, k)
    if len(heads) <= 4:
        _subheadings(gap[title + 1 :], story)
    return _meta_start(gap, start, bottom)


def _subheadings(below: list[Line], story: Story) -> None:
    """What stands like a headline between the headline and the text: the standfirst, or subheadings."""
    for k, line in enumerate(below):
        if line.role != r.HEAD or line in story.also or line.marker == "*":
            continue
        words = word_count(line.text)
        credited = any(g.role in (r.BYLINE, r.DATE) for g in below[k + 1 :])
        if story.standfirst is None and (words >= 12 or (words >= 6 and credited)):
            story.standfirst = line
        elif not credited:
            story.body.insert(sum(1 for b in story.body if b.first < line.first), line)


def _meta_start(gap: list[Line], start: int, bottom: int) -> int:
    """Go up from `start` over bylines, dates, captions and labels."""
    k = start
    while k > bottom and gap[k - 1].role in _META | _PICTURE | {r.LABEL, r.CUT}:
        k -= 1
    while k < start and gap[k].role in (r.LABEL, r.CUT):
        k += 1
    return k


def _choose_title(gap: list[Line], heads: list[int], main: bool, slug: frozenset[str], story: Story) -> int:
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
        if slug and main:
            score += 8 * max(0.0, _slug_match(line.text, slug) - 0.3)
        between = gap[k + 1 :]
        if any(g.role in (r.BYLINE, r.DATE) for g in between[:8]):
            score += 1.0 if len(between) <= 12 or main else 0.0
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
    if below and below[0].role in (r.BYLINE, r.DATE) and word_count(gap[top].text) <= 5:
        return False
    return len(heads) == 2 or top == 0 or gap[top - 1].role in _PICTURE | _META | {r.MORE}


def _slug_match(text: str, slug: frozenset[str]) -> float:
    words = {w for w in _WORDS.findall(text.casefold()) if len(w) > 2}
    return len(words & slug) / max(3, min(len(words), len(slug))) if words else 0.0


def _same_title(a: str, b: str) -> bool:
    one, two = set(_WORDS.findall(a.casefold())), set(_WORDS.findall(b.casefold()))
    return bool(one) and len(one & two) >= 0.8 * min(len(one), len(two)) and min(len(one), len(two)) >= 3


# Lists of headlines


def _asides(run: Group) -> list[Story]:
    """The headlines that interrupt a story."""
    kept = {id(line) for line in run.lines}
    found: list[Story] = []
    for _, gap in run.inner:
        found += list_items([g for g in gap if id(g) not in kept])
    return found
