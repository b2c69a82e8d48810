"""What matched in a text, and the passages that show it best. Pure: text, patterns and an analysis in, spans out.

A `Pattern` is a part of a query after analysis; `Matcher` finds it in texts; `make` picks the passages. Snippets are
text and spans, never markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import NamedTuple

from newsearch.model import Block, Snippet, Span

Tokens = Callable[[str, str | None], Iterable[tuple[int, int, str]]]
"""(text, language) -> (start, end, term): the index's analysis. White space always parts terms."""

SIZE = 260
"""Characters of a snippet, about: two or three lines of a terminal."""
GAP = " … "
_SLICE = 60_000
"""Characters looked through at a time: enough for nearly every block, and a bound for a file in one block."""
_ANCHORS = 120
"""Matches that a passage may be built around; beyond so many, one more hardly makes a better passage."""
_REFINED = 3
"""Passages that are worked out, of the promising ones."""
_SENTENCE = re.compile(r"(?:[.!?…][\"”’»)\]]*\s+|[。！？]+|\n+)")
_PREFIX_STEMMERS = frozenset({"ar", "fa", "ga", "id", "nl", "ta", "yi"})
"""Languages whose stemmers take something off the front. In the others a word and its term begin with the same two
letters when folded, or the same one in German (Oesterreich, Österreich)."""
_SIMPLE_SCRIPTS = "\u0530"
"""Latin, Greek and Cyrillic are below; words of other scripts are always analysed."""
_PUNCTUATION = "\"'()[]{}.,;:!?…“”‘’„«»—–-"


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
        self._tables: dict[tuple[str | None, str], _Words] = {}

    def matches(self, text: str, language: str | None = None, field: str = "body") -> list[Match]:
        """All matches in the text of a field, by where they start; those of different patterns may overlap."""
        words = self._table(language, field)
        if not words.wanted:
            return []
        hits = words.hits(text)
        found = [match for number in words.numbers for match in _find(self.patterns[number], number, hits)]
        found.sort(key=lambda match: (match.start, match.end))
        return found

    def spans(self, text: str, language: str | None = None, field: str = "body") -> tuple[Span, ...]:
        """The matches as spans: ordered, never overlapping or touching."""
        return merged(self.matches(text, language, field))

    def _table(self, language: str | None, field: str) -> _Words:
        key = language, field
        if key not in self._tables:
            numbers = [n for n, pattern in enumerate(self.patterns) if pattern.field in (None, field)]
            self._tables[key] = _Words([self.patterns[n] for n in numbers], numbers, self._tokens, language)
        return self._tables[key]


Hit = tuple[int, int, int, str]
"""(position, start, end, term); positions count words, and are exact only for words near each other."""


class _Words(dict[str, tuple[tuple[int, int, str], ...]]):
    """Chunk between white space -> its (start, end, term), or nothing if none of its terms is wanted.

    Most words of a text are turned away by how they begin, at a tenth of the cost of analysing them.
    """

    def __init__(self, patterns: Sequence[Pattern], numbers: list[int], tokens: Tokens, language: str | None) -> None:
        super().__init__()
        self.numbers = numbers
        self.wanted = frozenset(term for each in patterns for position in each.positions for term in position)
        widest = max((len(each.positions) + each.slop for each in patterns), default=1)
        self.reach = 2 * widest if widest > 1 else 0
        """Words of a gap that are counted, so that positions are exact across it."""
        self._beginnings = _Beginnings(self.wanted, tokens, language)
        self._tokens = tokens
        self._language = language
        self._counts: dict[str, int] = {}

    def __missing__(self, chunk: str) -> tuple[tuple[int, int, str], ...]:
        pieces: tuple[tuple[int, int, str], ...] = ()
        if self._beginnings[chunk[:2]] or not (chunk.isalpha() or chunk[:-1].isalpha()):
            word = chunk.strip(_PUNCTUATION)
            if self._beginnings[word[:2]] or not word.isalpha():
                pieces = self._analysed(chunk)
        self[chunk] = pieces
        return pieces

    def _analysed(self, chunk: str) -> tuple[tuple[int, int, str], ...]:
        pieces = tuple(self._tokens(chunk, self._language))
        self._counts[chunk] = len(pieces)
        return pieces if any(term in self.wanted for _, _, term in pieces) else ()

    def hits(self, text: str) -> list[Hit]:
        """The wanted terms of a text, in order."""
        chunks = text.split()
        found: list[Hit] = []
        at = position = last = 0
        analysed = list(map(self.__getitem__, chunks))
        for number in compress(range(len(chunks)), analysed):
            pieces = analysed[number]
            chunk = chunks[number]
            at = _locate(text, chunk, at)
            between = number - last
            if between <= self.reach:
                position += sum(map(self._count, chunks[last:number]))
            else:
                position += self.reach + 1
            wanted = self.wanted
            found.extend(
                (position + place, at + start, at + end, term)
                for place, (start, end, term) in enumerate(pieces)
                if term in wanted
            )
            position += len(pieces)
            last = number + 1
            at += len(chunk)
        return found

    def _count(self, chunk: str) -> int:
        if chunk not in self._counts:
            self._counts[chunk] = sum(1 for _ in self._tokens(chunk, self._language))
        return self._counts[chunk]


class _Beginnings(dict[str, bool]):
    """The first two characters of a word -> whether a wanted term may come of it."""

    def __init__(self, wanted: Iterable[str], tokens: Tokens, language: str | None) -> None:
        super().__init__()
        self._tokens = tokens
        self._language = language
        self._depth = 1 if language == "de" else 2
        self._heads = {self._head(term[:end]) for term in wanted for end in (1, 2) if end <= len(term)}
        self._short = {self._head(term) for term in wanted if len(term) == 1}

    def __missing__(self, start: str) -> bool:
        self[start] = possible = self._possible(start)
        return possible

    def _possible(self, start: str) -> bool:
        if self._language in _PREFIX_STEMMERS or not start.isalpha() or start > _SIMPLE_SCRIPTS:
            return True
        head = "".join(map(self._folded, start))
        return self._head(head[: self._depth]) in self._heads or head[:1] in self._short

    def _head(self, text: str) -> str:
        """`dying` is stemmed to `die`, `cry` to `cri`: y and i begin alike."""
        return text.replace("y", "i")

    def _folded(self, letter: str) -> str:
        """How the terms of words with this letter have it: the analysis of the letter itself."""
        if letter.isascii():
            return letter.lower()
        return "".join(term for _, _, term in self._tokens(letter, self._language))


def _locate(text: str, chunk: str, at: int) -> int:
    """Where the chunk stands by itself between white space, at or after `at`."""
    while True:
        at = text.index(chunk, at)
        end = at + len(chunk)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            return at
        at += 1


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
    spans: list[Span] = []
    for match in matches:
        if spans and match.start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, match.end))
        else:
            spans.append(Span(match.start, match.end))
    return tuple(spans)


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


def _covered(passages: Sequence[Span], matches: Iterable[Match]) -> set[int]:
    return {
        match.pattern
        for match in matches
        if any(passage.start <= match.start and match.end <= passage.end for passage in passages)
    }


def _disjoint(first: Span, second: Span) -> list[Span]:
    """Two passages in order; as one where they meet."""
    left, right = sorted((first, second), key=lambda span: span.start)
    return [Span(left.start, max(left.end, right.end))] if right.start <= left.end + 1 else [left, right]


def _best_passage(text: str, matches: list[Match], weights: Sequence[float], size: int, seen: set[int]) -> Span:
    """The passage whose matches weigh most: new patterns above all, then more matches, then a sentence's start."""
    worths = [weight * (0.3 if number in seen else 1.0) for number, weight in enumerate(weights)]
    best: tuple[float, Span] | None = None
    for index in _promising(matches, worths, size * 3 // 4):
        begin, at_sentence = _begin(text, matches[index].start, size)
        limit = begin + size
        inside = [each for each in matches[index : index + _ANCHORS] if each.end <= limit] or [matches[index]]
        worth = _worth(inside, worths) + 0.1 * at_sentence - 0.05 * min(1.0, begin / 4000)
        if best is None or worth > best[0]:
            best = worth, _passage(text, begin, max(each.end for each in inside), size)
    assert best is not None
    return best[1]


def _worth(matches: Sequence[Match], worths: Sequence[float]) -> float:
    return sum(worths[number] for number in {match.pattern for match in matches}) + 0.04 * min(len(matches), 8)


def _promising(matches: list[Match], worths: Sequence[float], width: int) -> list[int]:
    """The few matches, by number, with the weightiest company within `width` characters after them."""
    last = 0
    rated = []
    for index, match in enumerate(matches[:_ANCHORS]):
        while last < len(matches) and matches[last].end <= match.start + width:
            last += 1
        rated.append((-_worth(matches[index : max(last, index + 1)], worths), index))
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
    before = text[max(0, match.start() - 5) : match.start()]
    word = before.split()[-1] if before.strip() else ""
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
    parts: list[str] = []
    spans: list[Span] = []
    length = 0

    def put(piece: str) -> None:
        nonlocal length
        parts.append(piece)
        length += len(piece)

    for number, passage in enumerate(passages):
        put(GAP if number else "… " if _cut_before(text, passage.start) else "")
        at = passage.start
        for span in merged(m for m in matches if passage.start <= m.start and m.end <= passage.end):
            put(_one_line(text[at : span.start]))
            start = length
            put(_one_line(text[span.start : span.end]))
            spans.append(Span(start, length))
            at = span.end
        put(_one_line(text[at : passage.end]))
    if passages and _cut_after(text, passages[-1].end):
        put(" …")
    return Snippet("".join(parts), tuple(spans))


def _cut_before(text: str, at: int) -> bool:
    """Whether a passage that begins here leaves out the beginning of a sentence."""
    before = text[max(0, at - 4) : at]
    return bool(before.strip()) and "\n" not in before and before.rstrip(' "”’»)]')[-1:] not in tuple(".!?…。！？")


def _cut_after(text: str, at: int) -> bool:
    rest = text[at : at + 2]
    return (
        bool(rest.strip())
        and "\n" not in rest
        and text[max(0, at - 2) : at].rstrip('"”’»)]')[-1:] not in tuple(".!?…。！？")
    )


_SPACE = re.compile(r"\s+")


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text)
