"""A word -> its form, without differences of case and accent, and its term: the stem, by language, without these either."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

import Stemmer

SNOWBALL = {
    "af": "dutch",
    "bs": "serbian",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hr": "serbian",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ms": "indonesian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""ISO 639-1 -> Snowball algorithm of PyStemmer, of the language itself or of one that inflects like it."""
LIGHT = frozenset(
    {"ar", "az", "be", "bg", "bn", "fa", "gu", "he", "ka", "kk", "kn", "lv", "mk", "ml", "mr", "pa", "sk", "sl"}
    | {"sq", "sw", "te", "uk", "ur", "uz"}
)
"""Languages that `light_stemming` has the endings of: a table that most queries need not load."""
TIDIED = frozenset({"et", "fi", "ro"})
"""Languages of which Snowball leaves several stems of a word that `light_stemming` makes one."""
_TWICE = {"hu": 6, "nb": 1, "nn": 1, "no": 1}
"""Their stemmers leave of one form what they take something off in another (Budapesten: Budapest: Budapes). The letters that a
stem has which is stemmed again: of short words Hungarian has too many one-letter endings."""

_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "mn", "tg"})
_OTHER_SCRIPTS = frozenset(
    {"ar", "fa", "ur", "he", "yi", "el", "hy", "ka", "hi", "ne", "mr", "ta", "te", "bn", "gu", "pa", "kn", "ml"}
    | {"zh", "ja", "ko", "th"}
)
_NOT_LATIN = (_CYRILLIC | _OTHER_SCRIPTS) - {"sr"}
"""Languages in whose texts a word in Latin letters is a foreign one."""
_FOLD_BEFORE_STEMMING = frozenset({"en", "ru", *LIGHT})
"""Their stemmers want no accents; those of the other languages know endings by their accents."""


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when it is first needed: a query of one plain word needs none of them, and all take 25 ms."""
    return re.compile(pattern)


_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ŧ": "t", "ə": "e",
    "ё": "е", "ѐ": "е", "ѝ": "и", "ґ": "г",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": "",
    "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
}  # fmt: skip
_BEYOND_LATIN = "\u0250"
"""Words that sort before it begin with a letter of the Latin script."""
_SIGNS_OF_LETTERS = str.maketrans("", "", "\u00b7\u02bc")
"""What the compatibility forms of ŀ and ŉ have beside the letter."""
TATWEEL = "ـ"
"""A letter that folds to nothing."""
_KEEPS_MARK = "[\u0400-\u052f\u0600-\u06ff\u0900-\u0dff\u3040-\u30ff\uac00-\ud7af]"
"""Scripts whose composed letters are letters of their own: й is not и, ї not і, ў not у (мой and мои are two words)."""
_DROPPED_MARK = "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc]"


class _Folds(dict[int, str]):
    """Code point -> its folded text, filled as characters are met; for `str.translate` after NFKC and casefold."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = _fold_character(char) if code > 127 else char
        return folded


def _fold_character(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if compiled(_DROPPED_MARK).match(char) or unicodedata.category(char) == "Cf":
        return ""
    if compiled(_KEEPS_MARK).match(char):
        return char
    bare = "".join(c for c in unicodedata.normalize("NFD", char) if not compiled(_DROPPED_MARK).match(c))
    return "".join(_LETTERS.get(c, c) for c in bare)


_FOLDS = _Folds()


def _lower(word: str, language: str | None = None) -> str:
    if language == "tr":
        word = word.replace("I", "ı").replace("İ", "i")
    if word.isascii():
        return word.lower()
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
    return lower.translate(_SIGNS_OF_LETTERS) if "\u00b7" in lower or "\u02bc" in lower else lower


def fold(text: str) -> str:
    """`text` without differences of case, accent or compatibility form; й, ї and ў stay letters of their own."""
    return text.lower() if text.isascii() else _lower(text).translate(_FOLDS)


def _lower_words(words: Sequence[str], language: str | None = None) -> list[str]:
    """`_lower` of many words without white space, as one text."""
    joined = " ".join(words)
    lower = _lower(joined, language).split(" ") if words else []
    # a character whose compatibility form has a space, as that of \u00b4
    return lower if len(lower) == len(words) else [_lower(word, language) for word in words]


def folded(words: Sequence[str]) -> Sequence[str]:
    """`fold` of many words without white space."""
    return _folded(_lower_words(words))


def _folded(lower: Sequence[str]) -> Sequence[str]:
    return [word if word.isascii() else word.translate(_FOLDS) for word in lower]


def _restore_accent(word: str, language: str) -> str:
    """Endings that Snowball knows with an accent only and people type without; and a plural that it leaves (eleições)."""
    if language == "es" and word.endswith(("cion", "sion")):
        return word[:-2] + "ón"
    if language == "pt" and word.endswith("cao"):
        return word[:-3] + "ção"
    if language == "pt" and word.endswith(("coes", "ções")):
        return word[:-4] + "ção"
    return word


@cache
def _snowball(language: str) -> Stemmer.Stemmer:
    # The stemmer's own cache would repeat our chunk tables.
    return Stemmer.Stemmer(SNOWBALL[language], 0)


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    if language in LIGHT:
        from newsearch.engine.light_stemming import light_stemmer

        return light_stemmer(language, fold)
    if language not in SNOWBALL:
        return None
    stem: Callable[[str], str] = _snowball(language).stemWord
    return (lambda word: _stemmed_again([stem(word)], language)[0]) if language in _TWICE else stem


def _stemmed_again(stems: Sequence[str], language: str) -> Sequence[str]:
    again = _snowball(language).stemWords(stems)
    return [twice if len(once) >= _TWICE[language] else once for once, twice in zip(stems, again, strict=True)]


@cache
def _tidier(language: str) -> Callable[[str], str]:
    from newsearch.engine.light_stemming import tidier

    return tidier(language)


def stemmed_as(word: str, language: str | None) -> str:
    """Whose stemmer a word gets: the text's, unless the word is of another script (`Facebook` in a Russian text)."""
    first = word[0]
    if "\u0400" <= first <= "\u052f":
        return language if language in _CYRILLIC else "ru"
    if first < _BEYOND_LATIN or "\u1e00" <= first < "\u1f00":
        return "en" if language is None or language in _NOT_LATIN else language
    if "\u0600" <= first <= "\u06ff":
        return language if language in ("fa", "ur") else "ar"
    if "\u0370" <= first <= "\u03ff" or "\u1f00" <= first < "\u2000":
        return "el"
    if first >= "\ufb00" and (plain := unicodedata.normalize("NFKC", first)) != first:
        return stemmed_as(plain.lstrip() or "-", language)
    return language or ""


def stemmed(word: str, language: str | None) -> str:
    """The term of a word, which may be in any case and hold accents."""
    chosen = stemmed_as(word, language)
    stem = _stemmer(chosen)
    if stem is None:
        return fold(word)
    if chosen in _FOLD_BEFORE_STEMMING:
        return stem(fold(word)).translate(_FOLDS)
    term = stem(_restore_accent(_lower(word, chosen), chosen)).translate(_FOLDS)
    return _tidier(chosen)(term) if chosen in TIDIED else term


def stemmed_words(words: Sequence[str], language: str | None) -> tuple[Sequence[str], Sequence[str]]:
    """The terms and the forms of many words without white space: what is done to all in one go takes a third of the time."""
    lower = _lower_words(words)
    forms = _folded(lower)
    usual = stemmed_as("a", language)
    if not words or max(words) < _BEYOND_LATIN:
        return _stemmed_alike(words, lower, forms, usual), forms
    terms = list(forms)
    by_stemmer: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        chosen = usual if word < _BEYOND_LATIN else stemmed_as(word, language)
        by_stemmer.setdefault(chosen, []).append(place)
    for chosen, places in by_stemmer.items():
        own, own_lower, own_forms = ([texts[place] for place in places] for texts in (words, lower, forms))
        for place, term in zip(places, _stemmed_alike(own, own_lower, own_forms, chosen), strict=True):
            terms[place] = term
    return terms, forms


def _stemmed_alike(words: Sequence[str], lower: Sequence[str], forms: Sequence[str], chosen: str) -> Sequence[str]:
    """The terms of words that get the stemmer of language `chosen`."""
    if chosen not in SNOWBALL:
        stem = _stemmer(chosen)
        stems = forms if stem is None else list(map(stem, forms))
    elif chosen in _FOLD_BEFORE_STEMMING:
        stems = _snowball(chosen).stemWords(forms)
    else:
        stems = _snowball(chosen).stemWords(_accented(words, lower, chosen))
    if chosen in _TWICE:
        stems = _stemmed_again(stems, chosen)
    if not all(stems) or not "".join(stems).isascii():
        stems = [
            (stem if stem.isascii() else stem.translate(_FOLDS)) or form
            for stem, form in zip(stems, forms, strict=True)
        ]
    return list(map(_tidier(chosen), stems)) if chosen in TIDIED else stems


def _accented(words: Sequence[str], lower: Sequence[str], language: str) -> Sequence[str]:
    """Words as the stemmers want them that know endings by their accents."""
    if language == "tr":
        return _lower_words(words, language)
    return [_restore_accent(word, language) for word in lower] if language in ("es", "pt") else lower
