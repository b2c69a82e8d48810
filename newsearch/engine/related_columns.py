"""What words beside those that were asked for add to the scores of the best blocks: `related`, over columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from newsearch.engine import ranking
from newsearch.engine.analysis import Analyzer
from newsearch.engine.blocks import Blocks
from newsearch.engine.columns.layout import TEXT_FIELDS
from newsearch.engine.contract import Settings
from newsearch.engine.matches import Docs, Matches, Scores, top, zeros
from newsearch.engine.plan import Words
from newsearch.engine.related import Answer, as_written, begin_alike, shared_words

_REMEMBERED_WORDS = 4096
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

    def __init__(self, blocks: Blocks, settings: Settings, matches: Callable[[Words], Matches]) -> None:
        """`matches`: those of a word."""
        self._blocks = blocks
        self._k1 = np.float32(settings.k1)
        self._analyzer = Analyzer(settings.stemming)
        self._matches = matches
        self._begins: dict[tuple[str, ...], Words | None] = {}
        """Terms of a word -> the words that begin alike."""
        self._held: dict[str, int] = {}
        """Term -> blocks that hold it."""

    def alike(self, docs: Docs, asked: Asked) -> Scores:
        """For words that begin like those that were asked for: some occurrences of them count as one of the word."""
        bonus = zeros(len(docs))
        for words, weight in asked:
            kin = self._begin_alike(words)
            if kin is None:
                continue
            more = self._frequencies(kin, docs)
            rows = more.nonzero()[0]
            if len(rows):
                own = self._frequencies(words, docs[rows])
                tf = own + more[rows] * np.float32(ranking.ALIKE_WEIGHT)
                weight *= ranking.idf(self._blocks.count, len(self._matches(words).docs))
                bonus[rows] += (tf / (tf + self._k1) - own / (own + self._k1)) * np.float32(weight)
        return bonus

    def _begin_alike(self, words: Words) -> Words | None:
        terms = words.positions[0]
        if terms not in self._begins:
            if len(self._begins) >= _REMEMBERED_WORDS:
                self._begins.clear()
            places = [segment.places("body") for segment in self._blocks.segments]
            found = begin_alike(terms, lambda start: (pair for place in places for pair in place.starting(start)))
            self._begins[terms] = Words(words.leaf, ("body",), (found,)) if found else None
        return self._begins.get(terms)

    def _frequencies(self, words: Words, docs: Docs) -> Scores:
        """The pseudo-frequency of a word in each of `docs`, from its score there: matches are kept, and need no decoding."""
        matches = self._matches(words)
        if not len(matches.docs):
            return zeros(len(docs))
        places = matches.docs.searchsorted(docs)
        share = matches.scores.take(places, mode="clip")
        share *= matches.docs.take(places, mode="clip") == docs
        share /= np.float32(ranking.idf(self._blocks.count, len(matches.docs)))
        return share * self._k1 / (1 - share)

    def sharing(self, docs: Docs, scores: Scores, asked: Asked) -> Sharing:
        """For words that the best of `docs` by their `scores` share."""
        best = top(np.round(scores, 4), ranking.ANSWERS).tolist()
        answers = [self._answer(int(docs[place]), float(scores[place])) for place in best]
        shared = shared_words(answers, self._analyzer, self._blocks.count, float(self._k1), self._frequency)
        terms = [(term,) for term, _ in shared]
        tf = sum(
            (self._blocks.occurrences_in(docs, field, terms) * self._blocks.norm(field)[docs] for field in TEXT_FIELDS),
            np.zeros((len(terms), len(docs)), np.float32),
        )
        bonus = np.array([weight for _, weight in shared], np.float32) @ (tf / (tf + self._k1))
        # A word that is cut off where the look at a body ends may be a word that no answer has.
        if shared and (most := float(bonus.max())):
            bonus *= np.float32(ranking.SHARED_WEIGHT * answers[0].score / most)
        typed = {term for words, _ in asked for term in words.positions[0]}
        return Sharing(bonus, as_written([term for term, _ in shared], typed, answers, self._analyzer))

    def _answer(self, number: int, score: float) -> Answer:
        title, body = (float(self._blocks.norm(field)[number]) for field in TEXT_FIELDS)
        segment = bisect_right(self._blocks.bases, number) - 1
        document = self._blocks.segments[segment].stored(number - self._blocks.bases[segment])
        return Answer(score, document, title, body)

    def _frequency(self, term: str) -> int:
        """Blocks that hold a term in their bodies; of a segment where none does, in their titles."""
        found = self._held.get(term)
        if found is None:
            if len(self._held) >= _REMEMBERED_FREQUENCIES:
                self._held.clear()
            found = self._held[term] = sum(
                segment.places("body").frequency(term) or segment.places("title").frequency(term)
                for segment in self._blocks.segments
            )
        return found
