"""What words beside those that were asked for add to the scores of the best blocks: `related`, over columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np

from newsearch.engine import ranking
from newsearch.engine.analysis import Analyzer
from newsearch.engine.columns.layout import TEXT_FIELDS
from newsearch.engine.contract import Settings
from newsearch.engine.matches import NOTHING, Docs, Matches, Scores, are_many, shared_places, top, zeros
from newsearch.engine.plan import Words
from newsearch.engine.positions import Positions
from newsearch.engine.related import Answer, alike_among, as_written, beginning, most_frequent, shared_words
from newsearch.engine.slots import Slots
from newsearch.engine.terms import Terms
from newsearch.engine.values import Values

_REMEMBERED_GAINS = 1_000_000
"""Blocks that gain by words that begin alike, of all words: 12 bytes each."""
_REMEMBERED_FREQUENCIES = 65_536

Asked = Sequence[tuple[Words, float]]
"""Words of which any will do, with their weights."""


class Sharing(NamedTuple):
    scores: Scores
    """What is added, a number a block."""
    words: tuple[str, ...]
    """Those that were not asked for, as the answers write them."""


class Related:
    """Words related to those of queries, in some blocks."""

    def __init__(
        self,
        values: Values,
        terms: Terms,
        positions: Positions,
        settings: Settings,
        matches: Callable[[Words], Matches],
    ) -> None:
        """`matches`: those of a word, in any order."""
        self._values = values
        self._terms = terms
        self._positions = positions
        self._k1 = np.float32(settings.k1)
        self._analyzer = Analyzer(settings.stemming)
        self._matches = matches
        self._alike: dict[tuple[object, ...], Matches] = {}
        """Word -> what those that begin alike add to its score."""
        self._gains_kept = 0
        self._lock = Lock()
        self._held: dict[str, int] = {}
        """Term -> blocks that hold it."""

    def alike(self, docs: Docs, asked: Asked) -> Scores:
        """For words that begin like those that were asked for."""
        if not len(docs):
            return zeros(0)
        found = [(self._gains(words), weight) for words, weight in asked]
        parts = [
            gains if weight == 1.0 else Matches(gains.docs, gains.scores * np.float32(weight))
            for gains, weight in found
            if len(gains.docs)
        ]
        size = self._values.count
        if are_many(sum([len(part.docs) for part in parts]), size):
            return _sums_of_gains(parts, size).take(docs)
        added = zeros(len(docs))
        for part in parts:
            rows, places = shared_places(docs, part.docs)
            added[rows] += part.scores.take(places)
        return added

    def _gains(self, words: Words) -> Matches:
        """What words that begin like one add to its score, by block. A common word costs 20 ns a block that holds one of
        them, once; after that, 6 us a query."""
        key = words.fields, words.positions
        found = self._alike.get(key)
        if found is None:
            found = self._gained(words)
            with self._lock:
                self._gains_kept += len(found.docs) + 1
                if self._gains_kept > _REMEMBERED_GAINS:
                    self._alike.clear()
                    self._gains_kept = len(found.docs) + 1
                self._alike[key] = found
        return found

    def _gained(self, words: Words) -> Matches:
        """Of each block that holds some of a word's kin in its body: what it gains if some of their occurrences count as one
        of the word. Blocks as of `weighted_aside`."""
        docs, more = self._terms.weighted_aside("body", self._kin(words.positions[0]))
        if not len(docs):
            return NOTHING
        matches = self._matches(words)
        idf = ranking.idf(self._values.count, len(matches.docs))
        # What is missing to the idf is its share k1 / (tf + k1); with u = more / (tf + k1), the score gains u / (1 + u) of it.
        gains = np.float32(idf) - _scores_at(docs, matches, self._values.count, self._values.slots)
        more *= gains
        more *= ranking.ALIKE_WEIGHT / (float(self._k1) * idf)
        gains *= more
        more += 1.0
        gains /= more
        return Matches(docs, gains)

    def _kin(self, terms: Sequence[str]) -> list[tuple[int, int]]:
        """(segment, ordinal) of the most frequent terms of bodies that begin like some of a word."""
        places: dict[str, dict[tuple[int, int], int]] = {}
        for term in terms:
            start = beginning(term)
            for number, dictionary in enumerate(self._terms.dictionaries("body")) if start else ():
                for first, run, blocks in dictionary.starting(start):
                    # Half of the words are alone.
                    for at in alike_among(run, term, terms) if len(run) > 1 or term != run[0] else ():
                        places.setdefault(run[at], {})[number, first + at] = blocks[at]
        if not places:
            return []
        kin = most_frequent({term: sum(found.values()) for term, found in places.items()})
        return [place for term in kin for place in places[term]]

    def sharing(self, docs: Docs, scores: Scores, asked: Asked) -> Sharing:
        """For words that the best of `docs` by their `scores` share."""
        best = top(np.round(scores, 4), ranking.ANSWERS).tolist()
        answers = [self._answer(int(docs[place]), float(scores[place])) for place in best]
        shared = shared_words(answers, self._analyzer, self._values.count, float(self._k1), self._frequency)
        terms = [(term,) for term, _ in shared]
        tf = sum(
            (
                self._positions.occurrences_in(docs, field, terms) * self._terms.norm(field)[docs]
                for field in TEXT_FIELDS
            ),
            np.zeros((len(terms), len(docs)), np.float32),
        )
        bonus = np.array([weight for _, weight in shared], np.float32) @ (tf / (tf + self._k1))
        # A word that is cut off where the look at a body ends may be a word that no answer has.
        if shared and (most := float(bonus.max())):
            bonus *= np.float32(ranking.SHARED_WEIGHT * answers[0].score / most)
        typed = {term for words, _ in asked for term in words.positions[0]}
        return Sharing(bonus, as_written([term for term, _ in shared], typed, answers, self._analyzer))

    def _answer(self, number: int, score: float) -> Answer:
        title, body = (float(self._terms.norm(field)[number]) for field in TEXT_FIELDS)
        segment = bisect_right(self._values.bases, number) - 1
        document = self._values.segments[segment].stored(number - self._values.bases[segment])
        return Answer(score, document, title, body)

    def _frequency(self, term: str) -> int:
        """Blocks that hold a term in their bodies; of a segment where none does, in their titles."""
        found = self._held.get(term)
        if found is None:
            if len(self._held) >= _REMEMBERED_FREQUENCIES:
                self._held.clear()
            found = self._held[term] = sum(
                segment.places("body").frequency(term) or segment.places("title").frequency(term)
                for segment in self._values.segments
            )
        return found


def _sums_of_gains(parts: Sequence[Matches], size: int) -> Scores:
    """The gains of words added up, a number for each of `size` blocks. Of a word a block may be there twice, each time with
    the same gain."""
    total = zeros(size)
    for number, (docs, gains) in enumerate(parts):
        total[docs] = total.take(docs) + gains if number else gains
    return total


def _scores_at(docs: Docs, matches: Matches, size: int, slots: Slots) -> Scores:
    """The scores that some matches among `size` blocks give to `docs`, 0 where they give none."""
    if are_many(len(docs) + len(matches.docs), size):
        table = zeros(size)
        table[matches.docs] = matches.scores
        return table.take(docs)
    return slots.scores_at(docs, matches)
