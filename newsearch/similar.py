"""A block -> a query for blocks like it: the words that set it apart, each weighted by how much it does."""

from __future__ import annotations

import math
from collections import Counter

from newsearch.engine.contract import Reader
from newsearch.model import Document
from newsearch.query import Boost, Everything, Or, Query, Term

WORDS = 30
"""Words of the query: more find hardly other blocks and cost time."""
_CANDIDATES = 300
_READ = 20_000
"""Characters of the body that are looked at."""
_IN_TITLE = 3


def like(reader: Reader, document: Document) -> Query:
    """Any of the block's words with the highest tf-idf; a word of the title counts as often as `_IN_TITLE` of the body."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    block = document.block
    for text, weight in ((block.title or "", _IN_TITLE), (block.standfirst or "", 1), (block.body[:_READ], 1)):
        for start, end, term in reader.tokens(text, document.language):
            if term.isdigit():
                continue
            counts[term] += weight
            shown.setdefault(term, text[start:end])
    candidates = [shown[term] for term, _ in counts.most_common(_CANDIDATES)]
    if not candidates:
        return Everything()
    frequency = {part.leaf: part.matches for part in reader.parts(Or(tuple(map(Term, candidates))))}
    scored = []
    for term, word in shown.items():
        matches = frequency.get(Term(word), 0)
        if matches > 1:  # a word of this block alone finds nothing else
            rarity = math.log(1 + (reader.block_count - matches + 0.5) / (matches + 0.5))
            scored.append((math.sqrt(counts[term]) * rarity, word))
    best = sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:WORDS]
    weighted = tuple(Boost(Term(word), round(worth / best[0][0], 3)) for worth, word in best)
    return weighted[0] if len(weighted) == 1 else Or(weighted) if weighted else Everything()
