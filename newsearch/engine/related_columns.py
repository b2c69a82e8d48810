"""What words beside those that were asked for add to the scores of the best blocks: `related`, over columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise
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


class Kin(NamedTuple):
    """Terms that begin like a word that was asked for."""

    words: Words
    weight: float
    terms: tuple[str, ...]


class Related:
    """Words related to those of queries, in some blocks."""

    def __init__(self, blocks: Blocks, settings: Settings, matches: Callable[[Words], Matches]) -> None:
        """`matches`: those of a word."""
        self._blocks = blocks
        self._k1 = np.float32(settings.k1)
        self._analyzer = Analyzer(settings.stemming)
        self._matches = matches
        self._begins: dict[tuple[str, ...], tuple[str, ...]] = {}
        """Terms of a word -> those that begin alike."""
        self._held: dict[str, int] = {}
        """Term -> blocks that hold it."""

    def begin_alike(self, asked: Asked) -> list[Kin]:
        """The terms that begin like those of some words that were asked for."""
        return [Kin(words, weight, terms) for words, weight in asked if (terms := self._terms_alike(words))]

    def _terms_alike(self, words: Words) -> tuple[str, ...]:
        terms = words.positions[0]
        found = self._begins.get(terms)
        if found is None:
            if len(self._begins) >= _REMEMBERED_WORDS:
                self._begins.clear()
            found = begin_alike(terms, self._starting)
            self._begins[terms] = found
        return found

    def _starting(self, start: str) -> Iterable[tuple[str, int]]:
        """(term, blocks of a segment that hold it) for terms of bodies that begin with `start`."""
        return chain.from_iterable([segment.places("body").starting(start) for segment in self._blocks.segments])

    def alike(self, docs: Docs, kin: Sequence[Kin], more: Scores) -> Scores:
        """For words that begin like those that were asked for, with their pseudo-frequencies [word, row of `docs`]: some
        occurrences of them count as one of the word."""
        width = len(docs)
        cells = more.reshape(-1).nonzero()[0]
        if not len(cells):
            return zeros(width)
        cuts = cells.searchsorted(np.arange(len(kin) + 1) * width)
        rows = cells % width
        inside = docs.take(rows)
        # Scores of the words without their idf: matches are kept, and need no decoding.
        share, weights = np.zeros(len(cells), np.float32), []
        for each, (first, end) in zip(kin, pairwise(cuts.tolist()), strict=True):
            matches = self._matches(each.words)
            idf = ranking.idf(self._blocks.count, len(matches.docs))
            weights.append(each.weight * idf)
            if len(matches.docs):
                asked = inside[first:end]
                places = matches.docs.searchsorted(asked)
                own = matches.scores.take(places, mode="clip")
                own *= matches.docs.take(places, mode="clip") == asked
                np.divide(own, np.float32(idf), share[first:end])
        own = share * self._k1
        own /= 1 - share
        own += more.reshape(-1).take(cells) * np.float32(ranking.ALIKE_WEIGHT)
        own /= own + self._k1
        own -= share
        own *= np.array(weights, np.float32).repeat(cuts[1:] - cuts[:-1])
        return np.bincount(rows, own, width).astype(np.float32)

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
