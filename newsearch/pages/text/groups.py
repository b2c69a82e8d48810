"""Paragraphs of a dump are put into groups, one a story, by what stands between them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from newsearch.pages.text import roles as r
from newsearch.pages.text.cards import first_of_cards
from newsearch.pages.text.layout import LONG, Layout
from newsearch.pages.text.lines import Line
from newsearch.pages.text.roles import word_count

_DATELINE = re.compile(
    r"[^\W\d_][^()\n]{1,60}\([A-Z][\w ./&-]{1,25}\)\s*[-–—]|[A-ZÀ-Ý][A-ZÀ-Ý .'-]{2,30}(?:,[^—–\n]{1,30})?\s+(?:--|—|–)\s"
)
"""The opening of a wire story: `RIGA, Feb. 12 (UPI) --`."""


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


def group(lines: list[Line], layout: Layout, opening: Line | None = None) -> tuple[list[Group], list[Line]]:
    """The groups of a page in the order of their first lines, and the lines after the last one. `opening`: a headline that no
    paragraph below it shares a group with one above it."""
    groups: list[Group] = []
    gap: list[Line] = []
    tail = False
    cards = first_of_cards(lines, layout)
    ahead = _words_ahead(lines)
    following = _next_prose(lines)
    for i, line in enumerate(lines):
        if line.role != r.PROSE:
            gap.append(line)
            continue
        last = groups[-1] if groups and opening not in gap else None
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
        last.size >= LONG
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
        if earlier.size < LONG or earlier.closed or line.indent != earlier.usual:
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
    ends = any(g.role == r.TAIL for g in gap)
    if layout.spaced and gap and not ends and not line.after_blank and not gap[0].after_blank:
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
        meta = sum(1 for g in gap if g.role in r.SIGNED and g.indent <= line.indent)
    else:
        meta = roles[r.BYLINE] + roles[r.DATE] + (roles[r.NAME] if layout.spaced or len(gap) <= 4 else 0)
    if gap[0].role == r.ASIDE and len(heads) == 1:
        meta = 0  # the linked story's
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
        ends = any(g.role == r.COPYRIGHT or (g.role in r.SIGNED and g.indent <= line.indent) for g in gap)
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
