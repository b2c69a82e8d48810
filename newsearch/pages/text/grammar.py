"""Lines with roles become stories, headlines of a list, and what is left.

Paragraphs are grouped first, by what stands between them; then each group takes its headline, byline, date and captions from
the lines above it. Whether bylines and dates stand above or below their headline is decided for the whole page: the reading
that leaves the fewest of them without a headline wins.
"""

from __future__ import annotations

import re
from dataclasses import replace

from newsearch.pages import crediting
from newsearch.pages.buttons import offered_story
from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.groups import Group, group
from newsearch.pages.text.heads import slug_match, take_head
from newsearch.pages.text.layout import Layout, layout_of
from newsearch.pages.text.lines import Line
from newsearch.pages.text.lists import list_items
from newsearch.pages.text.naming import name_story, opening_of
from newsearch.pages.text.roles import word_count
from newsearch.pages.text.story import Story
from newsearch.pages.text.ticker import take_ticker


def stories_of(lines: list[Line], slug: frozenset[str] = frozenset()) -> list[Story]:
    """The stories and listed headlines among `lines`, in their order; behind them the entries of a ticker."""
    layout = layout_of(lines)
    entries, lines = take_ticker(lines, live=layout.live)
    _credits_by_habit(lines, layout)
    opening = opening_of(lines, slug)
    if opening is not None:
        opening.role = r.HEAD
    groups, last = group(lines, layout, opening)
    gaps = [g.gap for g in groups] + [last]
    stories = [_story_of(g) for g in groups]
    _mark_tails(gaps, stories)
    _choose_main(stories, gaps, slug, opening)
    above = sum(_dates_above(gap) for gap in gaps) >= 2
    for story in stories:
        story.dates_above = above
    found: list[Story] = []
    if _posters_trail(gaps):
        for story, gap in zip(stories, gaps[1:], strict=True):
            if _is_posted(gap):
                story.bylines.append(gap.pop(0))
    trailing = _meta_trails(gaps)
    for i, gap in enumerate(gaps):
        rest = _trailer(gap, stories[i - 1] if i else None, trailing)
        if i == len(stories):
            found += list_items(rest)
            break
        story = stories[i]
        found += list_items(take_head(rest, story, slug)) + list_items(story.passed)
        story.live = _is_entry(story, layout)
        if story.main:
            name_story(story, lines, slug)
            _labelled_meta(story, gaps[i + 1])
        found.append(story)
    return found + [item for g in groups for item in _asides(g)] + entries


# Paragraphs into groups


def _story_of(run: Group) -> Story:
    story = Story()
    for line in run.lines:
        (story.captions if line.role == r.CAPTION else story.body).append(line)
    story.size = sum(word_count(line.text) for line in story.body)
    for above, gap in run.inner:
        if sum(word_count(line.text) for line in run.lines[:above]) > 90:
            break
        meta = [g for g in gap if g.role in r.SIGNED or (g.role == r.NAME and len(gap) <= 6)]
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
        if line.role not in (r.NAME, r.LABEL) or below.role != r.PROSE or (layout.spaced and not below.after_blank):
            continue
        if above.role == r.HEAD and not line.after_blank:
            above.role, line.role = r.CAPTION, r.CREDIT
        elif above.role == r.PROSE and line.role == r.NAME and (line.after_blank or not layout.spaced):
            line.role = r.CREDIT


def _choose_main(stories: list[Story], gaps: list[list[Line]], slug: frozenset[str], opening: Line | None) -> None:
    """Mark the story that the page is about; none above the page's headline, where that is known."""
    first = next((i for i, gap in enumerate(gaps) if opening in gap), 0) if opening else 0
    if not any(story.size >= _LEAST_STORY for story in stories[first:]):
        first = 0
    main = max(range(first, len(stories)), key=lambda i: _weight(stories[i], gaps[i], slug), default=-1)
    if main >= 0:
        stories[_absorb_opening(stories, gaps, main, slug)].main = True


_LEAST_STORY = 40
"""Words of what may be all that a page tells."""


def _weight(story: Story, gap: list[Line], slug: frozenset[str]) -> float:
    """How much speaks for a story being what its page is about."""
    weight = float(story.size)
    near = gap[-12:]
    if story.tail:
        weight *= 0.5
    if story.bylines or story.dates or any(g.role in r.SIGNED for g in near):
        weight *= 1.3
    if sum(word_count(line.text) for line in story.body if line.marker == "*") > 0.7 * story.size:
        weight *= 0.3
    if any(g.role in r.HEADLINES and slug_match(g.text, slug) > 0.5 for g in gap[-30:]):
        weight = weight * 1.5 + 60
    return weight


def _absorb_opening(stories: list[Story], gaps: list[list[Line]], main: int, slug: frozenset[str]) -> int:
    """Small groups between the main story and its headline are its standfirst or the page's frame; the story's new index."""
    here = _best_slug_match(gaps[main], slug)
    trailing = _meta_trails(gaps)
    for j in range(main - 1, max(-1, main - 5), -1):
        if stories[j].size > 70:
            break
        by_address = _best_slug_match(gaps[j], slug) > max(0.45, here)
        signed = not (by_address or trailing) and here < 0.3 and _ends_with_headline(gaps[j])
        signed = signed and _is_signed_below(gaps[j + 1 : main + 1])
        if by_address or signed:
            story = stories[main]
            if len(stories[j].body) == 1 and story.standfirst is None and stories[j].size >= 8:
                story.standfirst = stories[j].body[0]
            story.captions[:0] = [line for part in stories[j:main] for line in part.captions]
            below = [g for gap in gaps[j + 1 : main + 1] for g in gap]
            if signed:
                story.passed = [g for g in below if g.role in r.HEADLINES]
                below = [g for g in below if g.role not in _ENDS_HEAD]
            gaps[main] = gaps[j] + below
            del stories[j:main], gaps[j:main]
            return j
    return main


_ENDS_HEAD = r.HEADLINES | {r.MORE, r.TAIL, r.COPYRIGHT}


def _is_signed_below(gaps: list[list[Line]]) -> bool:
    """Whether a byline or date stands below a standfirst before any other headline does. A date that other lines part from it, and
    that has a headline right below, is that one's."""
    below = [g for gap in gaps for g in gap]
    for k, line in enumerate(below):
        if line.role in r.SIGNED | r.HEADLINES:
            is_of_next = k and line.role == r.DATE and below[k + 1 : k + 2] and below[k + 1].role in r.HEADLINES
            return line.role in r.SIGNED and not is_of_next
    return False


def _best_slug_match(gap: list[Line], slug: frozenset[str]) -> float:
    return max((slug_match(g.text, slug) for g in gap if g.role in r.HEADLINES), default=0.0)


def _ends_with_headline(gap: list[Line]) -> bool:
    """Whether a headline stands right at the end of a gap."""
    return any(g.role in r.HEADLINES and not g.marker for g in gap[-4:])


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
    own = [any(g.role in r.META for g in gap[top:]) for gap, top in zip(gaps, tops, strict=True)]
    opening = sum(not own[i] and not tops[i] for i in range(last)) + bool(tops[last])
    ending = sum(not own[i] and not tops[i + 1] for i in range(last)) + bool(tops[0])
    return ending < opening


def _posters_trail(gaps: list[list[Line]]) -> bool:
    """Whether lines that say who posted what and when stand below the stories, whatever stands above them: as blogs write them."""
    below = sum(map(_is_posted, gaps[1:]))
    return bool(below) and below * 2 >= len(gaps) - 1 and not any(crediting.poster(line.text) for line in gaps[0])


def _is_posted(gap: list[Line]) -> bool:
    return bool(gap) and bool(crediting.poster(gap[0].text))


def _dates_above(gap: list[Line]) -> bool:
    """Whether the first headline of a gap has a date right above it."""
    first = next((k for k, g in enumerate(gap) if g.role in r.HEADLINES), 0)
    return first > 0 and gap[first - 1].role == r.DATE


def _top_meta(gap: list[Line]) -> int:
    """How many lines at the top of a gap are bylines and dates."""
    end = 0
    while end < len(gap) and gap[end].role in r.META:
        end += 1
    return end if any(g.role in r.SIGNED for g in gap[:end]) else 0


def _trailer(gap: list[Line], before: Story | None, trailing: bool) -> list[Line]:
    """Give `before` the date and byline right below it, if that is where this page has them; the rest of the gap."""
    end = _top_meta(gap)
    if before is None or not trailing:
        return gap
    before.dates += [g for g in gap[:end] if g.role == r.DATE]
    before.bylines += [g for g in gap[:end] if g.role != r.DATE]
    return gap[end:]


_LABELLED = re.compile(
    r"(?:datum|date|published|posted|publié|publicado|stand|erstellt|veröffentlicht|опубликовано|дата|aktualisiert|letzte (?:änderung|aktualisierung)"
    r"|last (?:updated|modified)|updated|mis à jour|actualizado|aggiornato)\b",
    re.I,
)
_NAMED = re.compile(r"[^\W\d_][^:]{2,20}:")
"""The label of who wrote: `Author:`."""
_BELOW = 15
"""Lines below a story that may say who wrote it, and when."""


def _labelled_meta(story: Story, below: list[Line]) -> None:
    """A story without date or byline may have them below its text, if they say what they are; behind links to other stories only
    one of each."""
    signed: tuple[list[Line], list[Line]] = [], []
    passed = False
    for line in below[:_BELOW]:
        if line.role in (r.TAIL, r.COMMENTS, r.COPYRIGHT):
            break
        passed = passed or line.role == r.HEAD
        if line.role == r.DATE and _LABELLED.match(line.text):
            signed[0].append(line)
        elif line.role == r.BYLINE and (not passed or _NAMED.match(line.text)):
            signed[1].append(line)
    dates, names = signed
    if not story.dates and (len(dates) == 1 or (dates and not passed)):
        story.dates += dates
    if not any(b.role == r.BYLINE for b in story.bylines) and (len(names) == 1 or (names and not passed)):
        story.bylines += names[:1]


def _is_entry(story: Story, layout: Layout) -> bool:
    """Whether a story is one of several that begin with a time of day."""
    clocks = [d for d in story.dates if r.is_clock(d.text) or (layout.live and p.TIME.search(d.text))]
    return bool(clocks) and (layout.clocks >= 3 or layout.live)


# Lists of headlines


_FEWEST_OFFERED = 5
"""Words of a headline that is offered in the middle of a story; fewer are as often a part of it."""


def _asides(run: Group) -> list[Story]:
    """The headlines that interrupt a story, also those in a line with the words that offer them."""
    kept = {id(line) for line in run.lines}
    found: list[Story] = []
    for _, gap in run.inner:
        found += list_items([g for g in gap if id(g) not in kept])
        offered = [(g, offered_story(g.text)) for g in gap if g.role == r.ASIDE]
        found += [
            Story(title=replace(g, text=text, role=r.HEAD), tail=True)
            for g, text in offered
            if word_count(text) >= _FEWEST_OFFERED
        ]
    return found
