"""A plan evaluated with the standard library alone: for the one query of a process, while its postings are few.

The same matches and, within 1e-4, the same scores as `evaluate_columns`; a property test holds the two together.
Importing numpy takes longer than all of this.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import chain

from newsearch.engine import ranking
from newsearch.engine.analysis import Analyzer
from newsearch.engine.columns.layout import MISSING_DAY, TEXT_FIELDS
from newsearch.engine.columns.store import SegmentFile
from newsearch.engine.contract import Found, Part, Request, Row, Settings
from newsearch.engine.plain_matches import PlainSegment, Scores
from newsearch.engine.plan import (
    Absent,
    AllBlocks,
    AllOf,
    AnyOf,
    Beside,
    BestOf,
    Days,
    Having,
    Plan,
    Planner,
    Weighted,
    Words,
    leaves,
    neighbours,
    part_of,
    words_of,
)
from newsearch.engine.related import Answer, as_written, begin_alike, shared_words
from newsearch.query import Everything, Query

_MOST_POSTINGS = 60_000
"""Numbers to be decoded for a query; beyond, importing numpy and the columns (90 ms, at 1.5 us a number) costs less."""
_MOST_BLOCKS = 60_000
"""Blocks of an index whose every block a query may look at."""
_MOST_COUNTED = 10 * _MOST_BLOCKS
"""The same where they are counted only, which is to pass over a column."""


class Plain:
    """The segments of one commit."""

    def __init__(self, files: Sequence[SegmentFile], settings: Settings) -> None:
        self.k1 = settings.k1
        self.blocks = sum(file.doc_count for file in files)
        ranks = {}
        for field in TEXT_FIELDS:
            stats = [file.stat(field) for file in files]
            occurrences, documents = sum(s.occurrences for s in stats), sum(s.documents for s in stats)
            ranks[field] = ranking.field_rank(settings, field, occurrences, documents)
        self._segments = [PlainSegment(file, ranks) for file in files]
        self._analyzer = Analyzer(settings.stemming)

    def can_answer(self, plan: Plan, request: Request | None = None) -> bool:
        """Whether the query is small enough, and asks for nothing that only the columns know."""
        most = _MOST_BLOCKS if request else _MOST_COUNTED
        if (request and request.facets) or sum(1 for _ in _whole_columns(plan)) * self.blocks > most:
            return False
        near = set(map(id, chain.from_iterable(neighbours(plan))))
        left = _MOST_POSTINGS
        for words in words_of(plan):
            positions = len(words.positions) > 1 or id(words) in near
            terms = {term for terms in words.positions for term in terms}
            if len(terms) * len(self._segments) > _MOST_POSTINGS // 100:
                return False
            for segment in self._segments:
                left -= sum(
                    e.collection_frequency if positions else e.doc_frequency
                    for e in segment.entries(words.fields, terms)
                )
            if left < 0:
                return False
        return True

    def search(self, plan: Plan, request: Request) -> Found:
        found, shared = self._scored(plan, request)
        keys = self._sort_keys(found, request)
        order = sorted(sorted(found), key=keys.__getitem__, reverse=True)  # of equal keys the first block stays first
        groups = self._grouped(order) if request.group else {number: [] for number in order}
        page = list(groups.items())[request.offset : request.offset + request.limit]
        return Found(
            tuple(Row(number, found[number], tuple(more)) for number, more in page), len(groups), len(found), {}, shared
        )

    def parts(self, planner: Planner, query: Query) -> tuple[Part, ...]:
        """How each leaf was read, and how many live blocks match it."""
        return tuple(part_of(leaf, plan := planner.plan(leaf), self._count(plan)) for leaf in leaves(query))

    def _count(self, plan: Plan) -> int:
        matches = {id(words): [segment.words(words) for segment in self._segments] for words in words_of(plan)}
        count = 0
        for place, segment in enumerate(self._segments):
            found, deleted = self._evaluate(plan, matches, place), segment.file.deleted_bits
            count += sum(1 for doc in found if not deleted[doc]) if deleted else len(found)
        return count

    def _scored(self, plan: Plan, request: Request) -> tuple[Scores, tuple[str, ...]]:
        """Number in the index -> score, of the live matches; and the words that the best of them share."""
        matches = {id(words): [segment.words(words) for segment in self._segments] for words in words_of(plan)}
        found: Scores = {}
        base = 0
        for place, segment in enumerate(self._segments):
            scores = self._evaluate(plan, matches, place)
            deleted = segment.file.deleted_bits
            factor = self._factors(segment, request)
            for doc, score in scores.items():
                if not (deleted and deleted[doc]):
                    found[base + doc] = score * factor(doc)
            base += segment.file.doc_count
        return found, self._add_bonuses(found, plan, request)

    def _evaluate(self, plan: Plan, matches: Mapping[int, Sequence[Scores]], place: int) -> Scores:
        segment = self._segments[place]
        match plan:
            case Words():
                found = matches[id(plan)]
                if not plan.scored:
                    return dict.fromkeys(found[place], 0.0)
                idf = ranking.idf(self.blocks, sum(map(len, found)))
                return {doc: idf * tf / (tf + self.k1) for doc, tf in found[place].items()}
            case Days(_, first, last):
                low, high = (MISSING_DAY + 1 if first is None else first), (2**31 if last is None else last)
                return {doc: 0.0 for doc, day in enumerate(segment.days) if low <= day <= high}
            case Absent(_, field):
                return dict.fromkeys(segment.without(field), 0.0)
            case Having(_, field):
                return dict.fromkeys(segment.having(field, plan.among(segment.file.values(field))), 0.0)
            case AllBlocks():
                return dict.fromkeys(range(segment.file.doc_count), 0.0)
            case AllOf(required, excluded):
                parts = sorted((self._evaluate(child, matches, place) for child in required), key=len)
                outside = [self._evaluate(child, matches, place) for child in excluded]
                return {
                    doc: sum(part[doc] for part in parts)
                    for doc in parts[0]
                    if all(doc in part for part in parts) and not any(doc in part for part in outside)
                }
            case AnyOf(children):
                return _joined((self._evaluate(child, matches, place) for child in children), float.__add__)
            case BestOf(children):
                return _joined((self._evaluate(child, matches, place) for child in children), max)
            case Weighted(child, weight):
                return {doc: score * weight for doc, score in self._evaluate(child, matches, place).items()}

    # Scores and order

    def _factors(self, segment: PlainSegment, request: Request) -> Callable[[int], float]:
        """What the kind and the age of a block multiply its score by."""
        days = request.recency_days
        if days is None:
            return segment.kind_factor
        return lambda doc: segment.kind_factor(doc) * ranking.recency(self._age(segment, doc), days)

    def _factor(self, segment: PlainSegment, doc: int, request: Request) -> float:
        return self._factors(segment, request)(doc)

    def _age(self, segment: PlainSegment, doc: int) -> int | None:
        day = segment.days[doc]
        return None if day == MISSING_DAY else self._newest_day - day

    @cached_property
    def _newest_day(self) -> int:
        return max((day for segment in self._segments for day in segment.days), default=MISSING_DAY)

    def _place(self, number: int) -> tuple[PlainSegment, int]:
        for segment in self._segments:
            if number < segment.file.doc_count:
                return segment, number
            number -= segment.file.doc_count
        raise IndexError(number)

    def _add_bonuses(self, found: Scores, plan: Plan, request: Request) -> tuple[str, ...]:
        beside = Beside.of(plan, request)
        if not beside or not found:
            return ()
        candidates = nsmallest(ranking.CANDIDATES, found, key=lambda number: (-found[number], number))
        self._add_nearness(found, candidates, beside.pairs, request)
        self._add_alike(found, candidates, beside.words, request)
        return self._add_sharing(found, candidates, beside.words, request) if beside.is_question else ()

    def _add_alike(
        self, found: Scores, candidates: Sequence[int], asked: Sequence[tuple[Words, float]], request: Request
    ) -> None:
        places = [(number, *self._place(number)) for number in candidates]
        for words, weight in asked:
            terms = begin_alike(words.positions[0], self._starting)
            if not terms:
                continue
            weight *= ranking.idf(self.blocks, sum(len(segment.words(words)) for segment in self._segments))
            alike = Words(words.leaf, ("body",), (terms,))
            for number, segment, doc in places:
                if more := ranking.ALIKE_WEIGHT * segment.words(alike).get(doc, 0.0):
                    own = segment.words(words).get(doc, 0.0)
                    gain = (own + more) / (own + more + self.k1) - own / (own + self.k1)
                    found[number] += weight * gain * self._factor(segment, doc, request)

    def _starting(self, start: str) -> Iterator[tuple[str, int]]:
        """(term, blocks that hold it) for terms of bodies that begin with `start`, segment after segment."""
        for segment in self._segments:
            for term, entry in segment.file.terms_from("body", start):
                if not term.startswith(start):
                    break
                yield term, entry.doc_frequency

    def _add_sharing(
        self, found: Scores, candidates: Sequence[int], asked: Sequence[tuple[Words, float]], request: Request
    ) -> tuple[str, ...]:
        best = nsmallest(ranking.ANSWERS, candidates, key=lambda number: (-round(found[number], 4), number))
        answers = [self._answer(number, found[number]) for number in best]
        shared = shared_words(answers, self._analyzer, self.blocks, self.k1, self._frequency)
        leaves = [(Words(Everything(), TEXT_FIELDS, ((term,),)), weight) for term, weight in shared]
        bonus = {}
        for number in candidates:
            segment, doc = self._place(number)
            tfs = ((segment.words(words).get(doc, 0.0), weight) for words, weight in leaves)
            bonus[number] = sum(weight * tf / (tf + self.k1) for tf, weight in tfs)
        most = max(bonus.values())
        for number, amount in bonus.items():
            if amount:
                factor = self._factor(*self._place(number), request)
                found[number] += ranking.SHARED_WEIGHT * answers[0].score * amount / most * factor
        typed = {term for words, _ in asked for term in words.positions[0]}
        return as_written([term for term, _ in shared], typed, answers, self._analyzer)

    def _answer(self, number: int, score: float) -> Answer:
        segment, doc = self._place(number)
        return Answer(score, segment.file.stored(doc), segment.norm("title", doc), segment.norm("body", doc))

    def _frequency(self, term: str) -> int:
        """Blocks that hold a term in their bodies; of a segment where none does, in their titles."""
        files = (segment.file for segment in self._segments)
        return sum(file.frequency("body", term) or file.frequency("title", term) for file in files)

    def _add_nearness(
        self, found: Scores, candidates: Sequence[int], pairs: Sequence[tuple[Words, Words]], request: Request
    ) -> None:
        for left, right in pairs:
            near = {number: x for number in candidates if (x := self._near(left, right, number))}
            weight = ranking.pair_weight(len(candidates), len(near))
            for number, nearness in near.items():
                segment, doc = self._place(number)
                found[number] += weight * nearness / (nearness + self.k1) * self._factor(segment, doc, request)

    def _near(self, left: Words, right: Words, number: int) -> float:
        segment, doc = self._place(number)
        a, b = (segment.positions("body", words.positions[0]).get(doc, ()) for words in (left, right))
        if not a or not b:
            return 0.0
        nearness = 0.0
        for position in a:
            after = bisect_left(b, position)
            if after < len(b) and 0 < b[after] - position <= ranking.NEAR_WINDOW:
                nearness += 1.0 / (b[after] - position)
            if after and position - b[after - 1] <= ranking.NEAR_WINDOW:
                nearness += 1.0 / (position - b[after - 1])
        return nearness * segment.norm("body", doc)

    def _sort_keys(self, found: Scores, request: Request) -> Scores:
        if request.sort == "relevance" or not found:
            return found
        most = 1.0 + max(found.values())
        keys = {}
        for number, score in found.items():
            segment, doc = self._place(number)
            day = float(segment.days[doc])
            if day == MISSING_DAY:
                day = float("-inf")
            elif request.sort == "oldest":
                day = -day
            keys[number] = day + score / most
        return keys

    def _sharing(self, numbers: Sequence[int]) -> set[int]:
        """Those of some blocks that share a band with another of them."""
        only = self._segments[0] if len(self._segments) == 1 else None
        places = [(only, number) for number in numbers] if only else [self._place(number) for number in numbers]
        width = max((segment.bands_of_a_block for segment, _ in places), default=0)
        sharing: set[int] = set()
        for band in range(width):
            values = [segment.band(band)[doc] for segment, doc in places]
            counts = Counter(values)
            if len(counts) < len(values):
                sharing.update(n for n, value in zip(numbers, values, strict=True) if value and counts[value] > 1)
        return sharing

    def _grouped(self, order: Sequence[int]) -> dict[int, list[int]]:
        groups: dict[int, list[int]] = {}
        heads: dict[tuple[int, int], int] = {}
        sharing = self._sharing(order)
        for number in order:
            if number not in sharing:
                groups[number] = []
                continue
            segment, doc = self._place(number)
            bands = [pair for pair in enumerate(segment.file.bands_of(doc)) if pair[1]]
            head = next((heads[band] for band in bands if band in heads), number)
            groups.setdefault(head, [])
            if head != number:
                groups[head].append(number)
            for band in bands:
                heads.setdefault(band, head)
        return groups


def _joined(parts: Iterator[Scores], add: Callable[[float, float], float]) -> Scores:
    found: Scores = {}
    for part in parts:
        for doc, score in part.items():
            found[doc] = add(found[doc], score) if doc in found else score
    return found


def _whole_columns(plan: Plan) -> Iterator[Plan]:
    """The leaves that make something of every block. A value, and a date beside a word, only pass over a column: 5 ms over
    100,000 blocks, where loading numpy takes 100."""
    match plan:
        case Days() | Absent() | AllBlocks():
            yield plan
        case AllOf(required, excluded):
            is_narrow = any(not any(_whole_columns(child)) for child in required)
            for child in (*required, *excluded):
                if not (is_narrow and isinstance(child, Days | Absent)):
                    yield from _whole_columns(child)
        case AnyOf(children) | BestOf(children):
            for child in children:
                yield from _whole_columns(child)
        case Weighted(child, _):
            yield from _whole_columns(child)
