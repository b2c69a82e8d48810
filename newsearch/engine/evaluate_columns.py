"""A plan over whole columns of numbers: postings of all blocks at once, no loop over blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import ranking
from newsearch.engine.columns.layout import MISSING_DAY, TEXT_FIELDS
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.contract import Found, Part, Request, Row, Settings
from newsearch.engine.matches import (
    NO_DOCS,
    NOTHING,
    Array,
    Docs,
    Matches,
    Scores,
    Unordered,
    above_zero,
    are_many,
    best,
    best_of,
    common,
    member_of,
    sums,
    top,
    united,
    unscored,
    where,
    zeros,
)
from newsearch.engine.nearness import in_a_row, nearness, nearness_of_pairs, with_neighbours
from newsearch.engine.phrases import Asked, Phrases
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
    part_of,
)
from newsearch.engine.positions import Positions
from newsearch.engine.related_columns import Related
from newsearch.engine.slots import best_places
from newsearch.engine.terms import BULK, Terms
from newsearch.engine.twins import Twins
from newsearch.engine.values import Values
from newsearch.query import Everything, Query, unparse

_REMEMBERED_ROWS = 2_000_000
"""Matches of leaves that are kept: 12 bytes each, at most 24 MB."""
_REMEMBERED_LEAVES = 1024


class _Bonus(NamedTuple):
    """What is added to the scores of the candidates, a number each."""

    near: Scores
    alike: Scores
    sharing: Scores | None = None
    shared: tuple[str, ...] = ()

    @property
    def sum(self) -> Scores:
        found = self.near + self.alike
        return found if self.sharing is None else found + self.sharing

    def parts(self, place: int) -> Iterator[tuple[str, float]]:
        """(what, how much) for one of the candidates."""
        yield "nearness of the words", float(self.near[place])
        yield "words that begin like them", float(self.alike[place])
        if self.sharing is not None:
            yield f"words that the best answers share: {', '.join(self.shared)}", float(self.sharing[place])


class Columns:
    """The segments of one commit, ready to be evaluated."""

    def __init__(self, segments: Sequence[SegmentReader], settings: Settings) -> None:
        self._k1 = np.float32(settings.k1)
        self._values = Values(segments)
        self._terms = Terms(self._values, settings)
        self._positions = Positions(self._values, self._terms)
        self._phrases = Phrases(self._values, self._terms, self._positions)
        self._kept: dict[tuple[object, ...], Matches] = {}
        self._rows_kept = 0
        self._related = Related(self._values, self._terms, self._positions, settings, self._leaf)
        self._lock = Lock()
        self._prepared = False

    def prepare(self) -> None:
        """For who will ask more than a query or two. A second call does nothing."""
        if not self._prepared:
            self._prepared = True
            self._terms.prepare()
            self._values.prepare()

    # Searching

    def search(self, plan: Plan, request: Request) -> Found:
        beside = Beside.of(plan, request)
        shared: tuple[str, ...] = ()
        wanted = request.offset + request.limit
        if request.sort == "relevance" and not (request.group or request.facets) and wanted <= ranking.CANDIDATES:
            # Bonuses only add to the best by words: the best of all are among them.
            (docs, scores), total = self._best_by_words(
                plan, request.recency_days, ranking.CANDIDATES if beside else wanted
            )
            if beside:
                bonus = self._bonus(docs, scores, beside, request.recency_days)
                scores, shared = scores + bonus.sum, bonus.shared
            order = top(scores, wanted)[request.offset :]
            return Found(tuple(map(Row, docs[order].tolist(), scores[order].tolist())), total, total, {}, shared)
        found = self._by_words(plan, request.recency_days)
        with_bonus, shared = self._with_bonus(found, beside, request.recency_days)
        rows, row_count = self._rows(with_bonus, request)
        return Found(
            rows=rows,
            row_count=row_count,
            total=len(found.docs),
            facets={name: _facet(name, self._values.counts(name, found.docs)) for name in request.facets},
            shared=shared,
        )

    def _rows(self, found: Matches, request: Request) -> tuple[tuple[Row, ...], int]:
        """A page of the matches, and how many rows there are."""
        docs, scores = found
        keys = self._sort_keys(docs, scores, request)
        if request.group:
            rows, row_count = self._twins.grouped(docs, keys, request.offset, request.limit)
        else:
            places = top(keys, request.offset + request.limit)[request.offset :].tolist()
            rows, row_count = [(place, []) for place in places], len(docs)
        return tuple(
            Row(int(docs[place]), float(scores[place]), tuple(docs[more].tolist()) if more else ())
            for place, more in rows
        ), row_count

    def _sort_keys(self, docs: Docs, scores: Scores, request: Request) -> Array:
        """A number for each match, larger for what comes first."""
        if request.sort == "relevance" or not len(docs):
            return scores
        days = self._values.days[docs].astype(np.float64)
        days = np.where(days == MISSING_DAY, -np.inf, days if request.sort == "date" else -days)
        # Blocks of one day stand in the order of their scores.
        keys: Array = days + scores / (1.0 + scores.max())
        return keys

    @cached_property
    def _twins(self) -> Twins:
        return Twins([segment.bands for segment in self._values.segments])

    # Scores

    def _by_words(self, plan: Plan, recency_days: float | None) -> Matches:
        """The live matches of a plan with their scores before any bonus."""
        docs, scores = self.evaluate(plan)
        if self._values.deleted is not None:
            live = ~self._values.deleted[docs]
            docs, scores = docs[live], scores[live]
        factors = self._factors(docs, recency_days)
        return Matches(docs, scores if factors is None else scores * factors)

    def _best_by_words(self, plan: Plan, recency_days: float | None, count: int) -> tuple[Matches, int]:
        """The best `count` of `_by_words`, in order of their numbers, and how many match."""
        parts = self._parts_of(plan) if recency_days is None else ()
        if not parts:
            docs, scores = self._by_words(plan, recency_days)
            places = best(scores, count)
            return Matches(docs[places], scores[places]), len(docs)
        if are_many(sum([len(part.docs) for part in parts]), self._values.count):
            # The best are chosen from the sums as they lie: to list half a million matches takes 5 ms.
            total = sums(parts, self._values.count)
            if self._values.deleted is not None:
                total[self._values.deleted] = 0.0
            if self._values.kind_factors is not None:
                total *= self._values.kind_factors
            return above_zero(total, count)
        docs, scores = self._values.slots.summed(parts)
        if self._values.deleted is not None:
            scores = np.where(self._values.deleted.take(docs), 0.0, scores)
        if self._values.kind_factors is not None:
            scores = scores * self._values.kind_factors.take(docs)
        held = int(np.count_nonzero(scores))
        places = best_places(docs, scores, held, count)
        return Matches(docs.take(places), scores.take(places)), held

    def _parts_of(self, plan: Plan) -> Sequence[Matches]:
        """The matches of what any will do of, all of them scored above 0; nothing for other plans."""
        if isinstance(plan, AnyOf) and self._terms.all_score and all(map(_scores, plan.children)):
            return [self._in_any_order(child) for child in plan.children]
        return ()

    def _in_any_order(self, plan: Plan) -> Matches:
        """As `evaluate`, maybe `Unordered`."""
        if isinstance(plan, Weighted):
            docs, scores = self._in_any_order(plan.child)
            return Unordered(docs, scores * np.float32(plan.weight))
        return self._leaf(plan) if isinstance(plan, Words) else self.evaluate(plan)

    def _factors(self, docs: Docs, recency_days: float | None) -> Scores | None:
        """What the scores of blocks are multiplied by, for their kind and age; None when that is 1 for all."""
        factors = None if self._values.kind_factors is None else self._values.kind_factors[docs]
        if recency_days is None:
            return factors
        days = self._values.days[docs]
        ages = np.where(days == MISSING_DAY, np.inf, np.float64(self._values.newest_day) - days)
        recency = (0.5 + 0.5 * np.exp2(-np.maximum(ages, 0.0) / recency_days)).astype(np.float32)
        return recency if factors is None else factors * recency

    def _with_bonus(
        self, found: Matches, beside: Beside, recency_days: float | None
    ) -> tuple[Matches, tuple[str, ...]]:
        """The matches, the best by words with their bonus, and the words that these share."""
        if not beside:
            return found, ()
        docs, scores = found.docs, found.scores.copy()
        candidates = best(scores, ranking.CANDIDATES)
        bonus = self._bonus(docs[candidates], scores[candidates], beside, recency_days)
        scores[candidates] += bonus.sum
        return Matches(docs, scores), bonus.shared

    def _bonus(self, docs: Docs, scores: Scores, beside: Beside, recency_days: float | None) -> _Bonus:
        """What is added to the scores of the candidates for what goes beyond single words."""
        near = self._near(docs, *in_a_row(beside.pairs)) if beside.pairs else zeros(len(docs))
        alike = self._related.alike(docs, beside.words)
        factors = self._factors(docs, recency_days)
        if factors is not None:
            near, alike = near * factors, alike * factors
        if not beside.is_question:
            return _Bonus(near, alike)
        sharing, shared = self._related.sharing(docs, scores + near + alike, beside.words)
        return _Bonus(near, alike, sharing if factors is None else sharing * factors, shared)

    def _near(self, docs: Docs, words: Sequence[Sequence[str]], lefts: Sequence[int]) -> Scores:
        """For words that stand near the next one: `words` are in a row, of which those at `lefts` and the next were asked
        for side by side."""
        found = self._positions.beside("body", words, lefts, docs)
        if found:
            near = nearness_of_pairs(*found, (len(words) - 1) * len(docs))
        else:
            near = self._near_of_alternatives(words, lefts, docs)
        cells = where(near)
        return self._near_scores(cells, near.take(cells), docs) if len(cells) else zeros(len(docs))

    def _near_of_alternatives(self, words: Sequence[Sequence[str]], lefts: Sequence[int], docs: Docs) -> Array:
        """As of `nearness_of_pairs`, for words of several terms, without pairs that were not asked for."""
        held = self._positions.held("body", words, docs)
        cells = held.cells(len(docs))
        places = with_neighbours(cells, len(words), len(docs))
        held, cells = held.chosen(places), cells.take(places)
        if not len(cells):
            return zeros(len(docs))
        keys, _ = self._positions.keys_of(held, cells)
        if len(held.terms) > len(set(held.words.tolist())):
            keys.sort()
        return nearness(keys, len(words), len(docs))[lefts].reshape(-1)

    def _near_scores(self, cells: Docs, near: Array, docs: Docs) -> Scores:
        """What the nearness of words adds to the scores of `docs`: of so much in some `cells`, in a table of pairs and `docs`.
        It is changed."""
        width = len(docs)
        pairs = cells // width
        rows = cells % width
        near *= self._terms.norm("body").take(docs.take(rows))
        near /= near + self._k1
        # As many as have the words near each other, for each pair.
        weights = [ranking.pair_weight(width, count) for count in np.bincount(pairs).tolist()]
        near *= np.array(weights).take(pairs)
        return np.bincount(rows, near, width).astype(np.float32)

    # Matches

    def evaluate(self, plan: Plan) -> Matches:
        """The matches of a plan, deleted blocks included."""
        match plan:
            case Words():
                return self._words(plan)
            case Days() | Absent():
                return unscored(where(self._in_columns(plan, slice(None))))
            case Having(_, field):
                return unscored(self._values.having(field, plan.among))
            case AllBlocks():
                return unscored(np.arange(self._values.count))
            case AllOf(required, excluded):
                return self._all_of(required, excluded)
            case AnyOf(children):
                return united([self.evaluate(child) for child in children], self._values.count)
            case BestOf(children):
                return best_of([self.evaluate(child) for child in children])
            case Weighted(child, weight):
                docs, scores = self.evaluate(child)
                return Matches(docs, scores * np.float32(weight))

    def _all_of(self, required: Sequence[Plan], excluded: Sequence[Plan]) -> Matches:
        count = self._values.count
        # Columns are asked of the blocks that are left, once there are others to ask of.
        columns = [plan for plan in required if isinstance(plan, Days | Absent)]
        listed = [plan for plan in required if plan not in columns] or [columns.pop()]
        found: list[Matches] = []
        for plan in listed:
            found.append(self.evaluate(plan))
            if not len(found[-1].docs):
                return NOTHING
        found.sort(key=lambda matches: len(matches.docs))
        docs, scores = found[0]
        for other in found[1:]:
            left, right = common(docs, other.docs, count)
            docs, scores = docs[left], scores[left] + other.scores[right]
        for plan in columns:
            kept = where(self._in_columns(plan, docs))
            docs, scores = docs.take(kept), scores.take(kept)
        for child in excluded:
            kept = where(~self._fit(child, docs))
            docs, scores = docs.take(kept), scores.take(kept)
        return Matches(docs, scores)

    def _fit(self, plan: Plan, docs: Docs) -> NDArray[np.bool_]:
        """Whether each of some blocks matches a plan."""
        if isinstance(plan, Days | Absent):
            return self._in_columns(plan, docs)
        return member_of(docs, self.evaluate(plan).docs, self._values.count)

    def _in_columns(self, plan: Days | Absent, docs: Docs | slice) -> NDArray[np.bool_]:
        if isinstance(plan, Absent):
            return self._values.absent(plan.field)[docs]
        days = self._values.days[docs]
        found = days >= (MISSING_DAY + 1 if plan.first is None else plan.first)
        if plan.last is not None:
            found &= days <= plan.last
        return found

    def _words(self, words: Words) -> Matches:
        """The matches of a leaf."""
        found = self._leaf(words)
        return self._keep(words, found.ordered()) if isinstance(found, Unordered) else found

    def _leaf(self, words: Words) -> Matches:
        """The matches of a leaf, maybe `Unordered`. Those asked for lately are kept: the words of a query that is being typed
        stay as they are but for the last."""
        found = self._kept.get(_key(words))
        return self._keep(words, self._scored_words(words)) if found is None else found

    def _keep(self, words: Words, found: Matches) -> Matches:
        key = _key(words)
        with self._lock:
            # Another thread may have answered the same.
            self._rows_kept += len(found.docs) if key not in self._kept else 0
            self._kept[key] = found
            while self._rows_kept > _REMEMBERED_ROWS or len(self._kept) > _REMEMBERED_LEAVES:
                self._rows_kept -= len(self._kept.pop(next(iter(self._kept))).docs)
        return found

    def _scored_words(self, words: Words) -> Matches:
        found = self._frequencies(words)
        docs, frequencies = found
        if not words.scored:
            return unscored(docs)
        scores = frequencies + self._k1
        np.divide(frequencies, scores, out=scores)
        scores *= np.float32(ranking.idf(self._values.count, len(docs)))
        return found.__class__(docs, scores)

    # Words

    def _frequencies(self, words: Words) -> Matches:
        """Blocks that match, with the pseudo-frequency of BM25F (0 where nothing is scored)."""
        if words.scored and len(words.positions) == 1 and (len(words.positions[0]) <= BULK or self._terms.all_score):
            return self._terms.weighted(words.fields, words.positions[0])
        asked = [(offset, terms) for offset, terms in enumerate(words.positions) if terms]
        found: list[Matches] = []
        for field in words.fields:
            docs, counts = self._in_field(field, asked, words.slop)
            if len(docs):
                found.append(
                    Matches(docs, counts * self._terms.norm(field)[docs] if words.scored else zeros(len(docs)))
                )
        if len(asked) > 1 and words.fields == TEXT_FIELDS:
            docs, counts = self._phrases.across_seam(asked, words.slop)
            if len(docs):
                found.append(Matches(docs, counts * self._terms.norm("body")[docs]))
        return united(found, self._values.count)

    def _in_field(self, field: str, asked: Asked, slop: int) -> tuple[Docs, Array]:
        """(docs, occurrences) in one field."""
        if not asked:
            return NO_DOCS, NO_DOCS
        if len(asked) == 1:
            return self._terms.any_term(field, asked[0][1])
        return self._phrases.in_field(field, asked, slop)

    # Telling why

    def parts(self, planner: Planner, query: Query) -> tuple[Part, ...]:
        """How each leaf was read, and how many live blocks match it."""
        return tuple(part_of(leaf, plan := planner.plan(leaf), self._count(plan)) for leaf in leaves(query))

    def _count(self, plan: Plan) -> int:
        docs, deleted = self.evaluate(plan).docs, self._values.deleted
        return len(docs) if deleted is None else int(np.count_nonzero(~deleted[docs]))

    def explain(self, plan: Plan, number: int, related: bool = True) -> tuple[tuple[str, float], ...]:
        """(what, how much of the score) for one block; the amounts add up to its score."""
        amounts = self._amounts(plan, number, 1.0) or []
        factors = self._factors(np.array([number]), None)
        factor = 1.0 if factors is None else float(factors[0])
        amounts += [(what, amount / factor) for what, amount in self._bonuses(plan, number, related) if amount]
        score = factor * sum(amount for _, amount in amounts)
        if factor != 1.0:
            amounts.append(
                (f"a block of kind {self._values.kind(number)} counts {factor:g} times", score - score / factor)
            )
        return tuple(amounts)

    def _bonuses(self, plan: Plan, number: int, related: bool) -> Iterable[tuple[str, float]]:
        """What goes beyond single words, and what it adds to the score of one block."""
        docs, scores = self._by_words(plan, None)
        candidates = best(scores, ranking.CANDIDATES)
        docs, scores = docs[candidates], scores[candidates]
        beside = Beside.of(plan, Request(Everything(), related=related))
        if not beside or number not in docs:
            return ()
        return self._bonus(docs, scores, beside, None).parts(int(docs.searchsorted(number)))

    def _amounts(self, plan: Plan, number: int, weight: float) -> list[tuple[str, float]] | None:
        """What each scored leaf adds to one block; None if the block does not match."""
        match plan:
            case AllOf(children) | AnyOf(children):
                if _value_at(self.evaluate(plan), number) is None:
                    return None
                inside = [self._amounts(child, number, weight) for child in children]
                return [amount for amounts in inside if amounts for amount in amounts]
            case BestOf(children):
                inside = [self._amounts(child, number, weight) for child in children]
                found = [amounts for amounts in inside if amounts is not None]
                return max(found, key=lambda amounts: sum(a for _, a in amounts)) if found else None
            case Weighted(child, factor):
                return self._amounts(child, number, weight * factor)
            case _:
                score = _value_at(self.evaluate(plan), number)
                if score is None:
                    return None
                return [(unparse(plan.leaf), score * weight)] if score else []


def _key(words: Words) -> tuple[object, ...]:
    return words.fields, words.positions, words.slop, words.scored


def _scores(plan: Plan) -> bool:
    """Whether all that matches scores above 0."""
    match plan:
        case Words():
            return plan.scored
        case Weighted(child, weight):
            return weight >= ranking.LEAST_WEIGHT and _scores(child)
        case AnyOf(children) | BestOf(children):
            return all(map(_scores, children))
        case AllOf(required, _):
            return any(map(_scores, required))
        case _:
            return False


def _value_at(matches: Matches, number: int) -> float | None:
    """The score of a block, None if it does not match."""
    at = int(np.searchsorted(matches.docs, number))
    if at == len(matches.docs) or matches.docs[at] != number:
        return None
    return float(matches.scores[at])


def _facet(name: str, counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    if name in ("month", "day"):
        return tuple(sorted(counts.items()))
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
