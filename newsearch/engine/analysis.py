"""Text -> terms: the one analysis, for indexing, for queries and for finding what to highlight.

A text is split at white space, and what a chunk gives does not depend on those beside it: who reads many texts
(`columns.tokens`) analyses each distinct one once. Imports neither numpy nor whoosh: a one-shot query starts with this module.

Terms are words with case and accents folded, stemmed by language. What is kept together: `U.S.` = `US`, `R&D`, `AT&T`,
`O'Brien` (`obrien`), `1,000` (`1000`), `3.5`. What is dropped: `'s`, elided articles (`l'homme`). Hyphens part words at
consecutive positions. Scripts written without spaces, and Korean, become overlapping pairs of characters. No stop words.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from newsearch.engine.stemming import (
    TATWEEL,
    compiled,
    fold,
    folded,
    stemmed,
    stemmed_as,
    stemmed_words,
)

_CACHED_CHUNK = 32
_CACHED_CHUNKS = 50_000
"""Longest chunk (characters) and most chunks whose terms are remembered, of a language: about 10 MB."""
_CACHED_WORDS = 300_000
"""Most words, as written, that are remembered of a language."""

_GRAMS = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u1100-\u11ff\uff66-\uff9f\uac00-\ud7af\U00020000-\U0003ffff"
)
"""Characters of scripts without spaces between words, and Hangul: indexed as pairs."""
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b4d\u0b82\u0bbe-\u0bcd\u0c00-\u0c03\u0c3e-\u0c4d\u0c81-\u0c83\u0cbc-\u0ccd\u0d01-\u0d03\u0d3e-\u0d4d"
"""Signs inside words that `\\w` does not match: accents written apart, vowel signs."""
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"
"""Soft hyphen, joiners: part of the word they stand in, absent from its term."""

_COMPOUNDS = (
    "\u00bc-\u00be\u2150-\u215f\u2189\u0edc\u0edd\u0f43\u0f4d\u0f52\u0f57\u0f5c\u0f69\u2474-\u24e9"
    "\u2e9f\u2ef3\u2f00-\u2fd5\u3038-\u303a\u309f\u30ff\u3200-\u33ff\ufdfa\ufdfb\uffa0-\uffdc"
    "\U0001f100-\U0001f12e\U0001f130-\U0001f14f\U0001f200-\U0001f251"
)
"""Single characters that are written as several, or as a letter of another kind: ½, ㎏, ㈱, ⓐ, radicals out of a PDF. They are
analysed as what they stand for. Signs beside a word or a number (™, №, ℃, ₨) stay signs."""
_COMPOUND = rf"(?P<apart>[\u00bc-\u00be\u2150-\u215f\u2189\u3371-\u33df])|[{_COMPOUNDS}]|(?<=[lL])\u00b7(?=[lL])"
"""Fractions and units, which are no part of the number before them; and the point of Catalan col·legi, no part of its term."""
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ＇ʹ\u0374′", "'") | dict.fromkeys("＆", "&"))
_RUSSIAN_NAME = r"(?i)(?<=[а-яё][оеё]в)\b"
"""The end of a word that its stemmer takes for a genitive plural (городов), and that may be a name: Киев is asked for as the
stem of Киева, too."""
_LETTER = r"[^\W\d_]"


def _chars(grams: str) -> str:
    """A run of letters and digits that are none of `grams`, with their signs."""
    return rf"(?:[^\W_{grams}][{_MARKS}{_INVISIBLE}]*)+"


def _token(grams: str) -> str:
    chars = _chars(grams)
    return (
        (rf"(?P<grams>[{grams}][{grams}{_INVISIBLE}]*)|" if grams else "")
        + rf"(?P<dotted>(?:{_LETTER}\.)+{_LETTER})(?![^\W_])\.?(?:'[sS](?!\w))?"
        + rf"|(?P<joined>{_LETTER}{{1,3}}(?:&{_LETTER}{{1,3}})+)(?!{_LETTER})(?:'[sS](?!\w))?"
        + r"|(?P<number>(?<!\d[.,])(?:\d{1,3}(?:,\d{3})+(?!,?\d)(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?!\.?\d)(?:,\d+)?|\d+[.,]\d+)(?![.,]?\d))"
        + rf"|(?P<word>{chars}(?:'{chars})*)"
    )


def _simple(grams: str) -> str:
    return rf"[.,;:!?\"'()\[\]“”‘’«»…–—-]*([a-zA-Z0-9]+|(?:(?![ʼʻʹ\u0374＇])[^\W_{grams}{_COMPOUNDS}])+)[.,;:!?\"'()\[\]“”‘’«»…–—-]*"


_TOKEN, _TOKEN_OF_LETTERS = _token(_GRAMS), _token("")
_SIMPLE, _SIMPLE_OF_LETTERS = _simple(_GRAMS), _simple("")
"""The common chunk: one word and the punctuation around it. A class with `_GRAMS` takes 1 to 2 ms to compile."""
_AROUND = ".,;:!?\"'()[]“”‘’«»…–—-"
_POSSESSIVES = ("'s", "’s", "'S", "’S")
_PLAIN_TOKEN = rf"(?P<grams>[{_GRAMS}][{_GRAMS}{_INVISIBLE}]*)|(?P<word>{_chars(_GRAMS)})"
_GRAM = (
    # A syllable of Hangul written apart, as macOS writes it in names of files, folds to the composed one.
    # Of the vowel am of Thai and Lao, what stands above is no sign of the letter before it where it is written apart.
    rf"(?:[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|\u0e4d\u0e32|\u0ecd\u0eb2|[{_GRAMS}])"
    rf"(?:(?!\u0e4d\u0e32|\u0ecd\u0eb2)[{_INVISIBLE}\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd"
    r"\u102b-\u103e\u17b4-\u17d3\u3099\u309a\uff9e\uff9f])*"
)
"""A character of `_GRAMS` with the signs above, below and after it."""
_BARE_GRAMS = (
    "[\u3005-\u3007\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\U00020000-\U0002a6df]+"
)
"""Chinese, Japanese and Korean as nearly all of it is written: characters that have no signs and fold to themselves."""


_ELISIONS = frozenset(
    re.findall(
        r"\w+",
        "l d j m t s n c qu jusqu lorsqu puisqu quoiqu quelqu dell all nell sull dall un coll quell sant bell quest degl",
    )
)
_ELIDING = frozenset({"fr", "it", "ca"})
_POINT_GROUPS = frozenset({"de", "es", "it", "pt", "nl", "da", "tr", "id", "ro", "el", "sr", "hr", "ca", "no", "nb"})
"""Languages that write a thousand as `1.000`."""


def _number(text: str, language: str | None) -> str:
    """`1,000` -> `1000`; `1.000` too, in languages that write it so; a decimal comma becomes a point."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        return fold(text.replace(",", ""))
    if ("," in text and "." in text) or (language in _POINT_GROUPS and re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text)):
        return fold(text.replace(".", "").replace(",", "."))
    if text.count(".") > 1:
        return fold(text.replace(".", ""))
    return fold(text.replace(",", "."))


Piece = tuple[int, int, str, str]
"""(start, end, term, form) inside a chunk; `form` is the word folded but not stemmed."""


def _grams(text: str, start: int) -> Iterator[Piece]:
    """Every pair of neighbours, and the last character alone: a search for one character is one for its prefix."""
    if compiled(_BARE_GRAMS).fullmatch(text):
        last = len(text) - 1
        for at in range(last):
            pair = text[at : at + 2]
            yield start + at, start + at + 2, pair, pair
        yield start + last, start + last + 1, text[last], text[last]
        return
    units = [(m.start() + start, m.end() + start, fold(m.group())) for m in compiled(_GRAM).finditer(text)]
    for (left, _, a), (_, right, b) in pairwise(units):
        yield left, right, a + b, a + b
    if units:
        yield *units[-1], units[-1][2]


def _word(text: str, start: int, language: str | None) -> tuple[int, int, str]:
    """Where the word proper stands, without possessive or elided article, and its letters."""
    end = start + len(text)
    if "'" not in text:
        return start, end, text
    parts = text.split("'")
    if parts[-1] in ("s", "S"):
        end -= 2
        parts.pop()
    elif language == "tr":
        end = start + len(parts[0])
        parts = parts[:1]
    if len(parts) > 1 and language in _ELIDING and parts[0].lower() in _ELISIONS:
        start += len(parts[0]) + 1
        parts = parts[1:]
    return start, end, "".join(parts)


class _Words(dict[str, tuple[str, str]]):
    """Word of one language, as written -> (term, form), filled as words are met."""

    def __init__(self, language: str | None) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, letters: str) -> tuple[str, str]:
        form = fold(letters)
        found = (stemmed(letters, self._language) or form if form else "", form)
        if len(self) >= _CACHED_WORDS:
            self.clear()
        self[letters] = found
        return found


@cache
def _words(language: str | None) -> _Words:
    return _Words(language)


@cache
def _latin_words(languages: tuple[str | None, ...]) -> tuple[_Words, ...]:
    """Those of the stemmers that a word of ASCII letters gets in texts of `languages`."""
    return tuple(_words(language) for language in sorted({stemmed_as("a", name) for name in languages or (None,)}))


def _analysed(chunk: str, language: str | None) -> Iterator[Piece]:
    words = _words(language)
    core = chunk.strip(_AROUND)
    word = core[:-2] if core.endswith(_POSSESSIVES) else core
    if word.isascii() and word.isalnum():
        # Nearly every chunk of a text in English, and no expression is compiled for it: 10 ms of a first query.
        start = chunk.find(word)
        yield start, start + len(word), *words[word]
        return
    if word.isascii() and word.replace("-", "").isalnum() and not word.endswith("-"):
        start = chunk.find(word)
        for part in word.split("-"):
            if part:
                yield start, start + len(part), *words[part]
            start += len(part) + 1
        return
    if len(core) < 2 and not core.isalnum() and core < _GRAMS[0]:
        return
    of_letters = _is_of_letters(chunk)
    if simple := compiled(_SIMPLE_OF_LETTERS if of_letters else _SIMPLE).fullmatch(chunk):
        yield *simple.span(1), *words[simple[1]]
        return
    if not chunk.isascii():
        if full := _in_full(chunk):
            yield from _at_places(_analysed(full[0], language), full[1])
            return
        chunk = chunk.translate(_APOSTROPHES)
    for match in compiled(_TOKEN_OF_LETTERS if of_letters else _TOKEN).finditer(chunk):
        kind = match.lastgroup
        text = match.group(kind or 0)
        start = match.start()
        if kind == "grams":
            yield from _grams(text, start)
        elif kind == "word":
            start, end, letters = _word(text, start, language)
            term, form = words[letters]
            if form:
                yield start, end, term, form
        elif kind == "number":
            number = _number(text, language)
            yield start, start + len(text), number, number
        else:
            term = fold(text.replace(".", ""))
            yield start, start + len(text), term, term


def _is_of_letters(chunk: str) -> bool:
    """Whether `chunk` can have none of `_GRAMS`; general punctuation and signs lie in between."""
    return chunk.isascii() or all(char < _GRAMS[0] or "\u2000" <= char < "\u2e80" for char in chunk)


def _in_full(chunk: str) -> tuple[str, list[int]] | None:
    """`chunk` with its `_COMPOUND` characters written in full, and for each character the place in `chunk` of what it is
    from. None where that is `chunk` itself: some of these characters stand for nothing else, as ㉿."""
    if chunk.isascii() or not ("\u00b7" in chunk or compiled(f"[{_COMPOUNDS}]").search(chunk)):
        return None
    written = list(chunk)
    for match in compiled(_COMPOUND).finditer(chunk):
        full = "" if match[0] == "\u00b7" else unicodedata.normalize("NFKC", match[0])
        if full != match[0]:
            written[match.start()] = f" {full}" if match["apart"] else full  # 5½ is 5 1⁄2
    text = "".join(written)
    return (text, [place for place, part in enumerate(written) for _ in part]) if text != chunk else None


def _at_places(pieces: Iterator[Piece], places: Sequence[int]) -> Iterator[Piece]:
    """The pieces of a text written in full, at their `places` in what it is from."""
    for start, end, term, form in pieces:
        yield places[start], places[end - 1] + 1, term, form


def _plain(chunk: str) -> Iterator[Piece]:
    """Runs of letters and digits, nothing joined and nothing dropped: what `unicode61` of SQLite makes of a text."""
    if chunk.isascii() and chunk.isalnum():
        yield 0, len(chunk), chunk.lower(), chunk.lower()
        return
    if full := _in_full(chunk):
        yield from _at_places(_plain(full[0]), full[1])
        return
    for match in compiled(_PLAIN_TOKEN).finditer(chunk.translate(_APOSTROPHES)):
        if match.lastgroup == "grams":
            yield from _grams(match.group(), match.start())
        elif form := fold(match.group()):
            yield match.start(), match.end(), form, form


def plain_terms(text: str) -> list[str]:
    """The words of a name or label (author, outlet, path), folded, not stemmed."""
    return [term for _, _, term, _ in _plain(text)]


def is_gram_start(term: str) -> bool:
    """Whether `term` is one character of a script indexed as pairs: it stands for every term that it begins."""
    return term >= _GRAMS[0] and not "\u1100" <= term < "\u1200" and bool(compiled(_GRAM).fullmatch(term))


class _ChunkTerms(dict[str, tuple[str, ...]]):
    """Chunk of one language -> its terms; analyses a chunk when it is first met."""

    def __init__(self, analyze: Callable[[str], Iterator[Piece]]) -> None:
        super().__init__()
        self._analyze = analyze

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        terms = tuple([term for _, _, term, _ in self._analyze(chunk)])
        if len(chunk) <= _CACHED_CHUNK:
            if len(self) >= _CACHED_CHUNKS:
                self.clear()
            self[chunk] = terms
        return terms


class Analyzer:
    """Text -> terms, with a dictionary that grows with the run. Without stemming, words are kept exactly as runs of
    letters and digits (`U.S.` is two). Not for several threads at once, except `tokens`, `chunk_terms`
    and `query_terms`."""

    def __init__(self, stemming: bool = True) -> None:
        self.stemming = stemming
        self.terms: list[str] = []
        """Term by id, in order of first appearance."""
        self.forms: list[str] = []
        """`form term` (a word folded but not stemmed, a blank, its term), each once, where the two differ: what prefixes,
        wildcards, fuzzy words and did-you-mean look through, because a stem is no beginning that people would type."""
        self.form_terms = array("I")
        """The id of the term of each of `forms`."""
        self._ids: dict[str, int] = {}
        self._seen_forms: set[str] = set()
        self._chunk_terms: dict[str | None, _ChunkTerms] = {}

    def tokens(self, text: str, language: str | None) -> Iterator[tuple[int, int, str]]:
        """(start, end, term) with character offsets into `text`."""
        for match in re.finditer(r"\S+", text):
            offset = match.start()
            for start, end, term, _ in self._pieces(match.group(), language):
                yield offset + start, offset + end, term

    def chunk_terms(self, language: str | None) -> Mapping[str, tuple[str, ...]]:
        """Any text without white space -> its terms in texts of a language. For several threads."""
        table = self._chunk_terms.get(language)
        if table is None:
            table = self._chunk_terms[language] = _ChunkTerms(lambda chunk: self._pieces(chunk, language))
        return table

    def query_terms(self, text: str, languages: Iterable[str | None]) -> tuple[tuple[str, ...], ...]:
        """Per position, the terms that stand for it in texts of `languages`; an empty position matches anything."""
        if text.isascii() and text.isalnum():
            # Nearly every word that people ask for: one position, in a third of the time.
            if not self.stemming:
                return ((text.lower(),),)
            terms = [words[text][0] for words in _latin_words(tuple(languages))]
            return (tuple(dict.fromkeys(terms)),)
        if self.stemming and text[-1:] >= "\u1100":
            from newsearch.engine.light_stemming import without_particle

            text = without_particle(text)
        positions: list[list[str]] = []
        languages = tuple(dict.fromkeys(languages)) or (None,)
        asked = [(text, language) for language in languages]
        if self.stemming and (names := compiled(_RUSSIAN_NAME).sub("а", text)) != text:
            asked += [(names, language) for language in languages if stemmed_as("а", language) == "ru"]
        for written, language in asked:
            terms = self._query_terms(written, language)
            if not positions:
                positions = [[term] if term else [] for term in terms]
            elif len(terms) == len(positions):
                for alternatives, term in zip(positions, terms, strict=True):
                    if term and term not in alternatives:
                        alternatives.append(term)
        return tuple(map(tuple, positions))

    def _query_terms(self, text: str, language: str | None) -> list[str]:
        """One language's terms; the lone last character of a longer run of pairs is left open."""
        terms: list[str] = []
        previous_end = -1
        for _, end, term in self.tokens(text, language):
            within_run = is_gram_start(term) and end == previous_end
            terms.append("" if within_run else term)
            previous_end = end
        while terms and not terms[-1]:
            terms.pop()
        return terms

    def _pieces(self, chunk: str, language: str | None) -> Iterator[Piece]:
        return _analysed(chunk, language) if self.stemming else _plain(chunk)

    def chunk_ids(self, chunk: str, language: str | None) -> tuple[int, ...]:
        """Ids of the terms of a text without white space; remembers nothing but the terms."""
        known = self._ids
        ids = []
        for _, _, term, form in self._pieces(chunk, language):
            number = known.get(term) if form is term else None  # pairs of characters, of which there are many
            ids.append(self._id(term, form) if number is None else number)
        return tuple(ids)

    def plain_word(self, chunk: str) -> str | None:
        """The word that is all there is to analyse in `chunk`, for `word_ids`; None for whatever needs a closer look."""
        if chunk.isascii():
            word = chunk[:-2] if self.stemming and chunk.endswith("'s") else chunk
            return word if word.isalnum() else None
        simple = compiled(_SIMPLE).fullmatch(chunk)
        return simple[1] if simple and TATWEEL not in chunk else None

    def word_ids(self, words: Sequence[str], language: str | None) -> list[int]:
        """`chunk_ids` of many words that `plain_word` found, one id each."""
        if self.stemming:
            terms, forms = stemmed_words(words, language)
        else:
            terms = forms = folded(words)
        known = self._ids
        new = [term for term in dict.fromkeys(terms) if term not in known]
        known.update(zip(new, range(len(self.terms), len(self.terms) + len(new)), strict=True))
        self.terms += new
        numbers = list(map(known.__getitem__, terms))
        if self.stemming:
            pairs = {
                f"{form} {term}": number
                for form, term, number in zip(forms, terms, numbers, strict=True)
                if form != term
            }
            fresh = [pair for pair in pairs if pair not in self._seen_forms]
            self._seen_forms.update(fresh)
            self.forms += fresh
            self.form_terms.extend(map(pairs.__getitem__, fresh))
        return numbers

    def _id(self, term: str, form: str) -> int:
        number = self._ids.get(term)
        if number is None:
            number = self._ids[term] = len(self.terms)
            self.terms.append(term)
        if form != term and (pair := f"{form} {term}") not in self._seen_forms:
            self._seen_forms.add(pair)
            self.forms.append(pair)
            self.form_terms.append(number)
        return number
