"""Paragraphs of a dump are put into groups, one a story, by what stands between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsearch.pages.text import patterns as p
from newsearch.pages.text import roles as r
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count

_DATELINE = re.compile(
    r"[^\W\d_][^()\n]{1,60}\([A-Z][\w ./&-]{1,25}\)\s*[-–—]|[A-ZÀ-Ý][A-ZÀ-Ý .'-]{2,30}(?:,[^—–\n]{1,30})?\s+(?:--|—|–)\s"
)
"""The opening of a wire story: `RIGA, Feb. 12 (UPI) --`."""

_LONG = 60
"""Words of a story that is long enough to be interrupted."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The habits of a page."""

    indented: bool
    """Indentation mirrors the page's boxes."""
    spaced: bool
    """Paragraphs are separated by blank lines."""
    cuts: int
    """How many stories end in `Read more`."""
    credits: int
    """How many pictures are credited."""
    live: bool
    """It says that it is a live page."""
    clocks: int
    """How many lines are a time of day and nothing else."""


def layout_of(lines: list[Line]) -> Layout:
    """Measure the habits of a page."""
    prose = [line for line in lines if line.role == r.PROSE]
    return Layout(
        indented=len({line.indent for line in lines}) >= 5,
        spaced=sum(line.after_blank for line in prose) >= 0.6 * len(prose),
        cuts=sum(line.role == r.MORE for line in lines),
        credits=sum(line.role == r.CREDIT for line in lines),
        live=any(p.LIVE.search(line.text) for line in lines[:60] if line.role in (r.HEAD, r.PIPE)),
        clocks=sum(line.role == r.DATE and r.is_clock(line.text) for line in lines),
    )


@dataclass(slots=True)
class Group:
    """Paragraphs of one story, with what of the lines between them belongs to it."""

    gap: list[Line]
    """What stands between this group and the one before."""
    lines: list[Line] = field(default_factory=list)
    inner: list[tuple[int, list[Line]]] = field(default_factory=list)
    """Interruptions: how many of `lines` stand above each, and its lines."""
    size: int = 0
    """Words."""
    indents: Counter[int] = field(default_factory=Counter)
    """Words at each indent."""
    closed: bool = False
    """Its box of the page has ended."""

    @property
    def usual(self) -> int:
        """The indent of most of its words."""
        return max(self.indents, key=self.indents.__getitem__)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        words = word_count(line.text)
        self.size += words
        self.indents[line.indent] += words


def group(lines: list[Line], layout: Layout) -> tuple[list[Group], list[Line]]:
    """The groups of a page in the order of their first lines, and the lines after the last one."""
    groups: list[Group] = []
    gap: list[Line] = []
    tail = False
    cards = _cards(lines, layout)
    ahead = _words_ahead(lines)
    following = _next_prose(lines)
    for i, line in enumerate(lines):
        if line.role != r.PROSE:
            gap.append(line)
            continue
        last = groups[-1] if groups else None
        if layout.indented and last is not None and _is_inset(last, gap, line, following[i]):
            line.role = r.CAPTION
            gap.append(line)
            continue
        astray = layout.indented and last is not None and i not in cards and line.indent != last.usual
        if astray and (earlier := _resumed(groups, gap, line)) is not None:
            earlier.inner.append((len(earlier.lines), gap))
            earlier.add(line)
        elif last is not None and i not in cards and _break_score(last, gap, line, layout, ahead[i], tail) < 2:
            _bridge(last, gap, line)
        else:
            tail = tail or (bool(groups) and any(g.role == r.TAIL for g in gap))
            groups.append(Group(gap))
            groups[-1].add(line)
        gap = []
    return groups, gap


def _bridge(last: Group, gap: list[Line], line: Line) -> None:
    if gap:
        last.inner.append((len(last.lines), gap))
        last.lines += _kept(gap, last.lines[-1])
    last.add(line)


def _is_inset(last: Group, gap: list[Line], line: Line, following: int) -> bool:
    """Whether a short paragraph, set deeper than the story that goes on below it, is a caption or a box."""
    return (
        last.size >= _LONG
        and not line.marker
        and line.indent > last.usual == following
        and word_count(line.text) <= 45
        and not any(g.role in (r.HEAD, r.TAIL, r.DATE) for g in gap)
    )


def _resumed(groups: list[Group], gap: list[Line], line: Line) -> Group | None:
    """The story further up that goes on in `line`, in the same box of the page."""
    if any(g.role in (r.COPYRIGHT, r.COMMENTS) for g in gap):
        return None
    first = max(0, len(groups) - 5)
    for k, earlier in enumerate(groups[first:-1], first):
        if earlier.size < _LONG or earlier.closed or line.indent != earlier.usual:
            continue
        between = [g for later in groups[k + 1 :] for g in (*later.gap, *later.lines)] + gap
        if not any(g.indent < earlier.usual and g.role in (r.PROSE, r.HEAD, r.COPYRIGHT) for g in between):
            return earlier
        earlier.closed = True
    return None


def _words_ahead(lines: list[Line]) -> list[int]:
    """For each line, the words of the paragraphs that follow it directly, itself included."""
    ahead = [0] * (len(lines) + 1)
    for i in range(len(lines) - 1, -1, -1):
        if lines[i].role == r.PROSE:
            ahead[i] = word_count(lines[i].text) + ahead[i + 1]
    return ahead


def _next_prose(lines: list[Line]) -> list[int]:
    """For each line, the indent of the next paragraph below it; -1 if it is far or there is none."""
    found = [-1] * len(lines)
    indent, distance = -1, 99
    for i in range(len(lines) - 1, -1, -1):
        found[i] = indent if distance < 15 else -1
        distance += 1
        if lines[i].role == r.PROSE:
            indent, distance = lines[i].indent, 0
    return found


def _break_score(last: Group, gap: list[Line], line: Line, layout: Layout, ahead: int, tail: bool) -> float:
    """How much speaks against `line` going on with the story of `last`; from 2 on it starts another."""
    score = _gap_score(gap, line, layout)
    if tail and any(g.role in (r.CREDIT, r.CAPTION, r.HEAD) for g in gap):
        score += 2
    elif tail and not gap and layout.credits >= 3 and last.size >= 15:
        score += 2.5
    if layout.spaced and gap and not line.after_blank and not gap[0].after_blank:
        score -= 4
    if layout.indented:
        score += _indent_score(last, gap, line)
    if ahead >= 150:
        score -= 0.8
    elif ahead < 30 and gap:
        score += 0.4
    return score


def _gap_score(gap: list[Line], line: Line, layout: Layout) -> float:
    """What the lines between two paragraphs say for a new story."""
    if not gap:
        return 0
    roles = Counter(g.role for g in gap)
    heads = [g for g in gap if g.role == r.HEAD and not g.marker]
    if layout.indented:
        meta = sum(1 for g in gap if g.role in (r.BYLINE, r.DATE) and g.indent <= line.indent)
    else:
        meta = roles[r.BYLINE] + roles[r.DATE] + (roles[r.NAME] if layout.spaced or len(gap) <= 4 else 0)
    score = 4.0 * bool(roles[r.PIPE]) + 3.0 * bool(roles[r.COPYRIGHT]) + 1.5 * bool(roles[r.COMMENTS])
    score += 2.5 * bool(roles[r.TAIL]) + 0.3 * bool(roles[r.ASIDE]) + 3.0 * bool(heads and meta) + (len(heads) >= 4)
    if roles[r.MORE]:
        after = gap[max(i for i, g in enumerate(gap) if g.role == r.MORE) :]
        score += 3 if any(g.role == r.HEAD and not g.marker for g in after) else 2 * (layout.cuts >= 3)
    if heads and _DATELINE.match(line.text[:100]):
        score += 3
    if layout.clocks >= 3 and any(g.role == r.DATE and r.is_clock(g.text) for g in gap):
        score += 3
    noise = roles[r.NAV] + roles[r.LABEL] + roles[r.PROMO] + roles[r.URL] + roles[r.HEAD]
    return score + min(2.0, 0.12 * noise)


def _indent_score(last: Group, gap: list[Line], line: Line) -> float:
    """What the boxes of the page say for a new story: within one box a story goes on."""
    usual = last.usual
    if line.indent == usual or (not gap and line.indent == last.lines[-1].indent):
        ends = any(g.role == r.COPYRIGHT or (g.role in (r.BYLINE, r.DATE) and g.indent <= line.indent) for g in gap)
        return -2.5 if ends else -4.5
    return 1.6 if line.indent < usual else 0.8


def _kept(gap: list[Line], before: Line) -> list[Line]:
    """What of an interruption stays in the story: subheadings, short points of a list, captions."""
    heads = [g for g in gap if g.role in (r.HEAD, r.LABEL, r.NAME) and not g.marker]
    listing = any(g.role in (r.TAIL, r.ASIDE, r.BYLINE, r.MORE) for g in gap)
    points = not listing or before.text.endswith((":", "："))
    kept = []
    for g in gap:
        if (
            g.role == r.CAPTION
            or (g.role == r.HEAD and g.marker and points and word_count(g.text) >= 4)
            or (g.role == r.HEAD and not g.marker and not listing and len(heads) <= 2)
            or (g.role in (r.LABEL, r.NAME) and not g.marker and not listing and len(gap) == 1)
        ):
            kept.append(g)
    return kept


# Cards: a headline and a short summary each


_FRAME = frozenset({r.HEAD, r.LABEL, r.NAME, r.DATE, r.BYLINE, r.MORE, r.CAPTION, r.CREDIT})


@dataclass(slots=True)
class _Unit:
    """Paragraphs below one heading."""

    start: int
    head: int
    """Words of the heading."""
    indent: int
    frame: tuple[str, ...] = ()
    """The roles of the lines since the paragraph before."""
    last_indent: int = 0
    paragraphs: int = 0
    words: int = 0
    running: int = 0
    """Words of paragraphs up to here, since the last heading of a list."""


def _cards(lines: list[Line], layout: Layout) -> set[int]:
    """The first paragraphs of cards: headlines in a row, each with a short summary and nothing more.

    Subheadings of a story look alike for a while, so cards below a long story must be many, or stand in another box.
    """
    units = _units(lines)
    found: set[int] = set()
    k = 0
    while k < len(units):
        end = k
        while end < len(units) and units[end].head >= 4 and units[end].paragraphs == 1 and units[end].words <= 75:
            end += 1
        alike = _alike(units, k, layout)
        if alike >= 3:
            found.update(u.start for u in units[k : k + alike])
            k += alike
            continue
        cards = units[k:end]
        enough = _enough(units, k, layout) if cards else 3
        if (
            len(cards) >= enough
            and sum(u.head for u in cards) >= 5.5 * len(cards)
            and sum(u.words for u in cards) <= 50 * len(cards)
        ):
            after = units[end : end + 1] if end < len(units) and units[end].head >= 4 else []
            found.update(u.start for u in (*cards, *after))
        k = max(end, k + 1)
    return found


def _alike(units: Sequence[_Unit], k: int, layout: Layout) -> int:
    """How many units in a row, from `k` on, have the same lines around their heading and little text."""
    frame = units[k].frame
    if len(frame) < 2 or r.HEAD not in frame:
        return 0
    running = units[k - 1].running if k else 0
    inside = layout.indented and k > 0 and units[k].indent == units[k - 1].last_indent
    long = running >= (_LONG // 2 if inside else 2 * _LONG)
    if long and not any(role in (r.DATE, r.BYLINE, r.MORE) for role in frame):
        return 0
    end = k
    while end < len(units) and units[end].frame == frame and units[end].paragraphs <= 2 and units[end].words <= 120:
        end += 1
    return end - k


def _enough(units: Sequence[_Unit], k: int, layout: Layout) -> int:
    """How many cards in a row, from `k` on, are a list rather than sections of a story."""
    before = units[k - 1] if k else None
    if before is None:
        return 3
    if layout.indented:
        inside = units[k].indent == before.last_indent and before.running >= _LONG // 2
        return 20 if inside else 3
    return 4 if before.running >= 2 * _LONG else 3


def _units(lines: list[Line]) -> list[_Unit]:
    units: list[_Unit] = []
    head = running = 0
    frame: list[str] = []
    for i, line in enumerate(lines):
        if line.role == r.PROSE:
            if head or not units:
                units.append(_Unit(i, head, line.indent, tuple(frame)))
            frame = []
            words = word_count(line.text)
            running += words
            unit = units[-1]
            unit.paragraphs += 1
            unit.last_indent = line.indent
            unit.words += words
            unit.running = running
            head = 0
            continue
        if line.role in _FRAME and len(frame) < 9:
            frame.append(r.LABEL if line.role == r.NAME else line.role)
        if line.role in (r.HEAD, r.PIPE):
            head = max(head, word_count(line.text))
        elif line.role == r.TAIL:
            running = 0
    return units
