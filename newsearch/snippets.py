"""What matched in a text, and the passages that show it best. Pure: text, patterns and an analysis in, spans out.

A `Pattern` is a part of a query after analysis; `Matcher` finds it in texts; `make` picks the passages. Snippets are
text and spans, never markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from newsearch.finding import Finder, Hit, Tokens
from newsearch.frozen import dataclass
from newsearch.model import Block, Snippet, Span

SIZE = 260
"""Characters of a snippet, about: two or three lines of a terminal."""
GAP = " … "
_SLICE = 60_000
"""Characters looked through at a time: enough for nearly every block, and a bound for a file in one block."""
_ANCHORS = 120
"""Matches that a passage may be built around; beyond so many, one more hardly makes a better passage."""
_REFINED = 3
"""Passages that are worked out, of the promising ones."""
_STOPS, _WIDE_STOPS = ".!?…؟۔।॥։።။។", "。！？"
"""What ends a sentence: before white space (also in Arabic, Urdu, Hindi, Armenian, Ethiopic, Burmese, Khmer), and anywhere."""
_SENTENCE = re.compile(
    rf"[{_STOPS}{_WIDE_STOPS}\n](?:(?<=[{_STOPS}])[\"”’»)\]]*\s+|(?<=[{_WIDE_STOPS}])[{_WIDE_STOPS}]*|(?<=\n)\n*)"
)
"""The end of a sentence and the white space after it. One set of characters first, because that is sought quickly."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A part of a query as index terms: a word is one position, a phrase several."""

    positions: tuple[frozenset[str], ...]
    """Per position the terms that stand for it; an empty position is any word."""
    slop: int = 0
    """Other words that may stand between the positions in all; more than 0 lets them come in any order."""
    field: str | None = None
    """`title` or `body`; None is both."""
    weight: float = 1.0
    """How much a passage gains by showing it."""


class Match(NamedTuple):
    """Where a pattern stands in a text."""

    start: int
    end: int
    pattern: int
    """Its number among the matcher's patterns."""


class Matcher:
    """Finds the patterns of one query in texts. Remembers the words it has met, so keep it for all hits of a query."""

    def __init__(self, patterns: Iterable[Pattern], tokens: Tokens) -> None:
        self.patterns = tuple(pattern for pattern in patterns if any(pattern.positions))
        self._tokens = tokens
        self._finders: dict[tuple[str | None, str | None], Finder] = {}
        self._by_field = any(pattern.field for pattern in self.patterns)
        self._numbers = {
            field: [n for n, pattern in enumerate(self.patterns) if pattern.field in (None, field)]
            for field in ("title", "body")
        }

    def matches(self, text: str, language: str | None = None, field: str = "body") -> list[Match]:
        """All matches in the text of a field, by where they start; those of different patterns may overlap."""
        numbers = self._numbers[field]
        if not numbers:
            return []
        hits = self._finder(language, field).hits(text)
        found = [match for number in numbers for match in _find(self.patterns[number], number, hits)]
        found.sort()
        return found

    def spans(self, text: str, language: str | None = None, field: str = "body") -> tuple[Span, ...]:
        """The matches as spans: ordered, never overlapping or touching."""
        return merged(self.matches(text, language, field))

    def _finder(self, language: str | None, field: str) -> Finder:
        key = language, field if self._by_field else None
        if key not in self._finders:
            patterns = [self.patterns[number] for number in self._numbers[field]]
            wanted = frozenset(term for each in patterns for position in each.positions for term in position)
            gaps = [each.slop + each.positions.count(frozenset()) for each in patterns if len(each.positions) > 1]
            self._finders[key] = Finder(wanted, max(gaps, default=None), self._tokens, language)
        return self._finders[key]


def _find(pattern: Pattern, number: int, hits: Sequence[Hit]) -> list[Match]:
    if len(pattern.positions) == 1:
        terms = pattern.positions[0]
        return [Match(start, end, number) for _, start, end, term in hits if term in terms]
    if pattern.slop:
        return _find_near(pattern, number, hits)
    return _find_phrase(pattern, number, hits)


def _find_phrase(pattern: Pattern, number: int, hits: Sequence[Hit]) -> list[Match]:
    """Each occurrence as one match, from its first word to its last."""
    needed = [(place, terms) for place, terms in enumerate(pattern.positions) if terms]
    first_place, first_terms = needed[0]
    by_position = {hit[0]: hit for hit in hits}
    found = []
    for position, start, _, term in hits:
        if term not in first_terms:
            continue
        base = position - first_place
        rest = [by_position.get(base + place) for place, _ in needed]
        if all(hit is not None and hit[3] in terms for hit, (_, terms) in zip(rest, needed, strict=True)):
            last = rest[-1]
            assert last is not None
            found.append(Match(start, last[2], number))
    return found


def _find_near(pattern: Pattern, number: int, hits: Sequence[Hit]) -> list[Match]:
    """Each word of every window that holds all positions."""
    needed = [terms for terms in pattern.positions if terms]
    wanted = frozenset().union(*needed)
    candidates = [hit for hit in hits if hit[3] in wanted]
    width = len(pattern.positions) + pattern.slop
    marked: set[tuple[int, int]] = set()
    for first in range(len(candidates)):
        end = candidates[first][0] + width
        window = []
        for hit in islice(candidates, first, None):
            if hit[0] >= end:
                break
            window.append(hit)
        marked.update((hit[1], hit[2]) for hit in _assigned(needed, window))
    return [Match(start, end, number) for start, end in sorted(marked)]


def _assigned(needed: Sequence[frozenset[str]], window: list[Hit]) -> list[Hit]:
    """A word of the window for each position, or nothing if one has none."""
    left = list(window)
    chosen: list[Hit] = []
    for terms in needed:
        hit = next((hit for hit in left if hit[3] in terms), None)
        if hit is None:
            return []
        left.remove(hit)
        chosen.append(hit)
    return chosen


def merged(matches: Iterable[Match]) -> tuple[Span, ...]:
    """Matches in order of their start, as spans that neither overlap nor touch."""
    spans: list[tuple[int, int]] = []
    last = -1
    for start, end, _ in matches:
        if start <= last:
            last = max(last, end)
            spans[-1] = spans[-1][0], last
        else:
            spans.append((start, end))
            last = end
    return tuple([Span(start, end) for start, end in spans])


def make(block: Block, matcher: Matcher, language: str | None = None, size: int = SIZE) -> Snippet:
    """The best passage or two of a block's text, about `size` characters; its beginning if nothing matches there."""
    texts = [text for text in (block.standfirst, block.body, *block.captions) if text]
    best: tuple[float, Snippet] | None = None
    for text in texts:
        worth, snippet = _best(text, matcher, language, size)
        if worth and (best is None or worth > best[0]):
            best = worth, snippet
    if best:
        return best[1]
    return _shown(texts[0], [_beginning(texts[0], size)], []) if texts else Snippet("")


def _best(text: str, matcher: Matcher, language: str | None, size: int) -> tuple[float, Snippet]:
    """The best snippet of one text, and the weight of the patterns that it shows."""
    if len(text) <= size:
        # What fits is shown whole: nothing is to be chosen.
        matches = matcher.matches(text, language)
        worth = sum([matcher.patterns[number].weight for number in {match.pattern for match in matches}])
        return worth, _shown(text, [Span(0, len(text.rstrip()))], matches) if matches else Snippet("")
    for start in range(0, len(text), _SLICE):
        part = text[start : start + _SLICE]
        matches = matcher.matches(part, language)
        if matches:
            return _of_matches(part, matches, [pattern.weight for pattern in matcher.patterns], size)
    return 0.0, Snippet("")


def _of_matches(text: str, matches: list[Match], weights: Sequence[float], size: int) -> tuple[float, Snippet]:
    present = {match.pattern for match in matches}
    chosen = [_best_passage(text, matches, weights, size, set())]
    covered = _covered(chosen, matches)
    if covered != present and len(matches) > 1:
        first = _best_passage(text, matches, weights, size // 2, set())
        seen = _covered([first], matches)
        rest = [match for match in matches if match.start >= first.end or match.end <= first.start]
        if rest:
            second = _best_passage(text, rest, weights, size // 2, seen)
            pair = _disjoint(first, second)
            if sum(weights[n] for n in _covered(pair, matches)) > sum(weights[n] for n in covered):
                chosen, covered = pair, _covered(pair, matches)
    return sum(weights[number] for number in covered), _shown(text, chosen, matches)


def _covered(passages: Sequence[Span], matches: Sequence[Match]) -> set[int]:
    covered: set[int] = set()
    for passage in passages:
        first, last = passage.start, passage.end
        covered.update([pattern for start, end, pattern in matches if first <= start and end <= last])
    return covered


def _disjoint(first: Span, second: Span) -> list[Span]:
    """Two passages in order; as one where they meet."""
    left, right = sorted((first, second), key=lambda span: span.start)
    return [Span(left.start, max(left.end, right.end))] if right.start <= left.end + 1 else [left, right]


def _best_passage(text: str, matches: list[Match], weights: Sequence[float], size: int, seen: set[int]) -> Span:
    """The passage whose matches weigh most: new patterns above all, then more matches, then a sentence's start."""
    worths = [weight * (0.3 if number in seen else 1.0) for number, weight in enumerate(weights)]
    best: tuple[float, int, int] | None = None
    for index in _promising(matches, worths, size * 3 // 4):
        begin, at_sentence = _begin(text, matches[index].start, size)
        inside = _inside(matches, index, begin + size)
        worth = _worth(inside, worths) + 0.1 * at_sentence - 0.05 * min(1.0, begin / 4000)
        if best is None or worth > best[0]:
            best = worth, begin, max([each.end for each in inside])
    assert best is not None
    return _passage(text, best[1], best[2], size)


def _inside(matches: list[Match], index: int, limit: int) -> list[Match]:
    """The match at `index`, and those after it that end before `limit`."""
    found = []
    for match in islice(matches, index, index + _ANCHORS):
        if match.start >= limit:
            break
        if match.end <= limit:
            found.append(match)
    return found or [matches[index]]


def _worth(matches: Sequence[Match], worths: Sequence[float]) -> float:
    return sum([worths[number] for number in {match.pattern for match in matches}]) + 0.04 * min(len(matches), 8)


def _promising(matches: list[Match], worths: Sequence[float], width: int) -> list[int]:
    """The few matches, by number, with the weightiest company within `width` characters after them."""
    counts = [0] * len(worths)
    present = 0.0
    last, total = 0, len(matches)
    rated = []
    for index, (start, _, own) in enumerate(matches[:_ANCHORS]):
        limit = start + width
        while last == index or (last < total and matches[last][1] <= limit):
            pattern = matches[last][2]
            if not counts[pattern]:
                present += worths[pattern]
            counts[pattern] += 1
            last += 1
        rated.append((round(-present - 0.04 * min(last - index, 8), 9), index))
        counts[own] -= 1
        if not counts[own]:
            present -= worths[own]
    rated.sort()
    return [index for _, index in rated[:_REFINED]]


def _begin(text: str, anchor: int, size: int) -> tuple[int, bool]:
    """Where a passage that shows `anchor` starts: at a sentence, if one begins near enough before it."""
    floor = max(0, anchor - size * 2 // 5)
    if floor == 0:
        return 0, True
    best = -1
    for match in _SENTENCE.finditer(text, max(0, floor - 2), anchor):
        if match.end() >= floor and not _is_abbreviation(text, match):
            best = match.end()
            break
    if best >= 0:
        return best, True
    return _word_start(text, max(floor, anchor - 50), anchor), False


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Whether the full stop belongs to `Mr.`, `Gen.` or `U.S.` rather than to a sentence's end."""
    if text[match.start()] != ".":
        return False
    words = text[max(0, match.start() - 5) : match.start()].split()
    word = words[-1] if words else ""
    return "." in word or (len(word) < 4 and word[:1].isupper())


def _word_start(text: str, at: int, limit: int) -> int:
    """The first start of a word from `at` on, before `limit`; `at` itself in text without spaces."""
    if at == 0 or text[at - 1].isspace():
        return at
    for place in range(at, limit):
        if text[place].isspace():
            return place + 1
    return at


def _passage(text: str, begin: int, last: int, size: int) -> Span:
    """From `begin` past the match that ends at `last`, to the end of a sentence or at least of a word."""
    end = max(last, begin + size)
    if end >= len(text):
        return Span(begin, len(text.rstrip()))
    closing = list(_SENTENCE.finditer(text, max(last, begin + size * 3 // 5), end))
    for match in reversed(closing):
        if not _is_abbreviation(text, match):
            return Span(begin, begin + len(text[begin : match.end()].rstrip()))
    for place in range(end, last, -1):
        if text[place].isspace():
            return Span(begin, begin + len(text[begin:place].rstrip()))
    return Span(begin, end)


def _beginning(text: str, size: int) -> Span:
    return _passage(text, len(text) - len(text.lstrip()), 0, size)


def _shown(text: str, passages: Sequence[Span], matches: Sequence[Match]) -> Snippet:
    """The passages as one line of text, with the matches inside them."""
    shown = ""
    spans: list[Span] = []
    for number, passage in enumerate(passages):
        shown += GAP if number else "… " if _cut_before(text, passage.start) else ""
        piece = text[passage.start : passage.end]
        first, last = passage.start, passage.end
        inside = merged([match for match in matches if first <= match[0] and match[1] <= last])
        if piece.isprintable() and "  " not in piece:  # no white space but single spaces: nearly always
            shift = len(shown) - passage.start
            spans += [Span(span.start + shift, span.end + shift) for span in inside]
            shown += piece
        else:
            shown = _put_evenly(text, passage, inside, shown, spans)
    if passages and _cut_after(text, passages[-1].end):
        shown += " …"
    return Snippet(shown, tuple(spans))


def _put_evenly(text: str, passage: Span, inside: Iterable[Span], shown: str, spans: list[Span]) -> str:
    """What is `shown`, with a passage whose white space becomes single spaces after it."""
    at = passage.start
    for span in inside:
        shown += _one_line(text[at : span.start])
        start = len(shown)
        shown += _one_line(text[span.start : span.end])
        spans.append(Span(start, len(shown)))
        at = span.end
    return shown + _one_line(text[at : passage.end])


def _cut_before(text: str, at: int) -> bool:
    """Whether a passage that begins here leaves out the beginning of a sentence."""
    before = text[max(0, at - 4) : at]
    return (
        bool(before.strip()) and "\n" not in before and before.rstrip(' "”’»)]')[-1:] not in tuple(_STOPS + _WIDE_STOPS)
    )


def _cut_after(text: str, at: int) -> bool:
    rest = text[at : at + 2]
    return (
        bool(rest.strip())
        and "\n" not in rest
        and text[max(0, at - 2) : at].rstrip('"”’»)]')[-1:] not in tuple(_STOPS + _WIDE_STOPS)
    )


_SPACE = re.compile(r"\s+")


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text)
