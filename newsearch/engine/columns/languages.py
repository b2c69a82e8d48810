"""The languages of many texts at once, which decide how they are stemmed: 3 microseconds a text where common words settle it, 8
where the model is asked."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cache, partial
from itertools import count
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsearch.engine.columns.documents import DocumentColumns, size_coded
from newsearch.engine.columns.eights import EIGHT, FIRST_BYTES, eights
from newsearch.engine.columns.language_model import LanguageModel, Words, model_file
from newsearch.engine.columns.language_rules import (
    COMMON,
    COMMON_WORDS,
    LIKELY,
    by_model,
    by_script,
    code_of,
    is_of_a_script,
    name_of,
    start_of,
)
from newsearch.model import UNDETERMINED

Array = NDArray[Any]

_SPACES = (
    "\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""What `str.split` parts words at, beyond ASCII."""
_SPACE = 32
_SPACED = bytes([_SPACE if code < 128 and chr(code).isspace() else code for code in range(256)])
"""All white space is the same."""
_MIXING, _TURN = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
_SLOT_BITS = 14
_SHIFT = np.uint64(64 - _SLOT_BITS)
_LANGUAGES = tuple(COMMON_WORDS)
_COUNT_BITS = 5
"""Of a number that counts the words of every language: none has more than 31."""
_asking = Lock()
"""The model learns words as it meets them, for one thread at a time."""
_COUNTED = np.array([_COUNT_BITS * place for place in range(len(_LANGUAGES))], np.uint64)


def with_languages(documents: DocumentColumns) -> DocumentColumns:
    """The same, with the languages that nobody has looked for yet: those of title and body."""
    found = list(documents.languages)
    wanted = [number for number, language in enumerate(found) if language == UNDETERMINED]
    if not wanted:
        return documents
    titles, bodies = documents.titles, documents.bodies
    texts = [f"{titles[n]}\n{bodies[n]}" if titles[n] else bodies[n] for n in wanted]
    pages = None
    if len(set(documents.paths)) < len(documents.paths):  # else each is of a page of its own
        pages = [(documents.paths[n], documents.members[n]) for n in wanted]
    declared = [documents.declared[n] for n in wanted]
    for number, language in zip(wanted, languages(texts, pages, declared), strict=True):
        found[number] = language
    return documents._replace(languages=found)


def languages(
    texts: Sequence[str], pages: Sequence[Hashable] | None = None, declared: Sequence[str | None] | None = None
) -> list[str | None]:
    """The language of each text, ISO 639-1; None where nobody knows.

    `pages`: what page each is of. The longest text of a page is read first, and a common word of its language settles another one
    that leaves doubt. `declared`: what each text's page declares, which counts where all else leaves doubt.
    """
    stated = [None] * len(texts) if declared is None else _codes(declared)
    starts = list(map(start_of, texts))
    words = words_of(starts)
    counts = _counts_of_common_words(words, len(texts))
    found = _by_common_words(counts)
    for place, start in enumerate(starts):
        if not start.isascii() and is_of_a_script(start):
            found[place] = by_script(start) or found[place]
    doubtful = [place for place, language in enumerate(found) if language is None]
    if pages is not None and doubtful:
        longest = _longest(texts, pages)
        firsts = [place for place in doubtful if longest[pages[place]] == place]
        _ask_model(found, firsts, starts, words, stated)
        most = counts.max(axis=1, initial=0).tolist()
        others, doubtful = [place for place in doubtful if longest[pages[place]] != place], []
        for place in others:
            around = found[longest[pages[place]]]
            if most[place] and around in COMMON_WORDS and counts[place, _LANGUAGES.index(around)] == most[place]:
                found[place] = around
            else:
                doubtful.append(place)
    _ask_model(found, doubtful, starts, words, stated)
    return found


def _codes(declared: Sequence[str | None]) -> list[str | None]:
    codes = {text: code_of(text) if text else None for text in set(declared)}
    return [codes[text] for text in declared]


def _longest(texts: Sequence[str], pages: Sequence[Hashable]) -> dict[Hashable, int]:
    """The place of each page's longest text."""
    longest: dict[Hashable, int] = {}
    for place, page in enumerate(pages):
        if len(texts[place]) > len(texts[longest.setdefault(page, place)]):
            longest[page] = place
    return longest


def _ask_model(
    found: list[str | None], chosen: Sequence[int], starts: Sequence[str], words: Words, declared: Sequence[str | None]
) -> None:
    """Put the languages of the chosen texts into `found`."""
    if not chosen:
        return
    model = _model()
    with _asking:
        means = model.means(_of_texts(words, np.array(chosen, np.int64), len(starts)), len(chosen))
    labels, chances = model.likeliest_of(means)
    for mean, place, label, chance in zip(means, chosen, labels, chances.tolist(), strict=True):
        start, stated = starts[place], declared[place]
        if chance < LIKELY and not stated and start.isascii():
            continue  # nobody knows
        if any(map(str.isalpha, start)):
            found[place] = by_model(start, name_of(label), chance, stated, partial(_chance, model, mean))
        else:
            found[place] = stated


def _chance(model: LanguageModel, mean: Array, language: str) -> float:
    return max([model.chance(mean, label) for label in _labels(language)], default=0.0)


@cache
def _labels(language: str) -> list[str]:
    """What the model calls a language."""
    return [label for label in _model().labels if name_of(label) == language]


def _of_texts(words: Words, chosen: Array, count: int) -> Words:
    """The words of the chosen ones of `count` texts, which are numbered anew."""
    numbers = np.full(count, -1)
    numbers[chosen] = np.arange(len(chosen))
    renumbered = numbers[words.texts]
    return words._replace(texts=renumbered).of(np.flatnonzero(renumbered >= 0))


@cache
def _model() -> LanguageModel:
    return LanguageModel(model_file().read_bytes())


class _CommonWords(NamedTuple):
    """The common words by number, in a table without collisions."""

    multiplier: np.uint64
    keys: Array
    numbers: Array
    counted: Array
    """By number: one for each of the word's languages, `_COUNT_BITS` apart."""


@cache
def _common_words() -> _CommonWords:
    words = list(dict.fromkeys(word for common in COMMON_WORDS.values() for word in common))
    keys = words_of(words).keys
    for step in count(1, 2):
        multiplier = np.uint64(step * 0x9E3779B97F4A7C15 % 2**64)
        slots = keys * multiplier >> _SHIFT
        if len(set(slots.tolist())) == len(slots):
            break
    table, numbers = np.zeros(1 << _SLOT_BITS, np.uint64), np.zeros(1 << _SLOT_BITS, np.uint16)
    table[slots], numbers[slots] = keys, np.arange(len(words))
    of_languages = np.array([[word in COMMON_WORDS[language] for language in _LANGUAGES] for word in words])
    return _CommonWords(multiplier, table, numbers, (of_languages.astype(np.uint64) << _COUNTED).sum(axis=1))


def _counts_of_common_words(words: Words, texts: int) -> Array:
    """How many distinct common words of each language each text has."""
    table = _common_words()
    slots = (words.keys * table.multiplier >> _SHIFT).view(np.int64)
    hits = np.flatnonzero(table.keys[slots] == words.keys)
    known = len(table.counted)
    met = np.zeros(texts * known, np.bool_)
    met[words.texts[hits] * known + table.numbers[slots[hits]]] = True
    of_texts, numbers = np.divmod(np.flatnonzero(met), known)
    firsts = np.flatnonzero(np.diff(of_texts, prepend=-1))
    counts = np.zeros((texts, len(_LANGUAGES)), np.int64)
    counted = np.add.reduceat(table.counted[numbers], firsts)[:, None] >> _COUNTED
    counts[of_texts[firsts]] = counted & np.uint64((1 << _COUNT_BITS) - 1)
    return counts


def _by_common_words(counts: Array) -> list[str | None]:
    """The language of each text that has `COMMON` words of it, and twice as many as of any other."""
    most = counts.max(axis=1, initial=0)
    settled = (most >= COMMON) & ((2 * counts > most[:, None]).sum(axis=1) == 1)
    best = counts.argmax(axis=1)
    return [_LANGUAGES[place] if sure else None for place, sure in zip(best.tolist(), settled.tolist(), strict=True)]


def words_of(texts: Sequence[str]) -> Words:
    """The words of texts in lower case, as `str.split` parts them."""
    joined = " ".join(texts)
    size_of: Callable[[str], int] = len
    if not joined.isascii():
        for space in _SPACES:
            if space in joined:
                texts = [text.replace(space, " ") for text in texts]
        joined, size_of = " ".join(texts), size_coded
    buffer = b" " + joined.encode("utf-8", "surrogatepass").translate(_SPACED) + b" " * EIGHT
    blank = np.frombuffer(buffer, np.uint8) == _SPACE
    edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
    begins, lengths = edges[0::2], edges[1::2] - edges[0::2]
    ends = np.cumsum(np.fromiter(map(size_of, texts), np.int64, len(texts)) + 1) + 1
    counts = np.diff(np.searchsorted(begins, ends), prepend=0)
    return Words(np.arange(len(texts)).repeat(counts), _keys(buffer, begins, lengths), buffer, begins, lengths)


def _keys(buffer: bytes, begins: Array, lengths: Array) -> Array:
    """64 bits a word, those of its bytes mixed."""
    unaligned = eights(buffer)
    keys: Array = unaligned[begins] & FIRST_BYTES[np.minimum(lengths, EIGHT)]
    keys *= _MIXING
    longer = np.arange(len(lengths))
    for part in range(EIGHT, int(lengths.max(initial=0)), EIGHT):
        longer = longer[lengths[longer] > part]
        rest = np.minimum(lengths[longer] - part, EIGHT)
        keys[longer] = (
            (keys[longer] >> _TURN) ^ keys[longer] ^ unaligned[begins[longer] + part] & FIRST_BYTES[rest]
        ) * _MIXING
    return keys
