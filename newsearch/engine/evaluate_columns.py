"""A plan over whole columns of numbers: postings of all of a segment's blocks at once, no loop over blocks.

A node's matches are (docs, scores): numbers of blocks inside their segment, ascending int64, and a float32 each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine import ranking
from newsearch.engine.columns.layout import MISSING_DAY, TEXT_FIELDS
from newsearch.engine.columns.reader import SegmentReader
from newsearch.engine.columns.store import TermEntry
from newsearch.engine.contract import Found, Part, Request, Row, Settings
from newsearch.engine.plan import (
    Absent,
    AllBlocks,
    AllOf,
    AnyOf,
    BestOf,
    Days,
    Plan,
    Planner,
    Weighted,
    Words,
    leaves,
    neighbours,
    part_of,
    words_of,
)
from newsearch.query import Query, unparse

Docs = NDArray[np.int64]
Scores = NDArray[np.float32]
Array = NDArray[Any]

_NO_DOCS: Docs = np.zeros(0, np.int64)
_NO_SCORES: Scores = np.zeros(0, np.float32)
_SPARSE = 8
"""Matches fewer than one block in so many are joined by sorting, more by an accumulator over all blocks."""
_FEW = 32
_REMEMBERED = 2_000_000
"""Postings of a segment that stay decoded, of leaves of few terms: at most 26 MB."""
_GROUPS = 64
"""The best of so many groups of scores bound the best of all."""
_ROW_BITS = 32
_POSITION = (1 << _ROW_BITS) - 1
"""A key is (row of a candidate block) << 32 | position."""


class Matches(NamedTuple):
    docs: Docs
    scores: Scores


_NOTHING = Matches(_NO_DOCS, _NO_SCORES)

Asked = Sequence[tuple[int, Sequence[str]]]
"""(offset in the phrase, the terms that will do there)."""
Occurrences = Mapping[int, Sequence[Matches]]
"""id of a `Words` -> its matches by segment, pseudo-frequencies in place of scores."""


class Columns:
    """The segments of one commit, ready to be evaluated."""

    def __init__(self, segments: Sequence[SegmentReader], settings: Settings) -> None:
        self.k1 = settings.k1
        self._settings = settings
        self._blocks = sum(segment.doc_count for segment in segments)
        ranks = {field: self._field_rank(segments, field) for field in TEXT_FIELDS}
        bases = np.cumsum([0, *(segment.doc_count for segment in segments)]).tolist()
        self._segments = [_Segment(s, base, ranks) for s, base in zip(segments, bases, strict=False)]

    def _field_rank(self, segments: Sequence[SegmentReader], field: str) -> ranking.FieldRank:
        stats = [segment.stat(field) for segment in segments]
        occurrences, documents = sum(s.occurrences for s in stats), sum(s.documents for s in stats)
        return ranking.field_rank(self._settings, field, occurrences, documents)

    # Searching

    def search(self, plan: Plan, request: Request) -> Found:
        scored = _Scored(self, plan, request.recency_days)
        keys = self._sort_keys(scored, request)
        wanted = request.offset + request.limit
        if request.group:
            rows = self._twins.grouped(scored.numbers, keys, wanted)
        else:
            rows = [(place, []) for place in top(keys, wanted).tolist()]
        return Found(
            rows=tuple(
                Row(int(scored.numbers[place]), float(scored.scores[place]), tuple(scored.numbers[more].tolist()))
                for place, more in rows[request.offset :]
            ),
            total=len(scored.numbers),
            facets={name: self._facet(scored, name) for name in request.facets},
        )

    def _sort_keys(self, scored: _Scored, request: Request) -> Array:
        """A number for each match, larger for what comes first."""
        if request.sort == "relevance" or not len(scored.scores):
            return scored.scores
        days = np.concatenate(
            [segment.reader.column("day")[docs] for segment, docs in zip(self._segments, scored.docs, strict=True)]
        ).astype(np.float64)
        days = np.where(days == MISSING_DAY, -np.inf, days if request.sort == "date" else -days)
        # Blocks of one day stand in the order of their scores.
        keys: Array = days + scored.scores / (1.0 + scored.scores.max())
        return keys

    @cached_property
    def _twins(self) -> _Twins:
        return _Twins([segment.reader.bands for segment in self._segments])

    # Leaves

    def occurrences(self, plan: Plan) -> dict[int, list[Matches]]:
        return {id(w): [segment.words(w) for segment in self._segments] for w in words_of(plan)}

    def evaluate(self, plan: Plan, occurrences: Occurrences, place: int) -> Matches:
        """The matches of a plan in one segment, deleted blocks included."""
        segment = self._segments[place]
        match plan:
            case Words():
                return self._words(plan, occurrences[id(plan)], place)
            case Days(_, first, last):
                days = segment.reader.column("day")
                found = days != MISSING_DAY
                if first is not None:
                    found &= days >= first
                if last is not None:
                    found &= days <= last
                return _unscored(np.flatnonzero(found))
            case Absent(_, field):
                return _unscored(np.flatnonzero(segment.absent(field)))
            case AllBlocks():
                return _unscored(np.arange(segment.reader.doc_count))
            case AllOf(required, excluded):
                return self._all_of(required, excluded, occurrences, place)
            case AnyOf(children):
                return _united([self.evaluate(c, occurrences, place) for c in children], segment.reader.doc_count)
            case BestOf(children):
                return _best_of([self.evaluate(c, occurrences, place) for c in children], segment.reader.doc_count)
            case Weighted(child, weight):
                docs, scores = self.evaluate(child, occurrences, place)
                return Matches(docs, scores * np.float32(weight))

    def _words(self, words: Words, matches: Sequence[Matches], place: int) -> Matches:
        docs, frequencies = matches[place]
        if not words.scored:
            return _unscored(docs)
        idf = ranking.idf(self._blocks, sum(len(m.docs) for m in matches))
        scores = frequencies / (frequencies + np.float32(self.k1))
        scores *= np.float32(idf)
        return Matches(docs, scores)

    def _all_of(
        self, required: Sequence[Plan], excluded: Sequence[Plan], occurrences: Occurrences, place: int
    ) -> Matches:
        size = self._segments[place].reader.doc_count
        found = sorted((self.evaluate(c, occurrences, place) for c in required), key=lambda m: len(m.docs))
        docs, scores = found[0]
        for other in found[1:]:
            left, right = _common(docs, other.docs, size)
            docs, scores = docs[left], scores[left] + other.scores[right]
        for child in excluded:
            kept = ~_member(docs, self.evaluate(child, occurrences, place).docs, size)
            docs, scores = docs[kept], scores[kept]
        return Matches(docs, scores)

    # Scores

    def factors(self, place: int, docs: Docs, recency_days: float | None) -> Scores | None:
        """What the scores of blocks are multiplied by, for their kind and age; None when that is 1 for all."""
        segment = self._segments[place]
        factors = None if segment.kind_factors is None else segment.kind_factors[segment.reader.column("kind")[docs]]
        if recency_days is None:
            return factors
        days = segment.reader.column("day")[docs]
        ages = np.where(days == MISSING_DAY, np.inf, np.float64(self._newest_day) - days)
        recency = (0.5 + 0.5 * np.exp2(-np.maximum(ages, 0.0) / recency_days)).astype(np.float32)
        return recency if factors is None else factors * recency

    @cached_property
    def _newest_day(self) -> int:
        return max((int(s.reader.column("day").max(initial=MISSING_DAY)) for s in self._segments), default=0)

    # Telling why

    def parts(self, planner: Planner, query: Query) -> tuple[Part, ...]:
        """How each leaf was read, and how many live blocks match it."""
        return tuple(part_of(leaf, plan := planner.plan(leaf), self._count(plan)) for leaf in leaves(query))

    def _count(self, plan: Plan) -> int:
        found = self.occurrences(plan)
        return sum(len(s.live(self.evaluate(plan, found, i)).docs) for i, s in enumerate(self._segments))

    def explain(self, plan: Plan, number: int) -> tuple[tuple[str, float], ...]:
        """(what, how much of the score) for one block; the amounts add up to its score."""
        place = next(i for i, s in enumerate(self._segments) if number < s.base + s.reader.doc_count)
        doc = number - self._segments[place].base
        amounts = self._amounts(plan, self.occurrences(plan), place, doc, 1.0) or []
        scored = _Scored(self, plan, None)
        score = float(scored.scores[np.searchsorted(scored.numbers, number)]) if number in scored.numbers else 0.0
        factors = self.factors(place, np.array([doc]), None)
        factor = 1.0 if factors is None else float(factors[0])
        words = sum(amount for _, amount in amounts)
        if abs(near := score / factor - words) > 1e-5:
            amounts.append(("nearness of the words", near))
        if factor != 1.0:
            kind = self._segments[place].kind(doc)
            amounts.append((f"a block of kind {kind} counts {factor:g} times", score - score / factor))
        return tuple(amounts)

    def _amounts(
        self, plan: Plan, occurrences: Occurrences, place: int, doc: int, weight: float
    ) -> list[tuple[str, float]] | None:
        """What each scored leaf adds to one block; None if the block does not match."""
        match plan:
            case AllOf(children) | AnyOf(children):
                inside = [self._amounts(child, occurrences, place, doc, weight) for child in children]
                if not any(amounts is not None for amounts in inside):
                    return None
                return [amount for amounts in inside if amounts for amount in amounts]
            case BestOf(children):
                inside = [self._amounts(child, occurrences, place, doc, weight) for child in children]
                found = [amounts for amounts in inside if amounts is not None]
                return max(found, key=lambda amounts: sum(a for _, a in amounts)) if found else None
            case Weighted(child, factor):
                return self._amounts(child, occurrences, place, doc, weight * factor)
            case _:
                docs, scores = self.evaluate(plan, occurrences, place)
                at = int(np.searchsorted(docs, doc))
                if at == len(docs) or docs[at] != doc:
                    return None
                return [(unparse(plan.leaf), float(scores[at]) * weight)] if scores[at] else []

    # Counting

    def _facet(self, scored: _Scored, name: str) -> tuple[tuple[str, int], ...]:
        counts: dict[str, int] = {}
        for segment, docs in zip(self._segments, scored.docs, strict=True):
            for value, count in segment.count(name, docs):
                if value:
                    counts[value] = counts.get(value, 0) + count
        if name == "month":
            return tuple(sorted(counts.items()))
        return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


class _Twins:
    """Which blocks of the index share a band, by number; made at the first grouped search."""

    def __init__(self, bands: Sequence[NDArray[np.uint32]]) -> None:
        rows = [part for part in bands if part.shape[1]]
        self._bands = np.concatenate(rows) if len(rows) == len(bands) and rows else np.zeros((0, 0), np.uint32)
        self._shared = np.zeros(len(self._bands), np.bool_)
        self._columns = [self._column(band) for band in range(self._bands.shape[1])]

    def _column(self, band: int) -> tuple[Array, Docs]:
        """The values of one band that several blocks have, in order, and the blocks."""
        values = self._bands[:, band]
        order = np.argsort(values, kind="stable")
        ordered = values[order]
        same = ordered[1:] == ordered[:-1]
        shared = (np.append(same, False) | np.insert(same, 0, False)) & (ordered != 0)
        numbers = order[shared]
        self._shared[numbers] = True
        return ordered[shared], numbers

    def grouped(self, numbers: Docs, keys: Array, wanted: int) -> list[tuple[int, list[int]]]:
        """(place of the first, places of the others) of the best `wanted` groups of matches, in order of their keys."""
        looked_at = wanted
        while True:
            order = top(keys, looked_at)
            heads = self._gathered(numbers, order)
            if len(heads) >= wanted or looked_at >= len(numbers):
                break
            looked_at *= 4
        shown = [place for place, _ in heads[:wanted]]
        shared = [place for place in shown if self._is_shared(int(numbers[place]))]
        if not shared:
            return [(place, []) for place in shown]
        # Only what is linked to a row by shared bands, over whatever other matches, can belong to it.
        linked = self._linked(numbers, shared)
        others = dict(self._gathered(numbers, linked[np.lexsort((linked, -keys[linked]))]))
        return [(place, others.get(place, [])) for place in shown]

    def _is_shared(self, number: int) -> bool:
        return bool(len(self._shared)) and bool(self._shared[number])

    def _gathered(self, numbers: Docs, order: Docs) -> list[tuple[int, list[int]]]:
        """Groups of the matches at the places `order`, taken in that order."""
        groups: dict[int, list[int]] = {}
        heads: dict[tuple[int, int], int] = {}
        for place in order.tolist():
            number = int(numbers[place])
            if not self._is_shared(number):
                groups[place] = []
                continue
            bands = [pair for pair in enumerate(self._bands[number].tolist()) if pair[1]]
            head = next((heads[band] for band in bands if band in heads), place)
            groups.setdefault(head, [])
            if head != place:
                groups[head].append(place)
            for band in bands:
                heads.setdefault(band, head)
        return list(groups.items())

    def _linked(self, numbers: Docs, places: Sequence[int]) -> Docs:
        """The places of all matches that are linked to some by shared bands."""
        known, new = np.zeros(0, np.int64), np.array(places, np.int64)
        while len(new):
            known = np.union1d(known, new)
            near = [_NO_DOCS]
            for band, (values, blocks) in enumerate(self._columns):
                wanted = np.unique(self._bands[numbers[new], band])
                lefts, rights = np.searchsorted(values, wanted), np.searchsorted(values, wanted, side="right")
                near.append(blocks[_ranges(lefts, rights - lefts)])
            found = np.unique(np.concatenate(near))
            at = np.searchsorted(numbers, found)
            at = at[numbers[np.minimum(at, len(numbers) - 1)] == found]
            new = np.setdiff1d(at, known)
        return known


class _Scored:
    """The live matches of a plan with their final scores, all segments one after the other."""

    def __init__(self, columns: Columns, plan: Plan, recency_days: float | None) -> None:
        self.docs: list[Docs] = []
        scores: list[Scores] = []
        occurrences = columns.occurrences(plan)
        for place, segment in enumerate(columns._segments):
            docs, points = segment.live(columns.evaluate(plan, occurrences, place))
            factors = columns.factors(place, docs, recency_days)
            self.docs.append(docs)
            scores.append(points if factors is None else points * factors)
        bases = [segment.base for segment in columns._segments]
        self.numbers: Docs = np.concatenate([d + b for d, b in zip(self.docs, bases, strict=True)] or [_NO_DOCS])
        self.scores: Scores = np.concatenate(scores or [_NO_SCORES])
        self._add_nearness(columns, neighbours(plan), recency_days)

    def _add_nearness(self, columns: Columns, pairs: Sequence[tuple[Words, Words]], recency_days: float | None) -> None:
        """Give the best candidates their bonus for query words that stand near each other."""
        if not pairs or not len(self.scores):
            return
        candidates = np.sort(top(self.scores, ranking.CANDIDATES))
        ends = np.cumsum([len(docs) for docs in self.docs])
        starts = np.concatenate([[0], ends[:-1]])
        parts = [
            (place, candidates[np.searchsorted(candidates, start) : np.searchsorted(candidates, end)] - start)
            for place, (start, end) in enumerate(zip(starts, ends, strict=True))
        ]
        chosen = [(columns._segments[place], self.docs[place][rows]) for place, rows in parts]
        nearness = np.concatenate([segment.near(pairs, docs) for segment, docs in chosen], axis=1)
        saturated = nearness / (nearness + columns.k1)
        weights = [ranking.pair_weight(len(candidates), int(np.count_nonzero(pair))) for pair in nearness]
        bonus = np.array(weights) @ saturated
        for place, rows in parts:
            factors = columns.factors(place, self.docs[place][rows], recency_days)
            if factors is not None:
                within = slice(*np.searchsorted(candidates, [starts[place], ends[place]]))
                bonus[within] *= factors
        self.scores[candidates] += bonus.astype(np.float32)


class _Postings:
    """A term of one field of one segment."""

    __slots__ = ("counts", "docs", "entry", "frequencies")

    def __init__(self, entry: TermEntry, docs: Docs, counts: Array) -> None:
        self.entry = entry
        self.docs = docs
        self.counts = counts
        """Occurrences, a number a doc."""
        self.frequencies: Scores | None = None
        """The same weighted and normalised, once that was asked for."""


_UNKNOWN = _Postings(TermEntry("", "", *[0] * len(TermEntry._fields[2:])), _NO_DOCS, _NO_DOCS)


class _Segment:
    """One segment's postings and columns, in the shape that evaluation wants."""

    def __init__(self, reader: SegmentReader, base: int, ranks: Mapping[str, ranking.FieldRank]) -> None:
        self.reader = reader
        self.base = base
        self._ranks = ranks
        self._norms: dict[str, Scores] = {}
        self._postings: dict[tuple[str, str], _Postings | None] = {}
        self._remembered = 0
        self._lock = Lock()

    @cached_property
    def kind_factors(self) -> Scores | None:
        """Factor by ordinal of kind; None when all are 1."""
        factors = np.array([ranking.KIND_WEIGHTS.get(kind, 1.0) for kind in self.reader.values("kind")], np.float32)
        return None if (factors == 1.0).all() else factors

    def norm(self, field: str) -> Scores:
        """What one occurrence adds to the pseudo-frequency, by block."""
        found = self._norms.get(field)
        if found is None:
            rank = self._ranks[field]
            lengths = self.reader.lengths(field).astype(np.float32)
            found = np.float32(rank.weight) / (np.float32(1.0 - rank.b) + lengths * np.float32(rank.b / rank.average))
            self._norms[field] = found
        return found

    def live(self, matches: Matches) -> Matches:
        """The matches that are not deleted."""
        if self.reader.deleted is None:
            return matches
        kept = ~self.reader.deleted[matches.docs]
        return Matches(matches.docs[kept], matches.scores[kept])

    def kind(self, doc: int) -> str:
        """The kind of a block."""
        return self.reader.values("kind")[int(self.reader.column("kind")[doc])]

    # Words

    def words(self, words: Words) -> Matches:
        """Blocks that match, with the pseudo-frequency of BM25F (0 where nothing is scored)."""
        asked = [(offset, terms) for offset, terms in enumerate(words.positions) if terms]
        found: list[Matches] = []
        for field in words.fields:
            if len(asked) == 1 and words.scored:
                postings = self._postings_of(field, asked[0][1])
                found += [Matches(p.docs, self._frequencies(field, p)) for p in postings]
                continue
            docs, counts = self._in_field(field, asked, words.slop)
            if len(docs):
                found.append(Matches(docs, counts * self.norm(field)[docs] if words.scored else _zeros(len(docs))))
        if len(asked) > 1 and words.fields == TEXT_FIELDS:
            docs, counts = self._across_seam(asked, words.slop)
            if len(docs):
                found.append(Matches(docs, counts * self.norm("body")[docs]))
        return _united(found, self.reader.doc_count)

    def _in_field(self, field: str, asked: Asked, slop: int) -> tuple[Docs, Array]:
        """(docs, occurrences) in one field."""
        if not asked:
            return _NO_DOCS, _NO_DOCS
        if len(asked) == 1:
            return self._any_term(field, asked[0][1])
        docs = self._candidates(field, [terms for _, terms in asked])
        if not len(docs):
            return _NO_DOCS, _NO_DOCS
        starts, _ = _windows(asked, slop, lambda terms: self._keys(field, terms, docs))
        return _counted(docs, starts >> _ROW_BITS)

    def _across_seam(self, asked: Asked, slop: int) -> tuple[Docs, Array]:
        """(docs, occurrences) that begin in the title and end in the body: a block reads as its title, then its body."""
        title, body = TEXT_FIELDS
        openers = {term for _, terms in (asked if slop else asked[:1]) for term in terms}
        docs = self._any_term(title, tuple(openers))[0]
        for _, terms in asked:
            inside = [_member(docs, self._any_term(field, terms)[0], self.reader.doc_count) for field in TEXT_FIELDS]
            docs = docs[inside[0] | inside[1]]
        if not len(docs):
            return _NO_DOCS, _NO_DOCS
        seams = self.reader.lengths(title)[docs].astype(np.int64)

        def keys(terms: Sequence[str]) -> Docs:
            above, below = self._keys(title, terms, docs), self._keys(body, terms, docs)
            # Alternate titles stand past the seam, at a distance that no phrase spans.
            above = above[(above & _POSITION) < seams[above >> _ROW_BITS]]
            return np.sort(np.concatenate([above, below + seams[below >> _ROW_BITS]]))

        starts, ends = _windows(asked, slop, keys)
        at = seams[starts >> _ROW_BITS]
        starts = starts[((starts & _POSITION) < at) & ((ends & _POSITION) >= at)]
        return _counted(docs, starts >> _ROW_BITS)

    def _any_term(self, field: str, terms: Sequence[str]) -> tuple[Docs, Array]:
        """(docs, occurrences) of any of some terms of a field."""
        found = list(self._postings_of(field, terms))
        if len(found) == 1:
            return found[0].docs, found[0].counts
        docs, counts = _united([Matches(p.docs, p.counts) for p in found], self.reader.doc_count)
        return docs, counts

    def _postings_of(self, field: str, terms: Sequence[str]) -> Iterator[_Postings]:
        for term in terms:
            found = self._postings.get((field, term), _UNKNOWN)
            if found is _UNKNOWN:
                found = self._read_postings(field, term)
                # The many words of a prefix would push out the words that people ask for.
                if len(terms) <= _FEW:
                    self._remember((field, term), found)
            if found is not None:
                yield found

    def _read_postings(self, field: str, term: str) -> _Postings | None:
        entry = self.reader.term(field, term)
        if entry is None:
            return None
        # int64: what numpy indexes with; it would convert anything narrower on each use.
        gaps = self.reader.array(entry.docs_at, entry.doc_frequency, entry.docs_width)
        return _Postings(entry, np.cumsum(gaps, dtype=np.int64), self.reader.freqs(entry))

    def _remember(self, key: tuple[str, str], postings: _Postings | None) -> None:
        with self._lock:
            self._postings[key] = postings
            self._remembered += len(postings.docs) if postings else 1
            while self._remembered > _REMEMBERED and len(self._postings) > 1:
                dropped = self._postings.pop(next(iter(self._postings)))
                self._remembered -= len(dropped.docs) if dropped else 1

    def _frequencies(self, field: str, postings: _Postings) -> Scores:
        """Pseudo-frequencies of a term in one field."""
        if postings.frequencies is None:
            postings.frequencies = postings.counts * self.norm(field)[postings.docs]
        return postings.frequencies

    def _candidates(self, field: str, positions: Sequence[Sequence[str]]) -> Docs:
        """Blocks that hold a term for every position, anywhere in the field."""
        found = sorted((self._any_term(field, terms)[0] for terms in set(map(tuple, positions))), key=len)
        docs = found[0]
        for other in found[1:]:
            docs = docs[_common(docs, other, self.reader.doc_count)[0]]
        return docs

    def _keys(self, field: str, terms: Sequence[str], docs: Docs) -> Docs:
        """Where any of `terms` stands in the blocks `docs`: ascending keys of (row in `docs`, position)."""
        found = []
        for postings in self._postings_of(field, terms):
            rows, places = _common(docs, postings.docs, self.reader.doc_count)
            counts, chosen = self.reader.positions_of(postings.entry, places)
            found.append(np.repeat(rows, counts) << _ROW_BITS | chosen)
        if len(found) == 1:
            return found[0]
        return np.sort(np.concatenate(found or [_NO_DOCS]))

    def near(self, pairs: Sequence[tuple[Words, Words]], docs: Docs) -> NDArray[np.float64]:
        """How near each pair of words is in the body of each of `docs`: 1/distance to the neighbours of each occurrence,
        added up and normalised by length as pseudo-frequencies are."""
        nearness = np.zeros((len(pairs), len(docs)))
        if not len(docs):
            return nearness
        keys: dict[tuple[str, ...], Docs] = {}
        for row, (left, right) in enumerate(pairs):
            for words in (left, right):
                if words.positions[0] not in keys:
                    keys[words.positions[0]] = self._keys("body", words.positions[0], docs)
            nearness[row] = _nearness(keys[left.positions[0]], keys[right.positions[0]], len(docs))
        return nearness * self.norm("body")[docs]

    # Columns

    def absent(self, field: str) -> NDArray[np.bool_]:
        """Whether each block lacks a value in a field."""
        found: NDArray[np.bool_]
        if field in ("date", "author", *TEXT_FIELDS):
            if field == "date":
                found = self.reader.column("day") == MISSING_DAY
            elif field == "author":
                found = np.diff(self.reader.authors[0]) == 0
            else:
                found = self.reader.lengths(field) == 0
            return found
        name = "language" if field == "lang" else field
        missing = np.array([not value for value in self.reader.values(name)])
        return missing[self.reader.column(name)]

    def count(self, facet: str, docs: Docs) -> Iterator[tuple[str, int]]:
        """(value, blocks of `docs`) for a facet."""
        if facet == "month":
            yield from _months(self.reader.column("day")[docs])
            return
        if facet == "author":
            offsets, ordinals = self.reader.authors
            ordinals = ordinals[_ranges(offsets[docs], offsets[docs + 1] - offsets[docs])]
        else:
            ordinals = self.reader.column(facet)[docs]
        counts = np.bincount(ordinals)
        values = self.reader.values(facet)
        for ordinal in np.flatnonzero(counts).tolist():
            yield values[ordinal], int(counts[ordinal])


def top(values: Array, count: int) -> Docs:
    """Places of the `count` largest values, largest first, equal ones in order of place."""
    if count <= 0 or not len(values):
        return _NO_DOCS
    places = np.arange(len(values))
    if len(values) > _GROUPS * count:
        # The count-th best of the groups' bests is no better than the count-th best of all.
        whole = len(values) // _GROUPS * _GROUPS
        bests = values[:whole].reshape(_GROUPS, -1).max(axis=0)
        places = np.flatnonzero(values >= np.partition(bests, len(bests) - count)[len(bests) - count])
    if len(places) > count:
        found = values[places]
        least = np.partition(found, len(found) - count)[len(found) - count]
        above = places[found > least]
        places = np.concatenate([above, places[found == least][: count - len(above)]])
    return places[np.lexsort((places, -values[places]))]


def _zeros(count: int) -> Scores:
    return np.zeros(count, np.float32)


def _unscored(docs: Docs) -> Matches:
    return Matches(docs, _zeros(len(docs)))


def _united(parts: Sequence[Matches], size: int) -> Matches:
    """The union of matches among `size` blocks; scores add up."""
    parts = [part for part in parts if len(part.docs)]
    if len(parts) < 2:
        return Matches(parts[0].docs, parts[0].scores.astype(np.float32, copy=False)) if parts else _NOTHING
    few, many = sorted(parts, key=lambda part: len(part.docs)) if len(parts) == 2 else (_NOTHING, _NOTHING)
    if len(many.docs) > _SPARSE * len(few.docs):
        return _added(many, few)
    if sum(len(part.docs) for part in parts) * _SPARSE < size:
        docs, firsts, scores = _side_by_side(parts)
        return Matches(docs[firsts], np.add.reduceat(scores, firsts))
    total, seen = np.zeros(size, np.float32), np.zeros(size, np.bool_)
    for part in parts:
        total[part.docs] += part.scores
        seen[part.docs] = True
    docs = np.flatnonzero(seen)
    return Matches(docs, total[docs])


def _added(many: Matches, few: Matches) -> Matches:
    """The union of many matches and few (a word in bodies, and in titles)."""
    places = np.searchsorted(many.docs, few.docs)
    common = many.docs[np.minimum(places, len(many.docs) - 1)] == few.docs
    scores = many.scores.astype(np.float32)
    scores[places[common]] += few.scores[common]
    if common.all():
        return Matches(many.docs, scores)
    places = places[~common]
    return Matches(np.insert(many.docs, places, few.docs[~common]), np.insert(scores, places, few.scores[~common]))


def _best_of(parts: Sequence[Matches], size: int) -> Matches:
    """The union of matches; the best score counts."""
    parts = [part for part in parts if len(part.docs)]
    if len(parts) < 2:
        return parts[0] if parts else _NOTHING
    docs, firsts, scores = _side_by_side(parts)
    return Matches(docs[firsts], np.maximum.reduceat(scores, firsts))


def _side_by_side(parts: Sequence[Matches]) -> tuple[Docs, Docs, Scores]:
    """All docs in order with their scores, and where each new doc begins."""
    docs = np.concatenate([part.docs for part in parts])
    scores = np.concatenate([part.scores.astype(np.float32, copy=False) for part in parts])
    order = np.argsort(docs, kind="stable")
    docs = docs[order]
    firsts = np.flatnonzero(np.diff(docs, prepend=-1))
    return docs, firsts, scores[order]


def _in_sorted(values: Docs, among: Docs) -> NDArray[np.bool_]:
    """Whether each value is in the ascending `among`."""
    if not len(among):
        return np.zeros(len(values), np.bool_)
    places = np.searchsorted(among, values)
    places[places == len(among)] = 0
    found: NDArray[np.bool_] = among[places] == values
    return found


def _member(docs: Docs, others: Docs, size: int) -> NDArray[np.bool_]:
    """Whether each of `docs` is in `others`; both ascending, below `size`."""
    if len(docs) * _SPARSE * 2 < len(others) or len(others) * _SPARSE * 2 < size:
        return _in_sorted(docs, others)
    member = np.zeros(size, np.bool_)
    member[others] = True
    return member[docs]


def _common(docs: Docs, others: Docs, size: int) -> tuple[Docs, Docs]:
    """Places of the common blocks in `docs` and in `others`, both ascending."""
    if len(docs) * _SPARSE * 2 < size or not len(others):
        places = np.searchsorted(others, docs)
        places[places == len(others)] = 0
        found = np.flatnonzero(others[places] == docs) if len(others) else _NO_DOCS
        return found, places[found]
    where = np.full(size, -1, np.int64)
    where[others] = np.arange(len(others))
    places = where[docs]
    found = np.flatnonzero(places >= 0)
    return found, places[found]


def _windows(asked: Asked, slop: int, keys: Callable[[Sequence[str]], Docs]) -> tuple[Docs, Docs]:
    """Keys of the first and the last word of each match. Without slop every term at its place; with slop, windows that
    hold each position's term and at most `slop` other words, one for each occurrence that one can begin with."""
    if not slop:
        first, terms = asked[0]
        starts = keys(terms) - first
        for offset, terms in asked[1:]:
            starts = starts[_in_sorted(starts, keys(terms) - offset)]
        return starts, starts + asked[-1][0]
    wanted = Counter(tuple(terms) for _, terms in asked)
    found = {terms: keys(terms) for terms in wanted}
    starts = np.unique(np.concatenate(list(found.values())))
    ends = np.zeros(len(starts), np.int64)
    for terms, times in wanted.items():
        # The times-th occurrence at or after each start; past the last one, a place in no block.
        padded = np.concatenate([found[terms], np.full(times, np.iinfo(np.int64).max)])
        ends = np.maximum(ends, padded[np.searchsorted(found[terms], starts) + times - 1])
    near = ends - starts < len(asked) + slop
    return starts[near], ends[near]


def _nearness(left: Docs, right: Docs, rows: int) -> Array:
    """By row, the sum of 1/distance from each key in `left` to the next and to the last key in `right`."""
    if not len(left) or not len(right):
        return np.zeros(rows)
    after = np.searchsorted(right, left)
    following, preceding = np.minimum(after, len(right) - 1), np.maximum(after - 1, 0)
    apart = np.concatenate([right[following] - left, left - right[preceding]])
    close = np.flatnonzero((apart > 0) & (apart <= ranking.NEAR_WINDOW))
    return np.bincount(left[close % len(left)] >> _ROW_BITS, weights=1.0 / apart[close], minlength=rows)


def _ranges(starts: Docs, counts: Docs) -> Docs:
    """starts[0], starts[0] + 1, ... (counts[0] of them), starts[1], ..."""
    firsts = np.cumsum(counts) - counts
    return np.repeat(starts - firsts, counts) + np.arange(int(counts.sum()))


def _counted(docs: Docs, rows: Docs) -> tuple[Docs, Array]:
    """The docs of rows that occur, and how often."""
    counts = np.bincount(rows, minlength=len(docs))
    found = np.flatnonzero(counts)
    return docs[found], counts[found]


def _months(days: Array) -> Iterator[tuple[str, int]]:
    days = days[days != MISSING_DAY]
    if len(days):
        months, counts = np.unique(days.astype("datetime64[D]").astype("datetime64[M]"), return_counts=True)
        yield from zip(map(str, months), counts.tolist(), strict=True)
