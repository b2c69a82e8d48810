"""What a block scores: BM25F over title and body, nearness of the query's words, kind and age. Standard library only.

BM25F is Zaragoza et al. 2004 and Robertson & Zaragoza 2009, section 3.6: field frequencies are weighted and normalised
by length, added up to one pseudo-frequency tf, and saturated once:

    tf = sum over fields of  weight * frequency / (1 - b + b * length / average length)
    score of a leaf = idf * tf / (k1 + tf),   idf = ln(1 + (N - n + 1/2) / (n + 1/2)) * (1 - n / (N + 1))

where n of N blocks match the leaf: a word, or a phrase, prefix or fuzzy word taken as one word. docs/ranking.md tells
more, with what each part was measured to give.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from newsearch.engine.contract import Settings
from newsearch.frozen import dataclass

FIELD_WEIGHTS = {"title": 3.0, "body": 1.0}
FIELD_B = {"title": 0.5, "body": 0.7}

KIND_WEIGHTS: Mapping[str, float] = {"article": 1.0, "live": 0.95, "teaser": 0.8, "comment": 0.7, "other": 0.75}
"""Factor of the whole score: a story stands above a teaser or a comment of equal text."""

LEAST_WEIGHT = 1e-6
"""So much of a score is still a number above 0 of 32 bits."""

CANDIDATES = 256
"""Blocks, best first by words alone, whose nearness is looked at."""
NEAR_WINDOW = 24
"""Positions between two words beyond which they are not near."""
NEAR_WEIGHT = 0.45
"""Of a pair of neighbouring query words, beside a word's weight of 1."""

BEGIN_ALIKE = 3
"""Most words, for each that was asked for, that begin alike and count too."""
BEGINNING, ENDING, LONGER = 5, 2, 6
"""Words begin alike if they share all letters but the last two, and at least five; the other is at most six longer."""
ALIKE_WEIGHT = 0.3
"""Of an occurrence of a word that begins alike, beside 1 of a word that was asked for."""

A_QUESTION = 6
"""Words of an any-of query from which the best answers say what else it is about."""
ANSWERS = 10
FALL = 0.1
"""An answer whose score is lower by this share of the best is trusted by a factor of e less."""
OPENING = 1500
"""Letters of an answer's body that are looked at: the whole of long ones ranked no better."""
COMMON = 0.2
"""Share of the blocks from which a word is too common to tell what a question is about."""
SHARED_WORDS = 20
SHARED_WEIGHT = 1.0
"""Of the words that the best answers share, for the block that has most of them, beside the best score."""


@dataclass(frozen=True, slots=True)
class FieldRank:
    """A field's part in BM25F."""

    weight: float
    b: float
    average: float
    """Mean length of the blocks that have the field."""

    def norm(self, length: float) -> float:
        """What one occurrence in a field of `length` terms adds to the pseudo-frequency."""
        return self.weight / (1.0 - self.b + self.b * length / self.average)


def field_rank(settings: Settings, field: str, occurrences: int, documents: int) -> FieldRank:
    """The part of `field`, which has `occurrences` terms in `documents` blocks."""
    weight = settings.field_weights.get(field, FIELD_WEIGHTS.get(field, 1.0))
    b = settings.field_b.get(field, FIELD_B.get(field, 0.75))
    return FieldRank(weight, b, max(occurrences, 1) / max(documents, 1))


def idf(blocks: int, matching: int) -> float:
    """Lucene's inverse document frequency times the share of blocks that do not match: always above 0, and next to
    nothing for the function words of a long question, without a list of them."""
    return math.log(1.0 + (blocks - matching + 0.5) / (matching + 0.5)) * (1.0 - matching / (blocks + 1))


def pair_weight(candidates: int, near: int) -> float:
    """Weight of a pair of words that stand near each other in `near` of the candidates: rarity among them."""
    return NEAR_WEIGHT * math.log(1.0 + (candidates - near + 0.5) / (near + 0.5))


def recency(age_days: float | None, half_life: float) -> float:
    """Factor for a block that is `age_days` older than the newest: 1 for the newest, towards 1/2 for the oldest and
    the undated."""
    if age_days is None:
        return 0.5
    return 0.5 + 0.5 * math.exp2(-max(age_days, 0.0) / half_life)
