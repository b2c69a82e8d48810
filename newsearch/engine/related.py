"""Words beside those that were asked for, which count in the order of an any-of query and never in what matches: words
that begin alike, and words that the best answers share. What both evaluators agree on; standard library only.

The first is a soft stemming, the second pseudo-relevance feedback (Lavrenko & Croft 2001; RM3 of Abdul-Jaleel et al. 2004),
with answers weighted by how far their scores fall off from the best.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from newsearch.engine import ranking
from newsearch.engine.analysis import Analyzer
from newsearch.model import Document

_PUNCTUATION = ".,;:!?\"'()[]“”‘’«»…–—-"


def beginning(term: str) -> str:
    """What the words that begin like one begin with; nothing for a word that has none."""
    if len(term) < ranking.BEGINNING or not term.isalpha():
        return ""
    return term[: max(ranking.BEGINNING, len(term) - ranking.ENDING)]


def alike_among(run: Sequence[str], term: str, asked: Sequence[str]) -> list[int]:
    """Places in `run`, of words with the beginning of `term`, of those that begin like it and were not asked for."""
    longest = len(term) + ranking.LONGER
    return [at for at, other in enumerate(run) if len(other) <= longest and other.isalpha() and other not in asked]


def most_frequent(counts: Mapping[str, int]) -> tuple[str, ...]:
    """Those of the words that begin alike that count: which most blocks hold, most frequent first."""
    ordered = sorted([(-count, word) for word, count in counts.items()])
    return tuple([word for _, word in ordered[: ranking.BEGIN_ALIKE]])


def begin_alike(terms: Sequence[str], starting: Callable[[str], Iterable[tuple[str, int]]]) -> tuple[str, ...]:
    """Other terms of bodies that begin like a word's, most frequent first. `starting`: (term, blocks of a segment that
    hold it) for the terms with a beginning."""
    found: dict[str, int] = {}
    for term in terms:
        if start := beginning(term):
            blocks: Counter[str] = Counter()
            for other, count in starting(start):
                blocks[other] += count
            run = list(blocks)
            found |= {run[at]: blocks[run[at]] for at in alike_among(run, term, terms)}
    return most_frequent(found)


class Answer(NamedTuple):
    """One of the best answers by the words that were asked for."""

    score: float
    document: Document
    title_norm: float
    """What one occurrence adds to a pseudo-frequency."""
    body_norm: float

    def counts(self, analyzer: Analyzer) -> tuple[Counter[str], Counter[str]]:
        """How often the title and the beginning of the body have each term."""
        terms_of = analyzer.chunk_terms(self.document.language).__getitem__
        title, body = (self.document.block.title or "").split(), self.chunks()
        return Counter(chain.from_iterable(map(terms_of, title))), Counter(chain.from_iterable(map(terms_of, body)))

    def chunks(self) -> list[str]:
        """What of the body is looked at."""
        return self.document.block.body[: ranking.OPENING].split()


def shared_words(
    answers: Sequence[Answer], analyzer: Analyzer, blocks: int, k1: float, frequency: Callable[[str], int]
) -> tuple[tuple[str, float], ...]:
    """(term, weight) of the words that set the best answers apart, heaviest first, in at least two of them. `frequency`:
    how many of all `blocks` hold a term."""
    best = max((answer.score for answer in answers), default=0.0)
    if best <= 0.0:
        return ()
    trust = [math.exp((answer.score / best - 1.0) / ranking.FALL) for answer in answers]
    trust = [each / sum(trust) for each in trust]
    counts = [answer.counts(analyzer) for answer in answers]
    holding = Counter(chain.from_iterable(title.keys() | body.keys() for title, body in counts))
    found = []
    for term, held_by in holding.items():
        if held_by == 1 or not 0 < (held := frequency(term)) <= ranking.COMMON * blocks:
            continue
        worth = 0.0
        for answer, weight, (title, body) in zip(answers, trust, counts, strict=True):
            if tf := title.get(term, 0) * answer.title_norm + body.get(term, 0) * answer.body_norm:
                worth += weight * tf / (k1 + tf)
        idf = ranking.idf(blocks, held)
        # Rounded, so that rounding of the scores decides nothing between equals.
        found.append((-round(worth * idf, 6), term, idf))
    found = [(value, term, idf) for value, term, idf in sorted(found)[: ranking.SHARED_WORDS] if value]
    return tuple((term, value / found[0][0] * idf) for value, term, idf in found)


def as_written(
    terms: Iterable[str], asked: Container[str], answers: Iterable[Answer], analyzer: Analyzer
) -> tuple[str, ...]:
    """Those of `terms` that were not asked for, as a word of the answers."""
    wanted = [term for term in terms if term not in asked]
    left = {(term,) for term in wanted}
    written: dict[tuple[str, ...], str] = {}
    for answer in answers:
        chunks = answer.chunks()
        terms_of = analyzer.chunk_terms(answer.document.language)
        found = dict(zip(map(terms_of.__getitem__, chunks), chunks, strict=True))
        written |= {term: found[term].strip(_PUNCTUATION) for term in left & found.keys()}
        left -= found.keys()
    return tuple(written.get((term,), term) for term in wanted)
