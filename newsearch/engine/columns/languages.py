"""The languages of many texts at once: what `language.language_of` says of each, for a fifth of its time where common words settle
it, a tenth where the model is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.documents import size_coded
from newsearch.engine.columns.language_model import LanguageModel
from newsearch.engine.language import (
    COMMON,
    COMMON_WORDS,
    LIKELY,
    by_letters,
    by_script,
    is_of_a_script,
    model_file,
    name_of,
    sample_of,
    start_of,
)

Array = NDArray[Any]

_SPACES = (
    "\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What `str.split` parts words at, beyond ASCII."""
_BLANK = np.zeros(256, np.bool_)
_BLANK[[*range(9, 14), *range(28, 33)]] = True
_HALF = 8
"""Bytes of a word that are one number; a common word has at most two of them."""
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(_HALF + 1)], np.uint64)
_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)
_SLOT_BITS = 14
_SHIFT = np.uint64(64 - _SLOT_BITS)
_LANGUAGES = tuple(COMMON_WORDS)
_OF_SCRIPTS = np.zeros(256, np.bool_)
_OF_SCRIPTS[[*range(0xCD, 0xD0), *range(0xD4, 0xD8), 0xE0, 0xE1, *range(0xE3, 0xF5)]] = True
"""First bytes of the letters of scripts that settle a language, and of some others."""


def languages(texts: Sequence[str]) -> list[str | None]:
    """The language of each text, ISO 639-1; None where nobody knows."""
    found: list[str | None] = [None] * len(texts)
    starts = list(map(start_of, texts))
    chosen = _by_common_words(starts)
    left = []
    for place, (text, language) in enumerate(zip(starts, chosen, strict=True)):
        found[place] = (by_script(sample_of(text)) if not text.isascii() and is_of_a_script(text) else None) or language
        if found[place] is None:
            left.append(place)
    if left:
        samples = [sample_of(starts[place]) for place in left]
        for place, sample, (label, chance) in zip(left, samples, _guessed(samples), strict=True):
            found[place] = _judged(sample, label, chance)
    return found


def _judged(sample: str, best: str, chance: float) -> str | None:
    if not any(map(str.isalpha, sample)):
        return None
    return best if chance >= LIKELY and len(best) == 2 else by_letters(sample)


def _guessed(samples: Sequence[str]) -> list[tuple[str, float]]:
    labels, chances = _model().likeliest(samples)
    return list(zip(map(name_of, labels), chances.tolist(), strict=True))


@cache
def _model() -> LanguageModel:
    return LanguageModel(model_file().read_bytes())


class _CommonWords(NamedTuple):
    """The common words by number, in a table without collisions."""

    multiplier: np.uint64
    keys: Array
    numbers: Array
    languages: Array
    """By number: whether the word is of each language."""


@cache
def _common_words() -> _CommonWords:
    words = list(dict.fromkeys(word for common in COMMON_WORDS.values() for word in common))
    coded = [word.encode().ljust(2 * _HALF, b"\0") for word in words]
    keys = np.array([_mixed(*np.frombuffer(code, "<u8")) for code in coded], np.uint64)
    for step in count(1, 2):
        multiplier = np.uint64(step * 0x9E3779B97F4A7C15 % 2**64)
        slots = keys * multiplier >> _SHIFT
        if len(set(slots.tolist())) == len(slots):
            break
    table, numbers = np.zeros(1 << _SLOT_BITS, np.uint64), np.zeros(1 << _SLOT_BITS, np.uint16)
    table[slots], numbers[slots] = keys, np.arange(len(words))
    of_languages = np.array([[word in COMMON_WORDS[language] for language in _LANGUAGES] for word in words])
    return _CommonWords(multiplier, table, numbers, of_languages)


def _mixed(first: Any, second: Any) -> Any:
    with np.errstate(over="ignore"):
        return first ^ second * _SECOND


def _by_common_words(starts: Sequence[str]) -> list[str | None]:
    """As `language.language_of` does: so many distinct common words of one language, and twice as many as of any other."""
    table = _common_words()
    texts, keys = _words(starts)
    slots = (keys * table.multiplier >> _SHIFT).view(np.int64)
    hits = np.flatnonzero(table.keys[slots] == keys)
    met = np.zeros((len(starts), len(table.languages)), np.bool_)
    met[texts[hits], table.numbers[slots[hits]]] = True
    of_texts, numbers = met.nonzero()
    counts = np.zeros((len(starts), len(_LANGUAGES)), np.int64)
    for place in range(len(_LANGUAGES)):
        counts[:, place] = np.bincount(of_texts, table.languages[numbers, place], len(starts))
    most = counts.max(axis=1, initial=0)
    settled = (most >= COMMON) & ((2 * counts > most[:, None]).sum(axis=1) == 1)
    best = counts.argmax(axis=1)
    return [_LANGUAGES[place] if sure else None for place, sure in zip(best.tolist(), settled.tolist(), strict=True)]


def _words(starts: Sequence[str]) -> tuple[Array, Array]:
    """Text and number of each word of at most 16 bytes."""
    joined = " ".join(starts)
    size_of: Callable[[str], int] = len
    if not joined.isascii():
        for space in _SPACES:
            if space in joined:
                starts = [text.replace(space, " ") for text in starts]
        joined, size_of = " ".join(starts), size_coded
    sizes = list(map(size_of, starts))
    buffer = b" " + joined.encode("utf-8", "surrogatepass") + b" " * 2 * _HALF
    data = np.frombuffer(buffer, np.uint8)
    blank = _BLANK[data]
    edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
    begins, ends = edges[0::2], edges[1::2]
    lengths = ends - begins
    words = np.diff(np.searchsorted(begins, np.cumsum(np.array(sizes, np.int64) + 1) + 1), prepend=0)
    texts = np.repeat(np.arange(len(starts)), words)
    unaligned: Array = np.ndarray((len(buffer) - _HALF + 1,), "<u8", buffer, strides=(1,))
    keys = unaligned[begins] & _MASKS[np.minimum(lengths, _HALF)]
    long = np.flatnonzero(lengths > _HALF)
    keys[long] = _mixed(keys[long], unaligned[begins[long] + _HALF] & _MASKS[np.minimum(lengths[long] - _HALF, _HALF)])
    keys[lengths > 2 * _HALF] = 0
    return texts, keys
